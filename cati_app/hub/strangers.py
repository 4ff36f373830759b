"""Addresses from which wrong codes or unknown secrets came: each has to wait, longer every time.

A program that serves a hub alone keeps nothing of it on the disk; several share it (`common_tries.py`).

Guessing means trying many: whoever shows the same once more, as a station does that the hub has forgotten, fails
without a further count. A station that was recognized since the hub was started never waits, also behind the router of
one that guesses.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from cati_app.hub.connections import network_of
from cati_app.store.hub.failures import Failures

FREE = 10
"""So many different ones cost nothing: people mistype, and many sit behind one router."""
FIRST_S, LONGEST_S = 1.0, 60.0
"""Of a wait; each is twice the one before."""
FORGOTTEN_S = 900.0
"""After so long without a failure, an address begins anew."""
REMEMBERED = 10_000
"""Addresses, and stations; of more the oldest is forgotten."""
DIFFERENT = 100
"""Of one address, what failed last."""
_T = TypeVar("_T")


class TriesBook(Protocol):
    """What is remembered of strangers."""

    def of(self, network: str) -> Failures | None:
        """What failed from there; None: nothing that is remembered."""
        ...

    def keep(self, network: str, failures: Failures) -> None:
        """From now on this."""
        ...

    def is_recognized(self, secret_hash: str) -> bool:
        """Whether a station has shown that secret."""
        ...

    def recognize(self, secret_hash: str) -> None:
        """A station has."""
        ...


class TriesInMemory:
    """What this program remembers since it was started."""

    def __init__(self) -> None:
        self._failures: dict[str, Failures] = {}  # the oldest one first
        self._recognized: dict[str, None] = {}

    def of(self, network: str) -> Failures | None:
        """What failed from there."""
        return self._failures.get(network)

    def keep(self, network: str, failures: Failures) -> None:
        """From now on this."""
        _keep(self._failures, network, failures, REMEMBERED)

    def is_recognized(self, secret_hash: str) -> bool:
        """Whether a station has shown that secret."""
        return secret_hash in self._recognized

    def recognize(self, secret_hash: str) -> None:
        """A station has."""
        _keep(self._recognized, secret_hash, None, REMEMBERED)


class FailedTries:
    """The rules by which strangers wait.

    Args:
        seconds: Of a clock that never goes back.
        book: What is remembered; None: what this program sees from now on.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic, book: TriesBook | None = None) -> None:
        self._seconds = seconds
        self._book: TriesBook = TriesInMemory() if book is None else book

    def wait_s(self, host: str, secret_hash: str = "") -> float:
        """Seconds until something from there is looked at again; 0 for a station that was recognized before."""
        failures = self._book.of(network_of(host))
        if failures is None or self._book.is_recognized(secret_hash):
            return 0.0
        return max(0.0, failures.free_at - self._seconds())

    def failed(self, host: str, tried: str) -> None:
        """A wrong code or an unknown secret came from there.

        Args:
            tried: A hash that tells two of them apart.
        """
        network, now = network_of(host), self._seconds()
        failures = self._book.of(network)
        if failures is None or now - failures.last_at > FORGOTTEN_S:
            failures = Failures(now, now)
        failures.last_at = now
        if tried not in failures.tried:
            _keep(failures.tried, tried, None, DIFFERENT)
            failures.failures += 1
            again = failures.failures - FREE - 1
            if again >= 0:
                failures.free_at = now + min(LONGEST_S, FIRST_S * 2.0 ** min(again, 10))
        self._book.keep(network, failures)

    def is_recognized(self, secret_hash: str) -> bool:
        """Whether a station has shown that secret."""
        return self._book.is_recognized(secret_hash)

    def recognized(self, secret_hash: str) -> None:
        """A station has shown a secret that the hub knows."""
        self._book.recognize(secret_hash)


def _keep(known: dict[str, _T], name: str, value: _T, at_most: int) -> None:
    known.pop(name, None)
    known[name] = value
    if len(known) > at_most:
        del known[next(iter(known))]
