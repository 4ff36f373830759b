"""Counters of the quota cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.store.tables import CellRow


class SqlQuotaBook:
    """The cells within a unit of work; a CHECK of the table refuses one place too many."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def set_targets(self, targets: Mapping[CellId, int]) -> None:
        """Targets in their order; counters stay."""
        for position, (cell_id, target) in enumerate(targets.items()):
            row = self._session.get(CellRow, cell_id) or CellRow(id=cell_id, position=position, target=target)
            row.position, row.target = position, target
            row.room = row.achieved + row.in_progress if row.achieved + row.in_progress > target else 0
            self._session.add(row)
        self._session.flush()

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        rows = self._session.exec(
            select(CellRow).order_by(col(CellRow.position)).execution_options(populate_existing=True)
        )
        return tuple(_count(row) for row in rows)

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        row = self._session.get(CellRow, cell_id, populate_existing=True)
        return _count(row) if row else CellCount(cell_id, 0, 0, 0)

    def hold(self, cell_id: CellId) -> None:
        """One place from free to in progress."""
        self._move(cell_id, "in_progress = in_progress + 1")

    def complete(self, cell_id: CellId) -> None:
        """One place from in progress to achieved."""
        self._move(cell_id, "in_progress = in_progress - 1, achieved = achieved + 1")

    def give_back(self, cell_id: CellId) -> None:
        """One place from in progress to rolled back; room above a lowered target shrinks with it."""
        self._move(
            cell_id,
            "in_progress = in_progress - 1, rolled_back = rolled_back + 1,"
            " room = CASE WHEN room > 0 THEN room - 1 ELSE 0 END",
        )

    def _move(self, cell_id: CellId, assignment: str) -> None:
        found: Any = self._session.connection().exec_driver_sql(
            f"UPDATE cell SET {assignment} WHERE id = ?", (cell_id,)
        )
        if found.rowcount != 1:
            raise LookupError(f"no cell {cell_id}")


def _count(row: CellRow) -> CellCount:
    return CellCount(CellId(row.id), row.target, row.achieved, row.in_progress, row.rolled_back)
