"""What a supervisor changes about people is at the hub at once, and nothing else of the study goes with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.station.opening import Station
from cati_app.station.people_at_hub import PeopleAtHub, are_told
from cati_app.station.people_desk import StationPeople
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.messages import PROTOCOL
from tests.machines import HERE_SECRET, Machines, answer_lost
from tests.stations import PASSWORD, Site

T = TypeVar("T")


@pytest.fixture
def machines(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """The study is at its hub, and another station has joined."""
    made = Machines(tmp_path, site, monkeypatch)
    made.publisher().publish()
    made.join()
    made.here = made.at_its_hub()
    yield made
    made.close()


def signed_in(machines: Machines) -> tuple[User, HeldKeys]:
    found = machines.here.sign_in("sue", PASSWORD)
    assert found is not None
    return found


def bob_leaves(machines: Machines) -> None:
    by, keys = signed_in(machines)
    machines.here.people.deactivate_person(keys)(by, machines.site.bob.id)


def tell(machines: Machines, in_store: StoreStep = at_once) -> None:
    PeopleAtHub(machines.here, *signed_in(machines), in_store).tell()


def test_whoever_leaves_is_out_at_the_next_contact_of_the_other_stations(machines: Machines) -> None:
    bob_leaves(machines)

    tell(machines)

    assert 2 == machines.fetch()
    with machines.opened() as station:
        assert (None, True) == (station.sign_in("bob", PASSWORD), station.sign_in("ann", PASSWORD) is not None)


def test_files_of_the_study_wait_for_a_publication_that_says_before_what_follows(machines: Machines) -> None:
    there, more = machines.there / "study" / "more.md", machines.study / "more.md"
    more.write_text("more", encoding="utf-8")
    bob_leaves(machines)

    tell(machines)

    assert (2, False) == (machines.fetch(), there.exists())
    machines.publisher().publish()
    assert (3, True) == (machines.fetch(), there.exists())


def test_where_nobody_changed_nothing_is_declared_and_no_station_is_let_in(machines: Machines) -> None:
    machines.another("another").join()
    machines.network.asked.clear()

    tell(machines)

    assert not {HubCall.EDITION, HubCall.DEVICES_WAITING} & set(machines.network.asked)
    assert None is machines.fetch()


def test_cut_off_at_whatever_request_it_is_said_again(machines: Machines) -> None:
    bob_leaves(machines)
    for answered in range(6):
        machines.network.asked.clear()
        machines.network.cut_after = answered
        with pytest.raises(EnvironmentProblem) as told:
            tell(machines)
        assert "hub_unreachable" == told.value.code

    machines.network.cut_after = None
    tell(machines)
    assert 3 == machines.fetch(), "nobody knew whether the hub had taken the second one"


def tell_waiting(machines: Machines) -> bool:
    return PeopleAtHub(machines.here, *signed_in(machines)).tell_waiting()


def test_what_was_changed_without_a_line_is_told_once_there_is_one(machines: Machines) -> None:
    machines.network.cut_after = 0
    machines.network.asked.clear()
    bob_leaves(machines)
    with pytest.raises(EnvironmentProblem, match="does not answer"):
        tell(machines)
    with pytest.raises(EnvironmentProblem, match="does not answer"):
        tell_waiting(machines)

    machines.network.cut_after = None
    assert tell_waiting(machines)
    assert 2 == machines.fetch()
    with machines.opened() as station:
        assert (None, True) == (station.sign_in("bob", PASSWORD), station.sign_in("ann", PASSWORD) is not None)


@pytest.mark.parametrize("by_publishing", [True, False])
def test_where_the_hub_knows_all_it_is_not_asked_again(machines: Machines, by_publishing: bool) -> None:
    bob_leaves(machines)
    if by_publishing:
        machines.publisher().publish()
        machines.here = machines.at_its_hub()
    else:
        tell(machines)
    machines.network.asked.clear()

    assert not tell_waiting(machines)

    assert [] == machines.network.asked


@pytest.mark.parametrize("call", [HubCall.EDITION, None])
def test_killed_anywhere_what_waits_is_told_by_the_next_one(
    machines: Machines, call: HubCall | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob_leaves(machines)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if call is None:
            patch.setattr("cati_app.station.publishing.note_people_told", killed)
        else:
            patch.setattr(machines.network, "instead", lambda asked, _, reply: killed() if asked is call else reply)
        with pytest.raises(KeyboardInterrupt):
            tell(machines)

    assert tell_waiting(machines)
    assert not tell_waiting(machines)
    machines.fetch()
    with machines.opened() as station:
        assert station.sign_in("bob", PASSWORD) is None


def test_a_study_that_an_earlier_version_published_is_looked_at_once_and_nothing_is_said(machines: Machines) -> None:
    with machines.here.database.transaction() as statements:
        statements.execute("DELETE FROM meta WHERE key = 'hub_people'")
        statements.commit()
    machines.network.asked.clear()

    assert (False, False) == (tell_waiting(machines), tell_waiting(machines))

    assert (1, False) == (
        machines.network.asked.count(HubCall.EDITION_NEWEST),
        HubCall.EDITION in machines.network.asked,
    )


def desk_at(station: Station) -> StationPeople:
    """Of a supervisor who has signed in at a window there."""
    found = station.sign_in("sue", PASSWORD)
    assert found is not None
    station.hub.takes_passwords = True
    return StationPeople(station, found[1], found[0], "en")


def test_only_a_window_of_the_station_that_has_the_study_tells_of_people(machines: Machines) -> None:
    assert desk_at(machines.here).tell_hub is not None
    with machines.opened() as joined:
        assert desk_at(joined).tell_hub is None, "nobody changes people there, so nothing waits"


def test_a_hub_with_an_older_study_than_stations_know_gets_all_of_it_or_nothing(machines: Machines) -> None:
    older = machines.hub.answer(HubCall.EDITION_NEWEST, json.dumps({"protocol": PROTOCOL}).encode(), HERE_SECRET)
    (machines.study / "more.md").write_text("more", encoding="utf-8")
    machines.publisher().publish()
    machines.here = machines.at_its_hub()
    bob_leaves(machines)

    def instead(call: HubCall, body: bytes, reply: Reply) -> Reply:
        return older if call is HubCall.EDITION_NEWEST else reply

    machines.network.instead = instead
    machines.network.asked.clear()
    with pytest.raises(EnvironmentProblem) as told:
        tell(machines)

    assert "hub_wants_all" == told.value.code
    assert HubCall.EDITION not in machines.network.asked


def test_a_study_that_stations_may_have_seen_goes_to_the_hub_before_people_do(machines: Machines) -> None:
    """Nobody knows whether the hub took it, and now it is not there."""
    older = machines.hub.answer(HubCall.EDITION_NEWEST, json.dumps({"protocol": PROTOCOL}).encode(), HERE_SECRET)
    (machines.study / "more.md").write_text("more", encoding="utf-8")
    with answer_lost(machines, HubCall.EDITION), pytest.raises(EnvironmentProblem):
        machines.publisher().publish()
    machines.here = machines.at_its_hub()
    bob_leaves(machines)

    machines.network.instead = lambda call, body, reply: older if call is HubCall.EDITION_NEWEST else reply
    with pytest.raises(EnvironmentProblem) as told:
        tell(machines)
    assert "hub_wants_all" == told.value.code

    machines.network.instead = lambda call, body, reply: reply
    tell(machines)
    assert 3 == machines.fetch(), "the hub had taken it"


def test_a_study_that_was_not_published_has_nobody_to_tell(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Machines(tmp_path, site, monkeypatch)
    made.here = made.at_its_hub()
    assert not are_told(made.here.database)

    tell(made)

    assert {HubCall.EDITION_NEWEST} == set(made.network.asked)
    made.close()


def test_beside_a_window_the_database_is_left_to_its_lane(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    bob_leaves(machines)
    by, keys = signed_in(machines)
    depth, begun = [0], Statements.start

    def start(statements: Statements) -> None:
        assert depth[0], "a transaction outside the lane"
        begun(statements)

    def lane(step: Callable[[], T]) -> T:
        depth[0] += 1
        try:
            return step()
        finally:
            depth[0] -= 1

    whole = PeopleAtHub(machines.here, by, keys, lane)
    hub = machines.hub.answer

    def answered(call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        assert not depth[0], "the lane waits for the network"
        depth[0] += 1  # the hub has databases of its own
        try:
            return hub(call, body, credential)
        finally:
            depth[0] -= 1

    monkeypatch.setattr(machines.hub, "answer", answered)
    monkeypatch.setattr(Statements, "start", start)
    whole.tell()

    monkeypatch.undo()
    assert True is are_told(machines.here.database)
