"""A part of a transaction that is under way, which repositories speak to as they do to a transaction.

So several requests share one commit. Where each must be undone alone, a part is a savepoint; savepoints cost as much as
what stands between them, so parts are tried without first, and as long as none that has written is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cati_app.domain.errors import RowRefused
from cati_app.store.statements import Statements

_BEGIN = "BEGIN"
_STEPS = {_BEGIN: ("SAVEPOINT part",), "COMMIT": ("RELEASE part",), "ROLLBACK": ("ROLLBACK TO part", "RELEASE part")}


class TransactionGone(Exception):
    """The engine has ended the whole transaction, as after a write that the disk refused."""


class SavepointsNeeded(Exception):
    """A part that has written is to be undone, and has no savepoint: the whole transaction begins anew, with them."""


def _none(_: BaseException) -> bool:
    return False


class _PartDriver:
    """The driver, on which a transaction's words mean the part alone.

    Args:
        refuses_row: Whether an error of the engine means that it takes no such row.
        saved: Whether the part is a savepoint.
    """

    def __init__(self, driver: Any, refuses_row: Callable[[BaseException], bool], *, saved: bool) -> None:
        self._driver = driver
        self._refuses_row = refuses_row
        self._saved = saved
        self._has_written = self._has_failed = False
        self.is_spoiled = False
        self.failure: Exception | None = None

    @property
    def in_transaction(self) -> bool:
        """Whether there is anything left to be undone."""
        return bool(self._driver.in_transaction)

    def execute(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """One statement.

        Raises:
            RowRefused: the engine takes no such row.
            TransactionGone: it would be a transaction of its own.
            SavepointsNeeded: as it says.
        """
        self._check()
        steps = _STEPS.get(statement)
        if steps is None:
            return self._noted(statement, values)
        if not self._saved:
            return self._stepped(statement)
        for step in steps:
            cursor = self._driver.execute(step)
        return cursor

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> Any:
        """One statement for each row; as `execute`."""
        self._check()
        self._has_written = True
        try:
            return self._driver.executemany(statement, rows)
        except Exception as error:
            self._note_failed(error)
            raise

    def _noted(self, statement: str, values: Sequence[object] | Mapping[str, object]) -> Any:
        """One statement, and whether there is something to be undone; what fails may have ended the transaction."""
        if not statement.startswith("SELECT"):
            self._has_written = True
        try:
            return self._driver.execute(statement, values)
        except Exception as error:
            self._note_failed(error)
            raise

    def _note_failed(self, error: Exception) -> None:
        """What the engine answered. RowRefused: it takes no such row."""
        self._has_written = self._has_failed = True
        self.failure = error
        if self._refuses_row(error):
            raise RowRefused from error

    def _stepped(self, word: str) -> None:
        has_written, self._has_written = self._has_written, False
        has_failed, self._has_failed = self._has_failed, False
        if word == "ROLLBACK" and has_written:
            self.is_spoiled = True
            raise SavepointsNeeded
        if word == "COMMIT" and has_failed:  # a server commits nothing of a transaction in which a statement failed
            self.is_spoiled = True
            raise SavepointsNeeded

    def _check(self) -> None:
        if not self._driver.in_transaction:
            raise TransactionGone


class Part(Statements):
    """The statements of one part; `commit` makes it count once the whole transaction is committed.

    Args:
        driver: The driver's connection, in a transaction whenever a statement comes.
        refuses_row: Whether an error of the engine means that it takes no such row, asked again either.
        owe_rest: Called once it is durable that something was deleted for good.
        saved: Whether it can be undone alone; else SavepointsNeeded is raised where it is to be.
    """

    def __init__(
        self,
        driver: Any,
        refuses_row: Callable[[BaseException], bool] = _none,
        owe_rest: Callable[[], None] = lambda: None,
        *,
        saved: bool = True,
    ) -> None:
        self._owe_rest = owe_rest
        self._part_driver = _PartDriver(driver, refuses_row, saved=saved)
        super().__init__(self._part_driver, _BEGIN)
        self._whole: list[Callable[[], None]] = []

    @property
    def is_spoiled(self) -> bool:
        """Whether what it wrote was to be undone, and is there still; whoever works in it may pass over that."""
        return self._part_driver.is_spoiled

    @property
    def failure(self) -> Exception | None:
        """What the engine answered to the statement that failed last."""
        return self._part_driver.failure

    def after_commit(self, done: Callable[[], None]) -> None:
        """Call something once the whole transaction is durable, and not at all where this part is undone."""
        super().after_commit(lambda: self._whole.append(done))

    def wiped(self) -> None:
        """What this part deletes is to leave the journal, too, once nobody waits."""
        self.after_commit(self._owe_rest)

    def durable(self) -> None:
        """The whole transaction was committed."""
        for done in self._whole:
            done()
