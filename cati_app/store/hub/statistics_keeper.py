"""Has statistics of studies' tables asked for beside what a hub does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from cati_app.domain.errors import EnvironmentProblem


class StatisticsKeeper:
    """Looks after one study after another, in a thread that is there once it is needed. Used by any thread.

    Args:
        refresh: Looks after a study, by its id.
    """

    def __init__(self, refresh: Callable[[str], object]) -> None:
        self._refresh = refresh
        self._door = threading.Lock()
        self._waiting: dict[str, Future[None]] = {}
        self._pool = ThreadPoolExecutor(1, "hub-statistics")
        self._is_closed = False

    def look_after(self, study: str) -> Future[None] | None:
        """Have a study looked after soon, once however often it is asked before; None: the hub is about to stop."""
        with self._door:
            if self._is_closed:
                return None
            if study not in self._waiting:
                self._waiting[study] = looking = self._pool.submit(self._look, study)
                looking.add_done_callback(_told)
            return self._waiting[study]

    def _look(self, study: str) -> None:
        with self._door:  # what comes from now on needs another look
            del self._waiting[study]
        with suppress(EnvironmentProblem):  # the server looks by itself, later
            self._refresh(study)

    def close(self) -> None:
        """End it; what has not begun is left to the server. May be called twice."""
        with self._door:
            self._is_closed = True
        self._pool.shutdown(cancel_futures=True)


def _told(looking: Future[None]) -> None:
    """A fault of the program is written to the log, as one of any callback is: nobody asks for the result."""
    if not looking.cancelled():
        looking.result()
