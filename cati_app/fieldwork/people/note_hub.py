"""Writes into the log that this station is enrolled at a hub, which keeps its log from then on."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

KIND = "hub_enrolled"


class NoteHub:
    """Done once the hub knows the station."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, hub: str) -> None:
        """Write it.

        Args:
            hub: The hub's id.
        """
        with self._units() as unit:
            moment = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
            unit.log.append([moment.fact(KIND, hub=hub)])
            unit.commit()
