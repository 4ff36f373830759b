"""Keeps what belongs together level in two columns: each part is as high as the higher of both."""

from __future__ import annotations

from collections.abc import Hashable


class Levels:
    """Heights of parts, by name. Both columns are measured once, then placed with what the other one needs too.

    Args:
        alone: There is one column; its parts are as high as they are.
    """

    def __init__(self, *, alone: bool = False) -> None:
        self._alone = alone
        self._heights: dict[Hashable, int] = {}
        self._whole: Hashable = None

    def within(self, whole: Hashable) -> Levels:
        """The parts of one thing among several of its kind."""
        if self._alone:
            return self
        inside = Levels()
        inside._heights, inside._whole = self._heights, (self._whole, whole)
        return inside

    def at_least(self, part: Hashable, height: int) -> int:
        """The height of a part: its own, or that of the same part in the other column as far as it is known."""
        if self._alone:
            return height
        key = (self._whole, part)
        kept = self._heights[key] = max(height, self._heights.get(key, 0))
        return kept
