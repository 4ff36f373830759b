"""Puts the numbers of people who want no more calls on the block list, once their result cannot be taken back."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import UNDO_WINDOW


class SettleBlocks:
    """Writes what is due to the block list."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, *, leaves: bool = False) -> int:
        """How many cases' numbers were blocked.

        Args:
            leaves: The person goes, and takes nothing back any more.
        """
        with self._units() as unit:
            settled = settle_blocks(unit, self._clock, user.id, leaves=leaves)
            if settled:
                unit.commit()
            return settled


def settle_blocks(unit: CallingUnit, clock: Clock, user_id: UserId | None, *, leaves: bool = False) -> int:
    """Write what is due, and for somebody who leaves also what only waits to be taken back; how many cases."""
    now = clock.now()
    due = list(unit.calls.blocks_due(now))
    if leaves:
        due += [
            block for block in unit.calls.blocks_due(now + UNDO_WINDOW) if block not in due and block.user_id == user_id
        ]
    for attempt in due:
        block_case(unit, clock, user_id, attempt.case_id)
        unit.calls.save(attempt.blocked())
    return len(due)


def block_case(unit: CallingUnit, clock: Clock, user_id: UserId | None, case_id: CaseId) -> None:
    """The numbers of a case on the block list, now; what was left for another contact is forgotten."""
    unit.cases.block_numbers(case_id, clock.now())
    unit.contacts.forget_recontact(case_id)
    unit.log.append([NewEvent("numbers_blocked", clock.now(), clock.monotonic_ms(), user_id, case_id)])
