"""A part of a transaction that is under way: a savepoint that repositories speak to as they do to a transaction.

So several requests share one commit, and each of them can be undone alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cati_app.store.statements import Statements

_BEGIN = "BEGIN"
_STEPS = {_BEGIN: ("SAVEPOINT part",), "COMMIT": ("RELEASE part",), "ROLLBACK": ("ROLLBACK TO part", "RELEASE part")}


class TransactionGone(Exception):
    """The engine has ended the whole transaction, as after a write that the disk refused."""


class _PartDriver:
    """The driver, on which a transaction's words mean the part alone."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    @property
    def in_transaction(self) -> bool:
        """Whether there is anything left to be undone."""
        return bool(self._driver.in_transaction)

    def execute(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """One statement. TransactionGone: it would be a transaction of its own."""
        self._check()
        steps = _STEPS.get(statement)
        if steps is None:
            return self._driver.execute(statement, values)
        for step in steps:
            cursor = self._driver.execute(step)
        return cursor

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> Any:
        """One statement for each row; as `execute`."""
        self._check()
        return self._driver.executemany(statement, rows)

    def _check(self) -> None:
        if not self._driver.in_transaction:
            raise TransactionGone


class Part(Statements):
    """The statements of one part; `commit` makes it count once the whole transaction is committed.

    Args:
        driver: The driver's connection, in a transaction whenever a statement comes.
    """

    def __init__(self, driver: Any) -> None:
        super().__init__(_PartDriver(driver), _BEGIN)
        self._whole: list[Callable[[], None]] = []

    def after_commit(self, done: Callable[[], None]) -> None:
        """Call something once the whole transaction is durable, and not at all where this part is undone."""
        super().after_commit(lambda: self._whole.append(done))

    def durable(self) -> None:
        """The whole transaction was committed."""
        for done in self._whole:
            done()
