"""A key as it is printed on a keyboard."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, draw_keycap, keycap_width


class Keycap(QWidget):
    """Painted key."""

    def __init__(self, kit: Kit, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._key = kit, key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key)
        kit.theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = self._kit.theme
        return QSize(keycap_width(self._kit, self._key), theme.line_height(TextRole.KEYCAP) + theme.space(0.75))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_keycap(painter, self._kit, self.rect(), self._key)
