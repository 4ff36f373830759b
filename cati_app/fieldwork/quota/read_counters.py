"""The counters of the quota."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.cells import CellCount, QuotaPlan
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class ReadCounters:
    """Every cell, and the persons without one."""

    def __init__(self, units: CallingUnits, plan: QuotaPlan | None) -> None:
        self._units = units
        self._plan = plan

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> tuple[CellCount, ...]:
        """As they stand.

        Raises:
            RuleViolation: `no_quota`.
        """
        if self._plan is None:
            raise RuleViolation("no_quota")
        with self._units() as unit:
            return tuple(unit.quota.counts())
