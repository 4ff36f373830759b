"""A station notes by how much its clock differs from the hub's. Times stay in the log as that clock told them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from cati_app.domain.clock import Clock
from cati_app.domain.events import LoggedEvent, Moment
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.clocks import CLOCK_MEASURED, PRECISE, ahead_noted
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import Actor, needs


class NoteClock:
    """The fact that a station's clock was measured; what was noted before is read once."""

    def __init__(self, units: SharedUnits, clock: Clock, device: str) -> None:
        self._units = units
        self._clock = clock
        self._device = device
        self._noted: timedelta | None = None
        self._is_read = False

    @needs(Right.WORK)
    def __call__(self, by: Actor, ahead: timedelta) -> bool:
        """Note it unless it is as it was noted last; whether it was.

        Args:
            ahead: By so much the station's clock is ahead of the hub's; negative: behind.
        """
        if self._is_read and self._is_known(ahead):
            return False
        with self._units() as unit:
            if not self._is_read:
                self._noted = _last(unit.log.of_kind(CLOCK_MEASURED), self._device)
                self._is_read = True
            if self._is_known(ahead):
                return False
            now = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
            unit.log.append([now.fact(CLOCK_MEASURED, ahead_ms=ahead // timedelta(milliseconds=1))])
            unit.commit()
        self._noted = ahead
        return True

    def _is_known(self, ahead: timedelta) -> bool:
        return self._noted is not None and abs(ahead - self._noted) < PRECISE


def _last(facts: Iterable[LoggedEvent], device: str) -> timedelta | None:
    last = None
    for fact in facts:
        if fact.device == device:
            last = timedelta(milliseconds=ahead_noted(fact))
    return last
