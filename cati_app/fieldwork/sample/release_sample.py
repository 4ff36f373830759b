"""Opens random portions of the sample; what is not released is never offered."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs


class ReleaseSample:
    """The next replicates, or so many cases."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, *, replicates: int | None = None, count: int | None = None) -> int:
        """How many cases were opened; with neither argument, all that wait."""
        with self._units() as unit:
            opened = unit.sample.release(replicates=replicates, count=count)
            payload = {"cases": opened, "replicates": replicates, "count": count}
            now, mono = self._clock.now(), self._clock.monotonic_ms()
            unit.log.append([NewEvent("sample_released", now, mono, by.id, payload=payload)])
            unit.commit()
        return opened
