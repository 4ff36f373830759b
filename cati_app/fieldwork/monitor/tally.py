"""Attempts by result."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class AttemptTally:
    """Attempts and their results."""

    attempts: int
    dispositions: Mapping[str, int]  # of attempts that have a result


class ReadTally:
    """Counts attempts by result."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> AttemptTally:
        """As they stand now."""
        with self._units() as unit:
            counts = unit.calls.tally()
        return AttemptTally(sum(counts.values()), {name: count for name, count in counts.items() if name is not None})
