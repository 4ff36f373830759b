"""Writes into the log that a data set left the house."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

KIND = "data_exported"


class NoteExport:
    """Done after each export: who, how many interviews, which formats; never what they hold."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.EXPORT)
    def __call__(self, by: Actor, rows: int, formats: Sequence[str], also: Sequence[str] = ()) -> None:
        """Write it.

        Args:
            by: Who exported.
            rows: Interviews in the data set.
            also: What went out beside complete interviews: partial ones, answers set aside.
        """
        payload = {"rows": rows, "formats": ",".join(formats), "also": ",".join(also)}
        with self._units() as unit:
            unit.log.append([NewEvent(KIND, self._clock.now(), self._clock.monotonic_ms(), by.id, payload=payload)])
            unit.commit()
