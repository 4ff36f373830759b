"""Notices that the wall clock was set, or the machine slept."""

from __future__ import annotations

from cati_app.domain.clock import Clock

_TOLERANCE_MS = 60_000  # a heartbeat comes once a minute


class ClockWatch:
    """Notices that the wall clock was set, or the machine slept: one for all windows of a station."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms = self._ahead()

    def was_set(self) -> bool:
        """Whether it was since `seen`, by more than a minute."""
        return abs(self._ahead() - self._ahead_ms) > _TOLERANCE_MS

    def seen(self) -> None:
        """What followed from it is stored: watching starts afresh from here."""
        self._ahead_ms = self._ahead()

    def _ahead(self) -> int:
        """How far the wall clock is ahead of the counter that nobody sets."""
        return int(self._clock.now().timestamp() * 1000) - self._clock.monotonic_ms()
