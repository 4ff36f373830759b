"""The hub of a study, as a station asks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId

if TYPE_CHECKING:
    from cati_app.domain.casework.callers import CallerCase
    from cati_app.domain.people.team_messages import SealedMessage
    from cati_app.domain.sharing.handing import LentCase, PlaceAnswer
    from cati_app.domain.sharing.leases import BeforeCall, HoldWord, LeaseToken, Renewal
    from cati_app.domain.sharing.places import PlaceGrant

T = TypeVar("T")


class StoreStep(Protocol):
    """Does a step of the store: from a thread that waits for a hub, in the one that owns the database."""

    def __call__(self, step: Callable[[], T], /) -> T:
        """What the step gives; its errors as they are."""
        ...


def at_once(step: Callable[[], T], /) -> T:
    """Where one thread does everything."""
    return step()


class HubCases(Protocol):
    """Asks and waits, except where it says so.

    Whatever fails is an EnvironmentProblem; then nothing is lost, and it can be asked again.
    """

    def next_case(self, request: str, lasts: timedelta | None = None, *, waits: bool = False) -> LentCase | Nothing:
        """A case for the person who has signed in; the same one to the same request.

        Args:
            lasts: So long it is to be worked without a line; None: no longer than any.
            waits: The person works another one still.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`.
        """
        ...

    def caller_case(self, request: str, lookup: str) -> LentCase | CallerCase:
        """The case of somebody who rings back, or where it stands; the same answer to the same request.

        Args:
            lookup: What their number is looked up by.

        Raises:
            RuleViolation: `lookups_too_many`; `case_taken` where the request was answered before.
            EnvironmentProblem: as `next_case`; `hub_paused`, `hub_written_off`.
        """
        ...

    def leave_word(self, case_id: CaseId, message: SealedMessage) -> str:
        """What they wish, for whoever has their case.

        Returns:
            A code of the hub for what it has taken.

        Raises:
            RuleViolation: `look_up_first`, `message_to_nobody`.
            EnvironmentProblem: as `next_case`.
        """
        ...

    def renew(self, token: LeaseToken, at: datetime, *, waits: bool) -> tuple[datetime, Renewal] | None:
        """Say that the station still has a case, without waiting.

        Args:
            at: Now, by the clock of the station.
            waits: Another one is worked still.

        Returns:
            What the hub has answered since the last time, and when that was asked. None where it has not answered.
        """
        ...

    def yields_at(self, user_id: UserId) -> datetime | None:
        """From when on an appointment comes before the case that waits for a person, by the clock of the station.

        None where nobody keeps that, or in none soon.
        """
        ...

    def offered(self, user_id: UserId) -> None:
        """A case is in hand now; the next one may be fetched meanwhile. Nobody waits for that."""
        ...

    def ask_place(self, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId) -> PlaceAnswer:
        """A place in a cell.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`, `hub_lost_case`.
        """
        ...

    def places_ahead(self, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        """Places of each cell for work without a line; the same to the same request.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`.
        """
        ...

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        """Places that were given ahead and are not used, and all that was given for requests without an answer.

        Args:
            requests: For places.
            cases: Requests for cases; what was lent for them never came here.

        Raises:
            EnvironmentProblem: `hub_unreachable`.
        """
        ...

    def hold(self, word: HoldWord) -> None:
        """Nobody calls the numbers of a case any more, or again; nobody waits until the hub has heard it."""
        ...

    def before_call(self, token: LeaseToken) -> BeforeCall:
        """Whether a call may begin on a case; unknown where the answer does not come in time.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_paused`, `hub_written_off`.
        """
        ...

    def before_call_later(self, token: LeaseToken) -> BeforeCall:
        """The answer to that which did not come in time, waited for; unknown where none is to come, or none came."""
        ...

    def check_calls(self, *, asks: bool = True) -> None:
        """Whether calls begin at this station, as the hub said last.

        Args:
            asks: One that is halted asks it once more.

        Raises:
            EnvironmentProblem: `hub_paused`, `hub_written_off`.
        """
        ...

    def hand_in(self) -> bool:
        """The log, then every case that waits; whether that is done now, and not brought meanwhile by somebody.

        Raises:
            EnvironmentProblem: `hub_unreachable`, where nobody does.
        """
        ...

    def worked(self) -> None:
        """A result was given: its case is handed in once nothing of it can be taken back. Nobody waits for that."""
        ...


class TakesPlacesBack(Protocol):
    """Where places go back that were given ahead."""

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        """As `HubCases.places_back`."""
        ...


class HubNamedCases(TakesPlacesBack, Protocol):
    """The same for a supervisor, who asks for cases by their ids."""

    def take_case(self, request: str, case_id: CaseId) -> LentCase:
        """One case that a supervisor asks for; the same answer to the same request.

        Raises:
            RuleViolation: `no_such_case`, `case_taken`.
            EnvironmentProblem: as `HubCases.next_case`.
        """
        ...

    def hand_in(self) -> bool:
        """As `HubCases.hand_in`."""
        ...
