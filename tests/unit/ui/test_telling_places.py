"""An open window tells the hub of places that are to follow codes, and says what became of them, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.places_at_hub import PlacesTold
from cati_app.ui.desk.cases.telling_places import TellingPlaces
from tests.stations import Site
from tests.unit.ui.desk import Desk

OLDER = EnvironmentProblem("hub_older", "An older hub.", "Update it.")


class Telling:
    """A desk whose hub answers one thing after the other."""

    def __init__(self, site: Site) -> None:
        self.desk = Desk(site)
        self.answers: list[PlacesTold | EnvironmentProblem] = []
        self.asked = 0
        services = site.desk()
        cases = replace(services.cases, tell_places=self._tell)
        self.places = TellingPlaces(self.desk.window.stage, replace(services, cases=cases))

    def _tell(self, user: User) -> PlacesTold:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else PlacesTold()
        if isinstance(answer, EnvironmentProblem):
            raise answer
        return answer

    def ticks(self, count: int) -> int:
        """Some seconds; how often the hub was asked in them."""
        before = self.asked
        for _ in range(count):
            self.places.tick()
            self.desk.window.rest()
        return self.asked - before

    @property
    def told(self) -> str:
        """What the window says."""
        return repr(self.desk.window.shell.message)


@pytest.fixture
def telling(site: Site) -> Telling:
    return Telling(site)


def test_places_that_followed_are_told_and_then_it_rests(telling: Telling) -> None:
    telling.answers = [PlacesTold(moved=2, full=1)]
    assert 1 == telling.ticks(12)
    assert "The places of 2 interviews have followed their codes." in telling.told
    assert "1 interview stays where it counts" in telling.told
    assert 1 == telling.ticks(2)


def test_where_nothing_waits_nothing_is_said(telling: Telling) -> None:
    telling.desk.window.stage.say("before")
    assert 1 == telling.ticks(1)
    assert "before" in telling.told


def test_a_silent_hub_is_asked_again_soon_and_nobody_hears_of_it(telling: Telling) -> None:
    telling.desk.window.stage.say("before")
    telling.answers = [EnvironmentProblem("hub_unanswered", "cut", "wait"), PlacesTold(moved=1)]
    assert 1 == telling.ticks(3)
    assert "before" in telling.told
    assert 1 == telling.ticks(1)
    assert "The place of 1 interview has followed its codes." in telling.told


def test_an_older_hub_is_told_of_once(telling: Telling) -> None:
    telling.answers = [OLDER, OLDER.afresh(), PlacesTold(), OLDER.afresh()]
    telling.ticks(1)
    assert "An older hub." in telling.told
    telling.desk.window.stage.say("before")
    assert 1 == telling.ticks(13)
    assert "before" in telling.told
    telling.ticks(26)
    assert "An older hub." in telling.told


def test_what_came_to_wait_is_told_before_the_rest_is_over(telling: Telling) -> None:
    assert 1 == telling.ticks(1)
    telling.places.soon()
    assert 1 == telling.ticks(3)


def test_on_one_machine_nothing_is_told(site: Site) -> None:
    services = site.desk()
    assert services.cases.tell_places is None
    TellingPlaces(Desk(site).window.stage, services).tick()


@pytest.mark.parametrize("tab", ["cases", "quotas", "appointments", "outcomes"])
def test_whatever_tab_is_in_front_it_is_told(telling: Telling, tab: str) -> None:
    desk, supervisor = telling.desk, telling.desk.window.supervisor
    assert supervisor is not None
    supervisor.places = telling.places
    desk.show(tab)
    for _ in range(3):
        desk.window.presenter.tick()
        desk.window.rest()
    assert 1 == telling.asked, "what is read anew at each tick holds it up"
