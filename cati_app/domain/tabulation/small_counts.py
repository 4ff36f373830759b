"""Counts of people in a list with a public sum: those that are too small to be handed out, and what would betray them.

Below five nobody is told how many; a number that alone is hidden could be had by subtraction, and so the next smallest
goes with it until what is hidden adds up to five and is two counts at least. Tables with rows and columns, where each
line has a public sum, hide by `small_cells.py`, which takes the limit and what is small from here.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST = 5
"""So many people are told of."""


def is_small(count: int, least: int = SMALLEST) -> bool:
    """Whether so many people are too few to be told of; 0 is nobody."""
    return 0 < count < least


def hidden_counts(counts: Sequence[int], least: int = SMALLEST) -> frozenset[int]:
    """Which counts of a list are not told, by their place from 0; 0 is told, it is nobody.

    Args:
        counts: People in each category, 0 or more; their sum is known to everybody.
    """
    hidden = {at for at, count in enumerate(counts) if is_small(count, least)}
    if not hidden:
        return frozenset()
    others = sorted((count, at) for at, count in enumerate(counts) if count >= least)
    for _, at in others:
        if len(hidden) > 1 and sum(counts[each] for each in hidden) >= least:
            break
        hidden.add(at)
    return frozenset(hidden)
