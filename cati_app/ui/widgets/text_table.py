"""Lines of a printed page on a card: those that are set in columns stand in columns, in the letters of the window."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, label

_GAP = re.compile(r"(?<![/\s])\s{2,}")  # what stands behind a stroke belongs to what stands before it
_SET_IN = "  "
_FIGURE = re.compile(r"[\d(]")


def is_in_columns(text: str) -> bool:
    """Whether a line of it is set in, and has columns."""
    return any(line.startswith(_SET_IN) and _GAP.search(line.strip()) for line in text.splitlines())


class TextTable(QWidget):
    """Figures stand at the end of their column, words at its beginning, and the last words wrap; lines that are not set
    in take the whole width.

    Args:
        text: Lines; those set in by two blanks have columns, with two blanks or more between them.
    """

    def __init__(self, kit: Kit, text: str) -> None:
        super().__init__()
        lines = text.splitlines()
        rows = [_GAP.split(line.strip()) if line.startswith(_SET_IN) else [line] for line in lines]
        columns = max(map(len, rows))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(columns, 1)
        for at, (line, row) in enumerate(zip(lines, rows, strict=True)):
            whole = not line.startswith(_SET_IN)
            for column, told in enumerate(" ".join(cell.split()) for cell in row):
                is_figure = bool(column) and _FIGURE.match(told) is not None
                to_the_end = whole or (column == len(row) - 1 and bool(column) and not is_figure)
                part = label(kit, TextRole.CONTROL, wrap=to_the_end, text=told)
                if is_figure:
                    part.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(part, at, column, 1, columns + 1 - column if to_the_end else 1)
        self._kit = kit
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        self._grid.setHorizontalSpacing(self._kit.theme.space(6))
        self._grid.setVerticalSpacing(self._kit.theme.space(1))
