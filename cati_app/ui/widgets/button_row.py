"""Buttons beside each other, below each other where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.widgets.flow import height_of_rows, place_in_rows
from cati_app.ui.widgets.kit import Kit


class ButtonRow(QWidget):
    """As high as its rows need; hidden buttons take no room."""

    def __init__(self, kit: Kit, *buttons: QWidget) -> None:
        super().__init__()
        self._kit, self._buttons = kit, list(buttons)
        for button in buttons:
            button.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self._arrange)

    @Slot()
    def _arrange(self) -> None:
        gap = self._kit.theme.space(2)
        height = height_of_rows(self._buttons, self.width(), gap)
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        place_in_rows(self._buttons, 0, 0, self.width(), gap, self.isRightToLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button has another text, came or went
            self._arrange()
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.minimumHeight())
