"""When people are reached: how many first calls of this study reached somebody, by frame and part of the week.

First calls only, because they say something about the time and nothing yet about the case. Every result adds to the
table, so that nothing has to be recomputed; it never asks who was reached, only whether anybody was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cati_app.domain.calling.schedule import Tried, WeekPart
from cati_app.values import dataclass

_NOTIONAL = 100
"""Calls at the mean of the frame that every part starts with: a few calls say little about a part."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The table of a study; empty where nothing was called yet: then every part is as good as the others."""

    counts: Mapping[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    """Frame and part → first calls, and those in which somebody spoke."""

    def share(self, frame: str, part: WeekPart) -> float:
        """Share of first calls that reach somebody in a part; while calls are few, close to the mean of the frame."""
        calls, reached = self.counts.get((frame, part), (0, 0))
        mine = [count for (of, _), count in self.counts.items() if of == frame]
        mean = (sum(count[1] for count in mine) + 1) / (sum(count[0] for count in mine) + 5)
        return (reached + _NOTIONAL * mean) / (calls + _NOTIONAL)

    def for_case(self, frame: str, part: WeekPart, tried: Tried, in_vain: float, again: float) -> float:
        """The same for a case with attempts behind it.

        Args:
            in_vain: What is left of the chance after each attempt in that part that reached nobody.
            again: How much likelier somebody is reached in a part in which somebody was reached last.
        """
        vain = tried.counts[part] - (part == tried.reached)
        return self.share(frame, part) * in_vain**vain * (again if part == tried.reached else 1.0)


NO_CALLS_YET = Chances()


def first_call(tried: Tried) -> tuple[WeekPart, bool] | None:
    """The part of the first attempt and whether it reached somebody; None unless there was exactly one."""
    if sum(tried.counts) != 1:
        return None
    return WeekPart(tried.counts.index(1)), tried.reached >= 0
