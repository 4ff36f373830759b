"""A clock that keeps counting on its own from the seconds it was given."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, follow_font, set_tone

_SECOND_MS = 1000


def clock_text(seconds: int) -> str:
    """`00:04:37`; hours always, so that nothing jumps."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def short_clock_text(seconds: int) -> str:
    """`04:37`, with hours only when there are any."""
    return clock_text(seconds) if seconds >= 3600 else f"{seconds // 60:02}:{seconds % 60:02}"


class ClockLabel(QLabel):
    """Shows time since the start of a call or pause."""

    def __init__(self, kit: Kit, role: TextRole = TextRole.CLOCK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        follow_font(kit, self, role)
        self._from = 0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._tick)

    def show_time(self, seconds: int, running: bool) -> None:
        """Start counting from here, or stand still."""
        self._from = seconds
        self._since.start()
        if running and not self._timer.isActive():
            self._timer.start()
        elif not running:
            self._timer.stop()
        set_tone(self, "ok" if running else "muted")
        self._tick()

    @Slot()
    def _tick(self) -> None:
        passed = self._since.elapsed() // _SECOND_MS if self._timer.isActive() else 0
        text = clock_text(self._from + passed)
        if text != self.text():
            self.setText(text)
