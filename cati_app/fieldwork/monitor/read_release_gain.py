"""What a release of the sample is worth in days, before it is made."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.field_ahead import field_ahead
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


class ReadReleaseGain:
    """Plays the field with the next portions released, with the luck it has without them."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> tuple[float, ...] | None:
        """Days by which the first quota is full sooner with 1, 2 … portions; None where nothing can be told."""
        from cati_app.domain.forecast.what_if import gained_by_releases  # noqa: PLC0415 - numpy is loaded for a forecast alone

        with self._units() as unit:
            ahead = field_ahead(unit, self._rules, self._clock.now())
        return gained_by_releases(ahead.quotas[0].field, ahead.seed) if ahead.quotas else None
