"""The results a study offers: those of the catalogue, renamed or hidden, and additions, each mapped to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from functools import cache

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, OPT_OUT, Person, ResultSection
from cati_app.values import dataclass

RESERVED = frozenset(
    {
        "appointment",
        "elsewise",
        "hand_over",
        "language",
        "later",
        "machines",
        "never_again",
        "other_person",
        "refused",
        "suspend",
        "suspend_now",
        "wrong_number",
    }
)
"""Words with which the screens name their lists and steps; no result of a study may be called so."""


@dataclass(frozen=True, slots=True)
class Result:
    """A result an interviewer can give a call; `labels` by language, empty for the catalogue's own words."""

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

    @property
    def blocks(self) -> bool:
        """Whether it puts the numbers of its case on the block list; what merely counts as an opt-out does not."""
        return self.never_again or self.code == OPT_OUT

    @property
    def nobody_there(self) -> bool:
        """Whether it can be nobody's word: a tone, an announcement, a machine, or nothing was heard."""
        return DISPOSITIONS[self.disposition].nobody_there


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

    def offered(self, code: str) -> Result | None:
        """The result of that code; None where the study does without it."""
        result = self.find(code)
        return None if result is None or result.hidden else result

    def in_list(self, section: ResultSection, *, rarer: bool = False) -> tuple[Result, ...]:
        """The results of a list of the dial screen: the catalogue's in their order, then the study's own.

        Args:
            rarer: Those behind “another reason” in place of the others; the study's own are never among them.
        """
        results = [result for code in listed(section, rarer=rarer) if (result := self.offered(code)) is not None]
        own = () if rarer else self.own()
        return (*results, *(result for result in own if DISPOSITIONS[result.disposition].section is section))

    def with_changes(self, changes: Iterable[Result]) -> ResultBook:
        """The book with a study's renamed, hidden and added results."""
        return ResultBook({**self.results, **{result.code: result for result in changes}})


def _standard() -> ResultBook:
    results = {name: Result(name, name, note_required=row.note) for name, row in sorted(DISPOSITIONS.items())}
    for row in [row for row in DISPOSITIONS.values() if row.by_person]:
        for person in Person:
            code = f"{row.name}_{person}"
            results[code] = replace(results[row.name], code=code, person=person)
    return ResultBook(results)


STANDARD_RESULTS = _standard()

_DIGITS: Mapping[int, ResultSection] = {
    3: ResultSection.MACHINE,
    5: ResultSection.WRONG_NUMBER,
    6: ResultSection.LANGUAGE,
    7: ResultSection.LATER,
    8: ResultSection.REFUSED,
}
"""Digits of the dial screen that open a list; the others belong to results (`Listed`)."""


@cache
def digits() -> Mapping[int, str | ResultSection]:
    """What the digits of the dial screen stand for, in their order: a result of the catalogue, or a list."""
    rows = ((row.listed, row.name) for row in DISPOSITIONS.values())
    results = {at.position: name for at, name in rows if at is not None and at.in_list is ResultSection.DIGIT}
    return dict(sorted({**results, **_DIGITS}.items()))


@cache
def listed(in_list: ResultSection, *, rarer: bool = False) -> tuple[str, ...]:
    """The catalogue's results in a list of the dial screen, in their order; who said it comes behind them.

    Args:
        rarer: Those behind “another reason” in place of the others.
    """
    places = [(row, row.listed) for row in DISPOSITIONS.values() if row.listed is not None and row.listed.position]
    inside = [(at.position, row) for row, at in places if (at.in_list, at.rarer) == (in_list, rarer)]
    rows = [row for _, row in sorted(inside, key=lambda entry: entry[0])]
    by_person = (f"{row.name}_{person}" for row in rows if row.by_person for person in Person)
    return (*(row.name for row in rows), *by_person)
