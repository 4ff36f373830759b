"""What the tab of the team works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.clock import Clock
from cati_app.domain.ids import UserId
from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.team_messages import Envelope, TeamMessage
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_interviewer_findings import ReadInterviewerFindings
from cati_app.fieldwork.monitor.read_staff_figures import OpenedFigure, ReadStaffFigures
from cati_app.fieldwork.people.seats import ReadSeats
from cati_app.fieldwork.people.team_messages import NewMessage
from cati_app.values import dataclass


class MessageDesk(Protocol):
    """Messages to the team, for whoever sends them."""

    def send(self, user: User, message: NewMessage) -> Envelope:
        """To whom it went. RuleViolation as `SendMessage`; EnvironmentProblem where a hub has to be told."""
        ...

    def sent(self, user: User) -> Sequence[TeamMessage]:
        """What was sent, the newest first; nobody waits for a hub."""
        ...


class FiguresDesk(Protocol):
    """Figures of one person, for a supervisor; every call but `open` is for the store's lane."""

    def today(self) -> date:
        """On the study's clock."""
        ...

    def open(
        self, login: str, days: tuple[date, date], reason: str, second_login: str, second_password: str
    ) -> OpenedFigures:
        """With a second person, who signs in beside; whom it concerns is told. It may wait for a hub.

        Raises:
            EnvironmentProblem: the hub does not answer.
            RuleViolation: `wrong_second_login`, `two_people_needed`, `reason_needed`, `text_too_long`,
                `no_such_person`, `own_figures`, `figures_period`, `sign_in_delayed`.
        """
        ...

    def figure(self, login: str) -> OpenedFigure:
        """Of somebody, of the days that are open. RuleViolation: `figures_locked`."""
        ...

    def close(self) -> int:
        """End whatever is open; how many that were."""
        ...


@dataclass(frozen=True, slots=True)
class TeamServices:
    """Who is at work, words to them, and figures of groups.

    Args:
        figures: Reads beside the store's own thread, as `findings` does.
        new_message: Id of a message that is about to be written.
        stop_waiting: Whoever waits for a hub waits no longer; None: nothing here waits for one.
        why_idle: Why somebody at work has nothing to call, as F12 tells them; in the store's lane.
        opened: Figures of one person; None: they are not opened in this window.
    """

    user: User
    seats: ReadSeats
    messages: MessageDesk
    figures: ReadStaffFigures
    findings: ReadInterviewerFindings
    clock: Clock
    calendar: CallingCalendar
    new_message: Callable[[], str]
    stop_waiting: Callable[[], None] | None = None
    opened: FiguresDesk | None = None
    why_idle: Callable[[UserId], Nothing | None] | None = None
