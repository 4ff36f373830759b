"""The hands of the interviewer: presses keys on the real window and waits until everything has settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cati_app.demo.clock import SimulatedClock
from cati_app.station.desktop import Desktop

KEYS = {
    "Return": Qt.Key.Key_Return,
    "Escape": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "PgUp": Qt.Key.Key_PageUp,
    **{f"F{n}": getattr(Qt.Key, f"Key_F{n}") for n in range(1, 13)},
}
_SECONDS_A_KEY = 0.35


def type_character(target: QWidget, character: str) -> None:
    """A key press and release with this character; letters beyond ASCII come as a keyboard layout sends them."""
    if character.isascii():
        QTest.keyClicks(target, character)
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character)
        QCoreApplication.sendEvent(target, event)


class Hands:
    """Keyboard only. Every key takes its time on the simulated clock."""

    def __init__(self, desktop: Desktop, clock: SimulatedClock, on_key: Callable[[], None] = lambda: None) -> None:
        self._desktop = desktop
        self._clock = clock
        self._on_key = on_key

    def press(self, name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key by name (`Return`, `F5`) or a letter with a modifier."""
        self._clock.move(_SECONDS_A_KEY)
        key = KEYS.get(name) or Qt.Key(ord(name.upper()))
        QTest.keyClick(self._target(), key, modifier)
        self.rest()

    def type(self, text: str) -> None:
        """Characters one after the other."""
        for character in text:
            self._clock.move(_SECONDS_A_KEY)
            type_character(self._target(), character)
        self.rest()

    def choose_user(self, index: int) -> None:
        """On the first screen: Shift+Tab to the list of people, Home and Down, Tab back to the password."""
        QTest.keyClick(self._target(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(self._target(), Qt.Key.Key_Home)
        for _ in range(index):
            QTest.keyClick(self._target(), Qt.Key.Key_Down)
        QTest.keyClick(self._target(), Qt.Key.Key_Tab)
        self.rest()

    def clear(self) -> None:
        """Empty the field in focus."""
        QTest.keyClick(self._target(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(self._target(), Qt.Key.Key_Backspace)
        self.rest()

    def rest(self) -> None:
        """Until nothing is under way any more."""
        self._on_key()
        QCoreApplication.processEvents()
        while self._desktop.first.stage.busy:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QCoreApplication.processEvents()

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._desktop.first.shell
