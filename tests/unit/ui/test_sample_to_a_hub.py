"""The sample tab of a study whose cases a hub has: after its last row an import goes there, in the lane `net`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.station.sample_desk import StationSample
from cati_app.ui.desk.sample.port import ImportOutcome
from cati_app.ui.desk.sample.states import OverviewQuestion, SampleStep
from cati_app.ui.stage.runner import Cancelled
from tests.stations import Site
from tests.unit.ui.sample_tab import GOOD, Tab


@dataclass
class Hub:
    """Takes what is brought, unless it has something to say first."""

    says: list[Exception] = field(default_factory=list)
    asked: int = 0

    def stands_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is what the tab asks."""

        def bring(desk: StationSample, outcome: ImportOutcome, told: Callable[[int, int], None]) -> ImportOutcome:
            self.asked += 1
            told(1, 2)
            if self.says:
                raise self.says.pop(0)
            return outcome

        monkeypatch.setattr(StationSample, "is_shared", True)
        monkeypatch.setattr(StationSample, "bring", bring)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    made = Hub()
    made.stands_for(monkeypatch)
    return made


@pytest.fixture
def tab(hub: Hub, site: Site, tmp_path: Path) -> Tab:
    return Tab(site, tmp_path)


def test_a_look_asks_no_hub_and_an_import_goes_there(tab: Tab, hub: Hub) -> None:
    tab.open(GOOD)
    tab.go_on()
    assert 0 == hub.asked

    tab.enter()

    assert (1, SampleStep.RESULT) == (hub.asked, tab.view.step)
    assert "the sample is in" in tab.view.result.title


def test_where_others_were_faster_the_file_is_compared_once_more(tab: Tab, hub: Hub) -> None:
    hub.says = [RuleViolation("sample_changed")]
    tab.open(GOOD)
    tab.go_on()
    tab.enter()

    assert 2 == hub.asked
    assert ["0", "0", "2"] == tab.figures()[:3], "it is there already"


def test_after_several_times_it_is_left_to_the_supervisor(tab: Tab, hub: Hub) -> None:
    hub.says = [RuleViolation("sample_changed") for _ in range(9)]
    tab.open(GOOD)
    tab.go_on()
    tab.enter()

    assert (5, SampleStep.COLUMNS) == (hub.asked, tab.view.step)


def test_without_a_line_it_waits_and_says_so(tab: Tab, hub: Hub) -> None:
    hub.says = [EnvironmentProblem("hub_unreachable", "The hub does not answer.", "Wait.")]
    tab.open(GOOD)
    tab.go_on()
    tab.enter()

    assert SampleStep.COLUMNS is tab.view.step
    assert "with the next import" in tab.view.columns.problem


def test_esc_on_the_way_gives_it_up(tab: Tab, hub: Hub) -> None:
    hub.says = [Cancelled()]
    tab.open(GOOD)
    tab.go_on()
    tab.enter()

    assert "Stopped" in tab.view.columns.problem


def test_a_release_waits_for_the_hub_and_esc_ends_that(tab: Tab, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go: list[bool] = []
    monkeypatch.setattr(StationSample, "release", lambda desk: 3)
    monkeypatch.setattr(StationSample, "stop_waiting", lambda desk: let_go.append(True))
    tab.open(GOOD)
    tab.go_on(size="2")
    tab.enter()
    tab.enter()
    tab.view.asked.emit(OverviewQuestion.RELEASE)

    tab.view.release_confirmed.emit()
    tab.window.runner.let_a_moment_pass()
    tab.window.stage.stop_waiting()
    tab.window.rest()

    assert [True] == let_go
    assert "3 cases" in tab.view.overview.message
