"""Clocks of a demo: one that stands still until it is moved, one that runs from an allowed hour on."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

TUESDAY = 1
BEGIN = clock_time(16)


def tuesday_at_four(zone: str, today: date) -> datetime:
    """16:00 local time of the Tuesday on or before `today`."""
    day = today - timedelta(days=(today.weekday() - TUESDAY) % 7)
    return datetime.combine(day, BEGIN, tzinfo=ZoneInfo(zone)).astimezone(UTC)


class SimulatedClock:
    """Stands still until somebody moves it."""

    def __init__(self, begin: datetime) -> None:
        self._now = begin
        self._begin = begin

    def now(self) -> datetime:
        """Aware time in UTC."""
        return self._now

    def monotonic_ms(self) -> int:
        """Milliseconds since the beginning."""
        return int((self._now - self._begin).total_seconds() * 1000)

    def move(self, seconds: float) -> None:
        """Forward by that many seconds; ValueError for going back."""
        if seconds < 0:
            raise ValueError("time goes forward")
        self._now += timedelta(seconds=seconds)

    def move_to(self, at: datetime) -> None:
        """Forward to a time; nothing happens when it is over already."""
        self._now = max(self._now, at.astimezone(UTC))


class ShiftedClock:
    """Runs like the machine's clock, but from another time on."""

    def __init__(self, begin: datetime) -> None:
        self._shift = begin - datetime.now(UTC)

    def now(self) -> datetime:
        """Aware time in UTC."""
        return datetime.now(UTC) + self._shift

    def monotonic_ms(self) -> int:
        """Milliseconds that never run backwards."""
        return time.monotonic_ns() // 1_000_000
