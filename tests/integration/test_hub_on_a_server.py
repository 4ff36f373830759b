"""A hub on a PostgreSQL server: several programs serve it, connections end, transactions stand in each other's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import psycopg
import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.store.hub import writer
from cati_app.store.hub.inbox import Arrived, Judged
from cati_app.store.hub.register import HubRefused, Register, Sender
from cati_app.store.hub.server import ServerStorage
from cati_app.store.hub.studies import Hub
from cati_app.store.hub.unit import HubUnit
from tests.hub_storages import fresh_database
from tests.hubs import DEVICE, HUB_ID, STUDY, row_of
from tests.stations import TUESDAY

AT_ONCE = 4
CONFLICT = "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{}'; END $$"


@pytest.fixture
def url() -> Iterator[str]:
    with fresh_database() as made:
        yield made


@pytest.fixture
def hubs(url: str, tmp_path: Path) -> Iterator[list[Hub]]:
    """One hub, served by as many programs as work at once."""
    storage = ServerStorage(url, tmp_path)
    storage.make(HUB_ID, "https://127.0.0.1:1", "now", f"{1:032x}")
    clock = SimulatedClock(TUESDAY)
    with ExitStack() as serving:
        yield [serving.enter_context(closing(Hub(storage, storage.hub(), clock))) for _ in range(AT_ONCE)]


def at_once(work: Callable[[int], Any]) -> list[Any]:
    start = Barrier(AT_ONCE)

    def begun(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(begun, range(AT_ONCE)))


def noting(name: str, tries: list[str], *, code: str = "", conflicts: int = 0) -> Callable[[HubUnit], str]:
    """Work that writes a fact, and stands in somebody's way so many times."""

    def note(unit: HubUnit) -> str:
        tries.append(name)
        unit.log.append([NewEvent(name, TUESDAY, 0)])
        if tries.count(name) <= conflicts:
            unit._statements.execute(CONFLICT.format(code))
        unit.commit()
        return name

    return note


def kinds(hub: Hub) -> dict[str, int]:
    return hub.studies.of(STUDY).run(lambda unit: unit.log.kinds()).result()


def test_one_code_lets_one_device_in_whichever_program_is_asked(hubs: list[Hub]) -> None:
    hubs[0].run(lambda register: register.add_code(b"t")).result()

    def enrol(number: int) -> str:
        def let_in(register: Register) -> None:
            register.enrol(Sender(STUDY, f"{number:08x}"), b"t", str(number))

        try:
            hubs[number].run(let_in).result()
        except HubRefused as refused:
            return refused.reason.value
        return "in"

    assert ["code"] * (AT_ONCE - 1) + ["in"] == sorted(at_once(enrol))


def test_what_arrives_at_several_programs_at_once_is_kept_once_and_without_a_hole(hubs: list[Hub]) -> None:
    rows = [Arrived(row_of(n).row, "a" * 64) for n in range(1, 51)]

    def push(number: int) -> list[Judged]:
        def take(unit: HubUnit) -> tuple[Judged, ...]:
            _, judged = unit.inbox.push(DEVICE, 1, 50, rows)
            unit.commit()
            return judged

        return list(hubs[number].studies.of(STUDY).run(take).result())

    told = at_once(push)

    assert sorted([[Judged.STORED] * 50, *[[Judged.KNOWN] * 50] * (AT_ONCE - 1)]) == sorted(told)
    logs = hubs[0].studies.of(STUDY).run(lambda unit: (unit.inbox.logs()[0].mark, unit.inbox.events())).result()
    assert (50, 50) == logs


@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_what_another_transaction_stood_in_the_way_of_is_done_once_more_with_its_group(
    hubs: list[Hub], code: str
) -> None:
    study, tries, go = hubs[0].studies.of(STUDY), list[str](), Event()
    study.run(lambda _: go.wait())
    names = ("before", "in the way", "behind")
    futures = [study.run(noting(name, tries, code=code, conflicts=int(name == "in the way"))) for name in names]
    go.set()

    assert list(names) == [future.result() for future in futures]
    assert dict.fromkeys(names, 1) == kinds(hubs[0])
    assert ["before", "in the way", *names] == tries


def test_what_is_always_in_the_way_is_told_and_nothing_of_it_is_kept(hubs: list[Hub]) -> None:
    tries: list[str] = []
    told = hubs[0].studies.of(STUDY).run(noting("x", tries, code="40001", conflicts=writer.TRIES)).exception()

    assert isinstance(told, EnvironmentProblem)
    assert ("server_busy", writer.TRIES) == (told.code, len(tries))
    assert {} == kinds(hubs[0])


def test_a_connection_that_was_ended_while_nobody_asked_is_made_again(hubs: list[Hub], url: str) -> None:
    study, tries = hubs[0].studies.of(STUDY), list[str]()
    study.run(noting("first", tries)).result()
    _end_connections(url)

    assert "second" == study.run(noting("second", tries)).result()
    assert HUB_ID == hubs[0].run(lambda register: register.hub()[0]).result()
    assert {"first": 1, "second": 1} == kinds(hubs[0])


def test_a_connection_that_ends_in_the_middle_loses_that_request_alone(hubs: list[Hub], url: str) -> None:
    study, tries = hubs[0].studies.of(STUDY), list[str]()

    def cut(unit: HubUnit) -> None:
        unit.log.append([NewEvent("cut", TUESDAY, 0)])
        _end_connections(url)
        unit.commit()

    told = study.run(cut).exception()

    assert isinstance(told, EnvironmentProblem)
    assert "server_unreachable" == told.code
    assert "next" == study.run(noting("next", tries)).result()
    assert {"next": 1} == kinds(hubs[0])


def test_whoever_waits_too_long_for_another_program_is_told_to_come_again(hubs: list[Hub], url: str) -> None:
    study, tries = hubs[0].studies.of(STUDY), list[str]()

    def impatient(unit: HubUnit) -> None:
        unit._statements.execute("SET lock_timeout TO '1ms'")
        unit.commit()

    study.run(impatient).result()
    with psycopg.connect(url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock(1, 'study_{STUDY}'::regnamespace::oid::int)".encode())
        told = study.run(noting("x", tries)).exception()

    assert isinstance(told, EnvironmentProblem)
    assert ("server_busy", []) == (told.code, tries)
    assert "x" == study.run(noting("x", tries)).result()


def test_a_program_that_was_stopped_in_a_transaction_does_not_hold_the_others_up_for_ever(hubs: list[Hub]) -> None:
    """The server ends its transaction, and tells those who waited too long to come again."""
    asked = (
        "SELECT name, setting FROM pg_settings WHERE name IN ('lock_timeout', 'idle_in_transaction_session_timeout')"
    )

    settings = dict(hubs[0].studies.of(STUDY).run(lambda unit: unit._statements.all(asked)).result())

    assert {"lock_timeout": "10000", "idle_in_transaction_session_timeout": "10000"} == settings


def _end_connections(url: str) -> None:
    """As a restart of the server does."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_server_that_was_promoted_or_filled_from_a_dump_is_another_life_of_the_hub(url: str, tmp_path: Path) -> None:
    storage = ServerStorage(url, tmp_path)
    storage.make(HUB_ID, "https://127.0.0.1:1", "now", f"{1:032x}")
    clock = SimulatedClock(TUESDAY)

    def life() -> int:
        with closing(Hub(storage, storage.hub(), clock)) as hub:
            return hub.run(lambda register: register.epoch().n).result()

    assert [life(), life()] == [1, 1]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE cati_hub.hub_origin SET told = '7.00000002'")
    later = life()
    assert later > 1
    assert life() == later


def test_a_server_says_which_standbys_confirm_a_write(url: str, tmp_path: Path) -> None:
    assert ServerStorage(url, tmp_path).confirmed_by() == ""
