"""One final code for a case, from all its attempts: the most informative one wins, not the last one.

Source: AAPOR Standard Definitions, temporary and final codes; the order is the study protocol's (docs/calling.md).
Until the end of fieldwork the code says what the case would be if fieldwork ended now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from itertools import product

from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import (
    DISPOSITIONS,
    NOT_ATTEMPTED,
    NOT_SCREENED,
    OPT_OUT,
    PARTIAL,
    RESPONDENT_UNAVAILABLE,
    Finality,
    OutcomeClass,
    OutcomeRole,
    Person,
    disposition,
)
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an attempt; `number` is the last one dialled in it, None where it is not known."""

    result: str  # a name of `dispositions`, interim or final
    at: datetime
    person: Person | None = None
    number: str | None = None
    user: str = ""  # who sat on the case
    attempt_no: int = 0
    rang_back: bool = False  # the person rang, and no number was dialled


@dataclass(frozen=True, slots=True)
class History:
    """A case with everything that happened to it."""

    case_id: CaseId
    case_no: int
    frame: str
    numbers: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = ()  # oldest first, attempts without a result left out
    eligible_at: datetime | None = None  # when the screening established that the case belongs to the population
    preset: str = NOT_ATTEMPTED  # the code it came with, if it came with one: on the block list, say
    usable: bool = False  # its suspended interview would make a partial one
    blocked_at: datetime | None = None  # when it was closed because a number of it came onto the block list


_OF_SCREENED = frozenset(
    name
    for name, row in DISPOSITIONS.items()
    if row.finality is Finality.RESPONDENT and row.final_code == RESPONDENT_UNAVAILABLE
)
"""Results that speak of a person of the population: before the screening nobody knows that it is one."""
_OF_NUMBER = frozenset(name for name, row in DISPOSITIONS.items() if row.of_number)
_SHOW_HOUSEHOLD = frozenset(
    name
    for name, row in DISPOSITIONS.items()
    if (row.contact and row.outcome_class is not OutcomeClass.NOT_ELIGIBLE)
    or row.finality is Finality.HOUSEHOLD_MACHINE
)
"""Results by which a number is one of a household."""
DEPEND_ON_SCREENING = _OF_SCREENED | {
    name for name, row in DISPOSITIONS.items() if row.before_screening or row.of_number or name == NOT_SCREENED
}
"""Codes that were, or would be, another one with another setting for what came before the screening."""


class Basis(StrEnum):
    """What a final code rests on."""

    ATTEMPT = "attempt"
    SCREENING = "screening"  # the case belongs to the population, and nobody was reached since
    BLOCK_LIST = "block_list"  # a number of it came there after calls
    FROM_THE_START = "from_the_start"  # it came with the code: its number was on the block list before the first call
    NOTHING = "nothing"  # no attempt said anything about the household


@dataclass(frozen=True, slots=True)
class FinalCode:
    """The one final disposition of a case, what it rests on, and the attempt where it rests on one."""

    code: str  # a name with an AAPOR number
    basis: Basis
    decides: Outcome | None = None


class Eligibility(StrEnum):
    """Whether a case belongs to the population, as far as its attempts tell."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"  # nobody was screened


def eligibility(history: History, code: str) -> Eligibility:
    """What the screening tells of a case.

    Args:
        code: Its final code, as if fieldwork ended now.
    """
    if disposition(code).outcome_class is OutcomeClass.NOT_ELIGIBLE:
        return Eligibility.NOT_ELIGIBLE
    return Eligibility.UNKNOWN if history.eligible_at is None else Eligibility.ELIGIBLE


def final_code(history: History, unscreened: OutcomeClass) -> str:
    """The one final disposition of a case; see `settled_code`."""
    return settled_code(history, unscreened).code


def settled_code(history: History, unscreened: OutcomeClass) -> FinalCode:
    """The one final disposition of a case, with the attempt that decides.

    Args:
        history: All attempts over all numbers.
        unscreened: What a refusal or language problem before the screening counts as: `UNKNOWN_OTHER` (3.21) where
            residence or age must be screened, `REFUSAL` where every household qualifies.

    Returns:
        A name with an AAPOR number. Eligibility that was established once is never lost.
    """
    eligible = history.eligible_at is not None
    known = eligible or _is_household(history, unscreened)
    dead = dead_numbers(history.outcomes) if not known else frozenset()
    all_dead = bool(history.numbers) and dead.issuperset(history.numbers)
    is_open = unscreened is OutcomeClass.UNKNOWN_OTHER
    judge = _JUDGES[eligible, history.usable, all_dead, is_open]
    best, code, decides = Finality.NOTHING, "", None
    for outcome in history.outcomes:
        judged = judge[outcome.result, outcome.person]
        if judged is not None and judged[0] <= best:
            (best, code), decides = judged, outcome
    final = FinalCode(code, Basis.ATTEMPT if code else Basis.NOTHING, decides)
    if history.blocked_at is not None and best > Finality.REFUSAL:
        return FinalCode(_unless_screened(OPT_OUT, eligible, is_open=is_open), Basis.BLOCK_LIST)
    if not final.code and not eligible:
        if history.outcomes or history.preset == NOT_ATTEMPTED or disposition(history.preset).aapor is None:
            return FinalCode(NOT_ATTEMPTED, Basis.NOTHING)
        return FinalCode(_unless_screened(history.preset, eligible, is_open=is_open), Basis.FROM_THE_START)
    if eligible and best > Finality.RESPONDENT:
        return FinalCode(RESPONDENT_UNAVAILABLE, Basis.SCREENING)
    return final


def dead_numbers(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """Numbers whose last result says that nobody of the household can be reached there."""
    last = {outcome.number: outcome.result for outcome in outcomes if outcome.number is not None}
    return frozenset(number for number, result in last.items() if result in _OF_NUMBER)


_Judged = tuple[Finality, str] | None
"""Rank and final code of one attempt; None when it says nothing about the case."""


class _Judge(dict[tuple[str, Person | None], _Judged]):
    """What an attempt says, by its result and who gave it, of cases that stand alike.

    Args:
        eligible: The case belongs to the population.
        usable: Its suspended interview would make a partial one.
        all_dead: All its numbers are dead.
        is_open: Before the screening a refusal is one of a case that nobody knows (3.21).
    """

    def __init__(self, *, eligible: bool, usable: bool, all_dead: bool, is_open: bool) -> None:
        super().__init__()
        self._eligible = eligible
        self._usable = usable
        self._all_dead = all_dead
        self._is_open = is_open

    def __missing__(self, said: tuple[str, Person | None]) -> _Judged:
        """Of one that was not met before."""
        judged = self[said] = self._judged(*said)
        return judged

    def _judged(self, result: str, person: Person | None) -> _Judged:
        eligible, row = self._eligible, disposition(result)
        if row.role is OutcomeRole.SUSPENDED and eligible and self._usable:
            return Finality.INTERVIEW, PARTIAL
        if row.finality is Finality.NOTHING or (row.of_number and not self._all_dead):
            return None
        if row.finality is Finality.NOT_ELIGIBLE and eligible and not row.anybody:
            return None
        rank, code = row.finality, row.final_code
        unscreened_person = row.name in _OF_SCREENED and not eligible and self._is_open
        if unscreened_person or (row.appointment and person is Person.HOUSEHOLD):
            rank, code = Finality.HOUSEHOLD, NOT_SCREENED
        if row.interim and code == NOT_SCREENED and eligible:
            rank, code = Finality.RESPONDENT, RESPONDENT_UNAVAILABLE
        if row.by_person and person is not None:
            code = f"{code}_{person}"
        return rank, _unless_screened(code, eligible, is_open=self._is_open)


_YES_NO = (False, True)
_JUDGES = {
    (eligible, usable, all_dead, is_open): _Judge(eligible=eligible, usable=usable, all_dead=all_dead, is_open=is_open)
    for eligible, usable, all_dead, is_open in product(_YES_NO, repeat=4)
}
"""They fill as results are met; there are few, and what is said of one never changes."""


def _is_household(history: History, unscreened: OutcomeClass) -> bool:
    """Whether it belongs to the population because every household does, and one was reached there."""
    if unscreened is not OutcomeClass.REFUSAL:
        return False
    return not _SHOW_HOUSEHOLD.isdisjoint([outcome.result for outcome in history.outcomes])


def _unless_screened(code: str, eligible: bool, *, is_open: bool) -> str:
    """The code, or what a refusal or language problem counts as where nobody was screened."""
    return NOT_SCREENED if disposition(code).before_screening and not eligible and is_open else code
