"""Addresses from which wrong codes or unknown secrets came: each has to wait, longer every time.

Nothing of it is kept on the disk. Guessing means trying many: whoever shows the same once more, as a station does that
the hub has forgotten, fails without a further count. A station that was recognized since the hub was started never
waits, also behind the router of one that guesses.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from cati_app.hub.connections import network_of

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


@dataclass(slots=True)
class _Record:
    last_at: float
    free_at: float
    failures: int = 0
    tried: dict[str, None] = field(default_factory=dict)


class FailedTries:
    """What is remembered since the hub was started.

    Args:
        seconds: Of a clock that never goes back.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._records: dict[str, _Record] = {}  # the oldest failure first
        self._recognized: dict[str, None] = {}

    def wait_s(self, host: str, secret_hash: str = "") -> float:
        """Seconds until something from there is looked at again; 0 for a station that was recognized before."""
        record = self._records.get(network_of(host))
        if record is None or secret_hash in self._recognized:
            return 0.0
        return max(0.0, record.free_at - self._seconds())

    def failed(self, host: str, tried: str) -> None:
        """A wrong code or an unknown secret came from there.

        Args:
            tried: A hash that tells two of them apart.
        """
        network, now = network_of(host), self._seconds()
        record = self._records.pop(network, None)
        if record is None or now - record.last_at > FORGOTTEN_S:
            record = _Record(now, now)
        record.last_at = now
        if tried not in record.tried:
            _keep(record.tried, tried, None, DIFFERENT)
            record.failures += 1
            again = record.failures - FREE - 1
            if again >= 0:
                record.free_at = now + min(LONGEST_S, FIRST_S * 2.0 ** min(again, 10))
        _keep(self._records, network, record, REMEMBERED)

    def is_recognized(self, secret_hash: str) -> bool:
        """Whether a station has shown that secret since the hub was started."""
        return secret_hash in self._recognized

    def recognized(self, secret_hash: str) -> None:
        """A station has shown a secret that the hub knows."""
        self._recognized.pop(secret_hash, None)
        _keep(self._recognized, secret_hash, None, REMEMBERED)


def _keep(known: dict[str, _T], name: str, value: _T, at_most: int) -> None:
    known[name] = value
    if len(known) > at_most:
        del known[next(iter(known))]
