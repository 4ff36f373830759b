"""Counters of the quota cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import cells_of
from cati_app.store.statements import Statements

_COUNTS = "SELECT id, target, achieved, in_progress, rolled_back, closed, paused, mode FROM cell"
# sqlite: numbered marks
_SET_TARGET = (
    "INSERT INTO cell (id, position, target, room, achieved, in_progress, rolled_back, closed, paused, mode)"
    " VALUES (?1, ?2, ?3, 0, 0, 0, 0, false, false, ?4)"
    " ON CONFLICT (id) DO UPDATE SET position = ?2, target = ?3, mode = ?4,"
    " room = CASE WHEN cell.achieved + cell.in_progress > ?3 THEN cell.achieved + cell.in_progress ELSE 0 END"
)


class SqlQuotaBook:
    """The cells within a unit of work; the table refuses one place too many, by the mode of the quota."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def set_targets(self, targets: Mapping[CellId, int], modes: Mapping[CellId, QuotaMode] | None = None) -> None:
        """Targets in their order, strict where no mode is named; counters stay."""
        told = modes or {}
        cells = enumerate(targets.items())
        self._statements.many(
            _SET_TARGET, [(cell, n, target, told.get(cell, QuotaMode.STRICT).value) for n, (cell, target) in cells]
        )

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        return tuple(_count(row) for row in self._statements.execute(f"{_COUNTS} ORDER BY position"))

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        row = self._statements.row(f"{_COUNTS} WHERE id = ?", cell_id)
        return _count(row) if row else CellCount(cell_id, 0, 0, 0)

    def hold(self, place: CellId) -> None:
        """One place from free to in progress, in each of its cells."""
        self._move(place, "in_progress = in_progress + 1")

    def hold_beyond(self, place: CellId) -> None:
        """One place more than the target has."""
        self._move(
            place,
            "in_progress = in_progress + 1, room = CASE WHEN achieved + in_progress + 1 > target"
            " THEN achieved + in_progress + 1 ELSE room END",
        )

    def complete(self, place: CellId) -> None:
        """One place from in progress to achieved."""
        self._move(place, "in_progress = in_progress - 1, achieved = achieved + 1")

    def reopen(self, place: CellId) -> None:
        """One place from achieved back to in progress."""
        self._move(place, "achieved = achieved - 1, in_progress = in_progress + 1")

    def give_back(self, place: CellId) -> None:
        """One place from in progress to rolled back; room above a lowered target shrinks with it."""
        self._move(
            place,
            "in_progress = in_progress - 1, rolled_back = rolled_back + 1,"
            " room = CASE WHEN room > 0 THEN room - 1 ELSE 0 END",
        )

    def close(self, cell_id: CellId, *, closed: bool, paused: bool = False) -> None:
        """Take nobody any more, or for now, or again."""
        self._move(cell_id, f"closed = {str(closed).lower()}, paused = {str(paused).lower()}")

    def _move(self, place: CellId, assignment: str) -> None:
        for cell in cells_of(place):
            if self._statements.execute(f"UPDATE cell SET {assignment} WHERE id = ?", (cell,)).rowcount != 1:
                raise LookupError(f"no cell {cell}")


def _count(row: Any) -> CellCount:
    cell_id, target, achieved, in_progress, rolled_back, closed, paused, mode = row
    counters = target, achieved, in_progress, rolled_back
    return CellCount(CellId(cell_id), *counters, bool(closed), bool(paused), QuotaMode(mode))
