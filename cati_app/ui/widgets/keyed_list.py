"""A list of a page whose lines have keys."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import is_enter
from cati_app.ui.widgets.kit import Kit, follow_font

_KEY = Qt.ItemDataRole.UserRole


class KeyedList(QListWidget):
    """It tells where somebody moves to, and nothing while a state is shown. Enter belongs to the page around it.

    Signals:
        key_chosen(str): the key of the line somebody has moved to.
    """

    key_chosen = Signal(str)

    def __init__(self, kit: Kit, name: str) -> None:
        """`name` is what it is called, read aloud and never shown."""
        super().__init__()
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._moved)
        follow_font(kit, self, TextRole.CONTROL)

    def fill(self, lines: Iterable[tuple[str, str]]) -> None:
        """Other lines, each a key and its text; none is marked."""
        with QSignalBlocker(self):
            self.clear()
            for key, text in lines:
                item = QListWidgetItem(text)
                item.setData(_KEY, key)
                self.addItem(item)

    def mark(self, key: str) -> None:
        """The line with that key; of a key that is not there nothing changes."""
        with QSignalBlocker(self):
            for row in range(self.count()):
                if self.item(row).data(_KEY) == key and self.currentRow() != row:
                    self.setCurrentRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _moved(self) -> None:
        item = self.currentItem()
        if item is not None:
            self.key_chosen.emit(item.data(_KEY))
