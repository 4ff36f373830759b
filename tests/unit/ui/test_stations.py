"""The tab of the stations: what it says of each, how old that is, and what a supervisor decides there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.users import User
from cati_app.domain.sharing.aside import AsideKind, KeptAside, Settling
from cati_app.domain.sharing.stations import Halt, StationNow, StationsNow
from cati_app.texts import words_of
from cati_app.ui.desk.stations.deciding import Deciding
from cati_app.ui.desk.stations.presenter import TAB, StationsPresenter
from cati_app.ui.desk.stations.services import StationsServices
from cati_app.ui.desk.stations.states import AsideState, StationsState, StationsStep
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, TextPanelState
from cati_app.ui.stage.stage import Stage
from tests.fakes.runner import RunnerOnDemand
from tests.stations import TUESDAY, Site
from tests.unit.ui.stagehands import Shell

HERE = StationNow("aaaa0001", TUESDAY, (UserId("ann"),), cases=2, places=1, unsent=3)
GONE = StationNow("bbbb0002", TUESDAY - timedelta(hours=2), (), cases=1, places=2, ahead=1)
SURPLUS = KeptAside(AsideKind.INTERVIEW, "i-1", "surplus", TUESDAY, "", CaseId("case-1"), 1, "m/young")
CLONE = KeptAside(AsideKind.EVENT, "e-1", "clone", TUESDAY, "bbbb0002", number=7)


class Hub:
    """Answers as a hub does, and remembers what was decided."""

    def __init__(self) -> None:
        self.now = StationsNow(TUESDAY, "1" * 32, (HERE, GONE), aside={"event": 1, "interview": 1})
        self.kept: tuple[KeptAside, ...] = (SURPLUS, CLONE)
        self.done: list[tuple[object, ...]] = []
        self.is_cut = False

    def stations(self) -> StationsNow:
        if self.is_cut:
            raise EnvironmentProblem("hub_unreachable", "cut", "wait")
        return self.now

    def aside(self) -> Sequence[KeptAside]:
        return self.kept

    def pause(self, user: User, device: str, reason: str, *, paused: bool) -> None:
        self.done.append(("pause", device, reason, paused))

    def readmit(self, user: User, device: str, reason: str) -> None:
        self.done.append(("readmit", device, reason))

    def go_on(self, user: User, reason: str) -> None:
        self.done.append(("go on", reason))

    def take_back(self, user: User, case_id: str, reason: str) -> None:
        self.done.append(("take back", case_id, reason))

    def promote(self, user: User, cell: str, reason: str) -> None:
        self.done.append(("promote", cell, reason))

    def write_off(self, user: User, device: str, reason: str) -> tuple[int, int]:
        if self.is_cut:
            raise EnvironmentProblem("hub_unreachable", "cut", "wait")
        self.done.append(("write off", device, reason))
        return 1, 2

    def write_off_silent(self, user: User, since: datetime, reason: str) -> tuple[Sequence[str], int, int]:
        self.done.append(("write off silent", since, reason))
        return ("bbbb0002",), 1, 2

    def settle(self, user: User, aside: KeptAside, settling: Settling, reason: str) -> None:
        self.done.append(("settle", aside.key, settling, reason))

    def logins(self) -> dict[str, str]:
        return {"ann": "ann"}

    def stop_waiting(self) -> None: ...


class Tab:
    """The tab without Qt."""

    def __init__(self, site: Site) -> None:
        self.shell, self.runner, self.hub, self.clock = Shell(), RunnerOnDemand(), Hub(), SimulatedClock(TUESDAY)
        self.stage = Stage(self.shell, words_of("en"), self.runner)
        calendar = site.station.rules.calendar
        self.services = services = StationsServices(site.sue, self.hub, self.clock, calendar, "aaaa0001")
        self.deciding = Deciding(self.stage, self.hub.stop_waiting)
        self.state, self.aside, self.step = StationsState(), AsideState(), StationsStep.LIST
        self.presenter = StationsPresenter(self.stage, self, services, self.deciding)
        self.presenter.shown(TAB)
        self.rest()

    station_selected = aside_selected = decide_pressed = back_pressed = second_passed = property(lambda self: None)

    def show_step(self, step: StationsStep) -> None:
        self.step = step

    def render_stations(self, state: StationsState) -> None:
        self.state = state

    def render_aside(self, state: AsideState) -> None:
        self.aside = state

    def rest(self) -> None:
        self.runner.run_all()

    def press(self, command: str) -> None:
        assert self.presenter.command(command)
        self.rest()

    def because(self, reason: str) -> None:
        self.deciding.reason_given(reason)
        self.rest()

    @property
    def title(self) -> str:
        assert isinstance(self.shell.panel, TextPanelState), self.shell.panel
        return self.shell.panel.title

    @property
    def told(self) -> str:
        return self.shell.message.text if self.shell.message is not None else ""


@pytest.fixture
def tab(site: Site) -> Tab:
    return Tab(site)


def test_each_station_is_told_with_who_is_there_and_what_is_held(tab: Tab) -> None:
    first, second = tab.state.table.rows
    assert ("aaaa0001", "aaaa0001 (here)", "at work", "ann", "16:00", "2", "1", "3") == first
    assert ("bbbb0002", "bbbb0002", "silent", "–", "14:00", "1", "2, 1 ahead", "0") == second
    assert "Places held by silent stations: 2 · Kept aside and undecided: 2" == tab.state.figures
    assert "" == tab.state.news


def test_no_key_is_silent_where_there_is_nothing_to_decide_about(tab: Tab) -> None:
    tab.press("station_readmit")
    assert "Station aaaa0001 is not written off." == tab.told
    tab.hub.now = replace(tab.hub.now, stations=())
    tab.presenter.look()
    tab.rest()
    for command in ("station_pause", "station_write_off", "station_readmit"):
        tab.stage.say("")
        tab.press(command)
        assert "No station has spoken to the hub yet." == tab.told


def test_what_is_older_than_a_moment_says_so_and_stays(tab: Tab) -> None:
    tab.hub.is_cut = True
    for _ in range(4):
        tab.clock.move(1)
        tab.presenter.look()
        tab.rest()
    assert "As of 16:00:00: the hub does not answer." == tab.state.news
    assert 2 == len(tab.state.table.rows)
    tab.hub.is_cut = False
    tab.presenter.look()
    tab.rest()
    assert "As of 16:00:04." == tab.state.news, "no line comes and goes with each answer"
    for _ in range(6):
        tab.clock.move(1)
        tab.presenter.look()
        tab.rest()
    assert "" == tab.state.news


def test_an_answer_that_is_late_is_not_told_as_a_cut_line(tab: Tab) -> None:
    tab.presenter.look()
    tab.clock.move(3)
    tab.presenter.look()
    assert "As of 16:00:00; nothing newer has come from the hub yet." == tab.state.news


def test_while_an_answer_is_to_come_nothing_more_is_asked(tab: Tab) -> None:
    tab.presenter.look()
    tab.presenter.look()
    assert 1 == tab.runner.waiting


def test_a_station_is_paused_with_a_reason_and_called_back(tab: Tab) -> None:
    tab.press("station_pause")
    assert "Station aaaa0001 begins no call" in tab.title
    tab.because("  ")
    assert isinstance(tab.shell.panel, TextPanelState)
    assert tab.shell.panel.message
    tab.because("a talk")
    assert [("pause", "aaaa0001", "a talk", True)] == tab.hub.done
    assert "Station aaaa0001 is paused." == tab.told
    tab.hub.now = replace(tab.hub.now, stations=(replace(HERE, halt=Halt.PAUSED), GONE))
    tab.presenter.look()
    tab.rest()
    assert "Let it call again …" == tab.state.pause
    assert "paused" in tab.state.table.rows[0]
    tab.press("station_pause")
    tab.because("it is over")
    assert ("pause", "aaaa0001", "it is over", False) == tab.hub.done[-1]


def test_esc_decides_nothing(tab: Tab) -> None:
    tab.press("station_write_off")
    tab.deciding.closed()
    tab.because("a reason that comes late")
    assert [] == tab.hub.done


def test_a_station_is_written_off_and_re_admitted(tab: Tab) -> None:
    tab.presenter.select("bbbb0002")
    tab.press("station_write_off")
    tab.because("lost in the train")
    assert [("write off", "bbbb0002", "lost in the train")] == tab.hub.done
    assert "Cases that go to others: 1. Places that are free again: 2." == tab.told
    tab.press("station_readmit")
    assert 1 == len(tab.hub.done), "it is not written off yet, as far as is known"
    tab.hub.now = replace(tab.hub.now, stations=(HERE, replace(GONE, halt=Halt.WRITTEN_OFF)))
    tab.presenter.look()
    tab.rest()
    assert (False, False, True) == (tab.state.can_pause, tab.state.can_write_off, tab.state.can_readmit)
    tab.press("station_readmit")
    tab.because("found again")
    assert ("readmit", "bbbb0002", "found again") == tab.hub.done[-1]


def test_where_the_line_is_cut_the_reason_stays_in_the_panel(tab: Tab) -> None:
    tab.presenter.select("bbbb0002")
    tab.press("station_write_off")
    tab.hub.is_cut = True
    tab.because("lost in the train")
    assert isinstance(tab.shell.panel, TextPanelState)
    assert ("lost in the train", "cut") == (tab.shell.panel.text, tab.told)
    tab.hub.is_cut = False
    tab.because("lost in the train")
    assert [("write off", "bbbb0002", "lost in the train")] == tab.hub.done


def test_all_that_are_silent_for_so_long_are_written_off_together(tab: Tab) -> None:
    tab.press("stations_silent")
    panel = tab.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert [("1 station", True), ("1 station", True), ("0 stations", False), ("0 stations", False)] == [
        (option.consequence, option.enabled) for option in panel.options
    ]
    tab.presenter.chosen(PanelKind.SILENT_SINCE, panel.options[1].code)
    tab.because("the field is over there")
    assert [("write off silent", TUESDAY - timedelta(hours=1), "the field is over there")] == tab.hub.done


def test_after_a_copy_somebody_may_go_on_without_waiting(tab: Tab) -> None:
    tab.press("stations_go_on")
    assert tab.shell.panel is None, "the hub waits for nobody"
    tab.hub.now = replace(tab.hub.now, stations=(HERE, replace(GONE, missing=True)))
    tab.presenter.look()
    tab.rest()
    assert tab.state.can_go_on
    assert "waits for 1 station: until then nobody gets a case" in tab.state.news
    tab.press("stations_go_on")
    tab.because("people wait")
    assert [("go on", "people wait")] == tab.hub.done
    tab.hub.now = replace(tab.hub.now, goes_on=True, edition=3)
    tab.presenter.look()
    tab.rest()
    assert not tab.state.can_go_on
    assert "Cases are lent meanwhile" in tab.state.news
    assert "older at the hub" in tab.state.news


def test_what_was_kept_aside_is_decided_one_by_one(tab: Tab) -> None:
    tab.press("stations_aside")
    assert "aside" == tab.step
    assert ["its cell had no place left", "another event has the number"] == [row[3] for row in tab.aside.table.rows]
    tab.presenter.decide()
    panel = tab.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert ["count", "leave"] == [option.code for option in panel.options]
    tab.presenter.chosen(PanelKind.SETTLE_ASIDE, "count")
    tab.hub.kept = (CLONE,)
    tab.because("there is room")
    assert [("settle", "i-1", Settling.COUNT, "there is room")] == tab.hub.done
    assert 1 == len(tab.aside.table.rows)
    tab.presenter.decide()
    assert isinstance(tab.shell.panel, ChoicePanelState)
    assert ["leave"] == [option.code for option in tab.shell.panel.options]
    tab.presenter.back()
    assert "list" == tab.step
