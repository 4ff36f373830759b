"""Counters of the cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount


class QuotaBook(Protocol):
    """Counters of the cells; one place too many is refused."""

    def set_targets(self, targets: Mapping[CellId, int]) -> None:
        """Targets in their order; counters stay."""
        ...

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        ...

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        ...

    def hold(self, cell_id: CellId) -> None:
        """One place from free to in progress."""
        ...

    def hold_beyond(self, cell_id: CellId) -> None:
        """One place more than the target has: for persons without a cell, whom no target may turn away."""
        ...

    def complete(self, cell_id: CellId) -> None:
        """One place from in progress to achieved."""
        ...

    def reopen(self, cell_id: CellId) -> None:
        """One place from achieved back to in progress."""
        ...

    def give_back(self, cell_id: CellId) -> None:
        """One place from in progress to rolled back."""
        ...

    def close(self, cell_id: CellId, *, closed: bool) -> None:
        """Take nobody any more, or again; counters stay. LookupError for a cell that is not in the book."""
        ...
