"""The results a study offers: those of the catalogue, renamed or hidden, and additions, each mapped to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.domain.outcomes.finality import Person

_NOTED = frozenset({
    "soft_refusal", "soft_refusal_household", "soft_refusal_respondent", "bad_situation", "other_eligible",
    "other_unknown", "other_ineligible",
})  # fmt: skip
NEVER_HIDDEN = frozenset({"refusal", "no_answer", "appointment_firm"})
"""Who does not want to be called again must be able to say so, and every call must have a result."""

OPT_OUTS = frozenset({"refusal", "refusal_household", "refusal_respondent"})
"""What an added result must count as to stand for "never call again"."""
RESERVED = frozenset({
    "appointment", "elsewise", "hand_over", "language", "later", "machines", "never_again", "other_person", "refused",
    "suspend", "suspend_now", "wrong_number",
})  # fmt: skip
"""Words with which the screens name their lists and steps; no result of a study may be called so."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an interviewer can say a call came to; `labels` by language, empty for the catalogue's own words."""

    code: str
    disposition: str
    person: Person | None = None
    note_required: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    own: bool = False  # added by the study
    never_again: bool = False  # the person wants no more calls: the numbers go to the block list

    @property
    def own_word(self) -> str | None:
        """Its code, where the disposition does not tell it."""
        return self.code if self.code != self.disposition else None


@dataclass(frozen=True, slots=True)
class ResultBook:
    """Results by code."""

    results: Mapping[str, Result]

    def find(self, code: str) -> Result | None:
        """The result of that code, hidden or not."""
        return self.results.get(code)

    def own(self) -> tuple[Result, ...]:
        """The study's additions, in their order."""
        return tuple(result for result in self.results.values() if result.own and not result.hidden)

    def with_changes(self, changes: Iterable[Result]) -> ResultBook:
        """The book with a study's renamed, hidden and added results."""
        return ResultBook({**self.results, **{one.code: one for one in changes}})


def _standard() -> ResultBook:
    results = {name: Result(name, name, note_required=name in _NOTED) for name in sorted(DISPOSITIONS)}
    for person in Person:
        code = f"soft_refusal_{person}"
        results[code] = replace(results["soft_refusal"], code=code, person=person)
    return ResultBook(results)


STANDARD_RESULTS = _standard()
