"""Planned work without a line, in the window: what is here for it, what is taken along, what goes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from cati_app.domain.people.users import User
from cati_app.domain.sharing.ahead import AHEAD_AT_MOST, CASES_AT_MOST, TakenAlong
from cati_app.fieldwork.rules import StudyRules
from cati_app.texts import Words
from cati_app.ui.stage.panel_states import AlongPanelState, ChoicePanelState, ExplanationState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.typed import parse_coming_date, parse_time, western_digits
from cati_app.ui.stage.wording import with_date

_TAKE, _BACK = "take", "back"


class TakesAlong(Protocol):
    """Cases and places for work without a line."""

    def taken_along(self, user: User) -> TakenAlong:
        """What is here; nobody waits for the hub."""
        ...

    def take_along(self, user: User, cases: int, lasts: timedelta) -> TakenAlong:
        """So many cases, for so long, and places as the hub gives them. EnvironmentProblem: what came is here."""
        ...

    def give_back(self, user: User) -> tuple[int, int]:
        """Cases and places that were not used; how many of each. EnvironmentProblem: as asking a hub."""
        ...


class TakingAlong:
    """Ctrl+H between calls: how the station stands with its hub, and a choice.

    Args:
        stop: Lets go of the line.
    """

    def __init__(
        self,
        stage: Stage,
        user: User,
        rules: StudyRules,
        now: Callable[[], datetime],
        along: TakesAlong,
        stop: Callable[[], None] | None,
    ) -> None:
        self._stage = stage
        self._user = user
        self._local = rules.calendar.local
        self._now = now
        self._along = along
        self._stop = stop
        self._connection: ExplanationState | None = None  # how the station stands, as it was told
        self._panel: ChoicePanelState | None = None

    def show(self, connection: ExplanationState) -> None:
        """How the station stands, what is here, and what can be done."""
        self._stage.run(partial(self._along.taken_along, self._user), partial(self._shown, connection))

    def follow(self, connection: ExplanationState) -> None:
        """How it stands by now, where the panel is in sight."""
        if connection != self._connection and self._stage.is_in_front(self._panel):
            self.show(connection)

    def chosen(self, code: str) -> None:
        """A choice in the panel."""
        if code == _TAKE:
            self._ask("")
        elif code == _BACK:
            self._stage.shell.hide_panel()
            waits_for = self._stage.words.say("The hub takes back what was not used …")
            self._stage.ask(partial(self._along.give_back, self._user), self._went_back, None, waits_for, self._stop)

    def typed(self, text: str) -> None:
        """Cases, date and time, a line each."""
        words, now = self._stage.words, self._local(self._now())
        cases_text, day_text, at_text = (*text.split("\n"), "", "", "")[:3]
        digits = western_digits(cases_text)
        cases = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= len(str(CASES_AT_MOST)) else 0
        day, at = parse_coming_date(day_text, now.date()), parse_time(at_text)
        if not 0 < cases <= CASES_AT_MOST:
            self._ask(words.say("How many cases? A number from 1 to {most}.", most=CASES_AT_MOST))
        elif day is None:
            self._ask(words.say("The date is not understood. Please type it like 24.12."))
        elif at is None:
            self._ask(words.say("The time is not understood. Please type it like 18:45."))
        else:
            lasts = datetime.combine(day, at, now.tzinfo) - now
            if not timedelta(0) < lasts <= AHEAD_AT_MOST:
                self._ask(words.say("That time is over, or more than two weeks ahead."))
            else:
                self._take(cases, lasts)

    def _shown(self, connection: ExplanationState, here: TakenAlong) -> None:
        words = self._stage.words
        lines = [HistoryLine(line.name, line.text) for line in connection.lines]
        if here.along:
            lines.append(HistoryLine(words.say("Taken along for work without a line"), self._told(here)))
        takes = ResultOption(_TAKE, words.say("take cases along for work without a line …"))
        nothing = words.say("nothing was taken along")
        back = ResultOption(
            _BACK,
            words.say("give back what was taken along and not used"),
            enabled=bool(here.along or here.places),
            why_not=nothing,
        )
        self._connection = connection
        self._panel = ChoicePanelState(PanelKind.HUB, connection.title, (takes, back), connection.text, tuple(lines))
        self._stage.panel(self._panel)

    def _ask(self, message: str) -> None:
        words, today = self._stage.words, self._local(self._now()).date()
        text = words.say(
            "While there is a line: so many cases come to this station, and places in the quota as the hub gives them."
            " They can be worked until then, with or without a line."
        )
        title = words.say("Take cases along for work without a line")
        self._stage.panel(AlongPanelState(title, today, text, on=today, message=message))

    def _take(self, cases: int, lasts: timedelta) -> None:
        self._stage.shell.hide_panel()
        waits_for = self._stage.words.say("The hub is asked for cases to take along …")
        take = partial(self._along.take_along, self._user, cases, lasts)
        self._stage.ask(take, partial(self._taken, cases), None, waits_for, self._stop)

    def _taken(self, cases: int, here: TakenAlong) -> None:
        words = self._stage.words
        fewer = words.say("The hub has no more cases for you now.") if here.cases < cases else ""
        self._stage.say(words.say("Here for work without a line: {told}.", told=self._told(here)), fewer, Tone.OK)

    def _went_back(self, back: tuple[int, int]) -> None:
        cases, places = back
        words = self._stage.words
        of_cases = words.say_count("{count} case", "{count} cases", cases)
        of_places = words.say_count("{count} place in the quota", "{count} places in the quota", places)
        told = words.say("Given back: {cases}, {places}.", cases=of_cases, places=of_places)
        self._stage.say(told, tone=Tone.OK)

    def _told(self, here: TakenAlong) -> str:
        words = self._stage.words
        told = words.say("cases: {cases}, places in the quota: {places}", cases=here.along, places=len(here.places))
        return told if here.until is None else f"{told} · {_until(words, self._local(here.until))}"


def _until(words: Words, at: datetime) -> str:
    to_the_minute = at + timedelta(seconds=30)
    return words.say("until {at}", at=with_date(words, to_the_minute))
