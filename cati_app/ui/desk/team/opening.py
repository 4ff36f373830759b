"""U: two people open the figures of a third for a while; the person is told, and one supervisor alone ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from cati_app.domain.casework.interviewer_findings import InterviewerFinding
from cati_app.domain.changes import Topic
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.opened_figures import PERIOD_AT_MOST, OpenedFigures
from cati_app.fieldwork.monitor.read_staff_figures import OpenedFigure
from cati_app.fieldwork.people.seats import Roster
from cati_app.ui.desk.team.services import FiguresDesk, TeamServices
from cati_app.ui.desk.team.words import figure_lines, finding_lines
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.panel_states import ExplanationState, FormPanelState, PanelKind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.typed import parse_date
from cati_app.ui.stage.wording import environment_text, rule_text

_SECOND = "second"
_FIELDS = 6


class OpeningFigures:
    """One opening at a time; passwords are kept nowhere.

    Args:
        roster: Who may be at work; None while that is not known.
    """

    def __init__(self, stage: Stage, services: TeamServices, roster: Callable[[], Roster | None]) -> None:
        self._stage = stage
        self._services = services
        self._roster = roster
        self._form: FormState | None = None

    @property
    def _desk(self) -> FiguresDesk | None:
        return self._services.opened

    def ask(self, selected: str) -> None:
        """U; the person whose card is selected stands first."""
        roster, words, desk = self._roster(), self._stage.words, self._desk
        if roster is None or desk is None:
            self._stage.say(words.say("Figures of single people are not opened here."))
            return
        people = sorted(roster.people.values(), key=lambda user: user.number)
        if not people:
            self._stage.explain(RuleViolation("no_such_person"))
            return
        options = tuple((user.login, f"Int. {user.number:02d} · {user.login}") for user in people)
        chosen = next((user.login for user in people if user.id == selected), people[0].login)
        today = desk.today()
        texts = (
            words.say(
                "At most {days} days up to today are opened, for 14 days. The person reads of it between two calls, and"
                " it stands in the list for the staff's representatives for ever.",
                days=PERIOD_AT_MOST,
            ),
        )
        fields = (
            FieldState("of", words.say("Whose figures"), FieldKind.PICK, chosen, options),
            FieldState("first", words.say("First day"), value=f"{today - timedelta(days=PERIOD_AT_MOST - 1):%d.%m.%Y}"),
            FieldState("last", words.say("Last day"), value=f"{today:%d.%m.%Y}"),
            FieldState("reason", words.say("Reason"), hint=words.say("why; the person reads it")),
            FieldState(_SECOND, words.say("Login of the second person")),
            FieldState("password", words.say("Password of the second person"), FieldKind.PASSWORD),
        )
        key = f"figures {self._services.new_message()}"
        self._form = FormState(key, words.say("Open figures of one person"), words.say("Open them"), texts, fields)
        self._stage.panel(FormPanelState(PanelKind.OPEN_FIGURES, self._form))

    def given(self, text: str) -> None:
        """Enter in the last field."""
        desk, texts = self._desk, text.split("\n")
        if desk is None or self._form is None or len(texts) != _FIELDS:
            return
        of, first_text, last_text, reason, second, password = texts
        today = desk.today()
        first, last = (parse_date(text, "day", today) for text in (first_text, last_text))
        if first is None or last is None:
            self._refuse(self._stage.words.say("A day is written as 24.11.2026."), "last" if first else "first")
            return
        work = partial(desk.open, of, (first, last), reason, second.strip(), password)
        waits_for = self._stage.words.say("The hub is told …")
        self._stage.ask(work, self._opened, self._not_opened, waits_for, self._services.stop_waiting)

    def _opened(self, opened: OpenedFigures) -> None:
        words = self._stage.words
        self._form = None
        self._stage.shell.hide_panel()
        roster = self._roster()
        user = roster.people.get(opened.of) if roster is not None and opened.of is not None else None
        name = f"Int. {user.number:02d}" if user is not None else "?"
        told = words.say("Figures of {name} are open; the person is told. Enter on the card shows them.", name=name)
        self._stage.say(told, tone=Tone.OK)
        self._stage.changed(frozenset({Topic.MESSAGES}))
        if (desk := self._desk) is not None and user is not None:
            show = partial(self._show, words.say("Figures of {name}", name=name), user.login)
            self._stage.run(partial(desk.figure, user.login), show)

    def _show(self, title: str, login: str, told: OpenedFigure) -> None:
        """At once, also of somebody who is not at work."""
        self._stage.panel(ExplanationState(title, figure_lines(self._stage.words, told)))
        findings, by = self._services.findings, self._services.user

        def add(finding: InterviewerFinding) -> None:
            if self._stage.shell.open_panel() is PanelKind.EXPLANATION:
                words = self._stage.words
                lines = (*figure_lines(words, told), *finding_lines(words, finding))
                self._stage.panel(ExplanationState(title, lines))

        self._stage.run_long(lambda _: findings.of_person(by, login), add, _is_over, _silent, "backup")

    def _not_opened(self, error: Exception) -> bool:
        """What was typed stays, but for the password."""
        words = self._stage.words
        if isinstance(error, EnvironmentProblem):
            self._refuse(" ".join(environment_text(words, error)))
            return True
        if not isinstance(error, RuleViolation):
            return False
        wrong = {"wrong_second_login": _SECOND, "two_people_needed": _SECOND, "reason_needed": "reason"}
        self._refuse(rule_text(words, error), wrong.get(error.code, "first"))
        return True

    def _refuse(self, message: str, wrong: str = "") -> None:
        if self._form is None:
            return
        form = self._form
        told = FormState(form.key, form.title, form.verb, form.texts, form.fields, message=message, wrong=wrong)
        self._stage.panel(FormPanelState(PanelKind.OPEN_FIGURES, told))

    def close(self) -> None:
        """Shift+U: what is open is over."""
        desk = self._desk
        if desk is not None:
            self._stage.run(desk.close, self._closed)

    def _closed(self, count: int) -> None:
        if not count:
            self._stage.say(self._stage.words.say("No figures of single people are open."))
            return
        told = self._stage.words.say_count("Ended: {count} opening.", "Ended: {count} openings.", count)
        self._stage.say(told, tone=Tone.OK)


def _is_over(error: Exception) -> bool:
    """Somebody has ended what was open meanwhile."""
    return isinstance(error, RuleViolation)


def _silent(fraction: float, text: str) -> None:
    """Reading interviews tells nothing of how far it is."""
