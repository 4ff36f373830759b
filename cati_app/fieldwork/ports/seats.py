"""Who is at work now, as use cases need it. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import SeatNow, TeamSeat


class Seats(Protocol):
    """The seats of a shift; asked from any thread, and nobody waits for it."""

    def tell(self, seat: TeamSeat) -> None:
        """A person's seat now, in place of what was told before."""
        ...

    def leave(self, user_id: UserId) -> None:
        """Somebody is not at work any more."""
        ...

    def all(self) -> Sequence[SeatNow]:
        """Everybody at work. EnvironmentProblem: where a hub has to be asked, and does not answer."""
        ...
