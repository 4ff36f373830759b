"""Columns of the sample follow what study.yaml declares: what is not declared is sealed, what is stands in the open."""

from __future__ import annotations

from collections.abc import Collection

from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


class SettleColumns:
    """Done when a supervisor opens a study; nothing while the declaration stays."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor) -> int:
        """How many cases that changed.

        Raises:
            RuleViolation: `no_contact_access`.
        """
        with self._units() as unit:
            if unit.sample.clear_columns() == frozenset(self._rules.clear_columns):
                return 0
            cases = settle_columns(unit, self._clock, by, self._rules.clear_columns)
            unit.commit()
        return cases


def settle_columns(unit: UnitOfWork, clock: Clock, by: Actor, clear: Collection[str]) -> int:
    """The same within a unit of work; how many cases that changed."""
    before = unit.sample.clear_columns()
    if before == frozenset(clear):
        return 0
    cases = unit.sample.divide(clear)
    if cases:
        payload: dict[str, object] = {"cases": cases, "clear": sorted(clear), "before": sorted(before or ())}
        unit.log.append([NewEvent("sample_columns_settled", clock.now(), clock.monotonic_ms(), by.id, payload=payload)])
    return cases
