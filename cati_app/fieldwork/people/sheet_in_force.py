"""Where the recovery sheet of a study stands."""

from __future__ import annotations

from cati_app.domain.people.rights import Right
from cati_app.domain.people.sheet import SheetInForce
from cati_app.fieldwork.ports.sheets import SheetUnits
from cati_app.fieldwork.rights import Actor, needs


class ReadSheetInForce:
    """Number, date, and whether it is on paper; neither page."""

    def __init__(self, units: SheetUnits) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor) -> SheetInForce | None:
        """None where no sheet is needed."""
        with self._units() as unit:
            return unit.sheets.facts()
