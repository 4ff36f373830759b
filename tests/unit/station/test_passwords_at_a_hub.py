"""A password that somebody chooses at a joined station counts everywhere, and whatever is cut off, one of two opens."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import NOT_AT_HUB, PASSWORD_AT_HUB
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role
from cati_app.fieldwork.people.passwords import ChangePasswordAtHub
from cati_app.station.opening import Station
from cati_app.station.passwords_at_hub import hear_passwords
from cati_app.store.key_bundles import vouched
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import PROTOCOL
from cati_app.sync.password_messages import bundle_told
from cati_app.sync.session import sign_in
from tests.faults.proofs import Said
from tests.hubs import MemoryHub
from tests.machines import Machines
from tests.stations import PASSWORD, Site

OWN = "a word of my own"
OTHER = "yet another word"


@pytest.fixture
def machines(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    made = Machines(tmp_path, site, monkeypatch)
    made.at_its_hub()
    yield made
    made.close()


@pytest.fixture
def code(machines: Machines) -> str:
    """The start code of Kim, whom the supervisor has added before the study was published."""
    sue = machines.publisher()
    _, made = machines.here.people.add_person(sue._keys).with_code(sue._by, "kim", "Kim", Role.INTERVIEWER)
    machines.publisher().publish()
    return made


@pytest.fixture
def another(machines: Machines, code: str) -> Machines:
    """A second station that has joined, after the first one."""
    machines.join()
    made = machines.another("another")
    made.join()
    return made


def opens(station: Station, password: str, login: str = "kim") -> bool:
    """Whether somebody can sign in with it; a start code that is still to be replaced opens as well."""
    try:
        return station.sign_in(login, password) is not None
    except RuleViolation as rule:
        if rule.code != "choose_password":
            raise
        return True


def choose(station: Station, old: str, new: str, login: str = "kim") -> bool:
    """Choose it; False where the old one is wrong."""
    return station.people.choose_password(login, old, new) is not None


@contextmanager
def problem(code: str) -> Iterator[None]:
    with pytest.raises(EnvironmentProblem) as told:
        yield
    assert code == told.value.code


def facts(machines: Machines) -> list[str]:
    """Kinds of the hub's own facts about people, in order."""
    study = machines.here.database.study.hex()
    told = machines.hub.hub.studies.of(study).run(
        lambda unit: [row[0] for row in unit._statements.all("SELECT kind FROM hub_fact ORDER BY position")]
    )
    return told.result()


# -- everywhere ------------------------------------------------------------------------------------------------------


def test_a_start_code_is_replaced_at_a_joined_station_and_used_up_everywhere(
    another: Machines, machines: Machines, code: str
) -> None:
    with machines.opened() as station:
        with pytest.raises(RuleViolation, match="choose_password"):
            station.sign_in("kim", code)
        assert choose(station, code.lower(), OWN)
        assert (True, False) == (opens(station, OWN), opens(station, code))
    assert [PASSWORD_AT_HUB] == facts(machines)

    assert None is another.fetch(), "no edition is new"
    with another.opened() as station:
        assert (True, False) == (opens(station, OWN), opens(station, code))
    machines.publisher().publish()
    assert (True, False) == (opens(machines.here, OWN), opens(machines.here, code))


def test_the_station_that_published_the_study_has_it_after_its_next_contact(machines: Machines, code: str) -> None:
    machines.join()
    with machines.opened() as station:
        assert choose(station, code, OWN)

    here = machines.at_its_hub()
    assert opens(here, code), "it has not heard yet"
    hear_passwords(here.database, machines._client("e" * 64))
    assert (True, False) == (opens(here, OWN), opens(here, code))


def test_another_password_is_chosen_at_another_station(another: Machines, machines: Machines, code: str) -> None:
    with machines.opened() as station:
        assert choose(station, code, OWN)
    with another.opened() as station:  # which has heard nothing since
        assert choose(station, OWN, OTHER) is False or opens(station, OTHER)
        assert (True, False) == (opens(station, OTHER), opens(station, OWN))
    machines.fetch()
    with machines.opened() as station:
        assert (True, False) == (opens(station, OTHER), opens(station, OWN))


def test_whoever_is_at_work_changes_it_and_goes_on_at_the_hub(machines: Machines, code: str) -> None:
    machines.join()
    with machines.opened() as station:
        signed_in = station.sign_in("sue", PASSWORD)
        assert signed_in is not None
        user, keys = signed_in
        before = keys.shown
        station.people.change_own_password(keys)(user, PASSWORD, "fourteen letters and more")
        assert keys.shown != before
        again = station.sign_in("sue", "fourteen letters and more")
        assert again is not None
        assert keys.shown == again[1].shown
        with pytest.raises(RuleViolation, match="wrong_login"):
            station.people.change_own_password(keys)(user, PASSWORD, "another fourteen letters")


def test_what_may_not_be_chosen_is_refused_before_the_hub_is_told(machines: Machines, code: str) -> None:
    machines.join()
    with machines.opened() as station:
        machines.network.asked.clear()
        assert choose(station, "WRONGCODE234", OWN) is False
        with pytest.raises(RuleViolation, match="password_too_short"):
            choose(station, code, "short")
        with pytest.raises(RuleViolation, match="password_as_before"):
            choose(station, code, code)
        assert HubCall.OWN_PASSWORD not in machines.network.asked
        assert opens(station, code)
    assert [] == facts(machines)


def test_without_a_line_nothing_is_changed(machines: Machines, code: str) -> None:
    machines.join()
    machines.network.cut_after = 0
    with machines.opened() as station:
        with problem("password_needs_line"):
            choose(station, code, OWN)
        assert (True, False) == (opens(station, code), opens(station, OWN))
    machines.network.cut_after = None
    with machines.opened() as station:
        assert choose(station, code, OWN)


def test_keys_that_the_hub_does_not_have_yet_take_a_password_without_a_line(machines: Machines, code: str) -> None:
    machines.site.clock.move(60)
    sue = machines.publisher()
    _, newest = machines.here.people.add_person(sue._keys).with_code(sue._by, "lee", "Lee", Role.INTERVIEWER)
    machines.network.cut_after = 0
    here = machines.at_its_hub()
    assert choose(here, newest, OWN, "lee")
    with problem("password_needs_line"):
        choose(here, code, OWN)
    machines.network.cut_after = None

    machines.publisher().publish()
    machines.join()
    with machines.opened() as station:
        assert opens(station, OWN, "lee")
        assert choose(station, OWN, OTHER, "lee")


# -- which of two counts ---------------------------------------------------------------------------------------------


def test_a_publication_that_was_made_before_takes_no_password_away(
    another: Machines, machines: Machines, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with machines.opened() as station:
        assert choose(station, code, OWN)
    sue = machines.publisher()
    sue._station.people.change_person(sue._keys)(sue._by, sue._by.id, name="Susan")
    with monkeypatch.context() as patch:
        patch.setattr("cati_app.station.publishing.hear_passwords", lambda *_: None)
        assert sue.publish() is not None

    for each in (machines, another):
        each.fetch()
        with each.opened() as station:
            assert (True, False) == (opens(station, OWN), opens(station, code))
            assert choose(station, OWN, OTHER) or each is another
            if each is machines:
                assert choose(station, OTHER, OWN)


def test_new_keys_of_a_supervisor_win_over_what_was_chosen_for_the_former(
    another: Machines, machines: Machines, code: str
) -> None:
    with machines.opened() as station:
        assert choose(station, code, OWN)
    sue = machines.publisher()
    kim = next(user for user in machines.here.logins() if user.login == "kim")
    fresh = machines.here.people.reset_password(sue._keys)(sue._by, kim.id)
    machines.publisher().publish()

    with machines.opened() as station, problem("hub_other_keys"):  # it does not know the keys yet
        choose(station, OWN, OTHER)
    for each in (machines, another):
        each.fetch()
        with each.opened() as station:
            assert (True, False) == (opens(station, fresh), opens(station, OWN))
    machines.hub.new_epoch()
    machines.fetch()
    with another.opened() as station:
        assert choose(station, fresh, OTHER)


def test_what_was_chosen_for_former_keys_is_not_taken_again_from_a_station_that_has_heard_of_no_reset(
    machines: Machines, code: str
) -> None:
    machines.join()
    with machines.opened() as station:
        assert choose(station, code, OWN)
    sue = machines.publisher()
    kim = next(user for user in machines.here.logins() if user.login == "kim")
    fresh = machines.here.people.reset_password(sue._keys)(sue._by, kim.id)
    machines.publisher().publish()

    machines.hub.new_epoch()
    with machines.opened() as station:
        hear_passwords(station.database, machines._client(_secret(station)))
    machines.fetch()
    with machines.opened() as station:
        assert (True, False) == (opens(station, fresh), opens(station, OWN))
        assert choose(station, fresh, OTHER)


def test_whoever_has_left_opens_nothing_at_a_station_that_has_heard_it(machines: Machines, code: str) -> None:
    machines.join()
    with machines.opened() as station:
        assert choose(station, code, OWN)
    sue = machines.publisher()
    kim = next(user for user in machines.here.logins() if user.login == "kim")
    machines.here.people.deactivate_person(sue._keys)(sue._by, kim.id)
    machines.publisher().publish()
    with machines.opened() as station:
        assert opens(station, OWN), "it has not heard yet"
        session = _at_the_hub(station, machines, OWN)
    assert session is None, "the hub has"
    machines.fetch()
    with machines.opened() as station:
        assert opens(station, OWN) is False


def test_another_password_ends_what_was_begun_at_the_hub_with_the_former(
    another: Machines, machines: Machines, code: str
) -> None:
    with machines.opened() as station:
        assert choose(station, code, OWN)
        session = _at_the_hub(station, machines, OWN)
        assert _works(station, machines, session)
        assert choose(station, OWN, OTHER)
        assert not _works(station, machines, session)


def test_a_hub_from_a_copy_that_is_shown_a_newer_password_ends_what_was_begun_with_the_former(
    another: Machines, machines: Machines, code: str
) -> None:
    with another.opened() as station:
        assert choose(station, code, OWN)
    machines.fetch()

    def chosen() -> None:
        with another.opened() as station:
            assert choose(station, OWN, OTHER)

    _goes_back(machines, chosen)
    another.network, another.hub = machines.network, machines.hub
    with machines.opened() as station:
        session = _at_the_hub(station, machines, OWN)
        assert _works(station, machines, session)
        another.fetch()
        assert not _works(station, machines, session)


def _at_the_hub(station: Station, machines: Machines, password: str) -> str | None:
    """A session; None where the hub lets nobody in with that."""
    signed_in = station.sign_in("kim", password)
    assert signed_in is not None
    user, keys = signed_in
    assert keys.shown is not None
    try:
        return sign_in(machines._client(_secret(station)), user.id, keys.shown)
    except EnvironmentProblem as problem:
        if problem.code != "hub_sign_in":
            raise
        return None


def _works(station: Station, machines: Machines, session: str | None) -> bool:
    """Whether somebody is let in under that session."""
    assert session is not None
    study, device = station.database.study.hex(), station.database.device
    known = machines.hub.hub.studies.of(study).run(lambda unit: unit.sessions.person(device, session))
    return known.result() is not None


def test_a_station_that_knows_a_person_later_has_the_password_then(machines: Machines, another: Machines) -> None:
    machines.site.clock.move(60)
    sue = machines.publisher()
    _, fresh = machines.here.people.add_person(sue._keys).with_code(sue._by, "lee", "Lee", Role.INTERVIEWER)
    machines.publisher().publish()
    machines.fetch()
    with machines.opened() as station:
        assert choose(station, fresh, OWN, "lee")

    with another.opened() as station:  # the passwords come first, in every contact
        hear_passwords(station.database, another._client(_secret(station)))
    another.fetch()
    with another.opened() as station:
        assert (True, False) == (opens(station, OWN, "lee"), opens(station, fresh, "lee"))


def _secret(station: Station) -> str:
    access = station.database.state.hub(station.database.device)
    assert access is not None
    return access.secret


def test_of_two_stations_at_once_one_is_told_that_the_other_was_quicker(
    another: Machines, machines: Machines, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    through, quicker = machines.network.send, iter([True])

    def send(call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        if call is HubCall.OWN_PASSWORD and next(quicker, False):
            with another.opened() as station:
                assert choose(station, code, OTHER)
        return through(call, body, credential)

    monkeypatch.setattr(machines.network, "send", send)
    with machines.opened() as station:
        with pytest.raises(RuleViolation, match="password_elsewhere"):
            choose(station, code, OWN)
        assert opens(station, code), "until it hears"
        with pytest.raises(RuleViolation, match="password_elsewhere"):
            choose(station, code, OWN)
        assert (True, False) == (opens(station, OTHER), opens(station, code))
    assert [PASSWORD_AT_HUB] == facts(machines)


# -- whatever is cut off ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrives", [True, False])
def test_where_no_answer_comes_one_of_the_two_passwords_opens_and_is_named(
    machines: Machines, code: str, arrives: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.join()
    through = machines.network.send

    def send(call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        if call is HubCall.OWN_PASSWORD:
            if arrives:
                through(call, body, credential)
            raise LineCut
        return through(call, body, credential)

    with monkeypatch.context() as patch:
        patch.setattr(machines.network, "send", send)
        with machines.opened() as station:
            with problem("password_unanswered"):
                choose(station, code, OWN)
            assert (True, False) == (opens(station, code), opens(station, OWN))
    machines.fetch()
    with machines.opened() as station:
        assert (not arrives, arrives) == (opens(station, code), opens(station, OWN))


class Killed(BaseException):
    """The program is gone."""


def test_killed_before_it_is_written_down_the_next_contact_brings_it(
    machines: Machines, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.join()

    def killed(*given: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, machines.opened() as station:
        patch.setattr(ChangePasswordAtHub, "_take", killed)
        with pytest.raises(Killed):
            choose(station, code, OWN)
    with machines.opened() as station:
        assert (True, False) == (opens(station, code), opens(station, OWN))
    machines.site.clock.move(60)  # the try that was killed counts as failed for a while, as any
    machines.fetch()
    with machines.opened() as station:
        assert (True, False) == (opens(station, OWN), opens(station, code))
        machines.site.clock.move(60)
        assert choose(station, OWN, OTHER)


def _copied(machines: Machines, to: Path) -> None:
    """The hub's folder, as it is now."""
    machines.hub.close()
    shutil.copytree(machines.folder / "hub", to)
    machines.hub.restart()


def _put_back(machines: Machines, copy: Path) -> None:
    """The hub is that copy."""
    machines.hub.close()
    shutil.rmtree(machines.folder / "hub")
    copy.rename(machines.folder / "hub")
    machines.network.hub = machines.hub = MemoryHub(machines.folder / "hub", is_there=True)


def _goes_back(machines: Machines, to: Callable[[], None]) -> None:
    """The hub is a copy from before something was done."""
    copy = machines.folder / "copy"
    _copied(machines, copy)
    to()
    _put_back(machines, copy)


@pytest.mark.parametrize("noticed", [True, False])
def test_a_hub_from_an_older_copy_is_shown_what_it_has_lost(
    another: Machines, machines: Machines, code: str, noticed: bool
) -> None:
    def chosen() -> None:
        with machines.opened() as station:
            assert choose(station, code, OWN)
        machines.fetch()

    _goes_back(machines, chosen)
    if noticed:
        machines.hub.new_epoch()
    another.network, another.hub = machines.network, machines.hub
    another.fetch()
    with another.opened() as station:
        assert opens(station, code), "nobody has shown it yet"
    machines.fetch()
    another.fetch()
    with another.opened() as station:
        assert (True, False) == (opens(station, OWN), opens(station, code))
        assert choose(station, OWN, OTHER)


def _choose_sue(station: Station) -> None:
    signed_in = station.sign_in("sue", PASSWORD)
    assert signed_in is not None
    user, keys = signed_in
    station.people.change_own_password(keys)(user, PASSWORD, "fourteen letters and more")


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_station_between_two_pages_hears_all_that_a_hub_from_a_copy_has(
    another: Machines, machines: Machines, code: str, is_cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood before the page that came had moved behind it, and stands before it again in the copy."""
    monkeypatch.setattr("cati_app.hub.passwords.AT_ONCE", 1)
    monkeypatch.setattr("cati_app.station.passwords_at_hub.AT_ONCE", 1)
    with machines.opened() as station:
        assert choose(station, code, OWN)
        _choose_sue(station)
    older = machines.folder / "older"
    _copied(machines, older)
    with machines.opened() as station:
        assert choose(station, OWN, OTHER)
    through = machines.network.send

    def send(call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        if call is HubCall.PASSWORDS and json.loads(body)["after"] and older.exists():  # the second page is asked for
            _put_back(machines, older)
            if is_cut:
                raise LineCut
        return through(call, body, credential)

    monkeypatch.setattr(machines.network, "send", send)
    with another.opened() as station:
        client = another._client(_secret(station))
        if is_cut:
            with problem("hub_unreachable"):
                hear_passwords(station.database, client)
        hear_passwords(station.database, client)

        assert (True, False) == (opens(station, OWN), opens(station, code))
        assert opens(station, "fourteen letters and more", "sue")


@pytest.mark.parametrize("heard", [True, False])
def test_a_hub_from_a_copy_that_has_gone_on_meanwhile_is_shown_what_it_has_lost(
    another: Machines, machines: Machines, code: str, heard: bool
) -> None:
    def chosen() -> None:
        with machines.opened() as station:
            assert choose(station, code, OWN)
        if heard:
            machines.fetch()

    _goes_back(machines, chosen)
    machines.hub.clock.move(60)
    another.network, another.hub = machines.network, machines.hub
    with another.opened() as station:  # nobody has noticed the copy, and somebody else chooses a password there
        _choose_sue(station)
    machines.fetch()
    another.fetch()
    with another.opened() as station:
        assert (True, False) == (opens(station, OWN), opens(station, code))
        assert choose(station, OWN, OTHER)


def test_what_was_chosen_at_the_copy_and_before_is_settled_by_the_later_one(
    another: Machines, machines: Machines, code: str
) -> None:
    def chosen() -> None:
        with machines.opened() as station:
            assert choose(station, code, OWN)
        machines.fetch()

    _goes_back(machines, chosen)
    machines.hub.clock.move(60)
    machines.hub.new_epoch()
    another.network, another.hub = machines.network, machines.hub
    with another.opened() as station:
        assert choose(station, code, OTHER)
    for each in (machines, another, machines):
        each.fetch()
    for each in (machines, another):
        with each.opened() as station:
            assert (True, False) == (opens(station, OTHER), opens(station, OWN))


# -- what a hub could do ---------------------------------------------------------------------------------------------


def _telling(machines: Machines, change: Callable[[list[dict[str, object]]], None]) -> None:
    def instead(call: HubCall, body: bytes, reply: Reply) -> Reply:
        if call is not HubCall.PASSWORDS:
            return reply
        told = json.loads(reply.body)
        change(told["bundles"])
        return Reply(reply.status, json.dumps(told).encode())

    machines.network.instead = instead


def test_a_hub_gives_no_bundle_under_another_number_or_for_other_keys(
    another: Machines, machines: Machines, code: str, said: Said
) -> None:
    with machines.opened() as station:
        assert choose(station, code, OWN)
    for name, value in (
        ("n", 7),
        ("keys", "0" * 64),
        ("person", machines.here.logins()[0].id),
        ("login_check", "1" * 64),
    ):

        def changed(bundles: list[dict[str, object]], name: str = name, value: object = value) -> None:
            for each in bundles:
                bundle = each["bundle"]
                assert isinstance(bundle, dict)
                bundle[name] = value

        _telling(another, changed)
        with pytest.raises(EnvironmentProblem) as told:
            another.fetch()
        assert told.value.code == "part_damaged"
        said(str(told.value))
        with another.opened() as station:
            assert opens(station, code)


def test_an_old_bundle_takes_the_newer_one_from_nobody(
    another: Machines, machines: Machines, code: str, said: Said
) -> None:
    told: list[dict[str, object]] = []

    def kept(bundles: list[dict[str, object]]) -> None:
        told.extend(bundles)

    with machines.opened() as station:
        assert choose(station, code, OWN)
    _telling(another, kept)
    another.fetch()
    with machines.opened() as station:
        assert choose(station, OWN, OTHER)
    machines.network.instead = lambda call, body, reply: reply
    another.fetch()

    def again(bundles: list[dict[str, object]]) -> None:
        bundles[:] = told[:1]

    _telling(another, again)
    another.fetch()
    with another.opened() as station:
        assert (True, False) == (opens(station, OTHER), opens(station, OWN))
        with station.database.transaction() as statements:
            known = [each.bundle.n for each in vouched(statements)]
        assert [2] == known, "what a hub from an older copy is shown"
        said("the former password opens nothing where the newer one has arrived")


def test_who_does_not_know_the_password_so_far_is_not_believed_and_waits_longer(
    machines: Machines, code: str, said: Said
) -> None:
    machines.join()
    with machines.opened() as station:
        signed_in = station.people._with_code("kim", code)
        assert signed_in is not None
        user, keys = signed_in
        with station.units(keys)() as unit:
            offer = unit.people.offer_password(UserId(user.id), code, OWN)
        shown = {"protocol": PROTOCOL, "shown": "0" * 64, "bundle": None}
        shown["bundle"] = bundle_told(offer.bundle).model_dump()
        statuses = [
            machines.hub.answer(HubCall.OWN_PASSWORD, json.dumps(shown).encode(), _secret(station)).status
            for _ in range(7)
        ]
        right = json.dumps({**shown, "shown": offer.shown.hex()}).encode()
        waiting = machines.hub.answer(HubCall.OWN_PASSWORD, right, _secret(station))
        assert [403] * 7 == statuses
        said("403 sign_in, and longer and longer waits")
        assert 403 == waiting.status, "too soon after seven failures"
        machines.hub.clock.move(120)
        assert 200 == machines.hub.answer(HubCall.OWN_PASSWORD, right, _secret(station)).status
        assert 200 == machines.hub.answer(HubCall.OWN_PASSWORD, right, _secret(station)).status, "the same once more"
    assert [*[NOT_AT_HUB] * 5, PASSWORD_AT_HUB] == facts(machines)
