"""How fast the machine is just now: a fixed piece of Python work."""

from __future__ import annotations

import time


def machine_speed(rounds: int = 50) -> float:
    """Milliseconds of 20,000 products, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        sum(number * number for number in range(20_000))
        best = min(best, time.perf_counter() - begin)
    return best * 1000
