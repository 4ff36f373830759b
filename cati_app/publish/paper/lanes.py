"""Lanes for arrows: intervals that meet never share one (interval colouring)."""

from __future__ import annotations

from collections.abc import Sequence

_GAP = 6.0


def lanes(intervals: Sequence[tuple[float, float]]) -> list[int]:
    """A lane from 0 for each interval, short ones first, so that long ones run outside."""
    order = sorted(range(len(intervals)), key=lambda index: (intervals[index][1] - intervals[index][0], index))
    taken: list[list[tuple[float, float]]] = []
    lane_of = [0] * len(intervals)
    for index in order:
        low, high = intervals[index]
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
        lane_of[index] = lane
    return lane_of
