"""Who is at work at the stations of a hub: in its memory alone, as each station told it last."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from cati_app.domain.people.seats import SeatNow, TeamSeat

_FORGOTTEN_AFTER = timedelta(minutes=10)
"""A station that is silent for so long has nobody at work, as far as anybody knows."""
_STATIONS_AT_MOST = 2_000


class SeatsOfStudies:
    """By study and station; what is told replaces what was told before, and nothing is kept of that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[str, dict[str, tuple[datetime, tuple[TeamSeat, ...]]]] = {}

    def hear(self, study: str, device: str, seats: Sequence[TeamSeat], now: datetime) -> None:
        """Everybody at work at a station."""
        with self._lock:
            stations = self._told.setdefault(study, {})
            stations.pop(device, None)
            if seats and len(stations) < _STATIONS_AT_MOST:
                stations[device] = now, tuple(seats)

    def all(self, study: str, now: datetime) -> tuple[SeatNow, ...]:
        """Everybody at work in a study, and when that was told; a person at two stations where it was told last."""
        with self._lock:
            stations = {
                device: told for device, told in self._told.get(study, {}).items() if now - told[0] < _FORGOTTEN_AFTER
            }
            self._told[study] = stations
        newest: dict[str, SeatNow] = {}
        for device, (heard_at, seats) in sorted(stations.items(), key=lambda each: each[1][0]):
            newest.update((seat.user_id, SeatNow(seat, device, heard_at)) for seat in seats)
        return tuple(newest.values())
