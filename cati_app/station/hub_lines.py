"""Lines from a station to its hub: one for each request, and none that nobody can let go of."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from cati_app.store.state_folder import HubAccess
from cati_app.sync.client import Client, Patience
from cati_app.sync.code import HubAddress
from cati_app.sync.https import ALONE, HttpsLine, LinePatience
from cati_app.sync.line import HubCall, Reply

IN_CONVERSATION = LinePatience(connect_s=1, step_s=1, whole_s=3)
"""For each request while somebody is on the telephone; an answer takes a few hundredths of a second."""
BETWEEN_CALLS = LinePatience(connect_s=3, step_s=8, whole_s=10)
"""While somebody waits for the next case."""
BY_ITSELF = LinePatience(connect_s=5, step_s=30, whole_s=300)
"""While nobody waits."""


class MomentaryLine:
    """A line that is opened for each request: stations ask seldom, and one left open may be cut unnoticed.

    Requests of one thread that come one after the other may share one: to open it costs the hub more than to answer.
    """

    def __init__(self, access: HubAccess, patience: LinePatience = ALONE) -> None:
        self._address = HubAddress.typed(access.address)
        self._certificate = access.certificate
        self._patience = patience
        self._open: set[HttpsLine] = set()
        self._lock = threading.Lock()
        self._shared = threading.local()

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask and wait. LineCut; EnvironmentProblem: as `HttpsLine.send`."""
        shared: HttpsLine | None = getattr(self._shared, "line", None)
        if shared is not None:
            return shared.send(call, body, credential)
        with self._opened() as line:
            return line.send(call, body, credential)

    @contextmanager
    def shared(self) -> Iterator[None]:
        """All requests of this thread go over one line; once somebody has let go of it, none does."""
        with self._opened() as line:
            self._shared.line = line
            try:
                yield
            finally:
                del self._shared.line

    @contextmanager
    def _opened(self) -> Iterator[HttpsLine]:
        with closing(HttpsLine(self._address, self._certificate, self._patience, time.monotonic)) as line:
            with self._lock:
                self._open.add(line)
            try:
                yield line
            finally:
                with self._lock:
                    self._open.discard(line)

    def let_go(self) -> None:
        """From any thread: whoever waits for an answer now waits no longer."""
        with self._lock:
            for line in self._open:
                line.let_go()


def client_over(line: MomentaryLine, access: HubAccess, tries: int) -> Client:
    """A client of this station.

    Args:
        tries: After so many without an answer the line counts as cut.
    """
    chance = random.SystemRandom()
    return Client(line, access.secret, time.sleep, chance, Patience(tries=tries), hub=access.hub)
