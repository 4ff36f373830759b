"""A table adjusted to margins, its associations kept: iterative proportional fitting (Deming & Stephan 1940)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose

from cati_app.domain.errors import RuleViolation

Cell = tuple[str, ...]
SWEEPS_AT_MOST = 1000
TOLERANCE = 1e-9
"""Relative, of each margin."""


def rake_table(
    seed: Mapping[Cell, float], margins: Sequence[tuple[tuple[int, ...], Mapping[Cell, float]]]
) -> dict[Cell, float]:
    """The table nearest to the seed that has the margins.

    Args:
        seed: A value of 0 or more for each combination of categories; 0 stays 0.
        margins: Over which dimensions, by position, and the wanted sum of each of their combinations; all margins add
            up to the same.

    Raises:
        RuleViolation: `plan_no_seed`: a wanted category has nothing in the seed; `plan_not_raked`: the margins cannot
            be met together.
    """
    table = dict(seed)
    for dimensions, wanted in margins:
        sums = _sums(table, dimensions)
        for category, amount in wanted.items():
            if amount > 0 and sums.get(category, 0) <= 0:
                raise RuleViolation("plan_no_seed", category="/".join(category))
    for _ in range(SWEEPS_AT_MOST):
        for dimensions, wanted in margins:
            sums = _sums(table, dimensions)
            for cell in table:
                category = tuple(cell[dimension] for dimension in dimensions)
                if sums[category]:
                    table[cell] *= wanted.get(category, 0.0) / sums[category]
        if _met(table, margins):
            return table
    raise RuleViolation("plan_not_raked")


def _met(table: Mapping[Cell, float], margins: Sequence[tuple[tuple[int, ...], Mapping[Cell, float]]]) -> bool:
    return all(
        isclose(amount, wanted.get(category, 0.0), rel_tol=TOLERANCE, abs_tol=0.0)
        for dimensions, wanted in margins
        for category, amount in _sums(table, dimensions).items()
    )


def _sums(table: Mapping[Cell, float], dimensions: tuple[int, ...]) -> dict[Cell, float]:
    sums: dict[Cell, float] = {}
    for cell, amount in table.items():
        category = tuple(cell[dimension] for dimension in dimensions)
        sums[category] = sums.get(category, 0.0) + amount
    return sums
