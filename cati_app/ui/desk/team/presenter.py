"""The tab of the team: read each second while it is in sight; groups when it comes to the front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.casework.interviewer_findings import InterviewerFinding
from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import Activity, SeatNow
from cati_app.domain.people.team_messages import TeamMessage
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_cases import CaseWindow
from cati_app.fieldwork.monitor.read_interviewer_findings import GroupFinding
from cati_app.fieldwork.monitor.read_staff_figures import GroupFigure, OpenedFigure
from cati_app.fieldwork.people.seats import Roster
from cati_app.ui.desk.team.opening import OpeningFigures
from cati_app.ui.desk.team.sending import Sending
from cati_app.ui.desk.team.services import TeamServices
from cati_app.ui.desk.team.states import SeatCard, TeamState
from cati_app.ui.desk.team.views import TeamView
from cati_app.ui.desk.team.words import TeamWords, opened_card
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.runner import Progress
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.study_age import OLD_OF_SECONDS, Lateness, as_of_words
from cati_app.ui.stage.study_texts import StudyTexts
from cati_app.ui.stage.wording import case_label, environment_text, nothing_text, when_exactly

TAB = "team"
_SENT_EVERY = 5
"""Seconds until it is read again who has messages read."""


def _is_over(error: Exception) -> bool:
    """Somebody has ended what was open meanwhile."""
    return isinstance(error, RuleViolation)


def _silent(share: float, text: str) -> None:
    """Nobody is told how far the reading is."""


class TeamPresenter:
    """Cards change where what they say changes; which one is selected stays.

    Args:
        agreed: The next appointments, as they were read last.
    """

    def __init__(
        self,
        stage: Stage,
        view: TeamView,
        services: TeamServices,
        texts: StudyTexts,
        agreed: Callable[[], CaseWindow | None],
    ) -> None:
        self._agreed = agreed
        self._stage = stage
        self._view = view
        self._services = services
        self._words = TeamWords(stage.words, texts.languages)
        self._roster: Roster | None = None
        self._seats: Sequence[SeatNow] = ()
        self._state = TeamState(opens_figures=services.opened is not None)
        self._looking = self._reading = False
        self._seconds = 0
        self._problem = ""  # why the last answer did not come
        self._asked_at: datetime | None = None
        self._as_of: datetime | None = None  # asked for then, and here
        self._lateness = Lateness(OLD_OF_SECONDS)
        self.selected = ""
        self._sent: Sequence[TeamMessage] = ()
        self.sending = Sending(stage, services, texts.languages, lambda: self._roster, self._doing)
        self.opening = OpeningFigures(stage, services, lambda: self._roster)
        stage.listen(self._changed)

    def shown(self, key: str) -> None:
        """A tab came to the front."""
        if key == TAB:
            self._stage.situate(opens_figures=self._services.opened is not None)
            self._read_roster()
            self._read_groups()
            self._read_sent()

    def select(self, key: str) -> None:
        """Another card."""
        self.selected = key
        self._stage.situate(has_seat=bool(key))

    def open(self) -> None:
        """Enter on a card: what is known of this person now, and what waits for them."""
        roster, now = self._roster, self._services.clock.now()
        user = roster.people.get(UserId(self.selected)) if roster is not None else None
        seat = next((each for each in self._seats if each.seat.user_id == self.selected), None)
        if user is None or seat is None:
            return
        agreed = self._agreed()
        lines = [line for line in agreed.lines if line.appointment_owner == user.id] if agreed is not None else []
        card = self._words.cards([seat], {user.id: user}, now)[0]
        waits = self._waits(lines, now)
        self._stage.panel(opened_card(self._stage.words, card, user, waits))
        why = self._services.why_idle
        if why is not None and seat.seat.activity is Activity.NOTHING:
            show_why = partial(self._show_why, card, user, waits)
            self._stage.run(partial(why, user.id), show_why, lambda error: isinstance(error, RuleViolation))
        if (desk := self._services.opened) is not None:
            show = partial(self._show_opened, card, user, waits)
            self._stage.run(partial(desk.figure, user.login), show, lambda error: isinstance(error, RuleViolation))

    def _show_why(self, card: SeatCard, user: User, waits: tuple[str, ...], nothing: Nothing | None) -> None:
        """Why there is nothing to call, as F12 tells the person."""
        if nothing is not None and self._stage.shell.open_panel() is PanelKind.EXPLANATION:
            services = self._services
            text = nothing_text(self._stage.words, nothing, services.calendar, services.clock.now())
            self._stage.panel(opened_card(self._stage.words, replace(card, detail=text), user, waits))

    def _show_opened(self, card: SeatCard, user: User, waits: tuple[str, ...], told: OpenedFigure) -> None:
        """Two people have opened the figure of this person: it stands with the rest while the panel is open."""
        if self._stage.shell.open_panel() is PanelKind.EXPLANATION:
            self._stage.panel(opened_card(self._stage.words, card, user, waits, told))
            findings, by = self._services.findings, self._services.user
            show = partial(self._show_found, card, user, waits, told)
            self._stage.run_long(lambda _: findings.of_person(by, user.login), show, _is_over, _silent, "backup")

    def _show_found(
        self, card: SeatCard, user: User, waits: tuple[str, ...], told: OpenedFigure, finding: InterviewerFinding
    ) -> None:
        """All interviews had to be read for it, so it comes after the figure."""
        if self._stage.shell.open_panel() is PanelKind.EXPLANATION:
            self._stage.panel(opened_card(self._stage.words, card, user, waits, told, finding))

    def _waits(self, lines: Sequence[CaseLine], now: datetime) -> tuple[str, ...]:
        """The next appointments of a person, on the study's clock."""
        words, calendar = self._stage.words, self._services.calendar
        return tuple(
            f"{when_exactly(words, calendar, line.appointment_at, now)} · {case_label(words, line.case_no)}"
            for line in lines
            if line.appointment_at is not None
        )

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions = {
            "team_message": lambda: self.sending.to_one(self.selected),
            "team_message_group": self.sending.ask_group,
            "team_message_all": self.sending.to_all,
            "figures_open": lambda: self.opening.ask(self.selected),
            "figures_close": self.opening.close,
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    def look(self) -> None:
        """A second has passed: what everybody does now, or how old that is."""
        if self._looking:
            self._render()
            return
        self._looking, self._asked_at = True, self._services.clock.now()
        self._seconds += 1
        if self._seconds % _SENT_EVERY == 0:
            self._read_sent()
        self._stage.look(partial(self._services.seats.now, self._services.user), self._seen, self._not_seen)

    # -- what came ---------------------------------------------------------------------------------------------

    def _changed(self, changes: ChangeSet) -> None:
        if Topic.PEOPLE in changes and self._roster is not None:
            self._read_roster()
        if Topic.MESSAGES in changes and self._roster is not None:
            self._read_sent()

    def _read_sent(self) -> None:
        work = partial(self._services.messages.sent, self._services.user)
        self._stage.look(work, self._has_sent, lambda error: False, "store")

    def _has_sent(self, sent: Sequence[TeamMessage]) -> None:
        self._sent = sent
        self._render()

    def _doing(self, user_id: UserId) -> Activity | None:
        return next((each.seat.activity for each in self._seats if each.seat.user_id == user_id), None)

    def _age(self, now: datetime) -> str:
        """At a hub, of everybody: how old what it told is, where it is old."""
        as_of, services = self._as_of, self._services
        if services.stop_waiting is None or as_of is None or not self._lateness.is_told(as_of, now):
            return ""
        return as_of_words(self._stage.words, f"{services.calendar.local(as_of):%H:%M:%S}", now - as_of, OLD_OF_SECONDS)

    def _read_roster(self) -> None:
        self._stage.run(partial(self._services.seats.roster, self._services.user), self._has_roster)

    def _has_roster(self, roster: Roster) -> None:
        self._roster = roster
        self.look()

    def _read_groups(self) -> None:
        if self._reading:
            return
        self._reading = True
        services, user = self._services, self._services.user

        def read(_: Progress) -> tuple[Sequence[GroupFigure], Sequence[GroupFinding]]:
            return services.figures.groups(user), services.findings.groups(user)

        self._stage.run_long(read, self._has_groups, self._no_groups, _silent, "backup")

    def _has_groups(self, told: tuple[Sequence[GroupFigure], Sequence[GroupFinding]]) -> None:
        self._reading = False
        groups, findings = told
        words = self._words
        self._state = replace(
            self._state,
            groups=words.groups(groups),
            groups_days=words.counted(groups),
            findings=words.findings(findings),
            findings_days=words.counted(findings),
        )
        self._render()

    def _no_groups(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _seen(self, seats: Sequence[SeatNow]) -> None:
        self._looking, self._as_of = False, self._asked_at
        self._seats, self._problem = seats, ""
        self._render()

    def _not_seen(self, error: Exception) -> bool:
        """The cards stay as they were, and say how old they are."""
        self._looking = False
        if not isinstance(error, EnvironmentProblem):
            return False
        is_late = error.code == "hub_unreachable" and self._as_of is not None  # then how old it is tells enough
        self._problem = "" if is_late else environment_text(self._stage.words, error)[0]
        self._render()
        return True

    def _render(self) -> None:
        roster = self._roster
        if roster is None:
            return
        words, now = self._words, self._services.clock.now()
        cards = words.cards(self._seats, roster.people, now)
        self._state = replace(
            self._state,
            cards=cards,
            problem=" ".join(text for text in (self._age(now), self._problem) if text),
            summary=words.summary([seat for seat in self._seats if seat.seat.user_id in roster.people]),
            coming=words.coming(roster),
            empty="" if cards else words.empty(roster),
            sent=words.sent(self._sent, self.sending.whom, self._services.calendar, now),
        )
        self._view.render_team(self._state)
