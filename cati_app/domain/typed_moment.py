"""A day or a time as somebody types it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

FIRST, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
"""Far from the ends of the calendar, so that it can be reckoned with; before and after them nobody means a survey."""


def typed_moment(text: str, zone: tzinfo) -> datetime | None:
    """What was meant, with its zone; None where it is no day or time, or none of the years 2000 to 2999.

    Args:
        text: As in `2026-03-01`, which is its midnight, `2026-03-01 18:00` or `2026-03-01T18:00+01:00`.
        zone: Of a time that names none.
    """
    try:
        at = datetime.fromisoformat(text.strip())
        at = at if at.tzinfo is not None else at.replace(tzinfo=zone)
        return at if FIRST <= at < END else None
    except (ValueError, OverflowError):  # the last one where UTC lies beyond the calendar
        return None
