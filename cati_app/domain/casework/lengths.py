"""How long interviews take, from counts of whole seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from math import ceil

from cati_app.values import dataclass


class Length(StrEnum):
    """A span of an interview whose lengths are counted."""

    COMPLETE = "complete"  # completed interviews, from start to end, without the time between sittings
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


def length_below(counts: Mapping[int, int], share: float) -> float | None:
    """The length in seconds that a share of all stays at or below, by nearest rank; None when nothing was counted.

    Args:
        counts: As for `median_length`.
        share: Above 0, up to 1.
    """
    total = sum(counts.values())
    if not total:
        return None
    return float(max(0, _at(sorted(counts.items()), max(0, ceil(share * total) - 1))))


@dataclass(frozen=True, slots=True)
class LengthClass:
    """Interviews from so many whole minutes to below so many; None: no upper end."""

    first: int
    end: int | None
    count: int


def length_classes(counts: Mapping[int, int], minutes: int = 5, least: int = 5) -> tuple[LengthClass, ...]:
    """Classes of so many minutes, put together with the next until each has enough; the last one is open above.

    Args:
        counts: As for `median_length`.
        least: Interviews of a class; where there are fewer in all, there is no class.
    """
    steps: Counter[int] = Counter()
    for seconds, count in counts.items():
        steps[max(0, seconds) // (60 * minutes)] += count
    classes: list[LengthClass] = []
    first, held = min(steps, default=0), 0
    for step in range(min(steps, default=0), max(steps, default=-1) + 1):
        held += steps[step]
        if held >= least:
            classes.append(LengthClass(first * minutes, (step + 1) * minutes, held))
            first, held = step + 1, 0
    if not classes:
        return ()
    last = classes.pop()
    return (*classes, LengthClass(last.first, None if held else last.end, last.count + held))
