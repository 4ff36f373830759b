"""A form once built, kept so that reopening a study needs no building.

Only the classes of a form can be made from what is read back. The program of a form is Python that our compiler wrote,
so a shelf must give back nothing that others could have written (decision 0009).
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping

from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.unpickling import KeptUnpickler
from cati_app.values import dataclass

_MODULES = frozenset(
    {
        *(f"cati_app.engine.form.{name}" for name in ("model", "nodes", "plan", "dataset", "screen")),
        "cati_app.engine.kinds.registry",
        "cati_app.domain.findings",
    }
)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was kept: the form, the findings on it, and the files beside the questionnaire it was built with."""

    form: Form
    findings: tuple[Finding, ...]
    files: Mapping[str, str]  # name to the digest of the content; blank where it was missing


def pack_form(kept: KeptForm) -> bytes:
    """As bytes."""
    return pickle.dumps((kept.form, kept.findings, dict(kept.files)), protocol=5)


def unpack_form(data: bytes) -> KeptForm | None:
    """What `pack_form` was given; None when the data are damaged or hold anything else."""
    try:
        form, findings, files = KeptUnpickler(data, _MODULES).load()
        sound = isinstance(form, Form) and all(isinstance(problem, Finding) for problem in findings)
        return KeptForm(form, tuple(findings), dict(files)) if sound else None
    except Exception:  # whatever a damaged file causes, the form is rebuilt
        return None
