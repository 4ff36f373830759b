"""Puts the numbers of people who want no more calls on the block list, once their result cannot be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from cati_app.domain.casework.cases import Attempt
from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import UNDO_WINDOW

_EVER = datetime.max.replace(tzinfo=UTC)


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
            settled = settle_blocks(unit, moment(self._clock, user), leaves=leaves)
            if settled:
                unit.commit()
            return settled


def settle_blocks(unit: CallingUnit, now: Moment, *, leaves: bool = False) -> int:
    """Write what is due, and for somebody who leaves also what only waits to be taken back; how many cases."""
    due = list(unit.calls.blocks_due(now.at))
    if leaves:
        soon = unit.calls.blocks_due(now.at + UNDO_WINDOW)
        due += [block for block in soon if block not in due and block.user_id == now.by]
    for attempt in due:
        _settle(unit, now, attempt)
    return len(due)


def blocks_to_come(unit: CallingUnit) -> Sequence[Attempt]:
    """Attempts whose persons want no more calls, and whose numbers are not on the block list yet."""
    return unit.calls.blocks_due(_EVER)


def settle_all_blocks(unit: CallingUnit, now: Moment) -> int:
    """Before every case leaves the tables; how many."""
    due = blocks_to_come(unit)
    for attempt in due:
        _settle(unit, now, attempt)
    return len(due)


def settle_blocks_of(unit: CallingUnit, now: Moment, case_id: CaseId) -> None:
    """Before a case leaves the tables: nothing of it is taken back here any more, and nobody settles it elsewhere."""
    for attempt in blocks_to_come(unit):
        if attempt.case_id == case_id:
            _settle(unit, now, attempt)


def _settle(unit: CallingUnit, now: Moment, attempt: Attempt) -> None:
    block_case(unit, now, attempt.case_id)
    unit.calls.save(attempt.blocked())


def block_case(unit: CallingUnit, now: Moment, case_id: CaseId) -> None:
    """The numbers of a case on the block list, now; what was left for another contact is forgotten."""
    unit.cases.block_numbers(case_id, now.at)
    unit.contacts.forget_recontact(case_id)
    unit.log.append([now.fact("numbers_blocked", case_id)])
