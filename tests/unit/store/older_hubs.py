"""Hubs as the program made them before their own tables had steps, on both engines, each with a station and its log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import sqlcipher3.dbapi2

from cati_app.store import newest_form
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.server import ServerStorage
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.store.postgres.schema import schema_of
from tests.hubs import DEVICE, HUB_ID, SECRET, STUDY, row_of
from tests.made_tables import study_on_server

_MADE = Path(__file__).with_name("older_hub")
"""What made their tables, word for word."""
_CREDENTIAL = hashlib.sha256(bytes.fromhex(SECRET)).hexdigest()
_REGISTER_ROWS = (
    f"INSERT INTO hub VALUES ('{HUB_ID}', 'https://127.0.0.1:1', '2', 'then')",
    f"INSERT INTO epoch VALUES (1, '{1:032x}', 'then')",
    f"INSERT INTO device VALUES ('{STUDY}', '{DEVICE}', '{_CREDENTIAL}', 'then', NULL)",
    "INSERT INTO code VALUES ('ab', 'then', 'later', NULL, NULL, NULL)",
    f"INSERT INTO published VALUES ('{'9' * 32}')",
)
_STUDY_ROWS = (
    f"INSERT INTO hub_store VALUES ('{STUDY}', '4')",
    f"INSERT INTO inbox_mark VALUES ('{DEVICE}', 1, '{row_of(1).digest}', 1, '2026-11-24T15:00:00')",
    f"INSERT INTO inbox_event VALUES ('{DEVICE}', 1, '{row_of(1).row}', '{row_of(1).digest}', '{DEVICE}', 'then')",
    "INSERT INTO hub_fact VALUES (1, '2026-11-24T15:00:00', 5, 'hub_sign_in', NULL, NULL, NULL, NULL)",
    "INSERT INTO hub_answer VALUES ('act', 'cd', '{}', 'then')",
    f"INSERT INTO study_change VALUES (8, 'log', '{DEVICE}:1:1')",
)
_TELLING = {
    "hub": ("id, address, made_at FROM hub", "* FROM epoch", "* FROM device", "* FROM code", "* FROM published"),
    "study": (
        "study FROM hub_store",
        "* FROM inbox_mark",
        "* FROM inbox_event",
        "* FROM hub_fact",
        "* FROM hub_answer",
    ),
}


@dataclass(frozen=True)
class OlderHub:
    """A hub, and its databases without the program.

    Args:
        sql: Rows of a statement, in `hub` or `study`.
        places: What each is called.
        url: Of the server they are on; None: they are files.
    """

    storage: HubStorage
    sql: Callable[[str, str], list[Any]]
    places: dict[str, str]
    url: str | None = None

    def told(self) -> dict[str, list[Any]]:
        """What must not be lost."""
        return {what: self.sql(of, f"SELECT {what}") for of, questions in _TELLING.items() for what in questions}


@contextmanager
def older_hub(engine: str, folder: Path) -> Iterator[OlderHub]:
    """One on one of `hub_storages.ENGINES`."""
    with (_in_files if engine == "files" else _on_a_server)(folder) as hub:
        yield hub


@contextmanager
def _in_files(folder: Path) -> Iterator[OlderHub]:
    paths = {"hub": folder / "hub.db", "study": folder / "studies" / f"{STUDY}.db"}
    paths["study"].parent.mkdir(parents=True)

    def sql(of: str, statement: str) -> list[Any]:
        with closing(sqlcipher3.dbapi2.connect(paths[of], isolation_level=None)) as driver:
            return [tuple(row) for row in driver.execute(statement).fetchall()]

    with closing(sqlcipher3.dbapi2.connect(paths["study"], isolation_level=None)) as driver:
        newest_form.make(driver)
    for statement in (*_statements("register"), *_REGISTER_ROWS):
        sql("hub", statement)
    with closing(sqlcipher3.dbapi2.connect(paths["study"], isolation_level=None)) as driver:
        for statement in (*_statements("study", "changes_in_files"), *_STUDY_ROWS):
            driver.execute(statement)
    yield OlderHub(FolderStorage(folder), sql, {of: str(path) for of, path in paths.items()})


@contextmanager
def _on_a_server(folder: Path) -> Iterator[OlderHub]:
    schemas = {"hub": "cati_hub", "study": schema_of(bytes.fromhex(STUDY))}
    with study_on_server(bytes.fromhex(STUDY)) as url:

        def run(of: str, statements: Sequence[str]) -> list[Any]:
            with psycopg.connect(url, options=f"-c search_path={schemas[of]}") as connection:
                for statement in statements:
                    cursor = connection.execute(statement.encode())
                return cursor.fetchall() if cursor.description else []

        register = _statements("register", "register_on_a_server")
        run("hub", ["CREATE SCHEMA cati_hub", *register, *_REGISTER_ROWS])
        run("study", [*_statements("study", "changes_on_a_server"), *_STUDY_ROWS])
        yield OlderHub(ServerStorage(url, folder), lambda of, statement: run(of, [statement]), schemas, url)


def _statements(*names: str) -> list[str]:
    return [each for name in names for each in (_MADE / f"{name}.sql").read_text(encoding="utf-8").split("\n\n")]
