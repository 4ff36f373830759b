"""One thread writes to a store of a hub; what waits meanwhile is committed together, with one sync of the disk.

Whoever asked hears the result after the commit, never before.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from cati_app.store.hub.engine import HubStore
from cati_app.store.hub.parts import Part, SavepointsNeeded, TransactionGone
from cati_app.store.statements import Statements
from cati_app.values import dataclass

TOGETHER = 64
"""So many requests are committed at once at most. Nobody is waited for: while one commit lasts, the next gathers."""
WAITING_AT_MOST = 1_000
TRIES = 3
"""For what another server's transaction stood in the way of."""
QUIET_S = 1.0
"""So long after the last request what a store owes is done: nobody waits for it then."""
OWED_AT_MOST_S = 60.0
"""At a hub that is asked all the time it is done then, between two commits."""
_T = TypeVar("_T")


class WriterBusy(Exception):
    """So many wait that no more are taken, or the hub is about to stop."""


@dataclass(frozen=True, slots=True)
class _Work:
    run: Callable[[Statements], Any]
    done: Future[Any]


@dataclass(frozen=True, slots=True)
class _End:
    work: _Work
    result: Any
    failure: Exception | None


class GroupWriter:
    """The thread. It owns the store from its first request until it is closed.

    Args:
        open_store: Called in the thread before the first request, and again as long as it fails.
        name: Of the thread.
    """

    def __init__(self, open_store: Callable[[], HubStore], name: str) -> None:
        self._open = open_store
        self._store: HubStore | None = None
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._stopping = False
        self._owed_until: float | None = None
        self._door = threading.Lock()  # nobody comes in behind the one who ends it
        self._thread = threading.Thread(target=self._write, name=name)
        self._thread.start()

    def submit(self, run: Callable[[Statements], _T]) -> Future[_T]:
        """Have something done within a transaction: what it commits counts, and the result, or what it raised, comes
        when that is durable. It may be called once more: where another server's transaction stood in its way, or
        where another request of the same commit is undone.

        Raises:
            WriterBusy: nothing was done.
        """
        work = _Work(run, Future())
        with self._door:
            if self._stopping or self._waiting.qsize() >= WAITING_AT_MOST:
                raise WriterBusy
            self._waiting.put(work)
        return work.done

    def try_to_write(self, write: Callable[[Statements], _T]) -> Future[_T]:
        """Have something written where the disk takes further content, as well; as `submit`."""

        def within(statements: Statements) -> _T:
            self._opened().prove_room(statements)
            return write(statements)

        return self.submit(within)

    def close(self) -> None:
        """Finish what waits, then close the store; may be called twice."""
        with self._door:
            if self._stopping:
                return
            self._stopping = True
        self._waiting.put(None)
        self._thread.join()
        if self._store is not None:
            self._store.close()

    def _write(self) -> None:
        while True:
            first = self._next()
            batch, ended = self._batch(first)
            if batch:
                self._commit(batch)
            if ended:
                return

    def _next(self) -> _Work | None:
        """What comes next; while nothing comes, what is owed is done."""
        owed_until = time.monotonic() + OWED_AT_MOST_S
        while self._store is not None and self._store.owes_rest():
            self._owed_until = self._owed_until or owed_until
            with suppress(queue.Empty):
                if time.monotonic() < self._owed_until:
                    return self._waiting.get(timeout=QUIET_S)
            self._store.rest()
            self._owed_until = None if not self._store.owes_rest() else owed_until
        return self._waiting.get()

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
        for end in self._ends(wanted):
            if end.failure is not None:
                end.work.done.set_exception(end.failure)
            else:
                end.work.done.set_result(end.result)

    def _ends(self, wanted: list[_Work]) -> list[_End]:
        failed: Exception = TransactionGone()
        saved, conflicts = False, 0
        for _ in range(TRIES + 1):
            try:
                store = self._opened()
            except Exception as error:
                failed = error
                break
            try:
                return _together(store, wanted, saved=saved)
            except SavepointsNeeded:
                saved = True
            except Exception as error:  # the whole transaction is undone: everybody in it hears why
                failed = _worded(store, error)
                conflicts += 1
                if not store.is_conflict(error) or conflicts == TRIES:
                    break
        return [_End(work, None, failed) for work in wanted]

    def _opened(self) -> HubStore:
        if self._store is None:
            self._store = self._open()
        return self._store


def _together(store: HubStore, wanted: list[_Work], *, saved: bool) -> list[_End]:
    """All of it in one transaction. SavepointsNeeded: one has to be undone alone, and parts are not saved."""
    ends, parts = [], []
    with store.transaction():
        for work in wanted:
            part = store.part(saved=saved)
            end = _run(work, part)
            failure = part.failure if part.is_spoiled and part.failure is not None else end.failure
            if not store.is_under_way():
                raise failure or TransactionGone()
            if failure is not None and store.is_conflict(failure):
                raise failure
            if part.is_spoiled:
                raise SavepointsNeeded
            if failure is not None:
                end = _End(work, None, _worded(store, failure))
            ends.append(end)
            parts.append(part)
    for part in parts:
        part.durable()
    return ends


def _worded(store: HubStore, failure: Exception) -> Exception:
    problem = store.problem_of(failure)
    if problem is None:
        return failure
    problem.__cause__ = failure
    return problem


def _run(work: _Work, part: Part) -> _End:
    try:
        end = _End(work, work.run(part), None)
    except Exception as error:
        end = _End(work, None, error)
    try:
        part.end()
    except Exception as error:  # what is to be undone cannot be
        return _End(work, None, end.failure or error)
    return end
