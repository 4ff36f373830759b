"""One thread writes: a failure is one request's own, and what was answered is on the disk."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem, RowRefused
from cati_app.store.hub import writer as module
from cati_app.store.hub.parts import Part
from cati_app.store.hub.sqlite import FolderStorage, SqliteStore
from cati_app.store.hub.writer import GroupWriter, WriterBusy
from cati_app.store.statements import Statements
from tests.hub_storages import ENGINES, hub_storage

ADD = "INSERT INTO code (token_hash, made_at, expires_at) VALUES (?, '', '')"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    FolderStorage(tmp_path).make("b" * 32, "https://h:1", "", "e" * 32)
    return tmp_path


def written_to(folder: Path) -> GroupWriter:
    store = FolderStorage(folder).hub()
    return GroupWriter(lambda: store, "writer")


@pytest.fixture
def writer(folder: Path) -> Iterator[GroupWriter]:
    made = written_to(folder)
    yield made
    made.close()


def codes(folder: Path) -> list[str]:
    driver = sqlite3.connect(folder / "hub.db")
    rows = driver.execute("SELECT token_hash FROM code ORDER BY token_hash").fetchall()
    driver.close()
    return [row[0] for row in rows]


def held_up(writer: GroupWriter) -> threading.Event:
    """The writer waits for this event; what comes meanwhile is committed together."""
    go, began = threading.Event(), threading.Event()

    def wait(_: Statements) -> None:
        began.set()
        go.wait()

    writer.submit(wait)
    began.wait()
    return go


def adding(name: str, *, fails: bool = False, twice: bool = False) -> Callable[[Statements], int]:
    def add(statements: Statements) -> int:
        changed: int = statements.execute(ADD, (name,)).rowcount
        if twice:
            statements.execute(ADD, (name,))
        if fails:
            raise LookupError
        statements.commit()
        return changed

    return add


def test_a_failure_undoes_its_own_request_and_no_other(writer: GroupWriter, folder: Path) -> None:
    go = held_up(writer)
    first, failing = writer.submit(adding("a")), writer.submit(adding("b", fails=True))
    doubled, last = writer.submit(adding("c", twice=True)), writer.submit(adding("d"))
    go.set()

    assert (1, 1) == (first.result(), last.result())
    assert isinstance(failing.exception(), LookupError)
    refused = doubled.exception()
    assert isinstance(refused, RowRefused)
    assert isinstance(refused.__cause__, sqlcipher3.dbapi2.IntegrityError)
    assert ["a", "d"] == codes(folder)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_passes_over_a_refused_row_is_stored_or_not_acknowledged(engine: str, tmp_path: Path) -> None:
    """A server commits nothing of a transaction in which a statement failed, and says so to nobody."""

    def passes_over(statements: Statements) -> None:
        for _ in range(2):
            with suppress(RowRefused):
                statements.execute(ADD, ("a",))
        statements.commit()

    with hub_storage(engine, tmp_path) as storage:
        storage.make("b" * 32, "https://h:1", "", "e" * 32)
        with closing(GroupWriter(storage.hub, "writer")) as writer:
            failure = writer.submit(passes_over).exception()
        with closing(storage.hub(writable=False)) as store, store.reading() as statements:
            stored = statements.row("SELECT count(*) FROM code")[0]
    assert (failure is None) == (stored == 1)


def test_whoever_waits_together_is_committed_together_and_hears_it_afterwards(
    writer: GroupWriter, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    commit = GroupWriter._commit

    def counted(self: GroupWriter, batch: list[module._Work]) -> None:
        sizes.append(len(batch))
        commit(self, batch)

    monkeypatch.setattr(GroupWriter, "_commit", counted)
    go = held_up(writer)
    waiting = [writer.submit(adding(f"{n:03}")) for n in range(module.TOGETHER + 3)]
    seen: list[int] = []
    waiting[0].add_done_callback(lambda _: seen.append(len(codes(folder))))
    go.set()

    assert {1} == {future.result() for future in waiting}
    assert [1, module.TOGETHER, 3] == sizes
    assert module.TOGETHER <= seen[0]


def test_a_disk_that_fails_is_told_to_everybody_of_that_commit(writer: GroupWriter, folder: Path) -> None:
    """And the next request is written when it works again."""
    go = held_up(writer)

    def end(statements: Statements) -> None:
        statements.execute("ROLLBACK TRANSACTION")

    futures: list[Future[object]] = [writer.submit(adding("a")), writer.submit(end), writer.submit(adding("b"))]
    go.set()

    assert ["disk_error"] * 3 == [getattr(future.exception(), "code", "") for future in futures]
    assert 1 == writer.submit(adding("c")).result()
    assert ["c"] == codes(folder)


def limit(store: SqliteStore, more: int) -> int:
    """The file may grow by so many pages; how many it has."""
    (pages,) = store.driver.execute("PRAGMA page_count").fetchone()
    store.driver.execute(f"PRAGMA max_page_count = {pages + more}")
    return int(pages)


def test_a_request_that_passes_over_a_lost_transaction_writes_nothing_by_itself(
    writer: GroupWriter, folder: Path
) -> None:
    """Its next statement would be a transaction of its own."""

    def passes_over(statements: Statements) -> None:
        statements.execute("ROLLBACK TRANSACTION")
        with suppress(Exception):
            statements.execute(ADD, ("a",))
        with suppress(Exception):
            statements.many(ADD, [("b",)])

    told = writer.submit(passes_over).exception()

    assert "disk_error" == getattr(told, "code", "")
    assert [] == codes(folder)


def test_a_full_disk_loses_nothing_that_was_answered(folder: Path) -> None:
    hub = FolderStorage(folder).hub()
    hub.driver.execute("PRAGMA cache_size = 1")
    pages = limit(hub, 2)
    writer = GroupWriter(lambda: hub, "writer")
    answered: list[str] = []
    for n in range(40):
        name = f"{n:03}" + "x" * 1_000
        if writer.submit(adding(name)).exception() is None:
            answered.append(name)
    full = len(answered)
    limit(hub, pages)
    assert 1 == writer.submit(adding("zzz")).result()
    writer.close()

    assert 0 < full < 40
    assert [*answered, "zzz"] == codes(folder)


def test_a_full_disk_is_told_in_words(folder: Path) -> None:
    with closing(FolderStorage(folder).hub()) as hub:
        limit(hub, 0)
        with pytest.raises(EnvironmentProblem) as told, hub.transaction():
            hub.part().execute(ADD, ("x" * 100_000,))

    assert "disk_full" == told.value.code


def test_a_request_nobody_waits_for_any_more_is_not_begun(writer: GroupWriter, folder: Path) -> None:
    go = held_up(writer)
    gone, kept = writer.submit(adding("a")), writer.submit(adding("b"))
    assert gone.cancel()
    go.set()

    assert 1 == kept.result()
    assert ["b"] == codes(folder)


def test_more_than_can_wait_is_refused_at_once(writer: GroupWriter) -> None:
    go = held_up(writer)
    with pytest.raises(WriterBusy):
        for n in range(module.WAITING_AT_MOST + 1):
            writer.submit(adding(str(n)))
    go.set()


def test_what_waits_is_finished_before_the_end_and_nothing_comes_in_afterwards(folder: Path) -> None:
    writer = written_to(folder)
    futures = [writer.submit(adding(str(n))) for n in range(5)]

    writer.close()
    writer.close()

    assert all(future.done() for future in futures)
    assert 5 == len(codes(folder))
    with pytest.raises(WriterBusy):
        writer.submit(adding("late"))


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda path: path.unlink(), "hub_missing"),
        (lambda path: path.write_bytes(b"no database" * 100), "hub_damaged"),
        (lambda path: path.write_bytes(b""), "hub_damaged"),
    ],
)
def test_a_hub_that_cannot_be_opened_says_why(folder: Path, damage: Callable[[Path], object], code: str) -> None:
    damage(folder / "hub.db")

    with pytest.raises(EnvironmentProblem) as told:
        FolderStorage(folder).hub()

    assert code == told.value.code


def test_a_hub_of_another_form_is_left_alone(folder: Path) -> None:
    driver = sqlite3.connect(folder / "hub.db")
    driver.execute("UPDATE hub SET form = '1'")
    driver.commit()
    driver.close()

    with pytest.raises(EnvironmentProblem) as told:
        FolderStorage(folder).hub()

    assert "hub_other_form" == told.value.code


def test_a_second_hub_is_not_made_over_the_first(folder: Path) -> None:
    with pytest.raises(EnvironmentProblem) as told:
        FolderStorage(folder).make("c" * 32, "https://h:1", "", "e" * 32)

    assert "hub_there" == told.value.code


def test_a_second_program_is_kept_out_until_the_first_has_ended(folder: Path) -> None:
    first = FolderStorage(folder).hub()
    with pytest.raises(EnvironmentProblem) as told:
        FolderStorage(folder).hub()
    first.close()

    assert "hub_in_use" == told.value.code
    FolderStorage(folder).hub().close()


def test_without_a_failure_no_part_is_a_savepoint_and_with_one_all_are(
    writer: GroupWriter, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A savepoint for each request costs as much as what it does; so the commit begins anew once one is undone."""
    kinds: list[bool] = []
    part = SqliteStore.part

    def noted(self: SqliteStore, *, saved: bool = True) -> Part:
        kinds.append(saved)
        return part(self, saved=saved)

    monkeypatch.setattr(SqliteStore, "part", noted)
    go = held_up(writer)
    futures: list[Future[Any]] = [writer.submit(adding("a")), writer.submit(reading_fails), writer.submit(adding("b"))]
    go.set()
    results = [future.exception() for future in futures]
    go = held_up(writer)
    undone, kept = writer.submit(adding("c", fails=True)), writer.submit(adding("d"))
    go.set()

    assert [None, LookupError, None] == [None if result is None else type(result) for result in results]
    assert isinstance(undone.exception(), LookupError)
    assert 1 == kept.result()
    assert ["a", "b", "d"] == codes(folder)
    assert [False] * 6 + [True] * 2 == kinds


def reading_fails(statements: Statements) -> None:
    statements.row("SELECT 1")
    raise LookupError


def test_whoever_passes_over_what_was_not_undone_is_undone_all_the_same(writer: GroupWriter, folder: Path) -> None:
    """Nothing that was to be undone counts, whatever the request makes of the error that tells it."""
    go = held_up(writer)

    def passes_over(statements: Statements) -> str:
        statements.execute(ADD, ("a",))
        with suppress(Exception):
            statements.end()
        return "done"

    futures: list[Future[object]] = [writer.submit(passes_over), writer.submit(adding("b"))]
    go.set()

    assert ["done", 1] == [future.result() for future in futures]
    assert ["b"] == codes(folder)
