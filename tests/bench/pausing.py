"""Time passes in a window as it does in the application."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer


def pause(ms: int) -> None:
    """Let that many milliseconds pass in an event loop, beside which other threads work.

    `QTest.qWait` keeps the interpreter to itself for the whole time: what goes on beside a window would stand still,
    and catch up with the next key.
    """
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
