"""A list, and beside it a column that scrolls: what belongs to the row selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.scroll import Scroll

_UNLIMITED = 16_777_215  # QWIDGETSIZE_MAX
_ROW, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class ListAndColumn(QBoxLayout):
    """Side by side, one below the other where the page is narrow.

    Args:
        side: The list with what stands below it.
        column: From top to bottom.
    """

    def __init__(self, kit: Kit, side: QWidget, column: Sequence[QWidget]) -> None:
        super().__init__(_ROW)
        self._kit = kit
        self._side = side
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for shown in column:
            self._column.addWidget(shown)
        self._column.addStretch(1)
        self.scroller = Scroll(inner)
        self.addWidget(side)
        self.addWidget(self.scroller, 1)

    @property
    def is_beside(self) -> bool:
        """Whether there was room for both."""
        return self.direction() is _ROW

    def fill(self, page: QWidget, *foot: QWidget) -> None:
        """Take the whole page, above what stays at its foot."""
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self, 1)
        for part in foot:
            outer.addWidget(part)

    def arrange(self, width: int, side: int, beside_from: int) -> None:
        """For a page of that width.

        Args:
            side: Width of the list, at the size of texts that is not enlarged.
            beside_from: Width from which the two stand side by side, at that size.
        """
        theme = self._kit.theme
        pad, gap = theme.space(4), theme.space(3)
        beside = width >= theme.text_px(beside_from)
        self.setDirection(_ROW if beside else _BELOW)
        self.setSpacing(gap)
        self.setContentsMargins(pad, pad, theme.space(2), 0)
        self._column.setContentsMargins(0, 0, theme.space(2), pad)
        self._column.setSpacing(gap)
        if beside:
            self._side.setFixedWidth(theme.text_px(side))
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_UNLIMITED)
