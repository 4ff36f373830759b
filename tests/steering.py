"""Changes of cells as tests word them."""

from __future__ import annotations

from itertools import count
from typing import Protocol

from cati_app.domain.changes import ChangeSet
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import User
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.fieldwork.quota.steer_cell import SteerCell

_NUMBERS = count(1)


def new_change() -> str:
    """An id that no other change has."""
    return f"change-{next(_NUMBERS):06}"


def intake_of(*, closed: bool, paused: bool = False) -> Intake:
    """Whether a cell takes people."""
    return Intake.CLOSED if closed else Intake.PAUSED if paused else Intake.OPEN


class Halt(Protocol):
    """Closes, pauses or opens a cell."""

    def __call__(
        self, user: User, reason: str, *, closed: bool, paused: bool = False, cell: CellId = UNCLASSIFIED
    ) -> ChangeSet: ...


def halting(steer: SteerCell) -> Halt:
    """A new change each time."""

    def halt(user: User, reason: str, *, closed: bool, paused: bool = False, cell: CellId = UNCLASSIFIED) -> ChangeSet:
        return steer(user, CellEdit(new_change(), cell, intake=intake_of(closed=closed, paused=paused)), reason)

    return halt
