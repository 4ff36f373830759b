"""Where the databases of a hub can be, each empty: a folder, or a database of the tests' own PostgreSQL server."""

from __future__ import annotations

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
    from tests.made_tables import hub_on_server

    with hub_on_server(folder) as storage:
        yield storage


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
    from tests.made_tables import database

    with database() as url:
        yield url
