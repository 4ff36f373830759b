"""Who is at work at the stations of a hub, as each told it last: in memory, unless several programs serve it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.people.seats import SeatNow, TeamSeat
from cati_app.store.hub.seats import FORGOTTEN_AFTER
from cati_app.store.hub.unit import HubUnit

_STATIONS_AT_MOST = 2_000


class HubSeats(Protocol):
    """By study and station; what is told replaces what was told before."""

    def hear(self, study: str, device: str, seats: Sequence[TeamSeat], now: datetime) -> None:
        """Everybody at work at a station."""
        ...

    def all(self, study: str, now: datetime) -> tuple[SeatNow, ...]:
        """Everybody at work in a study, and when that was told; a person at two stations where it was told last."""
        ...


class SharedSeats:
    """In a table that all programs see which serve the study.

    Args:
        units: Open units of work on it.
    """

    def __init__(self, units: Callable[[], HubUnit]) -> None:
        self._units = units

    def hear(self, study: str, device: str, seats: Sequence[TeamSeat], now: datetime) -> None:
        """Everybody at work at a station."""
        with self._units() as unit:
            unit.seats.hear(device, seats, now)
            unit.commit()

    def all(self, study: str, now: datetime) -> tuple[SeatNow, ...]:
        """Everybody at work."""
        with self._units() as unit:
            return unit.seats.all(now)


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
                device: told for device, told in self._told.get(study, {}).items() if now - told[0] < FORGOTTEN_AFTER
            }
            self._told[study] = stations
        newest: dict[str, SeatNow] = {}
        for device, (heard_at, seats) in sorted(stations.items(), key=lambda each: each[1][0]):
            newest.update((seat.user_id, SeatNow(seat, device, heard_at)) for seat in seats)
        return tuple(newest.values())
