"""Who shows which secret, kept for as long as nothing in the register changes.

With every request a hub asks its register who sends it, and in which life of the hub; both change once in weeks. So
what was answered is kept, and counts as long as the register is as it was: whoever is withdrawn by another program is
let in no more from the next request on, as without this.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from cati_app.store.hub.engine import Watch
from cati_app.store.hub.register import Life, Sender, hashed

KNOWN_AT_MOST = 10_000
"""Devices; of more all are forgotten, and asked for anew."""
Asking = tuple[Sender, Life]


class KnownSenders:
    """What the register has answered. Used by any thread.

    Args:
        watch: Over the register.
        ask: Asks the register who shows a secret.
    """

    def __init__(self, watch: Watch, ask: Callable[[bytes], Future[Asking]]) -> None:
        self._watch = watch
        self._ask = ask
        self._door = threading.Lock()
        self._state = -1
        self._known: dict[str, Asking] = {}

    def asking(self, secret: bytes) -> Future[Asking]:
        """Who shows it, and the present life. Fails as the register does."""
        shown = hashed(secret)
        with self._door:
            state = self._watch.state()
            if state != self._state or len(self._known) >= KNOWN_AT_MOST:
                self._state = state
                self._known.clear()
            known = self._known.get(shown)
        if known is None:
            asked = self._ask(secret)
            asked.add_done_callback(lambda done: self._keep(state, shown, done))
            return asked
        answered: Future[Asking] = Future()
        answered.set_result(known)
        return answered

    def _keep(self, state: int, shown: str, done: Future[Asking]) -> None:
        """The register was asked after it was looked at: it is as it was then, or the next look says otherwise."""
        if done.cancelled() or done.exception() is not None:
            return
        with self._door:
            if state == self._state:
                self._known[shown] = done.result()

    def close(self) -> None:
        """Let go of the register; may be called twice."""
        self._watch.close()
