"""How long a test waits for a window or a thread: longer than it takes on any machine, however busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

PATIENCE_S = 60
"""Of wall-clock time, in which others' work counts too: no promise of the program, and only a failure takes it."""
PATIENCE_MS = PATIENCE_S * 1000


class PatientBot(QtBot):
    """Hands at a window that wait for what has to come, and not for a time."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Until it is true, or raises no AssertionError."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> SignalBlocker:
        """Until it was sent."""
        return super().waitSignal(signal, timeout=timeout, **more)
