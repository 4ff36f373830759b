"""A runner of work on demand, for windows without threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from cati_app.ui.stage.runner import Cancelled, Lane, Operation, Progress

T = TypeVar("T")


@dataclass
class _Waiting:
    lane: Lane
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    waits: Callable[[], None] = lambda: None


class _QuietProgress:
    def __init__(self, progressed: Callable[[float, str], None] | None) -> None:
        self._progressed = progressed
        self._cancelled = False

    def report(self, share: float, text: str = "") -> None:
        if self._progressed is not None:
            self._progressed(share, text)

    def check(self) -> None:
        if self._cancelled:
            raise Cancelled

    def cancel(self) -> None:
        self._cancelled = True


class RunnerOnDemand:
    """Implements `Runner`: work waits until `run_next` or `run_all` is called."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    @property
    def waiting(self) -> int:
        """How many pieces of work have not run yet."""
        return len(self._waiting)

    def submit(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self._waiting.append(_Waiting(lane, work, done, failed))

    def submit_waiting(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        waits: Callable[[], None],
    ) -> None:
        self._waiting.append(_Waiting("net", work, done, failed, waits))

    def let_a_moment_pass(self) -> None:
        """Whoever waits for a hub is told so."""
        for waiting in self._waiting:
            waiting.waits()

    def submit_long(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[float, str], None] | None = None,
    ) -> Operation:
        progress = _QuietProgress(progressed)
        self._waiting.append(_Waiting(lane, lambda: work(progress), done, failed))
        return progress

    def run_next(self) -> None:
        """Run the oldest piece of work and deliver it; errors without `failed` rise."""
        waiting = self._waiting.pop(0)
        try:
            result = waiting.work()
        except Exception as error:
            if waiting.failed is None:
                raise
            waiting.failed(error)
        else:
            waiting.done(result)

    def run_all(self) -> None:
        """Run until nothing waits, including what the results submit."""
        while self._waiting:
            self.run_next()
