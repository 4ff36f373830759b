"""Buttons beside one another that wrap where there is no room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget


def place_in_rows(widgets: list[QWidget], left: int, top: int, width: int, gap: int, right_to_left: bool) -> int:
    """Place visible widgets at their preferred size and return the height taken."""
    height = 0
    for widget, size, x, y, row in _in_rows(widgets, width, gap):
        start = left + width - x - size.width() if right_to_left else left + x
        widget.setGeometry(QRect(start, top + y + (row - size.height()) // 2, size.width(), size.height()))
        height = y + row
    return height


def height_of_rows(widgets: list[QWidget], width: int, gap: int) -> int:
    """Height that `place_in_rows` would take."""
    return max((y + row for _, _, _, y, row in _in_rows(widgets, width, gap)), default=0)


def _in_rows(widgets: list[QWidget], width: int, gap: int) -> Iterator[tuple[QWidget, QSize, int, int, int]]:
    """Visible ones with their size, where each begins, and the height of its row so far."""
    x, y, row = 0, 0, 0
    for widget in widgets:
        if widget.isHidden():
            continue
        size = widget.sizeHint()
        size.setWidth(min(size.width(), width))
        if x and x + size.width() > width:
            x, y, row = 0, y + row + gap, 0
        row = max(row, size.height())
        yield widget, size, x, y, row
        x += size.width() + gap
