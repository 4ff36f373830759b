"""Plain statements in one transaction: what every repository speaks to; models cost more than the database.

The marks of values are `?`, as SQLite has them; a driver with other marks translates them here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any


class Statements:
    """Statements of one transaction, which the first of them begins.

    Args:
        driver: The driver's connection, in autocommit.
        begin: The statement that begins a transaction.
        begun: Called in every transaction before anything else; what it raises ends it.
        committed: Called when a transaction is durable.
    """

    def __init__(
        self,
        driver: Any,
        begin: str,
        begun: Callable[[], None] = lambda: None,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._driver = driver
        self._begin = begin
        self._after_begin = begun
        self._after_commit = committed
        self._begun = False
        self._afterwards: list[Callable[[], None]] = []

    def execute(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """One statement; a cursor of the driver with its rows."""
        if not self._begun:
            self.start()
        return self._driver.execute(statement, values)

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for each row of values."""
        if not self._begun:
            self.start()
        self._driver.executemany(statement, rows)

    def row(self, statement: str, *values: object) -> Any:
        """The first row; None where there is none."""
        return self.execute(statement, values).fetchone()

    def all(self, statement: str, *values: object) -> list[Any]:
        """All rows."""
        rows: list[Any] = self.execute(statement, values).fetchall()
        return rows

    def start(self) -> None:
        """Begin the transaction, where no statement has begun it."""
        if not self._begun:
            self._driver.execute(self._begin)
            self._begun = True
            self._after_begin()

    def commit(self) -> None:
        """Make it durable; a later statement begins another transaction."""
        if self._begun:
            self._driver.execute("COMMIT")
            self._begun = False
            self._after_commit()
            while self._afterwards:
                self._afterwards.pop(0)()

    def after_commit(self, done: Callable[[], None]) -> None:
        """Call something once it is durable, and not at all where it is undone."""
        self._afterwards.append(done)

    def wiped(self) -> None:
        """What this transaction deletes is to leave the journal, too, once nobody waits; for a store that rests."""

    def end(self) -> None:
        """Undo what was not committed."""
        if self._afterwards:
            self._afterwards.clear()
        if self._begun:
            self._begun = False
            # sqlite: a full disk ends a transaction on its own, and the driver tells
            if self._driver.in_transaction:
                self._driver.execute("ROLLBACK")
