"""Boxes to tick, each with what it is for below it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cati_app.ui.analyst.states import ExportOption
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.tick_box import TickBox


class TickList(QWidget):
    """In the order offered, row by row; keys are those of the options."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._keys: tuple[str, ...] = ()
        self._cells: list[QWidget] = []
        self._across = 1
        self.boxes: list[TickBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)

    def fill(self, options: tuple[ExportOption, ...]) -> None:
        """Offer these instead, ticked as they say."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._keys, self.boxes, self._cells = tuple(option.key for option in options), [], []
        for option in options:
            box = TickBox(self._kit, option.label)
            box.setChecked(option.chosen)
            box.setAccessibleDescription(option.detail)
            detail = label(self._kit, TextRole.SMALL, "muted", wrap=True, text=option.detail)
            detail.setContentsMargins(self._kit.theme.space(7), 0, 0, 0)
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(box)
            column.addWidget(detail)
            column.addStretch(1)
            self.boxes.append(box)
            self._cells.append(cell)
        self._lay_out()

    def arrange(self, across: int) -> None:
        """So many beside one another, 1 or 2."""
        if across != self._across:
            self._across = across
            self._lay_out()

    def _lay_out(self) -> None:
        for number, cell in enumerate(self._cells):
            self._grid.removeWidget(cell)
            self._grid.addWidget(cell, number // self._across, number % self._across)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, self._across - 1)

    def ticked(self) -> tuple[str, ...]:
        """Keys of the boxes that are ticked."""
        return tuple(key for key, box in zip(self._keys, self.boxes, strict=True) if box.isChecked())
