"""Buttons beside one another that wrap where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget


def place_in_rows(widgets: list[QWidget], left: int, top: int, width: int, gap: int, right_to_left: bool) -> int:
    """Place visible widgets at their preferred size and return the height taken."""
    x, y, row = 0, 0, 0
    for widget in widgets:
        if widget.isHidden():
            continue
        size = widget.sizeHint()
        wide = min(size.width(), width)
        if x and x + wide > width:
            x, y, row = 0, y + row + gap, 0
        start = left + width - x - wide if right_to_left else left + x
        row = max(row, size.height())
        drop = (row - size.height()) // 2
        widget.setGeometry(QRect(start, top + y + drop, wide, size.height()))
        x += wide + gap
    return y + row


def height_of_rows(widgets: list[QWidget], width: int, gap: int) -> int:
    """Height that `place_in_rows` would take."""
    x, y, row = 0, 0, 0
    for widget in widgets:
        if widget.isHidden():
            continue
        size = widget.sizeHint()
        wide = min(size.width(), width)
        if x and x + wide > width:
            x, y, row = 0, y + row + gap, 0
        x += wide + gap
        row = max(row, size.height())
    return y + row
