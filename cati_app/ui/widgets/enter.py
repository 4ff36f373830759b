"""Enter: the one place that tells a stroke that confirms from one that is held, or bounces after it went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.repeats import KeyRepeats

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

_KEYS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter))


def is_enter(event: QKeyEvent) -> bool:
    """Whether it is Enter, on the pad too, whatever is held with it."""
    return event.key() in _KEYS


def confirms(kit: Kit, event: QKeyEvent) -> bool:
    """Whether Enter was pressed and counts; any other key makes the next Enter count.

    To be asked once for each stroke, by the widget that does what it confirms.
    """
    if not is_enter(event):
        kit.keys.is_echo(event.key())
        return False
    return kit.keys.accepts(event.key(), repeated=event.isAutoRepeat())


def presses_button(screen: QWidget) -> bool:
    """Whether a button of the screen is in focus: then Enter is for it, whatever else Enter does there.

    To be asked after `confirms`.
    """
    button = screen.window().focusWidget()
    if not isinstance(button, KeyButton) or not screen.isAncestorOf(button) or not button.isEnabled():
        return False
    button.click()
    return True


class _NotHeld(QObject):
    """Keeps an Enter that is held from fields and buttons of Qt's own dialogs."""

    def __init__(self, dialog: QWidget) -> None:
        super().__init__(dialog)
        self._repeats = KeyRepeats(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._repeats.watch(watched.windowHandle())
        return isinstance(event, QKeyEvent) and is_enter(event) and event.isAutoRepeat()


def file_dialog(parent: QWidget, title: str, folder: str) -> QFileDialog:
    """A dialog that types and completes paths; it lies over the window, stops nothing, and goes when it is closed."""
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - a start asks for no file

    dialog = QFileDialog(parent, title, folder)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    guard = _NotHeld(dialog)
    for widget in (dialog, *dialog.findChildren(QWidget)):
        widget.installEventFilter(guard)
    return dialog
