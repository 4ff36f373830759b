"""Runs work in lanes of threads and delivers every result on the main thread through one bridge."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from cati_app.ui.stage.runner import Cancelled, Lane, Operation, Progress

T = TypeVar("T")

_THREADS: dict[Lane, int] = {"store": 1, "backup": 1, "net": 2}
"""Two wait for a hub: nobody in one window waits for what was given up in another."""
_A_MOMENT_MS = 400
_REPORT_GAP_S = 0.1
_QUIET_SHARE = 0.25
_QUIET_AT_LATEST_S = 8.0
"""What can wait begins a quarter of the way from the last key, or from what was to be stored last, to eight seconds
after it was asked for: two seconds after a key at first, when whoever works talks or listens, and in a shorter pause
the longer somebody types without one of those."""
_STEP_EVERY_S = 0.5
"""From one step of what can wait to the next, however quiet it is: with all that follows from it a step is some five
milliseconds of work, and ninety-nine of a hundred keys that end a pause do not meet it."""


class _Job:
    """One piece of work; also its Progress and Operation."""

    def __init__(
        self,
        work: Callable[[_Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        progressed: Callable[[float, str], None] | None,
        bridge: _Bridge,
    ) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self.progressed = progressed
        self._bridge = bridge
        self._cancelled = threading.Event()
        self._last_report = 0.0

    def run(self) -> None:
        """In a thread of the lane. It begins even when it was cancelled before: what is to be stored is stored."""
        try:
            result = _Result(self, self.work(self))
        except Exception as error:
            result = _Result(self, error=error)
        self._bridge.finished.emit(result)

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    def report(self, share: float, text: str = "") -> None:
        self.check()
        now = time.monotonic()
        if share < 1 and now - self._last_report < _REPORT_GAP_S:
            return
        self._last_report = now
        self._bridge.progressed.emit(self, share, text)


@dataclass(frozen=True)
class _Result:
    job: _Job
    value: Any = None
    error: Exception | None = None


class _Bridge(QObject):
    """Lives in the main thread. Workers emit, the bound slots run in the main thread's event loop."""

    finished = Signal(object)
    progressed = Signal(object, float, str)

    def __init__(self, unhandled: Callable[[Exception], None]) -> None:
        super().__init__()
        self._unhandled = unhandled
        self.unfinished: set[_Job] = set()
        """Work whose result was not delivered yet; touched in the main thread alone."""
        self._open = True
        self.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """Deliver nothing any more, and ask all work under way to stop."""
        self._open = False
        for job in self.unfinished:
            job.cancel()
        self.unfinished.clear()

    @Slot(object)
    def _deliver(self, result: _Result) -> None:
        if not self._open:
            return
        self.unfinished.discard(result.job)
        if result.error is None:
            result.job.done(result.value)
        elif result.job.failed is not None:
            result.job.failed(result.error)
        elif not isinstance(result.error, Cancelled):
            self._unhandled(result.error)

    def still_waits(self, job: _Job) -> None:
        """A moment has passed."""
        if self._open and job in self.unfinished and job.progressed is not None:
            job.progressed(0, "")

    @Slot(object, float, str)
    def _show_progress(self, job: _Job, share: float, text: str) -> None:
        if self._open and job.progressed is not None:
            job.progressed(share, text)


class TaskRunner:
    """Implements `Runner` with threads. Made, used and shut down in the main thread."""

    def __init__(self, unhandled: Callable[[Exception], None]) -> None:
        """`unhandled` gets errors of work that was submitted without `failed`; on the main thread."""
        self._bridge = _Bridge(unhandled)
        self._lanes = {lane: ThreadPoolExecutor(count, thread_name_prefix=lane) for lane, count in _THREADS.items()}
        self._is_open = True
        self._closes = threading.Event()
        self._busy_at = -_QUIET_AT_LATEST_S  # when a key was last struck, or something was to be stored
        self._next_step_at = -math.inf  # of what can wait

    def submit(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self._put(lane, _Job(lambda _: work(), done, failed, None, self._bridge))

    def submit_waiting(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        waits: Callable[[], None],
    ) -> None:
        job = _Job(lambda _: work(), done, failed, lambda share, text: waits(), self._bridge)
        self._put("net", job)
        QTimer.singleShot(_A_MOMENT_MS, self._bridge, partial(self._bridge.still_waits, job))

    def in_store(self, step: Callable[[], T], /) -> T:
        """From any thread: a step in the lane `store`, waited for; at once in that lane, and once all have ended."""
        if not self._is_open or threading.current_thread().name.startswith("store"):
            return step()
        return self._lanes["store"].submit(step).result()

    def in_store_when_quiet(self, step: Callable[[], T], /) -> T:
        """From any thread: as `in_store`, for what can wait until nobody types for two seconds, eight at most.

        Two of them are begun in a second at most.
        """
        latest = time.monotonic() + _QUIET_AT_LATEST_S
        while (rest := max(self._quiet_at(latest), self._next_step_at) - time.monotonic()) > 0:
            if self._closes.wait(rest):
                break
        self._next_step_at = time.monotonic() + _STEP_EVERY_S
        return self.in_store(step)

    def _quiet_at(self, latest: float) -> float:
        """When what is to begin by then does, unless a key is struck before."""
        return self._busy_at + (latest - self._busy_at) * _QUIET_SHARE

    def note_stroke(self) -> None:
        """A key or a button was pressed: what can wait gives way before anything is to be stored."""
        self._busy_at = time.monotonic()

    def report(self, error: Exception) -> None:
        """From any thread: an error of the program, to whoever hears of those without `failed`."""
        self._bridge.finished.emit(_Result(_Job(lambda _: None, lambda _: None, None, None, self._bridge), error=error))

    def submit_long(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[float, str], None] | None = None,
    ) -> Operation:
        job = _Job(work, done, failed, progressed, self._bridge)
        self._put(lane, job)
        return job

    def shut_down(self) -> None:
        """Let the lanes finish what they have, ask long work to stop, join all threads; nothing is delivered after."""
        self._bridge.close()
        self._closes.set()
        for lane in ("net", "backup", "store"):  # who waits for a hub has steps of the store to do
            self._lanes[lane].shutdown(wait=True)
        self._is_open = False

    def _put(self, lane: Lane, job: _Job) -> None:
        if lane == "store":
            self._busy_at = time.monotonic()
        self._lanes[lane].submit(job.run)
        self._bridge.unfinished.add(job)
