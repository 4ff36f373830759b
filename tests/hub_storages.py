"""Where the databases of a hub can be, each empty: a folder, or a database of the tests' own PostgreSQL server."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.sqlite import FolderStorage

ENGINES = ("files", "server")


@contextmanager
def hub_storage(engine: str, folder: Path) -> Iterator[HubStorage]:
    """One of `ENGINES`."""
    if engine == "files":
        yield FolderStorage(folder)
        return
    from cati_app.store.hub.server import ServerStorage

    with fresh_database() as url:
        yield ServerStorage(url, folder)


@contextmanager
def database_of(engine: str) -> Iterator[str | None]:
    """Address of an empty database for a hub on one of `ENGINES`; None for one that is kept in its folder."""
    if engine == "files":
        yield None
        return
    with fresh_database() as url:
        yield url


@contextmanager
def fresh_database() -> Iterator[str]:
    """Address of an empty database, which is gone afterwards."""
    import psycopg

    from tests.postgres_server import server_url

    name = f"hub_{secrets.token_hex(8)}"
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield server_url().replace("/postgres?", f"/{name}?")
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
