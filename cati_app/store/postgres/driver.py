"""Statements as repositories write them, spoken to PostgreSQL.

Repositories write what both engines read (docs/decisions/0017). What is left is done here: the marks of values,
`INDEXED BY`, which names the index SQLite is to take and PostgreSQL finds by itself, and how a transaction begins. The
few words PostgreSQL lacks are functions of the study's schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.adapt import Dumper

_PART = re.compile(
    r"""(?P<text>'(?:[^']|'')*'|"[^"]*")"""  # a text or a name stays as it is
    r"""|\s+INDEXED\s+BY\s+\w+"""
    r"""|\?(?P<number>\d+)|(?P<mark>\?)|(?P<percent>%)"""
)
WRITING, READING = "BEGIN IMMEDIATE", "BEGIN"
"""How repositories begin a transaction that writes, and one that only reads."""
_BEGINNINGS = {
    WRITING: ("BEGIN", "SELECT pg_advisory_xact_lock(1, current_schema()::regnamespace::oid::int)"),
    READING: ("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",),
}
"""One transaction at a time writes to a study, as in a file; whoever waits is served in order. Studies do not wait for
one another, and readers wait for nobody."""


class _Untyped(Dumper):
    """Whole numbers without a type of their own: what is 0 or 1 to SQLite is a flag where the column is one."""

    oid = 0  # the type is inferred from where the value stands

    def dump(self, obj: int) -> bytes:
        """As digits."""
        return str(int(obj)).encode()


@lru_cache(maxsize=4096)
def spoken(statement: str) -> tuple[str, bool]:
    """A statement with PostgreSQL's marks, and whether its values are numbered."""
    numbered = False

    def part(match: re.Match[str]) -> str:
        nonlocal numbered
        if match["text"] is not None:
            return match["text"].replace("%", "%%")
        if match["number"] is not None:
            numbered = True
            return f"%(v{match['number']})s"
        if match["mark"] is not None:
            return "%s"
        return "%%" if match["percent"] is not None else ""

    return _PART.sub(part, statement), numbered


class PostgresDriver:
    """A connection that is spoken to as SQLite's driver is.

    Args:
        connection: In autocommit, with the study's schema as its path.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        connection.adapters.register_dumper(int, _Untyped)
        self.connection = connection

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction was begun and has not ended."""
        return self.connection.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE

    def execute(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """One statement; a cursor with its rows."""
        beginning = _BEGINNINGS.get(statement)
        if beginning is not None:
            for step in beginning:
                cursor = self.connection.execute(step)
            return cursor
        text, numbered = spoken(statement)
        return self.connection.execute(text, _named(values) if numbered else values)

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> Any:
        """One statement for each row of values."""
        text, numbered = spoken(statement)
        cursor = self.connection.cursor()
        cursor.executemany(text, [_named(row) if numbered else row for row in rows])
        return cursor

    def close(self) -> None:
        """End the connection; what was not committed is undone. May be called twice."""
        self.connection.close()


def _named(values: Sequence[object] | Mapping[str, object]) -> dict[str, object]:
    return {f"v{number}": value for number, value in enumerate(values, 1)}
