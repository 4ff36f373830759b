"""One final code for a case, from all its attempts: the most informative one wins, not the last one.

Source: AAPOR Standard Definitions, temporary and final codes; the order is the study protocol's (docs/calling.md).
Until the end of fieldwork the code says what the case would be if fieldwork ended now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, Finality, OutcomeClass, Person, disposition


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an attempt; `number` is the last one dialled in it, None where it is not known."""

    result: str  # a name of `dispositions`, interim or final
    at: datetime
    person: Person | None = None
    number: str | None = None
    user: str = ""  # who sat on the case
    attempt_no: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """A case with everything that happened to it."""

    case_id: str
    case_no: int
    frame: str
    numbers: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = ()  # oldest first, attempts without a result left out
    eligible_at: datetime | None = None  # when the screening established that the case belongs to the population
    preset: str = "not_attempted"  # the code it came with, if it came with one: on the block list, say
    usable: bool = False  # its suspended interview would make a partial one
    blocked_at: datetime | None = None  # when it was closed because a number of it came onto the block list


DEPEND_ON_SCREENING = frozenset(
    name for name, row in DISPOSITIONS.items() if row.before_screening or name == "not_screened"
)
"""Codes that were, or would be, another one with another setting for what came before the screening."""


@dataclass(frozen=True, slots=True)
class FinalCode:
    """The one final disposition of a case, and the attempt it rests on; None where no attempt gave it."""

    code: str  # a name with an AAPOR number
    decides: Outcome | None = None


class Eligibility(StrEnum):
    """Whether a case belongs to the population, as far as its attempts tell."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"  # nobody was screened


def eligibility(history: History, code: str) -> Eligibility:
    """What is known of a case.

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
    dead = dead_numbers(history.outcomes) if not eligible else frozenset()
    all_dead = bool(history.numbers) and dead.issuperset(history.numbers)
    best, final = Finality.NOTHING, FinalCode("")
    for outcome in history.outcomes:
        judged = _judged(outcome, history, all_dead, unscreened)
        if judged is not None and judged[0] <= best:
            best, final = judged[0], FinalCode(judged[1], outcome)
    if history.blocked_at is not None and best > Finality.REFUSAL:
        return FinalCode(_unless_screened("refusal", eligible, unscreened))
    if not final.code and not eligible:
        code = "not_attempted" if history.outcomes or disposition(history.preset).aapor is None else history.preset
        return FinalCode(_unless_screened(code, eligible, unscreened))
    return FinalCode("respondent_unavailable") if eligible and best > Finality.RESPONDENT else final


def dead_numbers(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """Numbers whose last result says that nobody of the household can be reached there."""
    last = {outcome.number: outcome.result for outcome in outcomes if outcome.number is not None}
    return frozenset(number for number, result in last.items() if disposition(result).of_number)


def closes(result: str, history: History) -> bool:
    """Whether a result ends the work on its case.

    Args:
        result: The disposition of the last attempt.
        history: The case with that attempt. A code of a number closes it only when all its numbers have one.
    """
    if not disposition(result).of_number:
        return disposition(result).closes
    known = all(outcome.number is not None for outcome in history.outcomes)
    return not known or dead_numbers(history.outcomes).issuperset(history.numbers)


def _judged(
    outcome: Outcome, history: History, all_dead: bool, unscreened: OutcomeClass
) -> tuple[Finality, str] | None:
    """Rank and final code of one attempt; None when it says nothing about the case."""
    eligible, row = history.eligible_at is not None, disposition(outcome.result)
    if row.name == "interview_suspended" and eligible and history.usable:
        return Finality.INTERVIEW, "partial"
    if row.finality is Finality.NOTHING or (row.of_number and not all_dead):
        return None
    if row.finality is Finality.NOT_ELIGIBLE and eligible and not row.anybody:
        return None
    rank, code = row.finality, row.final_code
    if row.appointment and outcome.person is Person.HOUSEHOLD:
        rank, code = Finality.HOUSEHOLD, "not_screened"
    if row.interim and code == "not_screened" and eligible:
        rank, code = Finality.RESPONDENT, "respondent_unavailable"
    if row.by_person and outcome.person is not None:
        code = f"{code}_{outcome.person}"
    return rank, _unless_screened(code, eligible, unscreened)


def _unless_screened(code: str, eligible: bool, unscreened: OutcomeClass) -> str:
    """The code, or what a refusal or language problem counts as where nobody was screened."""
    early = disposition(code).before_screening and not eligible and unscreened is OutcomeClass.UNKNOWN_OTHER
    return "not_screened" if early else code
