"""Lanes for arrows: intervals that meet never share one (interval colouring)."""

from __future__ import annotations

from collections.abc import Sequence

_GAP = 6.0


def lanes(intervals: Sequence[tuple[float, float]]) -> list[int]:
    """A lane from 0 for each interval, short ones first, so that long ones run outside."""
    order = sorted(range(len(intervals)), key=lambda place: (intervals[place][1] - intervals[place][0], place))
    taken: list[list[tuple[float, float]]] = []
    found = [0] * len(intervals)
    for place in order:
        low, high = intervals[place]
        lane = next(
            (
                number
                for number, held in enumerate(taken)
                if all(high + _GAP < other_low or low - _GAP > other_high for other_low, other_high in held)
            ),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found[place] = lane
    return found
