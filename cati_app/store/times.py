"""Times as the database keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

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


_told: list[tuple[datetime, str]] = [(datetime(1970, 1, 1, tzinfo=UTC), "1970-01-01T00:00:00.000000+00:00")]
"""The time told last: what is written together happened at one moment."""


def utc_text(value: datetime) -> str:
    """Aware time as text that sorts by time; ValueError for a naive one."""
    known, text = _told[0]
    if value is known:
        return text
    if value.tzinfo is None:
        raise ValueError("times are aware")
    text = (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(timespec="microseconds")
    _told[0] = value, text
    return text
