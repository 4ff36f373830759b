"""Keys that are held, where the window system does not say so."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWindow


class KeyRepeats(QObject):
    """Marks what a held key repeats, for everything in a window that asks `isAutoRepeat`.

    An X server without detectable repeat sends a release and a press for each repetition, both of the same
    millisecond, which no finger manages; Qt passes them on as strokes of their own when it reads them one by one.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._let_go: tuple[int, int] | None = None
        self.is_held = False  # the key whose command is given now

    def watch(self, window: QWindow) -> None:
        """Of this window, from now on; again changes nothing."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not event.timestamp():
            return False
        stroke = event.key(), event.timestamp()
        if event.type() is QEvent.Type.KeyRelease:
            self._let_go = None if event.isAutoRepeat() else stroke
            return False
        self.is_held = event.isAutoRepeat() or stroke == self._let_go
        if event.type() is not QEvent.Type.KeyPress or event.isAutoRepeat() or not self.is_held:
            return False
        repeated = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), True, event.count())
        QCoreApplication.sendEvent(watched, repeated)
        event.setAccepted(repeated.isAccepted())
        return True
