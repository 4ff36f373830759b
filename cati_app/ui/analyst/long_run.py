"""Long work of a page: one piece at a time, with a share that is shown, and an end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from cati_app.ui.stage.runner import Operation, Progress
from cati_app.ui.stage.stage import Stage

T = TypeVar("T")
OnProgress = Callable[[float], None]
"""Told the share that is done, 0 to 1, from within the work; what it raises ends the work."""
_NEARLY = 0.99  # until the work is over


class LongRun:
    """Runs in the store's lane, or beside it.

    Args:
        show: Shows the share that is done.
        beside: It only reads, through units of work beside the store's; whoever leaves need not wait for it.
    """

    def __init__(self, stage: Stage, show: OnProgress, *, beside: bool = False) -> None:
        self._stage = stage
        self._begin = stage.look_long if beside else stage.run_long
        self._show = show
        self._operation: Operation | None = None

    @property
    def is_on(self) -> bool:
        """Whether something is under way."""
        return self._operation is not None

    def begin(
        self, work: Callable[[OnProgress], T], done: Callable[[T], None], failed: Callable[[Exception], bool]
    ) -> None:
        """Begin; nothing is under way any more when `done` or `failed` is called.

        Args:
            failed: Gets `Cancelled` of work that was stopped; False: it has no words for the error.
        """
        assert self._operation is None
        self._operation = self._begin(
            partial(_worked, work), partial(self._done, done), partial(self._failed, failed), self._progressed
        )

    def stop(self) -> None:
        """What is under way ends at its next step."""
        if self._operation is not None:
            self._operation.cancel()

    def _done(self, done: Callable[[T], None], result: T) -> None:
        self._operation = None
        done(result)

    def _failed(self, failed: Callable[[Exception], bool], error: Exception) -> bool:
        self._operation = None
        return failed(error)

    def _progressed(self, share: float, _: str) -> None:
        if self._operation is not None:
            self._show(share)


def _worked(work: Callable[[OnProgress], T], progress: Progress) -> T:
    def told(share: float) -> None:
        progress.check()
        progress.report(min(share, _NEARLY))

    return work(told)
