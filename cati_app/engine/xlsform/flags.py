"""Cells that say yes or no."""

from __future__ import annotations

_YES = frozenset({"yes", "true", "true()", "1", "x"})


def is_yes(text: str) -> bool:
    """Whether a cell says yes; anything else, blank included, is no."""
    return text.strip().lower() in _YES
