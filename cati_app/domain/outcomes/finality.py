"""One final code for a case, from all its attempts: the most informative one wins, not the last one.

Source: AAPOR Standard Definitions, temporary and final codes; the order is the study protocol's (docs/calling.md).
Until the end of fieldwork the code says what the case would be if fieldwork ended now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cati_app.domain.outcomes.dispositions import OutcomeClass, disposition


class Person(StrEnum):
    """Who gave a result, as far as the interviewer learnt it."""

    HOUSEHOLD = "household"  # somebody else of the household
    RESPONDENT = "respondent"  # the target person


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to; `number` is the last one dialled in it, None where it is not known."""

    result: str  # a name of `dispositions`, interim or final
    at: datetime
    person: Person | None = None
    number: str | None = None
    user: str = ""  # who sat on the case
    attempt_no: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """A case with everything it came to."""

    case_id: str
    case_no: int
    frame: str
    numbers: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = ()  # oldest first, attempts without a result left out
    eligible_at: datetime | None = None  # when the screening established that the case belongs to the population
    preset: str = "not_attempted"  # the code it came with, if it came with one: on the block list, say
    usable: bool = False  # its suspended interview would make a partial one
    blocked_at: datetime | None = None  # when it was closed because a number of it came onto the block list


OF_A_NUMBER = frozenset({
    "fax", "not_in_service", "disconnected", "out_of_order", "number_changed", "forwarded",
    "mobile_in_landline_frame", "landline_in_mobile_frame",
})  # fmt: skip
"""Codes 4.2x to 4.4x: they speak of a number, and of a case only when all its numbers have one."""

_NO_PERSON = frozenset({"quota_filled", "duplicate"})  # ineligible whoever lives there
_BEFORE_SCREENING = frozenset({
    "refusal", "refusal_household", "refusal_respondent", "break_off", "language_household", "language_respondent",
    "no_language_interviewer",
})  # fmt: skip
HANG_ON_SCREENING = frozenset({"not_screened", *_BEFORE_SCREENING})
"""Codes that were, or would be, another one with another setting for what came before the screening."""
_APPOINTMENT = frozenset({"appointment_firm", "appointment_soft"})
_CONTACT = frozenset({"contact_other_person", "callback_requested"})
_ORDER: tuple[frozenset[str], ...] = (
    frozenset({"complete", "partial"}),
    frozenset({
        "outside_area", "business", "institution", "group_quarters", "not_resident", "no_eligible_person",
        "quota_filled", "duplicate", "other_ineligible", *OF_A_NUMBER,
    }),
    frozenset({
        "deceased", "unable", "language_household", "language_respondent", "no_language_interviewer", "bad_audio",
        "bad_situation", "other_eligible",
    }),
    frozenset({"refusal", "refusal_household", "refusal_respondent", "break_off", "interview_suspended"}),
    frozenset({"soft_refusal"}),
    frozenset({*_APPOINTMENT, "respondent_unavailable"}),
    frozenset({*_CONTACT, "not_screened", "residence_unknown", "other_unknown"}),
    frozenset({"machine_household"}),
    frozenset({"call_blocked", "line_problem", "unclear_announcement"}),
    frozenset({"machine", "machine_unknown"}),
    frozenset({"busy"}),
    frozenset({"no_answer"}),
    frozenset({"not_attempted"}),
)  # fmt: skip
"""Most informative first; within one rank the later attempt wins."""

RANK = {name: rank for rank, names in enumerate(_ORDER) for name in names}
_REACHED = RANK["respondent_unavailable"]
_FINAL_OF = {"machine": "machine_unknown", "interview_suspended": "break_off"}


@dataclass(frozen=True, slots=True)
class FinalCode:
    """The one final disposition of a case, and the attempt it rests on; None where no attempt gave it."""

    code: str  # a name with an AAPOR number
    decides: Outcome | None = None


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
    best, found = len(_ORDER), FinalCode("")
    for outcome in history.outcomes:
        judged = _judged(outcome, history, all_dead, unscreened)
        if judged is not None and judged[0] <= best:
            best, found = judged[0], FinalCode(judged[1], outcome)
    if history.blocked_at is not None and RANK["refusal"] < best:
        return FinalCode(_unless_screened("refusal", eligible, unscreened))
    if not found.code and not eligible:
        code = "not_attempted" if history.outcomes or disposition(history.preset).aapor is None else history.preset
        return FinalCode(_unless_screened(code, eligible, unscreened))
    return FinalCode("respondent_unavailable") if eligible and best > _REACHED else found


def dead_numbers(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """Numbers whose last result says that nobody of the household can be reached there."""
    last = {outcome.number: outcome.result for outcome in outcomes if outcome.number is not None}
    return frozenset(number for number, result in last.items() if result in OF_A_NUMBER)


def closes(result: str, history: History) -> bool:
    """Whether a result ends the work on its case.

    Args:
        result: The disposition of the last attempt.
        history: The case with that attempt. A code of a number closes it only when all its numbers have one.
    """
    if result not in OF_A_NUMBER:
        return disposition(result).closes
    known = all(outcome.number is not None for outcome in history.outcomes)
    return not known or dead_numbers(history.outcomes).issuperset(history.numbers)


def _judged(outcome: Outcome, history: History, all_dead: bool, unscreened: OutcomeClass) -> tuple[int, str] | None:
    """Rank and final code of one attempt; None when it says nothing about the case."""
    eligible, name = history.eligible_at is not None, outcome.result
    if name == "interview_suspended" and eligible and history.usable:
        return RANK["partial"], "partial"
    rank = RANK.get(name)
    if rank is None:  # given back: neither reached nor not reached
        return None
    if name in OF_A_NUMBER:
        return (rank, name) if all_dead else None
    if rank == RANK["outside_area"] and eligible and name not in _NO_PERSON:
        return None
    if name in _CONTACT or (name in _APPOINTMENT and outcome.person is Person.HOUSEHOLD):
        return (_REACHED, "respondent_unavailable") if eligible else (RANK["not_screened"], "not_screened")
    if name in _APPOINTMENT:
        return rank, "respondent_unavailable"
    if name == "soft_refusal":
        name = f"refusal_{outcome.person}" if outcome.person else "refusal"
    return rank, _unless_screened(_FINAL_OF.get(name, name), eligible, unscreened)


def _unless_screened(code: str, eligible: bool, unscreened: OutcomeClass) -> str:
    """The code, or what a refusal or language problem counts as where nobody was screened."""
    early = code in _BEFORE_SCREENING and not eligible and unscreened is OutcomeClass.UNKNOWN_OTHER
    return "not_screened" if early else code
