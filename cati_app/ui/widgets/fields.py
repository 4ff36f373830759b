"""Typing fields that leave the application's keys alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cati_app.ui.stage.commands import COMMANDS
from cati_app.ui.stage.digits import KeyGuard
from cati_app.ui.widgets.enter import is_enter

EDITS = frozenset({"Ctrl+C", "Ctrl+U"})
"""Copies what is marked, empties a line everywhere: whoever types meant no command by it."""
_PAGE_KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_COMMAND_KEYS = (
    frozenset(
        QKeySequence(key).toString() for command in COMMANDS for key in command.single_keys if key.startswith("Ctrl+")
    )
    - EDITS
)
_LONGEST_LINE = 1_000_000  # characters; Qt would cut what is pasted at 32,767 and say nothing


def mark_refused(field: QWidget, refused: bool) -> None:
    """A red frame round a field whose answer must be changed; its message stands below."""
    if bool(field.property("refused")) != refused:
        font = field.font()
        field.setProperty("refused", refused)
        field.style().unpolish(field)
        field.style().polish(field)
        field.setFont(font)  # polishing gives it the one of when it was made, whatever size texts have now


def is_kept(event: QEvent) -> bool | None:
    """Whether a field keeps a key that is a command too; None where that is for Qt to say.

    Left to the commands are their keys with Ctrl, and page up and down, which Qt's fields would keep for editing. Where
    the command is disabled, Qt sends the key to the field after all, and text is edited as usual. On every platform the
    field keeps the key that means something else while text is typed.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return None
    if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        return False
    if event.modifiers() == Qt.KeyboardModifier.NoModifier:
        return None  # most keys: words are made of them, and they are looked at while the next question waits
    key = QKeySequence(event.keyCombination()).toString()
    return True if key in EDITS else False if key in _COMMAND_KEYS else None


class _Strokes:
    """What a held key repeats is typed where it was pressed: a panel that it opened gets none of it."""

    def __init__(self) -> None:
        self._pressed: int | None = None

    def is_from_elsewhere(self, event: QKeyEvent) -> bool:
        """Whether a key only repeats that was pressed before the field had the keyboard."""
        if event.isAutoRepeat():
            return event.key() != self._pressed
        self._pressed = event.key()
        return False

    def forget(self) -> None:
        """The keyboard came to the field."""
        self._pressed = None


class LineField(QLineEdit):
    """One line. Enter, arrows up and down and command keys go to the screen.

    Args:
        keys: Where a key that went on may still be held when the field gets the keyboard; nothing of it is typed.
    """

    focused = Signal()

    def __init__(self, keys: KeyGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._strokes = keys, _Strokes()
        self.setMaxLength(_LONGEST_LINE)

    def event(self, event: QEvent) -> bool:
        kept = is_kept(event)
        if kept is None:
            return super().event(event)
        event.setAccepted(kept)
        return kept

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) or event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, *_PAGE_KEYS):
            event.ignore()
        elif not (
            self._strokes.is_from_elsewhere(event) or self._keys.is_echo(event.key(), repeated=event.isAutoRepeat())
        ):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._strokes.forget()
        self.focused.emit()


class TextField(QPlainTextEdit):
    """Several lines. Enter goes to the screen, Shift+Enter makes a new line, Tab moves the focus."""

    focused = Signal()

    def __init__(self, keys: KeyGuard) -> None:
        super().__init__()
        self._keys, self._strokes = keys, _Strokes()
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        kept = is_kept(event)
        if kept is None:
            return super().event(event)
        event.setAccepted(kept)
        return kept

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
        elif is_enter(event) or event.key() in _PAGE_KEYS:
            event.ignore()
        elif not (
            self._strokes.is_from_elsewhere(event) or self._keys.is_echo(event.key(), repeated=event.isAutoRepeat())
        ):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._strokes.forget()
        self.focused.emit()
