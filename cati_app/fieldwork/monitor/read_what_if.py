"""What a change of a cell is worth in days, before it is made."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.forecast.so_far import FieldSoFar
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.fieldwork.monitor.field_ahead import field_ahead
from cati_app.fieldwork.monitor.read_forecast import FullOn, full_on
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

Both = tuple[FullOn, FullOn]
"""Before and after."""


@dataclass(frozen=True, slots=True)
class ChangeAhead:
    """When a cell and its quota are full, before and after a change.

    Args:
        days_gained: Days of work by which the quota is full sooner, on average; below 0: later.
        other: The cell to which targets go; None where they stay.
    """

    cell: Both
    total: Both
    days_gained: float
    other: Both | None = None


class ReadWhatIf:
    """Plays the field twice with the same luck."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor, edit: CellEdit) -> ChangeAhead | None:
        """With that change; None where it is too early, and for a cell that has no forecast."""
        from cati_app.domain.forecast.what_if import compared  # noqa: PLC0415 - numpy is loaded for a forecast alone

        with self._units() as unit:
            ahead = field_ahead(unit, self._rules, self._clock.now())
        field = next((quota.field for quota in ahead.quotas if edit.cell in quota.plan.targets), None)
        told = None if field is None else compared(field, _changed(field, edit), ahead.seed)
        if told is None or any(cell not in told.before.cells for cell in edit.cells):
            return None

        def both(cell: CellId) -> Both:
            return full_on(ahead, told.before.cells[cell]), full_on(ahead, told.after.cells[cell])

        total = full_on(ahead, told.before.total), full_on(ahead, told.after.total)
        return ChangeAhead(
            both(edit.cell), total, told.days_gained, both(edit.move.to) if edit.move is not None else None
        )


def _changed(field: FieldSoFar, edit: CellEdit) -> FieldSoFar:
    """The field as the change leaves it; taking back is not foreseen, and leaves it as it is."""
    from cati_app.domain.forecast.what_if import changed  # noqa: PLC0415 - numpy is loaded for a forecast alone

    if edit.move is not None:
        targets = {cell.cell_id: cell.target for cell in field.cells}
        for cell, more in ((edit.cell, -edit.move.count), (edit.move.to, edit.move.count)):
            field = changed(field, cell, max(0, targets.get(cell, 0) + more), closed=False, paused=False)
        return field
    if edit.target is None and edit.intake is None:
        return field
    closed, paused = edit.intake is Intake.CLOSED, edit.intake is Intake.PAUSED
    return changed(field, edit.cell, edit.target, closed=closed, paused=paused)
