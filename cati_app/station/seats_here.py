"""Who is at work at this machine: in the memory of the program alone, so that nothing of it is ever kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import Seat, SeatNow


class SeatsHere:
    """The people signed in to the windows of this program."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seats: dict[UserId, Seat] = {}
        self.changes = 0
        """How often something was told."""

    def tell(self, seat: Seat) -> None:
        """A person's seat now."""
        with self._lock:
            if self._seats.get(seat.user_id) != seat:
                self._seats[seat.user_id] = seat
                self.changes += 1

    def leave(self, user_id: UserId) -> None:
        """Somebody is not at work any more."""
        with self._lock:
            if self._seats.pop(user_id, None) is not None:
                self.changes += 1

    def all(self) -> Sequence[SeatNow]:
        """Everybody at work here."""
        with self._lock:
            return tuple(SeatNow(seat) for seat in self._seats.values())
