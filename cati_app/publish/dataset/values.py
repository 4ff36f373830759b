"""XForms texts as values of a data set; None for a text that is none of its kind."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, tzinfo

from cati_app.publish.dataset.names import LONGEST_TEXT, encodable, shortened


def number(text: str) -> int | float | None:
    """A whole number as int, any other finite number as float."""
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def day(text: str) -> date | None:
    """An ISO date; of a date-time its date."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def year(text: str) -> int | None:
    """The year of an ISO date."""
    date = day(text)
    return date.year if date else None


def moment(text: str, zone: tzinfo) -> datetime | None:
    """A date-time as local clocks showed it in `zone`, without zone, in whole seconds."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return local(time, zone) if time.tzinfo else time.replace(microsecond=0)


def local(at: datetime, zone: tzinfo) -> datetime:
    """An aware time as local time without zone, in whole seconds."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0)


def utc(at: datetime) -> str:
    """An aware time as text in coordinated universal time, in whole seconds."""
    return f"{local(at, UTC).isoformat()}Z"


def clock(text: str) -> time | None:
    """A time of day in whole seconds."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None


def plain(text: str) -> str:
    """Text without NUL and outer blanks, within the longest value of a string variable."""
    return plain_told(text)[0]


def plain_told(text: str) -> tuple[str, bool]:
    """The same, and whether the text was longer."""
    whole = encodable(text).replace("\0", "").strip()
    kept = shortened(whole, LONGEST_TEXT).rstrip()
    return kept, len(kept) < len(whole)
