"""The field in which a card is written: it takes every letter and digit; commands have Ctrl, Alt or an F key."""

from __future__ import annotations

from unicodedata import bidirectional

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from cati_app.ui.stage.digits import KeyGuard
from cati_app.ui.widgets.enter import is_enter
from cati_app.ui.widgets.fields import TextField

_DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_EDGES = {
    Qt.LayoutDirection.LeftToRight: Qt.AlignmentFlag.AlignLeft,
    Qt.LayoutDirection.RightToLeft: Qt.AlignmentFlag.AlignRight,
}
"""Where lines begin; a field of plain text does not find that by itself."""


def direction_of(text: str) -> Qt.LayoutDirection:
    """As the first letter of a text runs."""
    strong = (kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL"))
    return Qt.LayoutDirection.LeftToRight if next(strong, "L") == "L" else Qt.LayoutDirection.RightToLeft


def turn(field: QPlainTextEdit, text: str) -> None:
    """Have the lines of a field run as the first letter of a text does; without a text as the window does."""
    option = field.document().defaultTextOption()
    direction = direction_of(text) if text.strip() else field.layoutDirection()
    if direction is not option.textDirection():
        option.setTextDirection(direction)
        option.setAlignment(_EDGES[direction] | Qt.AlignmentFlag.AlignAbsolute)
        field.document().setDefaultTextOption(option)


class CardField(TextField):
    """Enter begins a new line. Its text is told whenever a person changed it.

    Args:
        keys: Of the window: what is typed here comes between two strokes of a command.
    """

    typed = Signal(str)
    probe_pressed = Signal(int)

    def __init__(self, keys: KeyGuard) -> None:
        super().__init__(keys)
        self._guard = keys
        self.textChanged.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Hold this from now on; nobody is told, and nothing before it can be taken back."""
        blocked = self.blockSignals(True)
        self.setPlainText(text)
        turn(self, text)
        self.moveCursor(self.textCursor().MoveOperation.End)
        self.blockSignals(blocked)

    @Slot()
    def _tell(self) -> None:
        text = self.toPlainText()
        turn(self, text)
        self.typed.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~_KEYPAD
        if modifiers == Qt.KeyboardModifier.ControlModifier and event.key() in _DIGITS:
            if not event.isAutoRepeat():
                self.probe_pressed.emit(event.key() - Qt.Key.Key_0)
        elif is_enter(event) and modifiers == Qt.KeyboardModifier.NoModifier:
            if not self._guard.is_echo(event.key(), repeated=event.isAutoRepeat()):
                self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)
