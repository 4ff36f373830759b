"""A supervisor brings changed settings to the hub from the window, told before what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.station.settings_desk import StationSettings
from cati_app.ui.desk.settings.port import SettingEdit
from tests.machines import Machines
from tests.stations import PASSWORD, Site

T = TypeVar("T")
SETTING = "calling.max_attempts"


@pytest.fixture
def machines(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """The study is at its hub, and another station has joined; a window is open here."""
    made = Machines(tmp_path, site, monkeypatch)
    made.publisher().publish()
    made.join()
    made.here = made.at_its_hub()
    made.publisher().publish()  # names the other station
    made.fetch()
    made.here = made.at_its_hub()
    made.here.hub.takes_passwords = True  # as in a window
    yield made
    made.close()


@pytest.fixture
def desk(machines: Machines) -> StationSettings:
    found = machines.here.sign_in("sue", PASSWORD)
    assert found is not None
    by, keys = found
    return StationSettings(machines.here, keys, by)


def change(desk: StationSettings, value: str) -> None:
    desk.make(SettingEdit(desk.new_change(), SETTING, value, desk.look().digest), "Fewer complaints")


def test_changed_settings_wait_until_they_are_brought_and_hold_then_at_other_stations(
    machines: Machines, desk: StationSettings
) -> None:
    assert (True, False) == (desk.look().publishes, desk.look().waits)
    assert not desk.foresee_publication().is_new
    change(desk, "5")
    assert desk.look().waits

    foreseen = desk.foresee_publication()
    assert (True, [(SETTING, "5")]) == (foreseen.is_new, [(path, now) for path, _, now in foreseen.settings])
    assert desk.look().waits, "nothing was brought"
    edition = desk.publish()

    assert (edition, False, None) == (machines.fetch(), desk.look().waits, desk.publish())
    with machines.opened() as station:
        assert 5 == station.rules.retry.max_attempts


def test_taken_back_before_it_was_brought_nothing_waits(desk: StationSettings) -> None:
    change(desk, "5")
    desk.undo()
    assert not desk.look().waits


def test_cut_off_at_whatever_request_it_is_brought_again(machines: Machines, desk: StationSettings) -> None:
    change(desk, "5")
    for answered in range(7):
        machines.network.asked.clear()
        machines.network.cut_after = answered
        with pytest.raises(EnvironmentProblem, match="does not answer"):
            desk.publish()
        assert desk.look().waits
    machines.network.cut_after = None
    edition = desk.publish()
    assert (edition, False) == (machines.fetch(), desk.look().waits)


def test_every_step_of_the_store_runs_in_its_lane_and_no_request_does(
    machines: Machines, desk: StationSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = []
    transaction, send = machines.here.database.transaction, machines.network.send

    def in_store(step: Callable[[], T]) -> T:
        inside.append(step)
        try:
            return step()
        finally:
            inside.pop()

    def counted() -> object:
        assert inside, "the database belongs to the store's lane"
        return transaction()

    def asked(*call: object) -> object:
        assert not inside, "nobody in the store waits for a hub"
        return send(*call)  # type: ignore[arg-type] # as it came

    change(desk, "5")
    machines.here.hub.lane = in_store
    monkeypatch.setattr(machines.here.database, "transaction", counted)
    monkeypatch.setattr(machines.network, "send", asked)
    assert desk.foresee_publication().is_new
    assert desk.publish() is not None


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("study.yaml", "max_attempts: 5", "max_attempts: 6"), ("form.md", "Will you take part?", "Do you take part?")],
)
def test_what_is_not_in_force_here_is_brought_to_nobody(
    machines: Machines, desk: StationSettings, name: str, before: str, after: str
) -> None:
    change(desk, "5")
    file = machines.study / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    for work in (desk.foresee_publication, desk.publish):
        with pytest.raises(EnvironmentProblem) as told:
            work()
        assert "study_not_in_force" == told.value.code
    assert None is machines.fetch()


def test_a_station_that_has_joined_brings_nothing(machines: Machines) -> None:
    with machines.opened() as station:
        found = station.sign_in("sue", PASSWORD)
        assert found is not None
        by, keys = found
        station.hub.takes_passwords = True
        desk = StationSettings(station, keys, by)
        assert (False, False) == (desk.look().publishes, desk.look().waits)
        with pytest.raises(RuleViolation) as told:
            desk.foresee_publication()
        assert "people_elsewhere" == told.value.code
