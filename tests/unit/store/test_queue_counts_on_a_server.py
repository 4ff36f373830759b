"""On a server the queue is counted once in a transaction, however many cases enter it, and found as in a file."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from cati_app.domain.calling.routing import Lane
from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.ids import UserId
from cati_app.store.hub.engine import HubStorage
from cati_app.store.queue import SqlQueue
from tests.hub_storages import hub_storage

_ROUTE = "INSERT INTO route (id, place, language, skill, cell) VALUES (?, ?, '', '', '')"
_CASE = (
    'INSERT INTO "case" (id, case_no, frame, state, fields, attempts, dials, disposition, appointment_firm,'
    " place, cell, skill, refusals, tried, rest, route_id, due_s, level_0, level_1, level_2, level_3)"
    " VALUES (?, ?, 'landline', 'open', '{}', 0, 0, '3.10', false, '', '', '', 0, '', ?, ?, 0, 16, 16, 16, 16)"
)
_COUNTS = "SELECT route_id, rest, n FROM queue_count WHERE n <> 0 ORDER BY 1, 2"
_RECOUNT = 'SELECT route_id, rest, count(*) FROM "case" WHERE route_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2'
_WRITTEN = "SELECT n_tup_ins + n_tup_upd FROM pg_stat_xact_user_tables WHERE relid = 'queue_kept'::regclass"


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubStorage]:
    """One database for all; each test has a study of its own in it."""
    with hub_storage("server", tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def part(storage: HubStorage) -> Iterator[Any]:
    """Statements of a study without cases."""
    with closing(storage.study(secrets.token_hex(16))) as store, store.transaction():
        yield store.part()


def entered(part: Any, routes: int, cases: int, first: int = 1) -> None:
    part.many(_ROUTE + " ON CONFLICT (id) DO NOTHING", [(route, f"p{route}") for route in range(1, routes + 1)])
    numbers = range(first, first + cases)
    part.many(_CASE, [(f"c{n}", n, "R" if n % 3 == 0 else "", 1 + n % routes) for n in numbers])


def both(part: Any) -> tuple[list[Any], list[Any]]:
    return part.all(_COUNTS), part.all(_RECOUNT)


@pytest.mark.parametrize(("routes", "rows"), [(1, 2), (4, 8)])
def test_many_cases_of_one_transaction_write_each_count_once(part: Any, routes: int, rows: int) -> None:
    entered(part, routes, 300)
    counted, recounted = both(part)
    assert recounted == counted
    part.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert part.row(_WRITTEN)[0] == rows
    part.commit()
    assert both(part) == (recounted, recounted)


def test_what_leaves_and_moves_within_it_is_counted_too(part: Any) -> None:
    entered(part, 3, 30)
    part.commit()
    part.execute('UPDATE "case" SET route_id = NULL WHERE case_no <= 5')
    part.execute("UPDATE \"case\" SET rest = 'D/A' WHERE case_no BETWEEN 6 AND 9")
    part.execute('DELETE FROM "case" WHERE case_no > 28')
    counted, recounted = both(part)
    assert recounted == counted
    part.commit()

    assert both(part) == (recounted, recounted)


def test_more_counts_than_a_transaction_keeps_beside_them_agree(part: Any) -> None:
    entered(part, 150, 600)
    counted, recounted = both(part)
    assert recounted == counted
    part.commit()

    assert both(part) == (recounted, recounted)


def test_what_is_undone_leaves_no_count(part: Any) -> None:
    entered(part, 2, 10)
    part.commit()
    entered(part, 2, 10, first=11)
    part.end()
    assert 10 == part.row("SELECT sum(n) FROM queue_count")[0]
    entered(part, 2, 1, first=11)
    part.commit()

    assert both(part)[0] == both(part)[1]
    assert 11 == part.row("SELECT sum(n) FROM queue_count")[0]


def test_levels_are_walked_on_a_server_as_in_a_file(part: Any) -> None:
    part.many(_ROUTE, [(1, "p1")])
    standing = _CASE.replace("0, 16, 16, 16, 16", "?, ?, ?, ?, ?")
    of_levels = [(1, 4, 300), (2, 8, 200), (3, 12, 50), (4, 20, 10)]
    part.many(standing, [(f"c{n}", n, "", 1, due_s, *[level] * 4) for n, level, due_s in of_levels])
    queue, ann = SqlQueue(part), UserId("ann")
    lanes = [Lane(1, WeekPart.EVENING, lagging=False)]

    assert ["c3", "c4"] == [due.case_id for due in queue.due_cases(lanes, at(100), ann)]
    assert queue.first_due(lanes, at(9), ann) is None
    assert [at(10), at(200), None] == [queue.next_due(1, ann, after) for after in (None, at(100), at(300))]


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
