"""Appointments of a day by quarter of an hour and language: promised, and how many on shift could keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import zip_longest

from cati_app.domain.calling.promise import Promise
from cati_app.domain.calling.quarter_hours import AgreedTime, Promised, QuarterHour, quarter_hours, quarter_of
from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.monitor.read_cases import CaseWindow
from cati_app.texts import Words
from cati_app.ui.desk.board.appointments import TAB
from cati_app.ui.desk.cases.words import person
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.reason_words import promise_lines
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.wording import case_label, weekday, when_exactly

_MOST_MARKS = 8
"""People, from which on there is a number alone."""
_DAYS = 7


class QuarterHours:
    """Which day is shown, and the table of it."""

    def __init__(self, stage: Stage, services: SupervisorServices) -> None:
        self._stage = stage
        self._services = services
        self._day: date | None = None
        self.is_shown = False

    def change_form(self) -> None:
        """Ctrl+M: a day by quarters of an hour, or the list."""
        self.is_shown = not self.is_shown

    def table(self, window: CaseWindow) -> TableState:
        """The day; the key of a row is the time at which it begins."""
        words, services = self._stage.words, self._services
        languages = services.texts.languages
        day = self._midnight(window)
        rows = quarter_hours(
            day,
            services.rules.calendar,
            services.rules.shifts,
            tuple(window.people.values()),
            [self._agreed(line) for line in window.lines],
            tuple(languages),
        )
        columns = (_day_text(words, day), *languages.values())
        title = words.say("Appointments by quarter of an hour: promised / on shift")
        empty = words.say("Nobody is on shift that day, and nothing is promised. D shows another day.")
        return TableState(TAB, title, columns, tuple(self._row(row) for row in rows), empty)

    def ask_day(self, window: CaseWindow) -> None:
        """D: which day."""
        words, today = self._stage.words, self._today()
        agreed = [self._agreed(line) for line in window.lines]
        days = sorted({today + timedelta(days=n) for n in range(_DAYS)} | {each.at.date() for each in agreed})
        options = tuple(
            ResultOption(
                day.isoformat(),
                _day_text(words, self._services.rules.calendar.midnight(day)),
                words.say_count(
                    "{count} appointment", "{count} appointments", sum(each.at.date() == day for each in agreed)
                ),
            )
            for day in days
            if day >= today or any(each.at.date() == day for each in agreed)
        )
        self._stage.panel(ChoicePanelState(PanelKind.APPOINTMENT_DAY, words.say("Which day?"), options))

    def day_chosen(self, code: str) -> None:
        """That day from now on."""
        self._day = date.fromisoformat(code)
        self.is_shown = True
        self._stage.shell.hide_panel()

    def open(self, key: str, window: CaseWindow) -> None:
        """Enter on a quarter of an hour: its appointments, of which one leads to its case."""
        words, services = self._stage.words, self._services
        lines = [line for line in window.lines if quarter_of(self._agreed(line).at).isoformat() == key]
        if not lines:
            self._stage.say(words.say("Nothing is promised in this quarter of an hour."))
            return
        self._show(lines, window, ())
        work = partial(services.cases.agree.judge, services.user, [line.id for line in lines])
        self._stage.run(work, partial(self._judged, lines, window), lambda error: isinstance(error, RuleViolation))

    def _judged(self, lines: Sequence[CaseLine], window: CaseWindow, promises: Sequence[Promise | None]) -> None:
        """Whether each can be kept stands beside it, unless the panel was left meanwhile."""
        if self._stage.shell.open_panel() is PanelKind.APPOINTMENT_CASE:
            self._show(lines, window, promises)

    def _show(self, lines: Sequence[CaseLine], window: CaseWindow, promises: Sequence[Promise | None]) -> None:
        words, now = self._stage.words, self._services.clock.now()
        options = []
        for line, promise in zip_longest(lines, promises):
            told = [part for part in self._told(line, window, now) if part]
            if promise is not None:
                calendar = self._services.rules.calendar_of(line.locality)
                told += promise_lines(words, promise, calendar, now)
            options.append(ResultOption(str(line.case_no), case_label(words, line.case_no), " · ".join(told)))
        text = words.say("M in the list of appointments moves one of them.")
        title = words.say("Show which case?")
        self._stage.panel(ChoicePanelState(PanelKind.APPOINTMENT_CASE, title, tuple(options), text))

    def _told(self, line: CaseLine, window: CaseWindow, now: datetime) -> tuple[str, ...]:
        words, services = self._stage.words, self._services
        assert line.appointment_at is not None
        calendar = services.rules.calendar_of(line.locality)
        return (
            when_exactly(words, calendar, line.appointment_at, now),
            words.say("firm") if line.appointment_firm else words.say("roughly"),
            services.texts.languages.get(line.language, line.language),
            person(words, window.people, line.appointment_owner),
        )

    def _row(self, row: QuarterHour) -> tuple[str, ...]:
        cells = tuple(_cell(self._stage.words, cell) for cell in row.cells.values())
        return row.begins.isoformat(), f"{row.begins:%H:%M}", *cells

    def _agreed(self, line: CaseLine) -> AgreedTime:
        assert line.appointment_at is not None
        local = self._services.rules.calendar.local(line.appointment_at)
        return AgreedTime(local, line.language, line.appointment_firm)

    def _today(self) -> date:
        return self._services.rules.calendar.local(self._services.clock.now()).date()

    def _midnight(self, window: CaseWindow) -> datetime:
        """Of the day chosen, else of the next appointment, else of today."""
        today = self._today()
        coming = (day for line in window.lines if (day := self._agreed(line).at.date()) >= today)
        return self._services.rules.calendar.midnight(self._day or min(coming, default=today))


def _cell(words: Words, cell: Promised) -> str:
    """Marks and numbers; too many is said and marked."""
    if not cell.speakers and not cell.promised:
        return words.say("nobody")
    figures = f"{cell.promised} / {cell.speakers}"
    if cell.is_too_many:
        return words.say("▲ {figures}: too many", figures=figures)
    if cell.speakers > _MOST_MARKS:
        return figures
    return f"{'●' * cell.promised}{'○' * (cell.speakers - cell.promised)}  {figures}"


def _day_text(words: Words, day: datetime) -> str:
    return f"{weekday(words, day)} {words.say('{day:%m-%d}', day=day)}"
