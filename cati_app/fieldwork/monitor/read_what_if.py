"""What a change of a cell is worth in days, before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from cati_app.domain.clock import Clock
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.steering import Intake
from cati_app.fieldwork.monitor.field_ahead import field_ahead
from cati_app.fieldwork.monitor.read_forecast import FullOn, full_on
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


@dataclass(frozen=True, slots=True)
class ChangeAhead:
    """When a cell and its quota are full, before and after a change.

    Args:
        days_gained: Days of work by which the quota is full sooner, on average; below 0: later.
    """

    cell: tuple[FullOn, FullOn]
    total: tuple[FullOn, FullOn]
    days_gained: float


class ReadWhatIf:
    """Plays the field twice with the same luck."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor, cell: CellId, target: int | None, intake: Intake | None) -> ChangeAhead | None:
        """With that target, or that intake; None where it is too early, and for a cell that has no forecast."""
        from cati_app.domain.forecast.what_if import changed, compared  # noqa: PLC0415 - numpy is loaded for a forecast alone

        with self._units() as unit:
            ahead = field_ahead(unit, self._rules, self._clock.now())
        field = next((quota.field for quota in ahead.quotas if cell in quota.plan.targets), None)
        if field is None:
            return None
        closed, paused = intake is Intake.CLOSED, intake is Intake.PAUSED
        told = compared(field, changed(field, cell, target, closed=closed, paused=paused), ahead.seed)
        if told is None or cell not in told.before.cells:
            return None
        before, after = told.before, told.after
        return ChangeAhead(
            (full_on(ahead, before.cells[cell]), full_on(ahead, after.cells[cell])),
            (full_on(ahead, before.total), full_on(ahead, after.total)),
            told.days_gained,
        )
