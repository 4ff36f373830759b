"""Clocks of a demo: some stand still until they, or others, are moved; one runs from an allowed hour on."""

from __future__ import annotations

import os
import struct
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

TUESDAY = 1
BEGIN = clock_time(16)
_WRITTEN = struct.Struct("<d")
"""Seconds since 1970, as a clock that is followed writes them: to the microsecond until the year 2200."""


def tuesday_at_four(zone: str, today: date) -> datetime:
    """16:00 local time of the Tuesday on or before `today`."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - a clock that runs on needs no zone

    day = today - timedelta(days=(today.weekday() - TUESDAY) % 7)
    return datetime.combine(day, BEGIN, tzinfo=ZoneInfo(zone)).astimezone(UTC)


class SimulatedClock:
    """Stands still until somebody moves it."""

    def __init__(self, begin: datetime) -> None:
        self._now = begin
        self._begin = begin
        self._counted = begin, 0

    def now(self) -> datetime:
        """Aware time in UTC."""
        return self._now

    def monotonic_ms(self) -> int:
        """Milliseconds since the beginning."""
        now, (at, counted) = self._now, self._counted
        if at is not now:  # asked for more often than it moves
            counted = int((now - self._begin).total_seconds() * 1000)
            self._counted = now, counted
        return counted

    def move(self, seconds: float) -> None:
        """Forward by that many seconds; ValueError for going back."""
        if seconds < 0:
            raise ValueError("time goes forward")
        self._now += timedelta(seconds=seconds)

    def move_to(self, at: datetime) -> None:
        """Forward to a time; nothing happens when it is over already."""
        self._now = max(self._now, at.astimezone(UTC))


class LeadingClock(SimulatedClock):
    """One that the programs of a rehearsed field follow: its time stands in a file.

    Args:
        path: Of a file that is not there yet.
    """

    def __init__(self, begin: datetime, path: Path) -> None:
        super().__init__(begin)
        self._file = path.open("xb", buffering=0)
        self._tell()

    def move(self, seconds: float) -> None:
        """Forward by that many seconds; ValueError for going back."""
        super().move(seconds)
        self._tell()

    def move_to(self, at: datetime) -> None:
        """Forward to a time; nothing happens when it is over already."""
        super().move_to(at)
        self._tell()

    def close(self) -> None:
        """Nobody moves it any more."""
        self._file.close()

    def _tell(self) -> None:
        os.pwrite(self._file.fileno(), _WRITTEN.pack(self.now().timestamp()), 0)


class FollowingClock:
    """Shows the time of a `LeadingClock`; the last one once nobody moves that any more.

    Args:
        path: Where it stands. OSError where nothing does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begin = self.now()

    def now(self) -> datetime:
        """Aware time in UTC."""
        (seconds,) = _WRITTEN.unpack(self._path.read_bytes())
        return datetime.fromtimestamp(seconds, UTC)

    def monotonic_ms(self) -> int:
        """Milliseconds since it was looked at first."""
        return int((self.now() - self._begin).total_seconds() * 1000)


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
