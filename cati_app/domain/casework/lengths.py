"""How long interviews take, from counts of whole seconds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Length(StrEnum):
    """A span of an interview whose lengths are counted."""

    COMPLETE = "complete"  # completed interviews, from start to end
    SCREENER = "screener"  # from start to the last screening question, of every interview not set aside


def median_length(counts: Mapping[int, int]) -> float | None:
    """The median in seconds of counted lengths, never below 0; None when nothing was counted.

    A clock that was set back in mid-interview leaves a length below 0.

    Args:
        counts: How many took so many whole seconds, by seconds, in any order.
    """
    total = sum(counts.values())
    if not total:
        return None
    ordered = sorted(counts.items())
    return max(0.0, (_at(ordered, (total - 1) // 2) + _at(ordered, total // 2)) / 2)


def _at(ordered: list[tuple[int, int]], rank: int) -> int:
    """The length at an index from 0 of all lengths in order."""
    for seconds, count in ordered:
        if rank < count:
            return seconds
        rank -= count
    raise IndexError(rank)
