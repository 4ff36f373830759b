"""Writes into the log what concerns the hub of a study: that it keeps the log, and what a supervisor decided there."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

KIND = "hub_enrolled"
WRITTEN_OFF = "station_written_off"
"""The fact that a supervisor does not wait for a station any more."""


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


class NoteAct:
    """Another decision of a supervisor at the hub, likewise before the hub is told."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, act: str, subject: str, reason: str) -> None:
        """Write it. RuleViolation: `reason_needed`.

        Args:
            act: What the hub is asked to do.
            subject: With what.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        with self._units() as unit:
            moment = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
            unit.log.append([moment.fact("hub_act", contact={"reason": reason.strip()}, act=act, subject=subject)])
            unit.commit()


class NoteWriteOff:
    """Done before the hub is told: the reason is sealed here, for a hub could read it."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, device: str, reason: str) -> None:
        """Write it. RuleViolation: `reason_needed`."""
        if not reason.strip():
            raise RuleViolation("reason_needed")
        with self._units() as unit:
            moment = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
            unit.log.append([moment.fact(WRITTEN_OFF, contact={"reason": reason}, device=device)])
            unit.commit()
