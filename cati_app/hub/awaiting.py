"""What threads that write have done, handed to the loop: all that a commit brings at once, with one call to wake it."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

_T = TypeVar("_T")


class _Queue:
    """Towards one loop. Appended to by any thread, emptied by the loop alone."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._done: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._is_called = False

    def hand(self, waiter: asyncio.Future[Any], done: Future[Any]) -> None:
        """Have the loop told, unless it is about to look anyway."""
        self._done.append((waiter, done))
        if not self._is_called:
            self._is_called = True
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self.loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._is_called = False  # before it is emptied: what comes from now on calls again
        while self._done:
            waiter, done = self._done.popleft()
            if waiter.done():
                continue
            failure = done.exception()
            if failure is None:
                waiter.set_result(done.result())
            else:
                waiter.set_exception(failure)


class Awaiting:
    """Lets whoever runs in a loop wait for what a thread does; used by one loop at a time."""

    def __init__(self) -> None:
        self._queue: _Queue | None = None

    async def result(self, asked: Future[_T]) -> _T:
        """What comes of it, or what it raises. Whoever is cancelled stops waiting; what was begun goes on."""
        loop = asyncio.get_running_loop()
        queue = self._queue
        if queue is None or queue.loop is not loop:
            queue = self._queue = _Queue(loop)
        waiter: asyncio.Future[_T] = loop.create_future()
        asked.add_done_callback(lambda done: queue.hand(waiter, done))
        return await waiter
