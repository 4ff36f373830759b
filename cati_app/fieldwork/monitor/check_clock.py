"""Whether the clock of the machine can be right: before anything is settled by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.fieldwork.ports.unit import Units

LONG_AFTER = timedelta(days=14)
BEFORE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """A clock that is far from the last event: fieldwork was at rest that long, or the clock is wrong."""

    last_at: datetime
    now: datetime


class CheckClock:
    """Compares the clock with the last event of the log."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> ClockDoubt | None:
        """None where the clock is less than 14 days after the last event, and at most an hour before it."""
        with self._units() as unit:
            last_at = unit.log.last_at()
        now = self._clock.now()
        if last_at is None or last_at - BEFORE <= now < last_at + LONG_AFTER:
            return None
        return ClockDoubt(last_at, now)

    @needs(Right.WORK)
    def confirm(self, by: Actor, doubt: ClockDoubt) -> None:
        """Somebody has looked at both times and says that the clock is right."""
        moment = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
        with self._units() as unit:
            unit.log.append([moment.fact("clock_confirmed", last_at=doubt.last_at.isoformat())])
            unit.commit()
