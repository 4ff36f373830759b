"""What a start needs of a study that was read and checked before, kept beside its questionnaire.

Only values of the rules and findings can be made from what is read back (as of a form: `kept_form.py`). It is found by
the content of study.yaml, and holds for one questionnaire with the files beside it.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cati_app.engine.xlsform.unpickling import KeptUnpickler, digest
from cati_app.values import dataclass

if TYPE_CHECKING:  # what is kept is read without the first and the third, and rules when somebody asks for them
    from cati_app.domain.findings import Finding
    from cati_app.fieldwork.rules import StudyRules
    from cati_app.study.model import Study

_AT_START = frozenset({"cati_app.domain.findings", "cati_app.station.kept_study"})
_OF_RULES = frozenset(
    {
        *(f"cati_app.domain.calling.{name}" for name in ("calendar", "promise", "results", "rule_pack", "schedule")),
        *(f"cati_app.domain.outcomes.{name}" for name in ("dispositions", "result_book")),
        "cati_app.domain.casework.alert_limits",
        "cati_app.domain.quota.cells",
        "cati_app.domain.sampling.clear_columns",
        "cati_app.fieldwork.rules",
    }
)
_PHRASES = ("cati_app.domain.phrases", "_again")
_FURTHER = frozenset({*(("datetime", name) for name in ("date", "time", "timedelta")), _PHRASES})


@dataclass(frozen=True, slots=True)
class StudyHead:
    """What a first screen shows of a study."""

    id: str
    title: Mapping[str, str]  # by language of the interface
    version: str
    logins_typed: bool  # nobody is offered on the first screen

    @classmethod
    def of(cls, study: Study) -> StudyHead:
        """That of a checked model."""
        return cls(study.id, study.title, study.version, study.sign_in == "typed")


@dataclass(frozen=True, slots=True)
class StudyAtStart:
    """A study folder without errors, but for the model of study.yaml and the form."""

    head: StudyHead
    rules: bytes  # as `pack_rules` wrote them: no screen before somebody signs in needs them
    form_hash: str  # of the questionnaire, with the files beside it, that all this holds for
    questionnaire: str
    beside: tuple[str, ...]  # names of the files beside it that it asks for and that are there
    first_language: str
    directions: Mapping[str, bool]
    sample: str  # the file that study.yaml names; blank: none
    sample_found: bool
    findings: tuple[Finding, ...]
    lines: Mapping[str, int]


def kept_name(settings: bytes) -> str:
    """Where it is kept, by the content of study.yaml."""
    return f"study-{digest(settings)}"


def pack_study(kept: StudyAtStart) -> bytes:
    """As bytes."""
    return pickle.dumps(kept, protocol=5)


def unpack_study(data: bytes) -> StudyAtStart | None:
    """What `pack_study` was given; None when the data are damaged or hold anything else."""
    try:
        kept = KeptUnpickler(data, _AT_START, {_PHRASES}).load()
    except Exception:  # whatever a damaged file causes, the study is read anew
        return None
    return kept if isinstance(kept, StudyAtStart) else None


def pack_rules(rules: StudyRules) -> bytes:
    """The rules of a study, as bytes."""
    return pickle.dumps(rules, protocol=5)


def unpack_rules(data: bytes) -> StudyRules | None:
    """What `pack_rules` was given; None when the data are damaged or hold anything else."""
    from cati_app.fieldwork.rules import StudyRules  # noqa: PLC0415 - a fifth of a start, and no first screen asks

    try:
        rules = KeptUnpickler(data, _OF_RULES, _FURTHER).load()
    except Exception:  # whatever a damaged file causes, they are made anew
        return None
    return rules if isinstance(rules, StudyRules) else None
