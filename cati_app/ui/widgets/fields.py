"""Typing fields that leave the application's keys alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier


def leaves_to_commands(event: QEvent) -> bool:
    """True for Ctrl+Z and Ctrl+Up/Down, which Qt's fields would keep from the window's commands.

    Where the command is disabled, Qt sends the key to the field after all, and text is undone as usual.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = (Qt.Key.Key_Z, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
    page = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
    return event.key() in keys and (page or event.modifiers() == _CTRL)


class LineField(QLineEdit):
    """One line. Enter, arrows up and down and command keys go to the screen."""

    focused = Signal()

    def event(self, event: QEvent) -> bool:
        if leaves_to_commands(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_ENTER, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class TextField(QPlainTextEdit):
    """Several lines. Enter goes to the screen, Shift+Enter makes a new line, Tab moves the focus."""

    focused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        if leaves_to_commands(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
        elif event.key() in (*_ENTER, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()
