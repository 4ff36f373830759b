"""What the tab of the team works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.clock import Clock
from cati_app.domain.people.team_messages import Envelope, TeamMessage
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_staff_figures import ReadStaffFigures
from cati_app.fieldwork.people.seats import ReadSeats
from cati_app.fieldwork.people.team_messages import NewMessage


class MessageDesk(Protocol):
    """Messages to the team, for whoever sends them."""

    def send(self, user: User, message: NewMessage) -> Envelope:
        """To whom it went. RuleViolation as `SendMessage`; EnvironmentProblem where a hub has to be told."""
        ...

    def sent(self, user: User) -> Sequence[TeamMessage]:
        """What was sent, the newest first; nobody waits for a hub."""
        ...


@dataclass(frozen=True, slots=True)
class TeamServices:
    """Who is at work, words to them, and figures of groups.

    Args:
        figures: Reads beside the store's own thread.
        new_message: Id of a message that is about to be written.
        stop_waiting: Whoever waits for a hub waits no longer; None: nothing here waits for one.
    """

    user: User
    seats: ReadSeats
    messages: MessageDesk
    figures: ReadStaffFigures
    clock: Clock
    calendar: CallingCalendar
    new_message: Callable[[], str]
    stop_waiting: Callable[[], None] | None = None
