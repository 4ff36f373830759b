"""Numbers never to be called again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class BlockList(Protocol):
    """Numbers never to be called again."""

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        ...

    def add(self, numbers: Sequence[str], at: datetime, people: str) -> int:
        """Put numbers on it at once, whatever happens to this unit of work; how many were new."""
        ...
