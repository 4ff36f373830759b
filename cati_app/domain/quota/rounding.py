"""Whole numbers for the cells of a table: their sum and the margin of each dimension are kept.

In exact fractions, so that the result is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from itertools import permutations
from math import floor
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Cell = tuple[str, ...]


def largest_remainders(exact: Mapping[Key, Fraction], total: int) -> dict[Key, int]:
    """Whole numbers that add up to `total`: rounded down, then one more where most was cut off; ties in order."""
    whole = {key: floor(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: whole[key] - exact[key])
    for key in by_remainder[: total - sum(whole.values())]:
        whole[key] += 1
    return whole


def controlled_rounding(exact: Mapping[Cell, Fraction], total: int, minimum: int = 0) -> dict[Cell, int]:
    """Whole numbers near `exact` whose sums by category are the rounded margins of every dimension.

    A cell is mostly a neighbour of its exact value, but that is not promised; nor are margins of two dimensions.

    Args:
        exact: Every combination of categories, a value of `minimum` or more; they add up to `total`.
        total: What the whole numbers add up to.
        minimum: No cell gets less.
    """
    table = _Table(exact, total, minimum)
    dimensions = range(len(next(iter(exact), ())))
    for dimension in dimensions:
        table.meet_margin(dimension)
    gaining = True
    while gaining:
        gaining = any(table.swap_best(dimension) for dimension in dimensions)
    return table.whole


class _Table:
    def __init__(self, exact: Mapping[Cell, Fraction], total: int, minimum: int) -> None:
        self._exact, self._total, self._minimum = exact, total, minimum
        self.whole = largest_remainders(exact, total)

    def meet_margin(self, dimension: int) -> None:
        """Move interviews along a dimension until each of its categories has what its margin says."""
        wanted = largest_remainders(_sums(self._exact, dimension, Fraction()), self._total)
        while True:
            have = _sums(self.whole, dimension, 0)
            moves = [
                (source, target)
                for source in self.whole
                if have[source[dimension]] > wanted[source[dimension]] and self.whole[source] > self._minimum
                for category in wanted
                if have[category] < wanted[category]
                for target in (_with(source, dimension, category),)
            ]
            if not moves:
                return
            source, target = min(moves, key=lambda move: self._above(move[1]) - self._above(move[0]))
            self.whole[source] -= 1
            self.whole[target] += 1

    def swap_best(self, dimension: int) -> bool:
        """Swap two categories between two cells where that comes nearest to the exact values; whether one gained.

        A swap takes one from the cells (i, u) and (j, v) and gives one to (j, u) and (i, v): no margin changes. It
        gains when the difference between the categories i and j at u exceeds that at v by more than 2.
        """
        best, swap = Fraction(2), None
        rests = list(dict.fromkeys(_with(cell, dimension, "") for cell in self.whole))
        for i, j in permutations(_sums(self.whole, dimension, 0), 2):
            ahead = {u: self._above(_with(u, dimension, i)) - self._above(_with(u, dimension, j)) for u in rests}
            givers = [u for u in rests if self.whole[_with(u, dimension, i)] > self._minimum]
            takers = [v for v in rests if self.whole[_with(v, dimension, j)] > self._minimum]
            if not givers or not takers:
                continue
            u, v = max(givers, key=ahead.__getitem__), min(takers, key=ahead.__getitem__)
            if ahead[u] - ahead[v] > best:
                best, swap = ahead[u] - ahead[v], (i, j, u, v)
        if swap is None:
            return False
        i, j, u, v = swap
        for category, rest, change in ((i, u, -1), (j, v, -1), (j, u, 1), (i, v, 1)):
            self.whole[_with(rest, dimension, category)] += change
        return True

    def _above(self, cell: Cell) -> Fraction:
        return self.whole[cell] - self._exact[cell]


Amount = TypeVar("Amount", int, Fraction)


def _sums(table: Mapping[Cell, Amount], dimension: int, nothing: Amount) -> dict[str, Amount]:
    """Margin of a dimension, categories in the order of the cells."""
    sums: dict[str, Amount] = {}
    for cell, amount in table.items():
        sums[cell[dimension]] = sums.get(cell[dimension], nothing) + amount
    return sums


def _with(cell: Cell, dimension: int, category: str) -> Cell:
    return (*cell[:dimension], category, *cell[dimension + 1 :])
