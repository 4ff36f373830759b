"""A server looks at tables of a study that grew, so that the first questions after a sample came are planned well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from cati_app.store.hub.server import ServerStorage
from cati_app.store.postgres.table_statistics import refresh
from tests.hub_storages import fresh_database

STUDY = "6" * 32
SCHEMA = f"study_{STUDY}"
_KEEP = (
    f"INSERT INTO {SCHEMA}.parcel (token_hash, sealed, made_by, made_at)"
    " SELECT 'code' || no, '', repeat('x', 100), 'now' FROM generate_series(%s::int, %s::int) AS n(no)"
)
_LOOKED_AT = "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = %s"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A database with a study whose tables are empty, and that the server does not look at by itself."""
    with fresh_database() as made:
        with closing(ServerStorage(made, tmp_path).study(STUDY)) as store:
            store.driver.connection.execute(f"ALTER TABLE {SCHEMA}.parcel SET (autovacuum_enabled = off)".encode())
        yield made


def keep(url: str, first: int, last: int) -> None:
    """Rows come into a table."""
    with psycopg.connect(url) as connection:
        connection.execute(_KEEP.encode(), (first, last))


def test_a_table_that_grew_much_is_looked_at_once(url: str) -> None:
    keep(url, 1, 10_000)

    assert ("parcel",) == refresh(url, SCHEMA)
    assert () == refresh(url, SCHEMA)
    with psycopg.connect(url) as connection:
        assert [("parcel",)] == connection.execute(_LOOKED_AT, (SCHEMA,)).fetchall()


def test_a_few_rows_are_nothing_to_look_at(url: str) -> None:
    keep(url, 1, 100)
    assert () == refresh(url, SCHEMA)
    keep(url, 101, 10_000)
    refresh(url, SCHEMA)
    keep(url, 10_001, 11_000)
    assert () == refresh(url, SCHEMA)
    keep(url, 11_001, 14_000)
    assert ("parcel",) == refresh(url, SCHEMA)


def test_a_table_that_came_with_its_indexes_from_a_dump_is_looked_at(url: str) -> None:
    keep(url, 1, 10_000)
    with psycopg.connect(url) as connection:
        connection.execute(f"REINDEX TABLE {SCHEMA}.parcel".encode())  # the server knows how long it is, and no more
    assert ("parcel",) == refresh(url, SCHEMA)
