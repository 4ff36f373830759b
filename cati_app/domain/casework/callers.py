"""Somebody who rings back: where the case of their number stands, and nothing else of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.ids import CaseId, UserId
from cati_app.values import dataclass

LOOKUPS_AT_MOST = 6
LOOKUPS_WITHIN = timedelta(minutes=1)
"""So many numbers one person looks up in that time: enough for whoever rings back, too few to try numbers out."""
LOOKED_UP = "caller_looked_up"
"""The fact that somebody looked a number up; it holds no number."""


class CallerStanding(StrEnum):
    """Where the case of a number stands."""

    FREE = "free"  # it can be taken up
    IN_HAND = "in_hand"  # somebody else has it
    CLOSED = "closed"  # nobody calls it any more
    BLOCKED = "blocked"  # the number is on the block list
    UNKNOWN = "unknown"  # nobody was to be called at this number


@dataclass(frozen=True, slots=True)
class CallerCase:
    """The answer for one number.

    Args:
        case_id: None where there is no case, or nothing of it is told.
        disposition: The final code of a closed case; blank for others.
        holder: Who has it in hand.
    """

    standing: CallerStanding
    case_id: CaseId | None = None
    case_no: int = 0
    disposition: str = ""
    holder: UserId | None = None


UNKNOWN_CALLER = CallerCase(CallerStanding.UNKNOWN)
BLOCKED_CALLER = CallerCase(CallerStanding.BLOCKED)


def case_of_caller(cases: Iterable[Case]) -> Case | None:
    """Of the cases with a number the one that the person means: one that is open and called already comes first.

    Cases that were never released have called nobody.
    """
    released = [case for case in cases if case.state is not CaseState.UNRELEASED]
    return min(released, key=_order, default=None)


def _order(case: Case) -> tuple[bool, bool, int, int]:
    is_closed = case.state is CaseState.CLOSED
    return is_closed, case.attempts == 0, -case.dials, case.case_no


def standing_of(case: Case | None, asks: UserId | None = None) -> CallerCase:
    """Where a case stands; what whoever asks has in hand is free for that person."""
    if case is None:
        return UNKNOWN_CALLER
    if case.state is CaseState.CLOSED:
        return CallerCase(CallerStanding.CLOSED, case.id, case.case_no, case.disposition)
    if case.locked_by not in (None, asks):
        return CallerCase(CallerStanding.IN_HAND, case.id, case.case_no, holder=case.locked_by)
    return CallerCase(CallerStanding.FREE, case.id, case.case_no)
