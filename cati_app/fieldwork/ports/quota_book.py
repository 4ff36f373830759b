"""Counters of the cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.steering import SteeredCell


class QuotaBook(Protocol):
    """Counters of the cells; one place too many is refused. A place has a cell of each quota: all of them move."""

    def set_targets(self, targets: Mapping[CellId, int], modes: Mapping[CellId, QuotaMode] | None = None) -> None:
        """Targets of the plan in their order, strict where no mode is named; counters stay.

        A target that a supervisor changed stays in force until the plan names another one than before.
        """
        ...

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        ...

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        ...

    def steered(self, cell_id: CellId) -> SteeredCell:
        """One cell with what was decided of it. LookupError for one that is not in the book."""
        ...

    def all_steered(self) -> tuple[SteeredCell, ...]:
        """All cells in order."""
        ...

    def steer(self, cell: SteeredCell) -> None:
        """Target, intake, version and last change of a cell; counters stay as they are."""
        ...

    def hold(self, place: CellId) -> None:
        """One place from free to in progress."""
        ...

    def hold_beyond(self, place: CellId) -> None:
        """One place more than the target has: what was given elsewhere, and counts whatever the target is now."""
        ...

    def complete(self, place: CellId) -> None:
        """One place from in progress to achieved."""
        ...

    def reopen(self, place: CellId) -> None:
        """One place from achieved back to in progress."""
        ...

    def give_back(self, place: CellId) -> None:
        """One place from in progress to rolled back."""
        ...

    def shut(self) -> tuple[CellCount, ...]:
        """Those that are closed or paused, in order."""
        ...

    def is_empty(self) -> bool:
        """Whether there is no cell at all."""
        ...

    def close(self, cell_id: CellId, *, closed: bool, paused: bool = False) -> None:
        """Take nobody any more, or for now, or again; counters stay. LookupError for a cell that is not in the book."""
        ...
