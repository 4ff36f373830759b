"""A widget with a ground of its own, so that nothing below it is painted again when something on it changes."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from cati_app.ui.widgets.kit import Kit

Token = Literal["background", "surface"]


class Ground(QWidget):
    """Qt fills it from the palette and therefore knows that it is opaque; a style sheet would leave that open."""

    def __init__(self, kit: Kit, token: Token, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._token = token
        self.setAutoFillBackground(True)
        kit.theme.changed.connect(self._color)
        self._color()

    @Slot()
    def _color(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._kit.theme.color(self._token))
        self.setPalette(palette)
