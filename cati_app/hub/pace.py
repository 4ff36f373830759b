"""How often one station is answered: a bucket for each, which fills steadily and holds what comes at once.

An open window with somebody at work asks 0.43 times a second, and a week's log, a study's cases or a first reading copy
come in some hundred requests one after another. Who asks more than that keeps the others waiting: it is told when to
come again. Nothing of it is kept, and each of several programs that serve a hub counts by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

A_SECOND = 20.0
"""Requests; forty windows' worth."""
AT_ONCE = 1_200.0
"""Requests that may come one after another beyond that: a minute's worth."""
REMEMBERED = 10_000
"""Stations; of more the one that was heard longest ago begins with a full bucket."""


@dataclass(slots=True)
class _Bucket:
    left: float
    filled_at: float


class StationPace:
    """What each station may still ask.

    Args:
        seconds: Of a clock that never goes back.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._buckets: dict[str, _Bucket] = {}  # who was heard longest ago first

    def wait_s(self, secret_hash: str) -> float:
        """Count a request; 0, or how long the station has to wait before one is answered: that one is not counted.

        Args:
            secret_hash: Of what a station shows, which was recognized before.
        """
        now = self._seconds()
        bucket = self._buckets.pop(secret_hash, None) or _Bucket(AT_ONCE, now)
        bucket.left = min(AT_ONCE, bucket.left + (now - bucket.filled_at) * A_SECOND)
        bucket.filled_at = now
        self._buckets[secret_hash] = bucket
        if len(self._buckets) > REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        if bucket.left < 1:
            return (1 - bucket.left) / A_SECOND
        bucket.left -= 1
        return 0.0
