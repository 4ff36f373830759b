"""The schema of a study on a PostgreSQL server: head is what the models say, and servers that begin at once agree."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.postgres import migrate
from cati_app.store.postgres.schema import schema_of
from tests.postgres_server import server_url
from tests.served_site import ServedStudy

COUNTED_APART = ("queue_count", "queue_kept")
"""A view there, and the table behind it."""


@pytest.fixture
def study() -> Iterator[bytes]:
    """The id of a study that leaves the server afterwards."""
    made = secrets.token_bytes(16)
    yield made
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {schema_of(made)} CASCADE".encode())


def test_the_newest_form_is_what_the_models_say(study: bytes) -> None:
    migrate.migrate(server_url(), study)

    with migrate.engine(server_url(), study).connect() as connection:
        opts = {
            "compare_type": False,
            "compare_server_default": False,
            "include_object": lambda thing, name, kind, reflected, other: name not in COUNTED_APART,
        }

        assert [] == compare_metadata(MigrationContext.configure(connection, opts=opts), SQLModel.metadata)


def test_what_is_counted_apart_reads_as_its_model_says(study: bytes) -> None:
    migrate.migrate(server_url(), study)

    with migrate.engine(server_url(), study).connect() as connection:
        read = [column["name"] for column in inspect(connection).get_columns("queue_count")]

    assert [column.name for column in SQLModel.metadata.tables["queue_count"].columns] == read


def test_servers_that_begin_at_once_make_one_schema(study: bytes) -> None:
    url = server_url()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate.migrate(url, study), range(4)))

    with psycopg.connect(server_url()) as connection:
        known = connection.execute(f"SELECT version_num FROM {schema_of(study)}.alembic_version".encode()).fetchall()
    assert [(migrate.head(),)] == known


def test_a_schema_of_a_newer_version_is_left_as_it_is(study: bytes) -> None:
    migrate.migrate(server_url(), study)
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f"UPDATE {schema_of(study)}.alembic_version SET version_num = 'p9999'".encode())

    with pytest.raises(EnvironmentProblem) as refused:
        migrate.migrate(server_url(), study)

    assert "newer_database" == refused.value.code


def test_a_server_that_is_not_there_is_told_with_a_cure(study: bytes) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"

    with pytest.raises(EnvironmentProblem) as migrated:
        migrate.migrate(nowhere, study)
    with pytest.raises(EnvironmentProblem) as opened:
        ServedStudy(nowhere, study, "abcd1234")

    assert ["server_unreachable"] * 2 == [migrated.value.code, opened.value.code]
    assert "nobody" not in str(opened.value)


def test_a_right_that_is_missing_is_told_with_a_cure(study: bytes) -> None:
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS onlooker")
        connection.execute("CREATE ROLE onlooker LOGIN")
    asked = server_url().replace("postgres:@", "onlooker@")

    with pytest.raises(EnvironmentProblem) as refused:
        migrate.migrate(asked, study)

    assert "server_refuses" == refused.value.code


def test_facts_of_the_log_are_never_changed_nor_deleted(study: bytes) -> None:
    migrate.migrate(server_url(), study)
    opened = ServedStudy(server_url(), study, "abcd1234")
    with opened.transaction() as statements:
        statements.execute(
            "INSERT INTO event (seq, device, at, mono_ms, kind) VALUES (1, 'abcd1234', '2026-11-24', 0, 'told')"
        )
        statements.commit()

    for bend in ("UPDATE event SET kind = 'other'", "DELETE FROM event"):
        with pytest.raises(psycopg.errors.RaiseException), opened.transaction() as statements:
            statements.execute(bend)

    opened.close()
