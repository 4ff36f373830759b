"""A thin bar that only asks for an update."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.widgets.kit import Kit, draw_bar

_HEIGHT = 6


class ThinBar(QWidget):
    """Share from 0 to 1."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._share = 0.0
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.setAccessibleName(f"{share:.0%}")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._kit.theme.color
        draw_bar(painter, self.rect(), self._share, color("accent"), color("line"), self.isRightToLeft())
