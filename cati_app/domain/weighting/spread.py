"""How weights are spread: bars of equal width that a person can read."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from cati_app.values import dataclass

MOST_BARS = 20
_WIDTHS = (1, 2, 5)  # times a power of ten
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Bar:
    """Weights from `low` to below `high`; those at a bound of the recipe belong to the bar within it."""

    low: float
    high: float
    count: int


def bars(weights: Sequence[float]) -> tuple[Bar, ...]:
    """The bars from the smallest weight to the largest, empty ones between them too; nothing of no weights."""
    if not weights:
        return ()
    least, most = min(weights), max(weights)
    width, first = _fitting(least, most)
    last = max(first, floor(most / width - _CLOSE))
    counts = [0] * (last - first + 1)
    for weight in weights:
        counts[min(last, max(first, floor(weight / width + _CLOSE))) - first] += 1
    return tuple(Bar((first + n) * width, (first + n + 1) * width, count) for n, count in enumerate(counts))


def _fitting(least: float, most: float) -> tuple[float, int]:
    """The smallest width, a tenth or more, with which there are few enough bars; and the number of the first."""
    power = 0.1
    while True:
        for step in _WIDTHS:
            width = step * power
            first = floor(least / width + _CLOSE)
            if most / width - first <= MOST_BARS:
                return width, first
        power *= 10
