"""Times as the database keeps them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(value: datetime) -> str:
    """Aware time as text that sorts by time; ValueError for a naive one."""
    if value.tzinfo is None:
        raise ValueError("times are aware")
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(timespec="microseconds")
