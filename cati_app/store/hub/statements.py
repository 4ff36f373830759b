"""Statements of a hub's database as its rules see them: plain SQL with `?`, whatever engine answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol


class HubStatements(Protocol):
    """One transaction of a hub's database."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement; how many rows it changed."""
        ...

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row."""
        ...

    def all(self, statement: str, *values: object) -> list[Any]:
        """Rows that a statement gives."""
        ...


def row_of(statements: HubStatements, statement: str, *values: object) -> Any:
    """The first row that a statement gives; None without one."""
    return next(iter(statements.all(statement, *values)), None)
