"""Planned work without a line, in the window: asked for by keys, told, and given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.domain.sharing.ahead import TakenAlong
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.connection import StandingAtHub
from cati_app.ui.stage.panel_states import AlongPanelState, ChoicePanelState, ExplanationState, PanelKind
from tests.stations import Site
from tests.unit.ui.stagehands import Window


class Along:
    """Cases that a hub gives, or not."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.asked: list[tuple[int, timedelta]] = []
        self.here = TakenAlong(0, ())
        self.gives = 100
        self.problem: EnvironmentProblem | None = None

    def taken_along(self, user: User) -> TakenAlong:
        return self.here

    def take_along(self, user: User, cases: int, lasts: timedelta) -> TakenAlong:
        if self.problem is not None:
            raise self.problem
        self.asked.append((cases, lasts))
        got = min(cases, self.gives)
        self.here = TakenAlong(got, (), got, self._now() + lasts)
        return self.here

    def give_back(self, user: User) -> tuple[int, int]:
        back, self.here = self.here.along, TakenAlong(0, ())
        return back, 2


@pytest.fixture
def along(site: Site) -> Along:
    return Along(site.clock.now)


@pytest.fixture
def window(site: Site, along: Along, monkeypatch: pytest.MonkeyPatch) -> Window:
    place = site.place

    def at_a_hub(*arguments: object) -> InterviewerServices:
        return replace(place(*arguments), along=along, stop_waiting=lambda: None)  # type: ignore[arg-type] # as they come

    monkeypatch.setattr(site, "place", at_a_hub)
    made = Window(site)
    made.presenter._connection = lambda: StandingAtHub(True, site.clock.now(), site.clock.now())
    return made.sign_in(site.ann)


def panel(window: Window) -> ChoicePanelState:
    """Ctrl+H."""
    window.press("connection")
    window.rest()
    state = window.shell.panel
    assert isinstance(state, ChoicePanelState)
    return state


def choose(window: Window, code: str) -> None:
    window.shell.panel_choice_made.emit(PanelKind.HUB, code)
    window.rest()


def type_in(window: Window, *lines: str) -> str:
    """Cases, date, time; what the panel says against it."""
    window.shell.text_saved.emit(PanelKind.ALONG, "", "\n".join(lines))
    window.rest()
    state = window.shell.panel
    return state.message if isinstance(state, AlongPanelState) else ""


def test_cases_are_taken_along_until_a_time_and_told(window: Window, along: Along) -> None:
    state = panel(window)
    assert ("Connection to the hub", [True, False]) == (state.title, [option.enabled for option in state.options])
    assert "Last contact" in [line.when for line in state.lines]
    choose(window, "take")
    assert isinstance(window.shell.panel, AlongPanelState)

    type_in(window, "20", "24.11.", "18:00")

    assert [(20, timedelta(hours=2))] == along.asked, "it is 16:00 in Berlin"
    assert window.shell.panel is None
    assert "cases: 20" in window.told
    assert "Tue 11-24 18:00" in window.told
    assert [True, True] == [option.enabled for option in panel(window).options]
    assert "cases: 20" in panel(window).lines[-1].text


def test_what_stands_there_follows_the_line_while_it_is_in_sight(window: Window, along: Along, site: Site) -> None:
    before = panel(window)
    window.presenter.tick()
    window.rest()
    assert before is window.shell.panel, "nothing is new"
    cut = StandingAtHub(False, site.clock.now(), site.clock.now())
    window.presenter._connection = lambda: cut
    window.presenter.tick()
    window.rest()
    after = window.shell.panel
    assert isinstance(after, ChoicePanelState)
    assert (True, before.options) == ("no answer since" in after.lines[0].text, after.options)

    choose(window, "take")
    typing = window.shell.panel
    window.presenter._connection = lambda: StandingAtHub(True, site.clock.now(), site.clock.now())
    window.presenter.tick()
    window.rest()
    assert typing is window.shell.panel


def test_where_the_hub_has_fewer_that_is_said(window: Window, along: Along) -> None:
    along.gives = 3
    type_in(window, "20", "25.11.", "9")
    assert window.shell.message is not None
    assert "The hub has no more cases for you now." == window.shell.message.detail


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("", "24.11.", "18:00"), "How many cases? A number from 1 to 500."),
        (("0", "24.11.", "18:00"), "How many cases? A number from 1 to 500."),
        (("501", "24.11.", "18:00"), "How many cases? A number from 1 to 500."),
        (("9999999", "24.11.", "18:00"), "How many cases? A number from 1 to 500."),
        (("2x", "24.11.", "18:00"), "How many cases? A number from 1 to 500."),
        (("20", "", "18:00"), "The date is not understood. Please type it like 24.12."),
        (("20", "24.11.", "99:00"), "The time is not understood. Please type it like 18:45."),
        (("20", "24.11.", "15:00"), "That time is over, or more than two weeks ahead."),
        (("20", "24.12.", "15:00"), "That time is over, or more than two weeks ahead."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_asked(
    window: Window, along: Along, typed: tuple[str, ...], told: str
) -> None:
    assert told == type_in(window, *typed)
    assert [] == along.asked


def test_without_a_line_it_is_said_and_can_be_tried_again(window: Window, along: Along) -> None:
    along.problem = EnvironmentProblem("hub_unreachable", "No hub answers.", "Look.")
    type_in(window, "20", "24.11.", "18:00")
    assert "No hub answers." == window.told
    along.problem = None
    type_in(window, "20", "24.11.", "18:00")
    assert "cases: 20" in window.told


def test_what_was_not_used_goes_back(window: Window, along: Along) -> None:
    type_in(window, "4", "24.11.", "18:00")
    panel(window)
    choose(window, "back")
    assert "Given back: 4 cases, 2 places in the quota." == window.told


def test_in_an_interview_the_connection_is_read_alone(window: Window) -> None:
    window.begin()
    window.press("connection")
    window.rest()
    assert isinstance(cast("object", window.shell.panel), ExplanationState)


def test_a_station_of_a_hub_shows_no_counter_of_a_cell_because_it_knows_its_own_interviews_alone(
    window: Window,
) -> None:
    window.begin()
    window.answer_all("1", "30")

    place = window.views.console.states[-1].case.quota

    assert ("", "place reserved") == (place.count_text, place.state_text)
