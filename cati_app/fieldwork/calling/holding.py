"""Whether a person still has the case in hand: nothing is dialled, asked or stored on one that went to others."""

from __future__ import annotations

from cati_app.domain.casework.cases import Attempt
from cati_app.domain.casework.interviews import SUSPENDED
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import UnitOfWork

CASE_LOST = "case_lost"
_CAME_BACK = ("returned", SUSPENDED)  # how an attempt ends when its case comes back, without and within an interview


def is_lost(unit: UnitOfWork, user: User, attempt: Attempt) -> bool:
    """Whether the case came back without its result, so that it is, or may be, in other hands by now."""
    try:
        stored = unit.calls.attempt(attempt.id)
    except LookupError:  # it was not dialled yet, and forgotten when the case came back
        return True
    if stored.ended_at is not None:
        return stored.disposition in _CAME_BACK and unit.cases.get(stored.case_id).locked_by != user.id
    return unit.cases.get(stored.case_id).locked_by != user.id


def check_held(unit: UnitOfWork, user: User, attempt: Attempt) -> None:
    """The attempt is open and the case in this person's hands. RuleViolation: `case_lost`, `result_given`."""
    if is_lost(unit, user, attempt):
        raise RuleViolation(CASE_LOST)
    if unit.calls.attempt(attempt.id).ended_at is not None:
        raise RuleViolation("result_given")


def check_in_call(unit: UnitOfWork, user: User, case_id: CaseId) -> None:
    """An interview on the case may go on: this person has it in hand, and dialled.

    Nobody is interviewed without a call, which the limits count and the ledger sees.

    Raises:
        RuleViolation: `case_lost`, `call_first`.
    """
    attempt = unit.calls.open_attempt_of(user.id)
    if attempt is None or attempt.case_id != case_id or unit.cases.get(case_id).locked_by != user.id:
        raise RuleViolation(CASE_LOST)
    if not unit.calls.calls_of(attempt.id):
        raise RuleViolation("call_first")
