"""The known name nearest to a misspelt one; asked a bounded number of times, for it compares with all of them."""

from __future__ import annotations

import difflib
from collections.abc import Collection

_MOST_NAMES = 5_000


class Nearest:
    """Suggestions for the first mistakes of a form; a form with hundreds has worse problems than spelling."""

    def __init__(self, most: int = 200) -> None:
        self._left = most

    def __call__(self, name: str, known: Collection[str]) -> str:
        """The nearest name, blank when none is near or too much was asked."""
        if self._left <= 0 or len(known) > _MOST_NAMES or len(name) > 100:
            return ""
        self._left -= 1
        return next(iter(difflib.get_close_matches(name, sorted(known), 1)), "")
