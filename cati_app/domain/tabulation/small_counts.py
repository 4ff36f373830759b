"""Counts of people in a list with a public sum: those that are too small to be handed out, and what would betray them.

The one rule for all that leaves the house (decision 0071): below five nobody is told how many. A number that alone is
hidden could be had by subtraction, and so the next smallest goes with it until what is hidden adds up to five and is
two counts at least. Tables with rows and columns, where each line has a public sum, hide by `small_cells.py`, which
takes the limit and what is small from here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

SMALLEST = 5
"""So many people are told of."""
LONGEST_LIST = 60
"""Answers; of a longer list, as of countries, it tells of somebody that an answer was given at all."""


def is_small(count: int, least: int = SMALLEST) -> bool:
    """Whether so many people are too few to be told of; 0 is nobody."""
    return 0 < count < least


def hidden_counts(counts: Sequence[int], least: int = SMALLEST, also: Collection[int] = ()) -> frozenset[int]:
    """Which counts of a list are not told, by their place from 0; 0 is told, it is nobody, unless it betrays another.

    Args:
        counts: People in each category, 0 or more; their sum is known to everybody.
        also: Places that must not be told, whatever they hold.
    """
    hidden = {at for at, count in enumerate(counts) if is_small(count, least) or at in also}
    if not hidden:
        return frozenset()
    others = sorted((count, at) for at, count in enumerate(counts) if count >= least and at not in hidden)
    for _, at in others:
        if len(hidden) > 1 and sum(counts[each] for each in hidden) >= least:
            break
        hidden.add(at)
    if len(hidden) == 1 and counts.count(0):
        hidden.add(counts.index(0))  # all people are in the one that is small: which it is would be told
    return frozenset(hidden)


def hidden_answers(counts: Sequence[int], least: int = SMALLEST, also: Collection[int] = ()) -> frozenset[int]:
    """Which counts of the answers to a question are not told: as `hidden_counts`, in long lists those of nobody too.

    Args:
        counts: People who gave each answer, 0 or more; their sum is known to everybody.
        also: Places that must not be told, whatever they hold.
    """
    hidden = hidden_counts(counts, least, also)
    if not hidden or len(counts) <= LONGEST_LIST:
        return hidden
    return hidden | {at for at, count in enumerate(counts) if count == 0}
