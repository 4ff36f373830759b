"""How fast the machine is just now, told by a fixed piece of Python work: 20,000 products.

The machines we measure on change their speed within seconds. So the piece is done beside every measured step, and each
figure is told three times: as measured, as a ratio to the piece, and at the speed for which it is promised.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TypeVar

PROMISED_AT_MS = 1.7
"""What 20,000 products take where the promises hold."""
_NEAR = 5  # pieces whose median is the speed at a step: a single one may be disturbed itself

Done = TypeVar("Done")


def products_ms() -> float:
    """Milliseconds that 20,000 products take now."""
    begin = time.perf_counter()
    sum(number * number for number in range(20_000))
    return (time.perf_counter() - begin) * 1000


def machine_speed(rounds: int = 50) -> float:
    """Milliseconds of 20,000 products, the best of some rounds."""
    return min(products_ms() for _ in range(rounds))


@dataclass(frozen=True, slots=True)
class Measured:
    """One step, in milliseconds, beside the speed of the machine at that moment."""

    elapsed: float
    processor: float
    products: float

    @property
    def ratio(self) -> float:
        """Processor time of the step in units of the 20,000 products beside it."""
        return self.processor / self.products

    @property
    def waited(self) -> float:
        """Neither of the two: waiting for the disk, and for others who use the processors."""
        return max(0.0, self.elapsed - self.processor)

    @property
    def at_promised_speed(self) -> float:
        """What the step would take where the products take `PROMISED_AT_MS`; waiting stays as it was."""
        return self.ratio * PROMISED_AT_MS + self.waited


class Stopwatch:
    """Measures steps, and the fixed piece of work between them."""

    def __init__(self) -> None:
        self._pieces: deque[float] = deque(maxlen=_NEAR)
        self.products: list[float] = []

    def look(self) -> None:
        """See how fast the machine is; before each round of steps, outside of what is measured."""
        taken = products_ms()
        self._pieces.append(taken)
        self.products.append(taken)

    def time(self, work: Callable[[], Done], times: list[Measured]) -> Done:
        """Do it and note what it took."""
        begin, spent = time.perf_counter(), time.process_time()
        done = work()
        processor = (time.process_time() - spent) * 1000
        elapsed = (time.perf_counter() - begin) * 1000
        times.append(Measured(elapsed, processor, self.speed))
        return done

    @property
    def speed(self) -> float:
        """Milliseconds of the products around now."""
        if not self._pieces:
            self.look()
        return median(self._pieces)


def p50_p99(values: Sequence[float]) -> tuple[float, float]:
    """The middle, and what one in a hundred exceeds."""
    cuts = quantiles(values, n=100)
    return cuts[49], cuts[98]
