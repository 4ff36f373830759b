"""The rules of a study as a hub has them: what its scheduler needs, in clear, and nothing that tells what is asked.

One converter writes and reads them: the rules themselves say what belongs to them and which values they take.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cati_app.domain.outcomes.result_book import Result, ResultBook
from cati_app.domain.quota.cells import QuotaDimension, QuotaPlan
from cati_app.fieldwork.rules import StudyRules

_RULES: TypeAdapter[StudyRules] = TypeAdapter(StudyRules)
HIDDEN = "hidden"
"""In place of the names of questions of the questionnaire."""


class NoClearRules(ValueError):
    """A document holds no rules; what is wrong in it is not repeated."""


def clear_rules(rules: StudyRules) -> StudyRules:
    """The rules without questions, texts and words of the study: hours, limits, delays, shifts, cells with targets."""
    return replace(
        rules,
        quota=_without_names(rules.quota) if rules.quota is not None else None,
        screener=None,
        outcome=None,
        recontact=None,
        consent_features=(),
        consent_until=None,
        contact_questions=frozenset(),
        introduction={},
        eligibility=(),
        taking_part=(),
        other_consents=(),
        results=ResultBook({code: _without_words(result) for code, result in rules.results.results.items()}),
        sealed_values=frozenset(),
        beyond_preset_reason="",
    )


def written(rules: StudyRules) -> bytes:
    """Rules as they travel; the same bytes for the same rules."""
    told = _ordered(_RULES.dump_python(rules), _RULES.dump_python(rules, mode="json"))
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(document: bytes) -> StudyRules:
    """What `written` gave. NoClearRules for anything else."""
    try:
        return _RULES.validate_json(document, strict=True)
    except (ValidationError, ValueError) as error:
        raise NoClearRules from error


_TELLING = 4
"""Characters from which on a code may be a word; a number of a category, or a letter, is shorter."""


def telling_codes(plan: QuotaPlan | None) -> tuple[str, ...]:
    """Codes in the names of cells that may tell a hub what they mean, in order, each once; none without a quota."""
    if plan is None:
        return ()
    codes = [code for quota in plan.quotas for d in quota.dimensions for code in d.categories]
    names = [quota.prefix for quota in plan.quotas]
    return tuple(sorted({code for code in (*codes, *names) if len(code) >= _TELLING}))


def _ordered(plain: Any, told: Any) -> Any:
    """What is told in JSON, with sets in an order of their own: otherwise each start of the program has another one.

    Args:
        plain: The same with sets as such.
    """
    if isinstance(plain, (set, frozenset)):
        return sorted(told, key=json.dumps)
    if isinstance(plain, Mapping):
        return {key: _ordered(value, told[key]) for key, value in zip(told, plain.values(), strict=True)}
    if isinstance(plain, (list, tuple)):
        return [_ordered(*both) for both in zip(plain, told, strict=True)]
    return told


def _without_names(plan: QuotaPlan) -> QuotaPlan:
    """Cells are known by what stands in the rows of cases, and by their targets; questions are not named.

    Within which categories a further quota counts a station tells with the cells that it asks for.
    """
    hidden = tuple(
        QuotaDimension(f"{HIDDEN}_{n}", d.from_sample, f"{HIDDEN}_{n}", d.categories, {c: c for c in d.categories})
        for n, d in enumerate(plan.dimensions, 1)
    )
    further = tuple(_without_names(quota) for quota in plan.further)
    return replace(plan, name=HIDDEN, dimensions=hidden, within=None, further=further)


def _without_words(result: Result) -> Result:
    return replace(result, labels={})
