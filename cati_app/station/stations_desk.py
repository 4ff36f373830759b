"""The stations of a study, for a supervisor at any of them: asked of the hub, and decided there with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from cati_app.domain.people.users import User
from cati_app.domain.sharing.aside import KeptAside, Settling
from cati_app.domain.sharing.stations import StationsNow
from cati_app.fieldwork.sharing.decide_at_hub import DecideAtHub
from cati_app.sync.case_messages import Act
from cati_app.sync.supervisor_client import SupervisorAtHub


class StationsDesk:
    """Waits for the network; each step of the store is done in the thread that owns it.

    Whatever is asked raises EnvironmentProblem: `hub_unreachable`, `hub_sign_in`, `hub_not_published`. A reason is kept
    sealed in the log of this station before the hub is asked; RuleViolation: `reason_needed`.

    Args:
        decide: Keeps the reason, then asks.
        hub: For who has signed in.
        watched: The same over a line on which nobody waits long.
        people: Everybody in the study.
        stop_waiting: Lets go of the line, from any thread.
    """

    def __init__(
        self,
        decide: DecideAtHub,
        hub: SupervisorAtHub,
        watched: SupervisorAtHub,
        people: Callable[[], Sequence[User]],
        stop_waiting: Callable[[], None],
    ) -> None:
        self._decide = decide
        self._hub = hub
        self._watched = watched
        self._people = people
        self._stop_waiting = stop_waiting

    def logins(self) -> dict[str, str]:
        """Of everybody, by id; in the thread that owns the store."""
        return {user.id: user.login for user in self._people()}

    def stop_waiting(self) -> None:
        """From any thread: whoever waits for the hub waits no longer."""
        self._stop_waiting()

    def stations(self) -> StationsNow:
        """As the hub has them now."""
        return self._watched.stations()

    def aside(self) -> Sequence[KeptAside]:
        """What the hub kept aside, and nobody has decided about."""
        return self._hub.aside()

    def pause(self, user: User, device: str, reason: str, *, paused: bool) -> None:
        """A station begins no call, or may again. EnvironmentProblem: `hub_no_station`."""
        self._act(user, Act.PAUSE if paused else Act.RESUME, device, reason)

    def readmit(self, user: User, device: str, reason: str) -> None:
        """A station that was written off gets cases again. EnvironmentProblem: `hub_no_station`."""
        self._act(user, Act.READMIT, device, reason)

    def go_on(self, user: User, reason: str) -> None:
        """Cases are lent although the hub does not know what all stations have. RuleViolation: `nothing_lacks`."""
        self._act(user, Act.GO_ON, self._hub.stations().life, reason)

    def take_back(self, user: User, case_id: str, reason: str) -> None:
        """A case goes from the station that has it to others. RuleViolation: `no_such_case`, `case_not_out`."""
        self._act(user, Act.TAKE_BACK, case_id, reason)

    def promote(self, user: User, cell: str, reason: str) -> None:
        """The first interview of a cell that had no place counts. RuleViolation: `no_cell`, `no_surplus`, `no_room`."""
        self._act(user, Act.PROMOTE, cell, reason)

    def write_off(self, user: User, device: str, reason: str) -> tuple[int, int]:
        """A station will not come back: how many cases and places it had. EnvironmentProblem: `hub_no_station`."""
        return self._decide(user, "write_off", device, reason, partial(self._hub.write_off, device))

    def write_off_silent(self, user: User, since: datetime, reason: str) -> tuple[Sequence[str], int, int]:
        """The same for all that nobody has heard since then, by the hub's clock: which, and what they had."""
        ask = partial(self._hub.write_off_silent, since)
        return self._decide(user, "write_off_silent", since.isoformat(), reason, ask)

    def settle(self, user: User, aside: KeptAside, settling: Settling, reason: str) -> None:
        """Decide about something that was kept aside.

        Raises:
            RuleViolation: `nothing_aside`, `cannot_settle`, `still_unfit`, `no_room`, `case_has_interview`.
        """
        ask = partial(self._hub.settle, aside.kind, aside.key, settling)
        self._decide(user, f"settle_{settling}", f"{aside.kind}:{aside.key}", reason, ask)

    def _act(self, user: User, act: Act, subject: str, reason: str) -> None:
        self._decide(user, act.value, subject, reason, partial(self._hub.act, act, subject))
