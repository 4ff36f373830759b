"""A surface with a caption, and a key beside it where there is one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.keycap import Keycap
from cati_app.ui.widgets.kit import Kit, label


class Card(QFrame):
    """Contents below a caption."""

    def __init__(self, kit: Kit, title: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.setProperty("ground", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(kit, TextRole.CAPTION, "muted", wrap=not key, text=title)
        if not title:
            self.title.hide()  # never setVisible(True) here: without a parent it would open as a window
        self.column = QVBoxLayout(self)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 0 if key else 1)
        if key:
            self.head.addWidget(Keycap(kit, key))
            self.head.addStretch()
        self.column.addLayout(self.head)
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        theme = self._kit.theme
        pad = theme.space(4)
        self.column.setContentsMargins(pad, theme.space(3), pad, theme.space(3))
        self.column.setSpacing(theme.space(2))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.column.addWidget(widget, stretch)

    def add_stretch(self) -> None:
        self.column.addStretch(1)


def centred(card: Card) -> QHBoxLayout:
    """A card of fixed width in the middle, as high as its wrapped texts need, which an alignment would not give it."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    return row
