"""A station joins a study at a hub, whatever is cut off on the way, and believes nothing that no supervisor signed."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cati_app.demo.station import demo_settings
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role
from cati_app.station import joining
from cati_app.station.folders import REHEARSAL, REHEARSED
from cati_app.store import exchange
from cati_app.store import joining as store_joining
from cati_app.store.opening import open_database
from cati_app.store.state_folder import StateFolder
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.messages import PROTOCOL
from tests.machines import Machines, answer_lost
from tests.stations import PASSWORD, Site


@pytest.fixture
def machines(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    made = Machines(tmp_path, site, monkeypatch)
    yield made
    made.close()


@contextmanager
def problem(code: str, part: str = "") -> Iterator[None]:
    """Refused with that code, and with a word in it."""
    with pytest.raises(EnvironmentProblem) as told:
        yield
    assert code == told.value.code
    assert part in str(told.value)


# -- joining ---------------------------------------------------------------------------------------------------------


def test_a_station_that_joins_a_rehearsal_has_it_in_its_folder_and_says_so(machines: Machines) -> None:
    (machines.study / REHEARSED).touch()
    machines.publisher().publish()
    code, before = machines.code(), len(machines.network.asked)
    machines.network.cut_after = before + 4
    with problem("hub_unreachable"):
        machines.join(code, database=None, rehearses=demo_settings)
    machines.network.cut_after = None
    joined = machines.join(code, database=None, rehearses=demo_settings)

    assert joined.folder / REHEARSAL == joined.database
    settings = demo_settings(joined.database)
    with open_database(joined.database, settings, create=False, writable=True) as database:
        station = machines.station_in(joined.folder, database)
        assert "Probelauf: Klein" == station.loaded.title("de")
        assert station.sign_in("ann", PASSWORD) is not None
        assert database.state.hub(database.device) is not None
        assert StateFolder(machines.settings.state_beside(joined.database), database.study).hub(database.device) is None


def test_a_station_that_joins_has_people_and_questionnaire_and_nobody_to_call(machines: Machines) -> None:
    edition = machines.publisher().publish()
    joined = machines.join()

    assert edition is not None
    assert (1, 1, "small") == (edition.n, joined.edition, joined.study)
    assert {"form.md", "study.yaml", "expected.json"} == {path.name for path in joined.folder.iterdir()}
    with machines.opened() as station:
        assert station.database.study == machines.here.database.study
        assert station.database.device != machines.here.database.device
        assert station.is_empty()
        assert not station.people.sheet_is_needed()
        for login in ("ann", "bob", "sue", "eve"):
            assert station.sign_in(login, PASSWORD) is not None
        assert station.sign_in("ann", "another password") is None
    here = machines.site.sql('SELECT * FROM "user" ORDER BY id')
    assert here == sorted(machines.rows("user"))
    assert machines.site.sql("SELECT signed FROM head ORDER BY n") == [(row[1],) for row in machines.rows("head")]


def test_whoever_sees_contact_data_sees_it_there_too(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()

    with machines.opened() as station:
        for login, sees in (("ann", True), ("sue", True), ("eve", False)):
            signed_in = station.sign_in(login, PASSWORD)
            assert signed_in is not None
            assert sees == signed_in[1].sees_contact
            assert machines.site.keys.lookup("number", "+4930") == (
                signed_in[1].lookup("number", "+4930") if sees else machines.site.keys.lookup("number", "+4930")
            )


def test_people_are_changed_where_the_study_was_published(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()

    with machines.opened() as station:
        signed_in = station.sign_in("sue", PASSWORD)
        assert signed_in is not None
        sue, keys = signed_in
        station.prepare(keys, sue)
        heads = machines.site.sql("SELECT count(*) FROM head")
        with pytest.raises(RuleViolation, match="people_elsewhere"):
            station.people.add_person(keys)(sue, "new", "New", Role.INTERVIEWER, PASSWORD)
        with pytest.raises(RuleViolation, match="people_elsewhere"):
            station.people.rotate_keys(keys)(sue)
        with station.units(None)() as unit:
            assert {0} == {count.target for count in unit.quota.counts()}
    assert heads == machines.site.sql("SELECT count(*) FROM head")


def test_a_station_is_named_by_the_next_list_of_people(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    with machines.opened() as station:
        station.sign_in("sue", PASSWORD)
        device, named_before = station.database.device, station.database.is_vouched_for

    second = machines.publisher().publish()
    fetched = machines.fetch()

    assert second is not None
    assert (False, 2, 2) == (named_before, second.n, fetched)
    assert "device_added" in machines.site.kinds()
    with machines.opened() as station:
        station.sign_in("sue", PASSWORD)
        assert (device, True) == (station.database.device, station.database.is_vouched_for)
    assert None is machines.publisher().publish()
    assert None is machines.fetch()


def test_of_the_lists_of_people_only_what_is_not_known_here_is_asked_for(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    machines.publisher().publish()
    asked: list[int] = []

    def heard(call: HubCall, body: bytes, reply: Reply) -> Reply:
        if call is HubCall.HEADS_AFTER:
            asked.append(json.loads(body)["after"])
        return reply

    machines.network.instead = heard
    before = machines.rows("head")
    assert 2 == machines.fetch()
    assert len(before) < len(machines.rows("head"))
    assert [before[-1][0] - 1] == asked, "the newest one here, and what is behind it"

    machines.fetch()
    assert 1 == len(asked), "without a new edition nothing is asked for"


def test_keys_that_are_not_those_of_whoever_had_the_code_are_refused(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()

    def swapped(call: HubCall, body: bytes, reply: Reply) -> Reply:
        if call is not HubCall.DEVICES_WAITING:
            return reply
        told = json.loads(reply.body)
        told["devices"][0]["keys"]["box"] = "0" * 64
        return Reply(reply.status, json.dumps(told).encode())

    machines.network.instead = swapped
    heads = machines.site.sql("SELECT count(*) FROM head")
    with problem("station_swapped"):
        machines.publisher().publish()
    assert heads == machines.site.sql("SELECT count(*) FROM head")


def _is_cut(step: Callable[[], object]) -> bool:
    """Whether the hub did not answer to the end."""
    try:
        step()
    except EnvironmentProblem as told:
        if told.code != "hub_unreachable":
            raise
        return True
    return False


# -- whatever is cut off ---------------------------------------------------------------------------------------------


def test_wherever_the_line_is_cut_the_same_code_goes_on(machines: Machines) -> None:
    machines.publisher().publish()
    code = machines.code()
    for answered in range(20):
        machines.network.asked.clear()
        machines.network.cut_after = answered
        if not _is_cut(lambda: machines.join(code)):
            break
        assert {} == machines.files_there()
    machines.network.cut_after = None

    assert 5 < answered < 19
    assert None is machines.fetch(), "which shows the keys, where that was cut"
    assert 2 == (machines.publisher().publish() or pytest.fail("nobody was admitted")).n
    with machines.opened() as station:
        assert station.sign_in("ann", PASSWORD) is not None


class Killed(BaseException):
    """The program is gone."""


STEPS = (
    (StateFolder, "keep_joining"),
    (joining, "written_beside"),
    (StateFolder, "keep_share"),
    (StateFolder, "keep_parts_key"),
    (StateFolder, "keep_pin"),
    (StateFolder, "keep_hub"),
    (joining, "put_in_place"),
    (StateFolder, "keep_edition"),
    (joining, "make_joined"),
    (exchange, "begin"),
    (store_joining, "new_database_key"),
    (store_joining, "_put"),
    (StateFolder, "keep_device_keys"),
    (StateFolder, "begin_chain"),
    (store_joining, "saw"),
    (exchange, "commit"),
    (exchange, "finish"),
    (joining, "_show"),
)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_wherever_the_program_is_killed_the_same_code_goes_on(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: bool
) -> None:
    machines.publisher().publish()
    code = machines.code()
    whole = getattr(owner, name)

    def killed(*given: Any, **named: Any) -> None:
        if after:
            whole(*given, **named)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killed)
        with pytest.raises(Killed):
            machines.join(code)

    if not _is_there(lambda: machines.join(code)):
        assert None is machines.fetch()
    left = [path for path in machines.files_there() if "part" in path or "incoming" in path]
    with machines.opened() as station:
        assert station.sign_in("ann", PASSWORD) is not None
    assert [] == [path for path in left if path not in ("joined.db.incoming", "joined.db.incoming.key")]
    assert {"study/form.md", "study/study.yaml", "joined.db"} < set(machines.files_there())


def _is_there(step: Callable[[], object]) -> bool:
    """Whether it was done; otherwise the database was there already."""
    try:
        step()
    except EnvironmentProblem as told:
        if told.code != "join_over":
            raise
        return False
    return True


def test_a_publication_goes_on_wherever_it_was_cut(machines: Machines) -> None:
    for answered in range(20):
        machines.network.asked.clear()
        machines.network.cut_after = answered
        if not _is_cut(lambda: machines.publisher().publish()):
            break
    machines.network.cut_after = None

    assert 6 < answered < 19
    assert 2 == machines.join().edition, "nobody knew whether the hub had taken the first one"


# -- what is there already -------------------------------------------------------------------------------------------


def test_nothing_that_is_there_is_overwritten(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    before = machines.files_there()

    with problem("join_over"):
        machines.join(folder="other")
    with problem("join_folder"):
        (machines.there / "full").mkdir()
        (machines.there / "full" / "mine.txt").write_text("mine", encoding="utf-8")
        machines.join(folder="full", database="other.db")
    assert {**before, "full/mine.txt": machines.files_there()["full/mine.txt"]} == machines.files_there()


def test_a_code_is_of_one_kind_and_for_one_station(machines: Machines) -> None:
    from dataclasses import replace

    machines.publisher().publish()
    code = machines.code()
    with problem("enrol_code_first"):
        machines.join(replace(code, seen=None))
    machines.join(code)

    with problem("hub_refuses_code"):
        machines.join(code, "second", "second.db")


def test_nobody_makes_a_code_before_the_study_is_there(machines: Machines) -> None:
    with problem("hub_not_published"):
        machines.code()


# -- what a hub could do ---------------------------------------------------------------------------------------------


def test_a_hub_that_shows_another_list_of_people_is_not_believed(machines: Machines) -> None:
    machines.publisher().publish()
    sue = machines.publisher()
    machines.here.people.add_person(sue._keys)(sue._by, "new", "New", Role.INTERVIEWER, PASSWORD)
    machines.publisher().publish()
    code = machines.code()

    def showing(change: object) -> None:
        def instead(call: HubCall, body: bytes, reply: Reply) -> Reply:
            if call is not HubCall.HEADS_AFTER:
                return reply
            told = json.loads(reply.body)
            assert callable(change)
            told["heads"] = change(told["heads"])
            return Reply(reply.status, json.dumps(told).encode())

        machines.network.instead = instead

    for change, word in (
        (lambda heads: heads[:1] if len(heads) == 5 else [], "older"),
        (lambda heads: [], "older"),
        (lambda heads: heads[1:], "leaves lists of people out"),
        (lambda heads: [heads[0], heads[-1].replace("by", "py")], "damaged"),
        (lambda heads: [heads[0].replace('share\\":1', 'share\\":2'), *heads[1:]], "does not follow"),
    ):
        showing(change)
        with problem("hub_people", word):
            machines.join(code)
        assert {} == machines.files_there()


@contextmanager
def _back_from_a_copy(machines: Machines, kept: Path) -> Iterator[None]:
    """The hub comes back from a copy made now, once what stands within has been done."""
    machines.hub.close()
    shutil.copytree(machines.hub.folder, kept)
    machines.hub.restart()
    yield
    machines.hub.close()
    shutil.rmtree(machines.hub.folder)
    shutil.copytree(kept, machines.hub.folder)
    machines.hub.restart()
    machines.hub.new_epoch()


def _add_person(machines: Machines) -> None:
    sue = machines.publisher()
    machines.here.people.add_person(sue._keys)(sue._by, "new", "New", Role.INTERVIEWER, PASSWORD)


def _newest_head(machines: Machines) -> int:
    """At the hub."""
    study = machines.here.database.study.hex()
    return machines.hub.hub.studies.of(study).run(lambda unit: unit.book.needed().head.n).result()


def test_a_station_brings_a_newer_list_of_people_to_a_hub_that_came_back_from_a_copy(
    machines: Machines, tmp_path: Path
) -> None:
    """Whoever has left has left there too, before anybody publishes."""
    machines.publisher().publish()
    machines.join()
    before = _newest_head(machines)
    with _back_from_a_copy(machines, tmp_path / "kept"):
        _add_person(machines)
        machines.publisher().publish()
        machines.fetch()
        newest = _newest_head(machines)
    assert before == _newest_head(machines) < newest

    machines.network.asked.clear()
    for _ in range(2):
        with problem("hub_edition_lower"):
            machines.fetch()
        assert newest == _newest_head(machines)
    assert 1 == machines.network.asked.count(HubCall.HEADS), "once it is there, it is not sent again"
    machines.publisher().publish()
    assert machines.fetch() is not None


def test_a_number_under_which_the_hub_took_an_edition_unheard_is_not_given_again(
    machines: Machines, tmp_path: Path
) -> None:
    """Its answer was lost, a station has fetched the edition, and a hub from a copy gets another one."""
    machines.publisher().publish()
    machines.join()
    with _back_from_a_copy(machines, tmp_path / "kept"):
        _add_person(machines)
        with answer_lost(machines, HubCall.EDITION), problem("hub_unreachable"):
            machines.publisher().publish()
        assert 2 == machines.fetch()

    (machines.study / "more.md").write_text("more", encoding="utf-8")
    assert 3 == machines.publisher().outlook().edition_n
    machines.publisher().publish()

    assert 3 == machines.fetch()


def test_an_edition_that_the_hub_took_unheard_is_not_declared_again(machines: Machines) -> None:
    with answer_lost(machines, HubCall.EDITION), problem("hub_unreachable"):
        machines.publisher().publish()

    assert machines.publisher().publish() is None
    assert 1 == machines.publisher().outlook().edition_n


def test_where_the_hub_has_another_list_by_then_the_station_says_so(machines: Machines, tmp_path: Path) -> None:
    machines.publisher().publish()
    machines.join()
    with _back_from_a_copy(machines, tmp_path / "kept"):
        _add_person(machines)
        machines.publisher().publish()
        machines.fetch()

    machines.network.instead = lambda call, body, reply: (
        reply if call is not HubCall.HEADS else Reply(409, b'{"refused":"head","field":"forked"}')
    )
    with problem("hub_head", "forked"):
        machines.fetch()


@pytest.mark.parametrize("name", ["people", "folder"])
def test_a_part_that_was_exchanged_is_not_taken(machines: Machines, name: str) -> None:
    machines.publisher().publish()
    code = machines.code()

    def instead(call: HubCall, body: bytes, reply: Reply) -> Reply:
        if call is not HubCall.PART_PIECE:
            return reply
        return Reply(reply.status, json.dumps({"piece": base64.b64encode(b"something else").decode()}).encode())

    machines.network.instead = instead
    with problem("hub_part"):
        machines.join(code)
    assert {} == machines.files_there()


def test_an_edition_that_was_exchanged_is_not_taken(machines: Machines) -> None:
    machines.publisher().publish()
    code = machines.code()

    def instead(call: HubCall, body: bytes, reply: Reply) -> Reply:
        if call is not HubCall.EDITION_NEWEST:
            return reply
        told = json.loads(reply.body)
        told["edition"]["text"] = told["edition"]["text"].replace('"n":1', '"n":9')
        return Reply(reply.status, json.dumps(told).encode())

    machines.network.instead = instead
    with problem("hub_people", "nobody has signed"):
        machines.join(code)
    assert {} == machines.files_there()


# -- later editions --------------------------------------------------------------------------------------------------


def test_people_who_come_and_go_do_so_at_the_next_contact(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    sue = machines.publisher()
    machines.here.people.add_person(sue._keys)(sue._by, "new", "New", Role.INTERVIEWER, PASSWORD)
    machines.here.people.deactivate_person(sue._keys)(sue._by, machines.site.bob.id)
    machines.publisher().publish()

    assert 2 == machines.fetch()

    with machines.opened() as station:
        assert station.sign_in("bob", PASSWORD) is None
        for login in ("new", "ann"):
            signed_in = station.sign_in(login, PASSWORD)
            assert signed_in is not None
            assert 2 == max(g for _, g in signed_in[1].opened.secrets)


def test_a_new_questionnaire_comes_and_the_old_version_stays(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    _prepared(machines)
    form = machines.study / "form.md"
    form.write_text(form.read_text(encoding="utf-8").replace("Age?", "How old?"), encoding="utf-8")
    (machines.study / "more.md").write_text("more", encoding="utf-8")
    (machines.study / "expected.json").unlink()
    machines.publisher().publish()

    assert 2 == machines.fetch()

    there = machines.there / "study"
    assert form.read_bytes() == (there / "form.md").read_bytes()
    assert {"form.md", "more.md", "study.yaml"} == {path.name for path in there.iterdir()}
    _prepared(machines)
    assert 2 == len(machines.rows("form_version"))


def _prepared(machines: Machines) -> None:
    with machines.opened() as station:
        signed_in = station.sign_in("ann", PASSWORD)
        assert signed_in is not None
        station.prepare(signed_in[1], signed_in[0])


def test_what_somebody_changed_in_the_folder_is_not_overwritten(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    mine = machines.there / "study" / "form.md"
    mine.write_text(mine.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    before = machines.files_there()["study/form.md"], machines.rows("head")
    form = machines.study / "form.md"
    form.write_text(form.read_text(encoding="utf-8").replace("Age?", "How old?"), encoding="utf-8")
    machines.publisher().publish()

    with problem("folder_changed", "form.md"):
        machines.fetch()
    assert before == (machines.files_there()["study/form.md"], machines.rows("head"))

    mine.rename(mine.with_name("mine.md"))
    assert 2 == machines.fetch()
    assert form.read_bytes() == mine.read_bytes()


def test_a_hub_that_shows_an_older_edition_is_told(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    machines.publisher().publish()
    older = machines.hub.answer(HubCall.EDITION_NEWEST, json.dumps({"protocol": PROTOCOL}).encode(), "e" * 64)
    (machines.study / "more.md").write_text("more", encoding="utf-8")
    machines.publisher().publish()
    assert 3 == machines.fetch()

    def instead(call: HubCall, body: bytes, reply: Reply) -> Reply:
        return older if call is HubCall.EDITION_NEWEST else reply

    machines.network.instead = instead
    with problem("hub_edition_lower"):
        machines.fetch()
    assert (machines.there / "study" / "more.md").exists()


def test_what_is_new_comes_beside_an_open_window(machines: Machines) -> None:
    machines.publisher().publish()
    machines.join()
    with machines.opened() as station:
        signed_in = {login: station.sign_in(login, PASSWORD) for login in ("ann", "bob")}
        sue = machines.publisher()
        machines.here.people.deactivate_person(sue._keys)(sue._by, machines.site.bob.id)
        machines.publisher().publish()

        with station.database.for_a_moment() as beside:
            assert 2 == joining.fetch(beside, machines.there / "study")

        station.logins()  # the next look into the database tells that people have changed
        assert signed_in["ann"] is not None
        station.people.check_there(signed_in["ann"][1])
        assert 2 == max(g for _, g in signed_in["ann"][1].opened.secrets)
        assert signed_in["bob"] is not None
        with pytest.raises(RuleViolation, match="signed_out"):
            station.people.check_there(signed_in["bob"][1])


def test_the_station_that_has_the_study_fetches_nothing(machines: Machines) -> None:
    from cati_app.store.state_folder import HubAccess
    from tests.hubs import HUB_ID

    machines.publisher().publish()
    database = machines.site.station.database
    database.state.keep_hub(database.device, HubAccess(HUB_ID, "https://127.0.0.1:1", "", "e" * 64))

    with problem("not_joined"):
        joining.fetch(database, machines.study)


def test_what_will_be_done_is_told_before(machines: Machines) -> None:
    before = machines.site.everything()
    first = machines.publisher().outlook()
    assert HubCall.PART not in machines.network.asked
    machines.publisher().publish()
    again = machines.publisher().outlook()
    machines.join()
    waiting = machines.publisher().outlook()

    assert before is not None
    assert {"analyst": 1, "interviewer": 2, "supervisor": 1} == first.people
    assert (True, 1, ("rules", "staff", "people", "folder")) == (first.is_first, first.edition_n, first.changed)
    assert (False, 1, ()) == (again.is_first, again.edition_n, again.changed)
    assert (1, 2) == (waiting.waiting, first.cells)
    assert [None, None] == [first.differences, again.differences]


def test_what_differs_from_the_edition_at_the_hub_is_told_before(machines: Machines) -> None:
    machines.publisher().publish()
    settings = machines.study / "study.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("total: 10", "total: 6"), encoding="utf-8")
    (machines.study / "notes.md").write_text("of the supervisor", encoding="utf-8")
    sue = machines.site.sue
    machines.here.people.add_person(machines.site.keys)(sue, "max", "Max", Role.INTERVIEWER, PASSWORD)

    told = machines.publisher().outlook().differences

    assert told is not None
    assert (("max",), (), ()) == (told.come, told.left, told.roles)
    assert {("m", 5, 3), ("f", 5, 3)} == {(target.cell, target.before, target.now) for target in told.targets}
    assert [("quota.total", "10", "6")] == [(change.path, change.before, change.now) for change in told.settings]
    assert (("notes.md",), 0) == (told.files, told.versions)
