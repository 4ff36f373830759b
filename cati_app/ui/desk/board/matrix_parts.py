"""What is heard of the quota matrix: each cell with its row, its columns, its figures and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from cati_app.ui.desk.board.matrix import Matrix


class MatrixParts:
    """The cells there are, row by row."""

    role = QAccessible.Role.Table
    part_role = QAccessible.Role.Cell

    def __init__(self, owner: Matrix) -> None:
        self._matrix = owner

    def _places(self) -> list[tuple[int, int]]:
        cells = self._matrix.state.cells
        return [(row, column) for row, line in enumerate(cells) for column, cell in enumerate(line) if cell is not None]

    @property
    def current(self) -> int:
        places = self._places()
        return places.index(self._matrix.place) if self._matrix.place in places else -1

    def __len__(self) -> int:
        return len(self._places())

    def name(self, place: int) -> str:
        """`16–29, low: 1/5, 4 to go`."""
        return self._matrix.spoken(*self._places()[place])

    def detail(self, place: int) -> str:
        """Nothing: the name holds it all."""
        return ""

    def mark(self, place: int, state: QAccessible.State) -> None:
        state.selectable = True
        state.selected = self._places()[place] == self._matrix.place

    def rect(self, place: int) -> QRect:
        return self._matrix.cell_rect(*self._places()[place])
