"""Where time and identity come from; handed in, so that every rule can be replayed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Wall time and a monotonic counter."""

    def now(self) -> datetime:
        """Aware time in UTC."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds that never run backwards; only differences mean something."""
        ...


class IdSource(Protocol):
    """Makes ids on the station, never by a counter of the database."""

    def new_id(self) -> str:
        """A new UUIDv7 as text: sorts by time of creation."""
        ...
