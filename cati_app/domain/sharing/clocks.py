"""By how much the clock of a station differs from the hub's, as it was measured; no decision depends on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from cati_app.domain.events import LoggedEvent

CLOCK_MEASURED = "clock_measured"
"""The kind of fact that tells it, in milliseconds."""
PRECISE = timedelta(seconds=1)
"""Smaller differences are not noted: a request takes as long."""


def clock_ahead(asked_at: datetime, heard_at: datetime, told: str) -> timedelta | None:
    """By so much the clock of a station is ahead of the hub's; negative: behind.

    Args:
        asked_at: By the clock of the station, as `heard_at`: when the answer had come.
        told: The hub's time in its answer, ISO 8601.

    Returns:
        None where the answer took too long to tell, or names no time.
    """
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return None
    took = heard_at - asked_at
    if at.tzinfo is None or not timedelta() <= took < PRECISE:
        return None
    return asked_at + took / 2 - at


class ClocksMeasured:
    """What was noted of the clocks of all stations.

    Args:
        facts: Of the kind `CLOCK_MEASURED`.
    """

    def __init__(self, facts: Iterable[LoggedEvent]) -> None:
        self._of_device: dict[str, list[tuple[int, int]]] = {}
        for fact in facts:
            self._of_device.setdefault(fact.device, []).append((fact.seq, ahead_noted(fact)))
        for noted in self._of_device.values():
            noted.sort()

    def ahead_ms(self, log: Sequence[LoggedEvent]) -> int | None:
        """As it was noted last before something was done; None where the clock of that station was never measured.

        Args:
            log: Facts of what was done, in order.
        """
        if not log:
            return None
        noted = self._of_device.get(log[0].device, [])
        before = bisect_left(noted, (log[0].seq, 0))
        return noted[before - 1][1] if before else None


def ahead_noted(fact: LoggedEvent) -> int:
    """In milliseconds, as a fact tells it."""
    ahead = (fact.event.payload or {}).get("ahead_ms", 0)
    return ahead if isinstance(ahead, int) else 0
