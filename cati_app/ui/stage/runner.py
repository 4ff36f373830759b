"""How presenters get work done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")

Lane = Literal["store", "backup", "net"]
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

    Lanes: `store` has exactly one thread and owns the database, so its work is done in the order it was given;
    `backup` reads beside it; in `net` wait those who ask a hub, each step of the store done in the lane `store`.
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

    def submit_waiting(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        waits: Callable[[], None],
    ) -> None:
        """Run `work` in the lane `net`; `waits` is called on the main thread if it takes longer than a moment."""
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
