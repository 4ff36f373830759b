"""Whether a hub is ready: its register takes a write, and so does the database of every study that is worked on."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import Future

from cati_app.hub.answering import LOG, name_of
from cati_app.hub.reception import Reception

READY_S = 1.0
"""So long what was found is told to everybody who asks."""
STUDY_S = 5.0
"""So long a study that took a write is not asked again; one that took none is asked each time."""
_PATIENCE_S = 2.0
"""A study that is taking in a large sample answers later: that is work, and no fault."""
_HUB = "hub"
_FINE = ""


class Readiness:
    """Asked of the databases once a second at most, whoever asks how often; used by one loop."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._faults: dict[str, str] = {}  # by study, and of the register; blank: it took a write
        self._asked: dict[str, Future[None]] = {}
        self._fine_at: dict[str, float] = {}

    async def now(self) -> bool:
        """As it is, or was a moment ago."""
        async with self._asking:
            if time.monotonic() - self._asked_at >= READY_S:
                before = dict(self._faults)
                await self._look()
                self._asked_at = time.monotonic()
                self._note(before)
        return not any(self._faults.values())

    async def _look(self) -> None:
        now = time.monotonic()
        self._begin(_HUB)
        for study in self._reception.studies():
            if now - self._fine_at.get(study, float("-inf")) >= STUDY_S:
                self._begin(study)
        if self._asked:
            waiting = [asyncio.wrap_future(asked) for asked in self._asked.values()]
            for each in waiting:
                each.add_done_callback(_looked_at)
            await asyncio.wait(waiting, timeout=_PATIENCE_S)
        for name, asked in list(self._asked.items()):
            if asked.cancelled():
                del self._asked[name]
            elif asked.done():
                del self._asked[name]
                failure = asked.exception()
                self._heard(name, _FINE if failure is None else name_of(failure))
            elif name == _HUB:
                self._heard(name, "waits")

    def _begin(self, name: str) -> None:
        """Ask one, unless it has not answered yet."""
        if name in self._asked:
            return
        try:
            self._asked[name] = self._reception.ready(None if name == _HUB else name)
        except Exception as error:  # whatever it is: not ready
            self._heard(name, name_of(error))

    def _heard(self, name: str, fault: str) -> None:
        self._faults[name] = fault
        if not fault:
            self._fine_at[name] = time.monotonic()

    def _note(self, before: dict[str, str]) -> None:
        """Write down what has changed: which database, and what its fault is called."""
        for name, fault in self._faults.items():
            if fault and fault != before.get(name, _FINE):
                LOG.error(json.dumps({"path": "/readyz", "database": name, "failed": fault}))
            elif before.get(name) and not fault:
                LOG.error(json.dumps({"path": "/readyz", "database": name, "failed": "no more"}))


def _looked_at(waiter: asyncio.Future[None]) -> None:
    """A fault is read where it came from; one that comes after nobody waits any more is no fault of the loop."""
    if not waiter.cancelled():
        waiter.exception()
