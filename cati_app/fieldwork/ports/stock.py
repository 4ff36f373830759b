"""How much is kept of people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.privacy import Stock


class StockOfPeople(Protocol):
    """Counts of what tells of people, within a unit of work; asks for no key."""

    def counted(self) -> Mapping[Stock, tuple[int, datetime | None]]:
        """Of each sort in the database how many there are, and when the oldest came; None: there is none, or untold."""
        ...
