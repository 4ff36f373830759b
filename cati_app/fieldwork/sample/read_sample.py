"""How much of the sample there is, and how it came in."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.people.rights import Right
from cati_app.domain.sampling.sample import Portion, SampleCounts
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SampleState:
    """Cases by what they are, random portions, and draws as the log has them."""

    counts: SampleCounts
    portions: tuple[Portion, ...]
    draws: tuple[Mapping[str, object], ...]


class ReadSample:
    """Counts only; no case and no number."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> SampleState:
        """As it is now."""
        with self._units() as unit:
            draws = tuple(drawn.event.payload or {} for drawn in unit.log.of_kind("sample_generated"))
            return SampleState(unit.sample.counts(), tuple(unit.sample.portions()), draws)
