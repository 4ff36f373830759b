"""One of a few, from a list that comes up: as high as what it holds, framed once, with an arrow at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, follow_font

_EDGES = 4  # pixels: the frame of the list at both sides


class PickBox(QComboBox):
    """The style sheet takes Qt's arrow away; Enter belongs to the page."""

    def __init__(self, kit: Kit, name: str, role: TextRole = TextRole.CONTROL) -> None:
        super().__init__()
        self._kit, self._role = kit, role
        self.setAccessibleName(name)
        follow_font(kit, self, role)
        # by a slot of its own: whoever followed the font on the list would be told of sizes once the list is gone
        kit.theme.changed.connect(self._size_list)
        self._size_list()

    @Slot()
    def _size_list(self) -> None:
        self.view().setFont(self._kit.theme.font(self._role))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        edge = self.height() // 3
        at_end = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(edge, 0, -edge, 0), int(at_end | Qt.AlignmentFlag.AlignVCenter), "▼")

    def showPopup(self) -> None:
        """As wide as what it holds, as far as the screen goes; Qt would cut longer words at the width of the box."""
        self._size_list()
        view, screen = self.view(), self.screen().availableGeometry()
        words = view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width() + _EDGES
        view.setMinimumWidth(min(max(words, self.width()), screen.width()))
        super().showPopup()
        shown = view.window()
        beyond = max(0, shown.frameGeometry().right() - screen.right())
        shown.move(max(screen.left(), shown.x() - beyond), shown.y())

    def fill(self, options: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer keys and labels, without telling anybody."""
        self.blockSignals(True)
        if [(self.itemData(n), self.itemText(n)) for n in range(self.count())] != list(options):
            self.clear()
            for key, text in options:
                self.addItem(text, key)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)

    def key(self) -> str:
        """Of the chosen one; blank: none."""
        return str(self.currentData() or "")
