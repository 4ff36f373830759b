"""Places that stations of a hub have."""

from __future__ import annotations

from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.monitor.board import BoardFigures


def reserved(figures: BoardFigures, count: CellCount) -> int:
    """Places of a cell that stations of a hub have, and no interview that is known here holds."""
    known = figures.running_places.get(count.cell_id, 0) + figures.suspended_places.get(count.cell_id, 0)
    return max(0, count.in_progress - known)
