"""The hub's own tables: steps and models agree; older hubs are brought forward, newer ones told; on both engines."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import SQLModel

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store import migrate
from cati_app.store.hub import steps
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.forms import OF_STUDY, REGISTER, VERSION_TABLE, known_form
from cati_app.store.hub.forward import bring_studies_forward
from cati_app.store.hub.tables import ON_A_SERVER, REGISTER_TABLES, STUDY_TABLES
from cati_app.store.postgres.migrate import engine_in
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Push
from tests.hub_storages import ENGINES
from tests.hubs import SECRET, STUDY, MemoryHub, row_of
from tests.unit.store.older_hubs import OlderHub, older_hub

CHAINS = {"hub": REGISTER, "study": OF_STUDY}
Opening = Callable[[], object]


@pytest.fixture(params=ENGINES)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OlderHub]:
    with older_hub(request.param, tmp_path / "hub") as hub:
        yield hub


@contextmanager
def connected(hub: OlderHub, of: str) -> Iterator[Connection]:
    """A transaction of SQLAlchemy's in a database of a hub."""
    if hub.url is not None:
        with engine_in(hub.url, hub.places[of]).begin() as connection:
            yield connection
        return
    driver: Any = sqlcipher3.dbapi2.connect(hub.places[of], isolation_level=None)
    with closing(driver), migrate.engine_on(driver).begin() as connection:
        yield connection


def differences(hub: OlderHub, of: str) -> list[Any]:
    """Between what is there and what the models say."""
    on_server = hub.url is not None
    models = REGISTER_TABLES if of == "hub" else STUDY_TABLES
    others = {*SQLModel.metadata.tables, "alembic_version", "queue_kept"} if of == "study" else set()

    def is_meant(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
        table = thing if kind == "table" else getattr(thing, "table", thing)
        return (on_server or ON_A_SERVER not in table.info) and table.name not in others - set(models.tables)

    opts = {"version_table": VERSION_TABLE, "include_object": is_meant, "compare_type": on_server}
    with connected(hub, of) as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Did not recognize type 'BYTEA'")  # files keep whatever comes
        warnings.filterwarnings(
            "ignore", ".*expression-based index '?ix_event_(coded|unit)"
        )  # not read back: an index only
        context = MigrationContext.configure(connection, opts=opts)
        told = list(compare_metadata(context, models))
    keys = {(table.name, column.name) for table in models.sorted_tables for column in table.primary_key}
    # SQLite lets a key that is a text be blank, and says so
    return [each for each in told if on_server or each[0][0] != "modify_nullable" or each[0][2:4] not in keys]


def opened(storage: HubStorage) -> None:
    """As a program does it that begins to serve."""
    with closing(storage.hub()):
        bring_studies_forward(storage)


def test_a_hub_from_before_there_were_steps_is_brought_forward_and_goes_on(older: OlderHub, tmp_path: Path) -> None:
    before = older.told()
    opened(older.storage)
    opened(older.storage)

    assert before == older.told()
    for of, chain in CHAINS.items():
        assert [(chain.newest,)] == older.sql(of, f"SELECT version_num FROM {VERSION_TABLE}")
        assert [] == differences(older, of)
    hub = MemoryHub(tmp_path / "hub", older.storage, is_there=True)
    with closing(hub):
        push = Push(epoch=Epoch(n=1, id=f"{1:032x}"), first=2, events=(row_of(2),), last=2)
        reply = hub.answer(HubCall.PUSH, push.model_dump_json().encode(), SECRET)
        assert (200, [1, 2]) == (reply.status, [seq for _, seq, _, _ in hub.events()])


def test_until_it_is_brought_forward_nobody_works_beside_it(older: OlderHub) -> None:
    told = older.told()
    openings: tuple[Opening, ...] = (
        lambda: older.storage.hub(beside=True),
        lambda: older.storage.hub(writable=False),
        lambda: older.storage.study(STUDY, writable=False),
    )
    for opening in openings:
        with pytest.raises(EnvironmentProblem) as refused:
            opening()
        assert "hub_older" == refused.value.code
        assert "cati hub serve" in str(refused.value.cure)

    assert told == older.told()
    assert [("2",)] == older.sql("hub", "SELECT form FROM hub")


def test_a_newer_hub_is_left_alone_and_says_where_it_is(older: OlderHub) -> None:
    opened(older.storage)
    for of in CHAINS:
        older.sql(of, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    openings: tuple[tuple[str, Opening], ...] = (
        ("hub", older.storage.hub),
        ("hub", lambda: older.storage.hub(writable=False)),
        ("study", lambda: older.storage.study(STUDY)),
        ("study", lambda: older.storage.study(STUDY, writable=False)),
    )
    for of, opening in openings:
        with pytest.raises(EnvironmentProblem) as refused:
            opening()
        assert "hub_newer" == refused.value.code
        assert older.places[of] in str(refused.value)
        assert [("9999",)] == older.sql(of, f"SELECT version_num FROM {VERSION_TABLE}")


def test_a_study_whose_own_tables_are_newer_is_left_alone_too(older: OlderHub) -> None:
    older.sql("study", "UPDATE alembic_version SET version_num = 'z9999'")

    with pytest.raises(EnvironmentProblem) as refused:
        older.storage.study(STUDY)

    assert ("hub_newer", True) == (refused.value.code, older.places["study"] in str(refused.value))
    assert [("4",)] == older.sql("study", "SELECT form FROM hub_store")


@pytest.mark.parametrize(("form", "code"), [("0", "hub_older"), ("z9999", "hub_newer")])
def test_nobody_reads_a_study_whose_own_tables_have_another_form(older: OlderHub, form: str, code: str) -> None:
    opened(older.storage)
    older.sql("study", f"UPDATE alembic_version SET version_num = '{form}'")

    with pytest.raises(EnvironmentProblem) as refused:
        older.storage.study(STUDY, writable=False)

    assert (code, True) == (refused.value.code, older.places["study"] in str(refused.value))


def test_a_study_that_cannot_be_read_keeps_no_hub_from_serving_and_a_newer_one_does(tmp_path: Path) -> None:
    with older_hub("files", tmp_path) as older:
        other = tmp_path / "studies" / f"{'1' * 32}.db"
        other.write_bytes(b"no database" * 100)
        opened(older.storage)
        assert [("steps",)] == older.sql("study", "SELECT form FROM hub_store")

        older.sql("study", "UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(EnvironmentProblem) as refused:
            opened(older.storage)
        assert "hub_newer" == refused.value.code


@pytest.mark.parametrize("step", ["stamp", "upgrade"])
def test_what_fails_in_the_middle_leaves_the_older_form(
    older: OlderHub, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """As a kill does: nothing was committed, and both engines undo what was begun."""
    told = older.told()
    real = getattr(command, step)

    def broken(*given: Any) -> None:
        real(*given)
        raise InterruptedError

    monkeypatch.setattr(command, step, broken)
    openings: tuple[Opening, ...] = (older.storage.hub, lambda: older.storage.study(STUDY))
    for opening in openings:
        with pytest.raises((InterruptedError, EnvironmentProblem)):
            opening()
    monkeypatch.undo()

    assert told == older.told()
    assert ([("2",)], [("4",)]) == (
        older.sql("hub", "SELECT form FROM hub"),
        older.sql("study", "SELECT form FROM hub_store"),
    )
    opened(older.storage)
    assert told == older.told()


def test_every_step_goes_down_and_up_again(older: OlderHub) -> None:
    opened(older.storage)
    told = older.told()
    for of, chain in CHAINS.items():
        for form in steps.forms(chain)[1:]:
            with connected(older, of) as connection:
                steps.run(connection, chain, known_form(steps.asking(connection), chain, of), form)
    answers = [what for what in told if "hub_answer" in what]
    assert [("2",)] == older.sql("study", "SELECT form FROM hub_store")
    older.sql("hub", f"DROP TABLE {VERSION_TABLE}")  # so it was before there were steps
    opened(older.storage)

    assert {what: [] if what in answers else facts for what, facts in told.items()} == older.told()
    assert [("fact", "1"), ("log", "abcd1234:1:1")] == older.sql(
        "study", "SELECT kind, key FROM study_change ORDER BY kind"
    )
    assert [[], []] == [differences(older, of) for of in CHAINS]


def test_programs_that_begin_at_once_take_each_step_once(tmp_path: Path) -> None:
    with older_hub("server", tmp_path) as older:
        told = older.told()
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda _: opened(older.storage), range(3)))

        assert told == older.told()
        for of, chain in CHAINS.items():
            assert [(chain.newest,)] == older.sql(of, f"SELECT version_num FROM {VERSION_TABLE}")
