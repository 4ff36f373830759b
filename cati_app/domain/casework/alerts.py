"""Alerts: what is broken now. A reading that is true twice raises one; at 80 % of its threshold it is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from cati_app.values import dataclass

GONE_AT = 0.8
"""Of its threshold, below which an alert is gone: it does not flicker around it."""
RAISED_AFTER = 2
"""Looks in a row at which a reading is true before it raises an alert."""
SHOWN = 3
"""Alerts that are shown at once; of the others it is told how many there are."""


class AlertKind(StrEnum):
    """What is broken."""

    CELL_LATE = "cell_late"
    SAMPLE_DRY = "sample_dry"
    FULL_CELLS = "full_cells"
    APPOINTMENT_LATE = "appointment_late"
    TOO_MANY_DUE = "too_many_due"
    YIELD_FALLS = "yield_falls"
    LINE = "line"
    LENGTH = "length"
    UNCLASSIFIED = "unclassified"
    IDLE_SEAT = "idle_seat"
    DRIVES_AWAY = "drives_away"
    SILENT_STATION = "silent_station"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class AlertReading:
    """How near something is to an alert.

    Args:
        subject: Which cell, question or station; blank where there is one thing of the kind.
        figure: As it is told, in the unit of the kind.
        threshold: In the same unit.
        strength: 1 and more: true; the figure by the threshold, upside down where less is worse.
        is_bad: Worse than a warning, where it is true.
    """

    kind: AlertKind
    figure: float
    threshold: float
    strength: float
    subject: str = ""
    is_bad: bool = False

    @property
    def is_true(self) -> bool:
        """Whether the threshold is reached."""
        return self.strength >= 1


@dataclass(frozen=True, slots=True)
class WatchedAlert:
    """A reading that was true, and is not gone yet.

    Args:
        since: When it was true for the first time.
        looks: In a row at which it was true before it was raised.
    """

    reading: AlertReading
    since: datetime
    looks: int

    @property
    def is_raised(self) -> bool:
        """Whether it is told."""
        return self.looks >= RAISED_AFTER


AlertKey = tuple[AlertKind, str]


def alert_key(reading: AlertReading) -> AlertKey:
    """What is the same from one look to the next."""
    return reading.kind, reading.subject


def watch(
    before: Mapping[AlertKey, WatchedAlert], readings: Iterable[AlertReading], now: datetime
) -> dict[AlertKey, WatchedAlert]:
    """What is watched after one more look; what was not read this time is gone."""
    after: dict[AlertKey, WatchedAlert] = {}
    for reading in readings:
        key = alert_key(reading)
        known = before.get(key)
        if known is None:
            if reading.is_true:
                after[key] = WatchedAlert(reading, now, 1)
        elif known.is_raised:
            if reading.strength >= GONE_AT:
                after[key] = WatchedAlert(reading, known.since, known.looks)
        elif reading.is_true:
            after[key] = WatchedAlert(reading, known.since, known.looks + 1)
    return after


def worst_first(readings: Iterable[AlertReading]) -> Sequence[AlertReading]:
    """In the order in which they are shown."""
    return sorted(readings, key=lambda reading: (not reading.is_bad, -reading.strength, reading.kind, reading.subject))
