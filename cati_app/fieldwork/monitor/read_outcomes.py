"""Outcome counts of a study: final codes by frame and day, and what its quotas reached."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.clock import Clock
from cati_app.domain.outcomes.base_weights import Weigher, WeightAccount
from cati_app.domain.outcomes.counts import OutcomeCounts, count_outcomes
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """What rates are computed from."""

    at: datetime
    counts: OutcomeCounts
    cells: tuple[CellCount, ...]  # without a quota: none
    numbers_dialled: int
    weights: WeightAccount | None = None  # where a field was named


class ReadOutcomes:
    """Counts in one read transaction."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor, weight_field: str | None = None) -> OutcomeFigures:
        """As they stand now.

        Args:
            weight_field: The sample field with the base weight of each case.
        """
        calendar = self._rules.calendar
        with self._units() as unit:
            weigher = Weigher(weight_field, unit.sample.field(weight_field)) if weight_field is not None else None
            counts = count_outcomes(
                unit.histories.all(),
                self._rules.unscreened,
                lambda at: calendar.local(at).date(),
                weigher.weigh if weigher else None,
            )
            cells = unit.quota.counts() if self._rules.quota is not None else ()
            dialled = len({call.number for call in unit.histories.every_call() if not call.rang_back})
        return OutcomeFigures(self._clock.now(), counts, cells, dialled, weigher.account() if weigher else None)
