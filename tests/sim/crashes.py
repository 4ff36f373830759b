"""A database of a station whose program may stop before any statement: what was not committed by then is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


class Crash(BaseException):
    """The program stops; nothing in it handles that, and nothing of it does anything more."""


class CrashingDriver:
    """The driver of a database, on which a program may stop.

    Args:
        driver: The real one.
    """

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self._left = 0
        self._has_stopped = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def stop_before(self, statement: int) -> None:
        """The program stops before so manieth statement from now on; 0: it does not."""
        self._left = statement

    @property
    def left(self) -> int:
        """So many statements come before it stops, and one more; 0: it does not."""
        return self._left

    def start_again(self) -> None:
        """What the program had begun is undone, as when its file is opened again."""
        self._left, self._has_stopped = 0, False
        if self._driver.in_transaction:
            self._driver.execute("ROLLBACK")

    def execute(self, statement: str, *values: Any) -> Any:
        """One statement. Crash: as it was told."""
        return self._counted(lambda: self._driver.execute(statement, *values))

    def executemany(self, statement: str, rows: Iterable[Any]) -> Any:
        """One statement for each row. Crash: as it was told."""
        return self._counted(lambda: self._driver.executemany(statement, rows))

    def _counted(self, act: Callable[[], Any]) -> Any:
        if self._left == 1:
            self._has_stopped = True
        self._left = max(0, self._left - 1)
        if self._has_stopped:
            raise Crash
        return act()
