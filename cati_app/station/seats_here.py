"""Who is at work at this machine: in the memory of the program alone, so that nothing of it is ever kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import SeatNow, TeamSeat


class SeatsHere:
    """The people signed in to the windows of this program."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seats: dict[UserId, TeamSeat] = {}
        self.on_change: Callable[[], object] = lambda: None
        """Told in the thread that told something new."""

    def tell(self, seat: TeamSeat) -> None:
        """A person's seat now."""
        with self._lock:
            is_new = self._seats.get(seat.user_id) != seat
            self._seats[seat.user_id] = seat
        if is_new:
            self.on_change()

    def leave(self, user_id: UserId) -> None:
        """Somebody is not at work any more."""
        with self._lock:
            was_here = self._seats.pop(user_id, None) is not None
        if was_here:
            self.on_change()

    def all(self) -> Sequence[SeatNow]:
        """Everybody at work here."""
        with self._lock:
            return tuple(SeatNow(seat) for seat in self._seats.values())
