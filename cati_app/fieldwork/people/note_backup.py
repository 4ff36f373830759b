"""Writes into the log that a backup is made; before it, so that the fact stands in the backup too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.rights import Actor, needs

if TYPE_CHECKING:
    from cati_app.fieldwork.ports.unit import CallingUnits

KIND = "backup_begun"


class NoteBackup:
    """Done before each backup: when, and for whom; never where it is."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> None:
        """Write it.

        Args:
            by: Who began to work when it was made by itself; a command for it asks nobody.
        """
        with self._units() as unit:
            unit.log.append([Moment(self._clock.now(), self._clock.monotonic_ms(), by.id).fact(KIND)])
            unit.commit()
