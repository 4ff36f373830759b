"""Whether a person still has the case in hand: nothing is dialled, asked or stored on one that went to others."""

from __future__ import annotations

from cati_app.domain.casework.cases import Attempt, Case
from cati_app.domain.errors import CASE_LOST, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import RETURNED, SUSPENDED
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.values import dataclass

_CAME_BACK = (RETURNED, SUSPENDED)  # how an attempt ends when its case comes back, without and within an interview


@dataclass(frozen=True, slots=True)
class InHand:
    """An attempt and its case, which did not go to others."""

    attempt: Attempt
    case: Case

    def check_open(self) -> None:
        """The attempt has no result yet. RuleViolation: `result_given`."""
        if self.attempt.ended_at is not None:
            raise RuleViolation("result_given")


def in_hand(unit: CallingUnit, user: User, attempt: Attempt) -> InHand | None:
    """The attempt and its case as they are stored; None when the case came back; others may have it by now."""
    try:
        stored = unit.calls.attempt(attempt.id)
    except LookupError:  # it was not dialled yet, and forgotten when the case came back
        return None
    case = unit.cases.get(stored.case_id)
    came_back = stored.ended_at is None or stored.disposition in _CAME_BACK
    return None if came_back and case.locked_by != user.id else InHand(stored, case)


def held(unit: CallingUnit, user: User, attempt: Attempt) -> InHand:
    """The same where the person must have it, without a result so far. RuleViolation: `case_lost`, `result_given`."""
    attempt_held = in_hand(unit, user, attempt)
    if attempt_held is None:
        raise RuleViolation(CASE_LOST)
    attempt_held.check_open()
    return attempt_held


def in_call(unit: CallingUnit, user: User, case_id: CaseId) -> InHand:
    """The person's attempt on a case that is to be, or goes on being, interviewed.

    Nobody is interviewed without a call, which the limits count and the ledger sees.

    Raises:
        RuleViolation: `case_lost`, `call_first`.
    """
    attempt = unit.calls.open_attempt_of(user.id)
    case = unit.cases.get(case_id)
    if attempt is None or attempt.case_id != case_id or case.locked_by != user.id:
        raise RuleViolation(CASE_LOST)
    if not attempt.had_call:
        raise RuleViolation("call_first")
    return InHand(attempt, case)


def put_back(unit: CallingUnit, hand: InHand) -> Case:
    """An undialled case as it was before it was taken, and in hand no more; its attempt is forgotten.

    It is not saved here: whoever asks for it tells the log why it went back.
    """
    before = unit.calls.before(hand.attempt.id)
    unit.calls.drop(hand.attempt.id)
    return hand.case.put_back(before)
