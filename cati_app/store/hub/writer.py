"""One thread writes to the hub's database; what waits meanwhile is committed together, with one sync of the disk.

Whoever asked hears the result after the commit, never before.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from cati_app.store.hub.sqlite import SqliteHub
from cati_app.store.hub.statements import HubStatements

TOGETHER = 64
"""So many requests are committed at once at most. Nobody is waited for: while one commit lasts, the next gathers."""
WAITING_AT_MOST = 1_000
_T = TypeVar("_T")


class WriterBusy(Exception):
    """So many wait that no more are taken, or the hub is about to stop."""


@dataclass(frozen=True, slots=True)
class _Work:
    run: Callable[[HubStatements], Any]
    done: Future[Any]


class HubWriter:
    """The thread. It owns the hub's file from now until it is closed."""

    def __init__(self, hub: SqliteHub) -> None:
        self._hub = hub
        self._waiting: queue.Queue[_Work | None] = queue.Queue(WAITING_AT_MOST)
        self._stopping = False
        self._door = threading.Lock()  # nobody comes in behind the one who ends it
        self._thread = threading.Thread(target=self._write, name="hub-writer")
        self._thread.start()

    def submit(self, run: Callable[[HubStatements], _T]) -> Future[_T]:
        """Have something done in a transaction; the result, or what it raised, comes when that is durable.

        Raises:
            WriterBusy: nothing was done.
        """
        work = _Work(run, Future())
        with self._door:
            if self._stopping:
                raise WriterBusy
            try:
                self._waiting.put_nowait(work)
            except queue.Full:
                raise WriterBusy from None
        return work.done

    def close(self) -> None:
        """Finish what waits, then close the file; may be called twice."""
        with self._door:
            if self._stopping:
                return
            self._stopping = True
        self._waiting.put(None)
        self._thread.join()
        self._hub.close()

    def _write(self) -> None:
        while True:
            first = self._waiting.get()
            batch, ended = self._batch(first)
            if batch:
                self._commit(batch)
            if ended:
                return

    def _batch(self, first: _Work | None) -> tuple[list[_Work], bool]:
        if first is None:
            return [], True
        batch = [first]
        while len(batch) < TOGETHER:
            try:
                work = self._waiting.get_nowait()
            except queue.Empty:
                break
            if work is None:
                return batch, True
            batch.append(work)
        return batch, False

    def _commit(self, batch: list[_Work]) -> None:
        wanted = [work for work in batch if work.done.set_running_or_notify_cancel()]
        try:
            with self._hub.transaction():
                ends = [self._run(work) for work in wanted]
        except Exception as error:  # the whole transaction is undone: everybody in it hears why
            ends = [(work, None, error) for work in wanted]
        for work, result, failure in ends:
            if failure is not None:
                work.done.set_exception(failure)
            else:
                work.done.set_result(result)

    def _run(self, work: _Work) -> tuple[_Work, Any, Exception | None]:
        try:
            with self._hub.part() as statements:
                return work, work.run(statements), None
        except Exception as error:
            return work, None, error
