"""The verbs of a page, below what scrolls, so that they stay in sight however low the window is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.kit import Kit


class FootBar(QWidget):
    """Buttons beside each other, below each other where there is no room."""

    def __init__(self, kit: Kit, *buttons: QWidget) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("ground", "surface")
        self.setProperty("edge", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        self._row.addWidget(ButtonRow(kit, *buttons))
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        theme = self._kit.theme
        self._row.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
