"""What is remembered of attempts to sign in that failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class SignIns(Protocol):
    """Failed attempts, for the delay after them."""

    def failed(self) -> Sequence[datetime]:
        """When they were, the oldest first."""
        ...

    def keep_failed(self, failed: Sequence[datetime]) -> None:
        """Remember these, and no others."""
        ...
