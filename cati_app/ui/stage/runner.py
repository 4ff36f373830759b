"""How presenters get work done elsewhere, and a runner on demand for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

T = TypeVar("T")

Lane = Literal["store"]
"""What must not wait for one another gets a lane of its own, once there is such work."""


class Cancelled(Exception):
    """Raised in a task by `Progress.check` when nobody wants its result any more."""


class Progress(Protocol):
    """Given to long work: tells how far it is and whether to stop."""

    def report(self, share: float, text: str = "") -> None:
        """Share done, 0 to 1. May be called often: at most ten reports a second pass."""
        ...

    def check(self) -> None:
        """Call between chunks; raises Cancelled when the work was cancelled."""
        ...


class Operation(Protocol):
    """A piece of long work under way."""

    def cancel(self) -> None:
        """Ask it to stop; `failed` is then called with Cancelled."""
        ...


class Runner(Protocol):
    """Runs work in lanes and delivers results on the main thread, in the order of completion.

    Lanes: `store` has exactly one thread and owns the database, so its work is done in the order it was given.
    Without `failed`, an error goes to the shell's hook.
    """

    def submit(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` in a thread of the lane, then `done(result)` on the main thread."""
        ...

    def submit_long(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[float, str], None] | None = None,
    ) -> Operation:
        """The same for work that reports progress and can be cancelled."""
        ...


@dataclass
class _Waiting:
    lane: Lane
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None


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
    """Implements `Runner` for tests: work waits until `run_next` or `run_all` is called."""

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
