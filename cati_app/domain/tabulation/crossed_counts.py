"""Counts of people in cells of several dimensions whose sums over one dimension are told elsewhere, as of a quota.

A report of a quota tells its cells, and tables tell each two of its dimensions crossed: a cell that is hidden in one
could be had from the other by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from cati_app.domain.tabulation.small_counts import SMALLEST, hidden_counts, is_small

Cell = tuple[str, ...]
"""A category of each dimension."""
_NOTHING = 1e-9


def hidden_crossed(counts: Mapping[Cell, int], least: int = SMALLEST) -> frozenset[Cell]:
    """Which counts are not told: small ones, and those from which they would follow.

    A line are the cells that differ in one dimension alone; its sum is public. Where a line holds a hidden cell, it
    holds two, which add up to `least` as far as the line has so many. No small count follows from all sums together.

    Args:
        counts: People in each cell, 0 or more; the sum of all of them is public. A cell of another length than the
            rest, such as that of people who fit none, is in no line.
        least: So many people are told of.
    """
    cells = list(counts)
    hidden = {cells[at] for at in hidden_counts([counts[cell] for cell in cells], least)}
    lines = list(_lines(cells))
    while True:
        for line in lines:
            _close(hidden, line, counts, least)
        betrayed = _betrayed(hidden, lines, counts, least)
        if not betrayed:
            return frozenset(hidden)
        beside = {cell for line in lines if betrayed & set(line) for cell in line} - hidden
        if not beside:
            return frozenset(hidden)
        hidden.add(min(beside, key=lambda cell: (counts[cell] == 0, counts[cell], cell)))


def _lines(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Cells that differ in one dimension alone; a cell without others beside it is no line."""
    lines: dict[tuple[int, int, Cell], list[Cell]] = {}
    for cell in cells:
        for dimension in range(len(cell)):
            lines.setdefault((len(cell), dimension, (*cell[:dimension], *cell[dimension + 1 :])), []).append(cell)
    yield from (line for line in lines.values() if len(line) > 1)


def _close(hidden: set[Cell], line: Sequence[Cell], counts: Mapping[Cell, int], least: int) -> None:
    """Hide the next smallest of a line until what is hidden there betrays nothing; cells of nobody last."""
    within = [cell for cell in line if cell in hidden]
    if not within:
        return
    for cell in sorted(
        (cell for cell in line if cell not in hidden), key=lambda cell: (counts[cell] == 0, counts[cell])
    ):
        people = sum(counts[each] for each in within)
        if len(within) > 1 and (people >= least or not people or not counts[cell]):
            return
        within.append(cell)
        hidden.add(cell)


def _betrayed(hidden: set[Cell], lines: Sequence[Sequence[Cell]], counts: Mapping[Cell, int], least: int) -> set[Cell]:
    """Small counts that follow from the sums of all lines and what is told."""
    inside = sorted(cell for cell in hidden if any(cell in line for line in lines))
    if not inside:
        return set()
    sums = np.array([[cell in line for cell in inside] for line in map(set, lines)], np.float64)
    _, weights, directions = np.linalg.svd(sums)
    free = directions[int((weights > _NOTHING).sum()) :]  # what may change without a sum that changes
    moved = np.abs(free).max(axis=0) > _NOTHING if len(free) else np.zeros(len(inside), np.bool_)
    return {cell for cell, may in zip(inside, moved, strict=True) if not may and is_small(counts[cell], least)}
