"""Databases of the tests' own server in which the tables of a study are: made once by the real steps, then copied.

Whoever asks there owns the database and is nobody else, as the hub of a house whose server others look after.
A study on a server takes 170 statements to make, a copy of a database one. That the steps lead from nothing to these
tables is tried in `tests/integration/test_form_on_a_server.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psycopg

from cati_app.store.hub.server import ServerStorage, ServerStore
from cati_app.store.postgres.migrate import migrate
from cati_app.store.postgres.schema import schema_of
from tests.postgres_server import server_url

_SCHEMA = "made"
_OWNER = "owner_of_hubs"
_FIRST = secrets.token_bytes(16)


@contextmanager
def database(template: str = "template1") -> Iterator[str]:
    """Address of a new database, which is gone afterwards; an empty one, or a copy of another."""
    name = f"hub_{secrets.token_hex(8)}"
    _tell(server_url(), f"CREATE DATABASE {name} OWNER {_owner()} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _url(name)
    _tell(server_url(), f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def study_on_server(study: bytes) -> Iterator[str]:
    """Address of a database that holds an empty study of this id, of 16 bytes."""
    with database(_study_tables()) as url:
        _take(url, study, at_hub=False)
        yield url


@contextmanager
def hub_on_server(folder: Path) -> Iterator[ServerStorage]:
    """A hub's storage that is empty, but finds the tables of its first study made.

    Args:
        folder: Of the hub.
    """
    with database(_hub_tables()) as url:
        yield _Storage(url, folder)


class _Storage(ServerStorage):
    """Its first study is the one whose tables stand ready."""

    def study(self, study: str, *, writable: bool = True) -> ServerStore:
        """As the storage itself does it: it looks at every table's form, and makes what is missing."""
        if writable:
            _take(self._url, bytes.fromhex(study), at_hub=True)
        return super().study(study, writable=writable)


@cache
def _study_tables() -> str:
    """Name of the database that is copied for a study alone."""
    url = _new("made_study")
    migrate(url, _FIRST)
    return _set_aside(url, "made_study")


@cache
def _hub_tables() -> str:
    """The same with what a hub keeps of a study beside it."""
    url = _new("made_hub")
    with closing(ServerStorage(url, Path()).study(_FIRST.hex())):
        pass
    return _set_aside(url, "made_hub")


def _new(name: str) -> str:
    _tell(server_url(), f"CREATE DATABASE {name} OWNER {_owner()}")
    return _url(name)


def _set_aside(url: str, name: str) -> str:
    _tell(url, f"ALTER SCHEMA {schema_of(_FIRST)} RENAME TO {_SCHEMA}")
    return name


def _take(url: str, study: bytes, *, at_hub: bool) -> None:
    """Give the tables that stand ready to a study; where another one has them nothing happens."""
    with psycopg.connect(url) as connection:
        (is_taken,) = connection.execute(f"SELECT to_regnamespace('{_SCHEMA}') IS NULL").fetchone() or (True,)
        if not is_taken:
            connection.execute(f"ALTER SCHEMA {_SCHEMA} RENAME TO {schema_of(study)}".encode())
            if at_hub:
                connection.execute(f"UPDATE {schema_of(study)}.hub_store SET study = %s".encode(), [study.hex()])


@cache
def _owner() -> str:
    """The role whose databases these are: it may log in, and nothing else beyond what it owns."""
    _tell(server_url(), f"CREATE ROLE {_OWNER} LOGIN")
    return _OWNER


def _url(name: str) -> str:
    return server_url().replace("//postgres:@/postgres?", f"//{_OWNER}@/{name}?")


def _tell(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
