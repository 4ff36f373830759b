"""What the desk needs of the hub about stations; each waits for the network, EnvironmentProblem without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.people.users import User
from cati_app.domain.sharing.aside import KeptAside, Settling
from cati_app.domain.sharing.stations import StationsNow


class StationsPort(Protocol):
    """Asked in the lane `net`; each reason is kept sealed here before the hub is told."""

    def stations(self) -> StationsNow:
        """As the hub has them now; nobody waits for the answer long."""
        ...

    def aside(self) -> Sequence[KeptAside]:
        """What the hub kept aside, and nobody has decided about."""
        ...

    def pause(self, user: User, device: str, reason: str, *, paused: bool) -> None:
        """A station begins no call, or may again."""
        ...

    def readmit(self, user: User, device: str, reason: str) -> None:
        """A station that was written off gets cases again."""
        ...

    def go_on(self, user: User, reason: str) -> None:
        """Cases are lent although the hub does not know what all stations have. RuleViolation: `nothing_lacks`."""
        ...

    def take_back(self, user: User, case_id: str, reason: str) -> None:
        """A case goes from the station that has it to others. RuleViolation: `no_such_case`, `case_not_out`."""
        ...

    def promote(self, user: User, cell: str, reason: str) -> None:
        """The first interview of a cell that had no place counts. RuleViolation: `no_cell`, `no_surplus`, `no_room`."""
        ...

    def write_off(self, user: User, device: str, reason: str) -> tuple[int, int]:
        """A station will not come back: how many cases and places it had."""
        ...

    def write_off_silent(self, user: User, since: datetime, reason: str) -> tuple[Sequence[str], int, int]:
        """The same for all that nobody has heard since then, by the hub's clock: which, and what they had."""
        ...

    def settle(self, user: User, aside: KeptAside, settling: Settling, reason: str) -> None:
        """Decide about something that was kept aside.

        Raises:
            RuleViolation: `nothing_aside`, `cannot_settle`, `still_unfit`, `no_room`, `case_has_interview`.
        """
        ...

    def logins(self) -> dict[str, str]:
        """Of everybody in the study, by id; asked in the store's lane."""
        ...

    def stop_waiting(self) -> None:
        """From any thread: whoever waits for the hub waits no longer."""
        ...
