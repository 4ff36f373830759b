"""Times as the database keeps them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

NEXT_NUMBER = (
    "(SELECT max(n) FROM (SELECT coalesce(max(n), 0) + 1 AS n FROM {table}"
    " UNION ALL SELECT CAST(? AS BIGINT)) numbered)"
)
"""The next number in a table: above all in it, and no lower than the value that it is given."""


def number_at(at: datetime) -> int:
    """Microseconds since 1970: above every number that was given before, where each is at least that of its time.

    A hub that came back from a copy and counted on from there would give numbers twice.
    """
    return int(at.timestamp() * 1_000_000)


def utc_text(value: datetime) -> str:
    """Aware time as text that sorts by time; ValueError for a naive one."""
    if value.tzinfo is UTC:
        return _text(value)
    if value.tzinfo is None:
        raise ValueError("times are aware")
    return _text(value.astimezone(UTC))


@lru_cache(maxsize=64)
def _text(utc: datetime) -> str:
    """What is written together happened at one moment, and is asked for between the same ends of a day.

    In UTC alone: elsewhere the two hours at the end of summer time are equal.
    """
    return utc.isoformat(timespec="microseconds")
