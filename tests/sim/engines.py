"""The same studies on the engines of real ones: stations in encrypted files, the hub in a file or on a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlcipher3.dbapi2

from cati_app.store.hub.sqlite import drop_words
from tests.sim.kept import Beginning, KeptInMemory

ENGINES = ("memory", "file", "server")
_KEY = "ab" * 32
_NUMBERS = count()
Rows = Mapping[str, Sequence[Sequence[object]]]
_TABLES = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    " AND table_type = 'BASE TABLE' AND table_name NOT IN ('alembic_version', 'hub_version') ORDER BY table_name"
)
_IN_FILES = {"queue_kept": "queue_count"}
"""What a table is called there, where it has another name."""
_COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?"
    " AND is_generated = 'NEVER' ORDER BY ordinal_position"
)


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="cati-sim-")


def in_a_file(source: Any, *, encrypted: bool) -> Any:
    """A database of SQLite or SQLCipher with what another one holds, open as stations and hubs open theirs."""
    path = Path(_folder().name) / f"{next(_NUMBERS)}.db"
    key = f"x'{_KEY}'" if encrypted else ""
    source.execute("ATTACH DATABASE ? AS exported KEY ?", (str(path), key))
    source.execute("SELECT sqlcipher_export('exported')")
    source.execute("DETACH DATABASE exported")
    driver: Any = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    if encrypted:
        driver.execute(f'PRAGMA key = "{key}"')
    for pragma in ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = ON"):  # the disk has tests of its own
        driver.execute(f"PRAGMA {pragma}")
    return driver


class KeptOnServer(KeptInMemory):
    """A hub's study in a schema of a PostgreSQL server; of it there is one for each process."""

    def copy(self) -> Rows:
        """Every row."""
        tables = [name for (name,) in self.driver.execute(_TABLES).fetchall()]
        return {name: self.driver.execute(f'SELECT {self._columns(name)} FROM "{name}"').fetchall() for name in tables}

    def _columns(self, table: str) -> str:
        return ", ".join(f'"{column}"' for (column,) in self.driver.execute(_COLUMNS, (table,)).fetchall())

    def fill(self, rows: Rows) -> None:
        """These rows and no others."""
        execute = self.driver.execute
        execute("SET session_replication_role TO replica")  # as a dump is brought in: rows in any order, no triggers
        tables = ", ".join(f'"{name}"' for (name,) in execute(_TABLES).fetchall())
        execute(f"TRUNCATE {tables}")
        for name, those in rows.items():
            if those:
                marks = ", ".join("?" for _ in those[0])
                self.driver.executemany(f'INSERT INTO "{name}" ({self._columns(name)}) VALUES ({marks})', those)
        execute("SET session_replication_role TO DEFAULT")


@cache
def _server_driver(study: str) -> Any:
    from cati_app.store.hub.server_steps import study_in_newest_form
    from cati_app.store.postgres.connection import connected
    from cati_app.store.postgres.schema import schema_of
    from tests.postgres_server import server_url

    study_in_newest_form(server_url(), study)
    return connected(server_url(), schema_of(bytes.fromhex(study)))


def without_staff(copied: Any) -> Any:
    """A copy of a hub as copies are made: it has the words in place of people, and not whose they are."""
    if isinstance(copied, dict):
        return {**copied, "staff_word": []}
    drop_words(copied.execute)
    return copied


def on_the_server(begin: Beginning, study: str) -> KeptOnServer:
    """The study as it begins."""
    kept = KeptOnServer(_server_driver(study), "hub")
    source = begin.hub().driver
    rows: dict[str, list[tuple[object, ...]]] = {}
    for (table,) in kept.driver.execute(_TABLES).fetchall():
        columns = [name for (name,) in kept.driver.execute(_COLUMNS, (table,)).fetchall()]
        there = _IN_FILES.get(table, table)
        known = {row[1] for row in source.execute(f'PRAGMA table_info("{there}")')}
        if known:
            told = ", ".join(f'"{column}"' if column in known else "NULL" for column in columns)
            rows[table] = source.execute(f'SELECT {told} FROM "{there}"').fetchall()
    kept.fill(rows)
    return kept
