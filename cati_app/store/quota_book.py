"""Counters of the quota cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.store.statements import Statements

_COUNTS = "SELECT id, target, achieved, in_progress, rolled_back, closed FROM cell"
# sqlite: numbered marks
_SET_TARGET = (
    "INSERT INTO cell (id, position, target, room, achieved, in_progress, rolled_back, closed)"
    " VALUES (?1, ?2, ?3, 0, 0, 0, 0, false)"
    " ON CONFLICT (id) DO UPDATE SET position = ?2, target = ?3,"
    " room = CASE WHEN cell.achieved + cell.in_progress > ?3 THEN cell.achieved + cell.in_progress ELSE 0 END"
)


class SqlQuotaBook:
    """The cells within a unit of work; a CHECK of the table refuses one place too many."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def set_targets(self, targets: Mapping[CellId, int]) -> None:
        """Targets in their order; counters stay."""
        cells = enumerate(targets.items())
        self._statements.many(_SET_TARGET, [(cell_id, position, target) for position, (cell_id, target) in cells])

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        return tuple(_count(row) for row in self._statements.execute(f"{_COUNTS} ORDER BY position"))

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        row = self._statements.row(f"{_COUNTS} WHERE id = ?", cell_id)
        return _count(row) if row else CellCount(cell_id, 0, 0, 0)

    def hold(self, cell_id: CellId) -> None:
        """One place from free to in progress."""
        self._move(cell_id, "in_progress = in_progress + 1")

    def hold_beyond(self, cell_id: CellId) -> None:
        """One place more than the target has."""
        self._move(
            cell_id,
            "in_progress = in_progress + 1, room = CASE WHEN achieved + in_progress + 1 > target"
            " THEN achieved + in_progress + 1 ELSE room END",
        )

    def complete(self, cell_id: CellId) -> None:
        """One place from in progress to achieved."""
        self._move(cell_id, "in_progress = in_progress - 1, achieved = achieved + 1")

    def reopen(self, cell_id: CellId) -> None:
        """One place from achieved back to in progress."""
        self._move(cell_id, "achieved = achieved - 1, in_progress = in_progress + 1")

    def give_back(self, cell_id: CellId) -> None:
        """One place from in progress to rolled back; room above a lowered target shrinks with it."""
        self._move(
            cell_id,
            "in_progress = in_progress - 1, rolled_back = rolled_back + 1,"
            " room = CASE WHEN room > 0 THEN room - 1 ELSE 0 END",
        )

    def close(self, cell_id: CellId, *, closed: bool) -> None:
        """Take nobody any more, or again."""
        self._move(cell_id, f"closed = {str(closed).lower()}")

    def _move(self, cell_id: CellId, assignment: str) -> None:
        if self._statements.execute(f"UPDATE cell SET {assignment} WHERE id = ?", (cell_id,)).rowcount != 1:
            raise LookupError(f"no cell {cell_id}")


def _count(row: Any) -> CellCount:
    cell_id, target, achieved, in_progress, rolled_back, closed = row
    return CellCount(CellId(cell_id), target, achieved, in_progress, rolled_back, bool(closed))
