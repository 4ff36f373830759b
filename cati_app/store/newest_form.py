"""The newest form of a database at once, for one that is empty: the steps that lead there cost a third of a second.

What is made stands in `migrations/newest.sql`, written from a database that took every step (`make newest`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

SCRIPT = Path(__file__).parent / "migrations" / "newest.sql"
_BETWEEN = "\n\n"
_OBJECTS = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"


def make(driver: Any) -> None:
    """Every table, index, view and trigger, in one transaction; errors are the driver's own.

    Args:
        driver: The driver's connection, in autocommit, to an empty database.
    """
    driver.execute("BEGIN IMMEDIATE")  # sqlite: nobody else makes it meanwhile
    try:
        execute_all(driver, SCRIPT)
        driver.execute("COMMIT")
    except BaseException:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
        raise


def made() -> Any:
    """A connection to an empty database in the newest form, in memory; what every database must have stands in it."""
    driver: Any = sqlcipher3.dbapi2.connect(":memory:", isolation_level=None)
    make(driver)
    return driver


def execute_all(driver: Any, script: Path) -> None:
    """Every statement of a script, in the transaction under way."""
    for statement in script.read_text(encoding="utf-8").split(_BETWEEN):
        driver.execute(statement)


def script_of(driver: Any) -> str:
    """The script that makes an empty database as this one is, with the rows it has from its beginning.

    Raises:
        ValueError: a statement holds an empty line.
    """
    return joined(statements_of(driver))


def statements_of(driver: Any) -> list[str]:
    """What makes an empty database as this one is, with the rows it has."""
    return [*_statements(driver)]


def joined(statements: Sequence[str]) -> str:
    """A script of statements. ValueError: one of them holds an empty line."""
    if any(_BETWEEN in statement for statement in statements):
        raise ValueError("a statement holds an empty line")
    return _BETWEEN.join(statements) + "\n"


def _statements(driver: Any) -> Iterator[str]:
    for (text,) in driver.execute(_OBJECTS).fetchall():
        yield text.strip()
    for (table,) in driver.execute(_TABLES).fetchall():
        for row in driver.execute(f'SELECT * FROM "{table}"').fetchall():
            values = ", ".join(driver.execute("SELECT quote(?)", (value,)).fetchone()[0] for value in row)
            yield f'INSERT INTO "{table}" VALUES ({values})'
