"""The last resort for bugs: shown calmly, logged without personal data, the interview goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger("cati_app.ui")


def trace_without_values(error: BaseException) -> str:
    """Type and locations of an error. Its message is left out: it may hold an answer, a name or a number."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places}"


class ErrorHook(QObject):
    """Receives errors of slots, threads and tasks; `reported` is emitted on the main thread."""

    reported = Signal(str)
    _arrived = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the interpreter's hooks."""
        sys.excepthook = self._from_interpreter
        threading.excepthook = self._from_thread

    def report(self, error: BaseException) -> None:
        """Log an error and show it; callable from any thread."""
        trace = trace_without_values(error)
        log.error("unexpected error: %s", trace)
        self._arrived.emit(trace)

    def _from_interpreter(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error.with_traceback(trace))

    def _from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    @Slot(str)
    def _report(self, trace: str) -> None:
        self.reported.emit(trace)
