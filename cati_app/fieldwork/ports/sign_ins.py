"""What is remembered of attempts to sign in that failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class SignIns(Protocol):
    """Failed attempts, for the delay after them."""

    def failed(self, login: str) -> Sequence[datetime]:
        """When they were, the oldest first.

        Args:
            login: Folded; also one that nobody has.
        """
        ...

    def keep_failed(self, login: str, failed: Sequence[datetime]) -> None:
        """Remember these of a login, and no others."""
        ...
