"""Dates and times as texts and as days since 1970-01-01: whole days for dates, a fraction for a time of day."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from cati_app.engine.expressions.names import words_of

_EPOCH = date(1970, 1, 1)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}(?::?\d{2})?)?\Z", re.ASCII
)
_TIME = re.compile(r"(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}(?::?\d{2})?)?\Z", re.ASCII)
_LOOSE_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?\Z", re.ASCII)
_SECONDS = 86_400
_SHORTEST_MOMENT = len("1970-01-01T00:00")


def parse_date(text: str) -> date | None:
    """The day a date or dateTime text names (as written there), None when it names none."""
    match = _DATE.match(text[:10])
    if match is None or (len(text) > 10 and _DATE_TIME.match(text) is None):
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def padded(text: str) -> str:
    """A date whose month or day has one digit, as `date(…)` takes it, with two."""
    match = _LOOSE_DATE.match(text)
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}{match[4] or ''}" if match else text


def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment of a date (its midnight) or dateTime text; without an offset it is in `zone`."""
    day = parse_date(text)
    if day is None:
        return None
    match = _DATE_TIME.match(text)
    if match is None:
        return datetime.combine(day, time(), zone)
    clock = parse_time(match[2])
    if clock is None:
        return None
    return datetime.combine(day, clock, _offset(match[3]) or zone)


def parse_time(text: str) -> time | None:
    """A time of day, its offset ignored."""
    match = _TIME.match(text.strip())
    try:
        return time.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def instant(text: str, zone: tzinfo) -> datetime | None:
    """The moment, in UTC, of a text with a day and a time of day; None for anything else, a date alone included."""
    if len(text) < _SHORTEST_MOMENT or _DATE_TIME.match(text) is None:
        return None
    moment = parse_moment(text, zone)
    try:
        return None if moment is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def localized(text: str, zone: tzinfo) -> str:
    """A moment with an offset as the clocks of `zone` show it, without offset; any other text as it is."""
    match = _DATE_TIME.match(text)
    moment = parse_moment(text, zone) if match is not None and match[3] else None
    if moment is None:
        return text
    try:
        return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="microseconds")
    except OverflowError:
        return text


def local_time(text: str, at: datetime) -> time | None:
    """A time of day; one with an offset as the clocks where `at` is show it on that day."""
    match = _TIME.match(text.strip())
    clock = parse_time(text)
    offset = _offset(match[2]) if match is not None and clock is not None else None
    if clock is None or offset is None:
        return clock
    return datetime.combine(at.date(), clock, offset).astimezone(timezone(at.utcoffset() or timedelta())).time()


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = min(int(digits[:2]) * 60 + int(digits[2:]), 1439)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def days_of(text: str) -> float | None:
    """Days since 1970-01-01: whole for a date, with the local time of day as a fraction for a dateTime.

    A time of day alone is that fraction.
    """
    day = parse_date(text)
    if day is None:
        moment = parse_time(text)
        return None if moment is None else day_fraction(moment)
    whole = float((day - _EPOCH).days)
    match = _DATE_TIME.match(text)
    if match is None:
        return whole
    clock = parse_time(match[2])
    return None if clock is None else whole + day_fraction(clock)


def day_fraction(clock: time) -> float:
    """The share of the day gone at a time of day."""
    return (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / _SECONDS


def date_of_days(days: float) -> str:
    """The ISO date of a number of days, blank when there is none."""
    if not math.isfinite(days):
        return ""
    try:
        return (_EPOCH + timedelta(days=math.floor(days))).isoformat()
    except OverflowError:
        return ""


def date_time_of_days(days: float, zone: tzinfo) -> str:
    """The ISO dateTime of a number of days in a zone, blank when there is none."""
    if not math.isfinite(days):
        return ""
    try:
        start = datetime.combine(_EPOCH, time(), zone)
        return moment_text(start + timedelta(milliseconds=round(days * _SECONDS * 1000)))
    except OverflowError:
        return ""


def moment_text(moment: datetime) -> str:
    """A moment as XForms writes it: milliseconds and offset."""
    return moment.isoformat(timespec="milliseconds")


_FORMS: dict[str, Callable[[datetime, tuple[list[str], list[str]]], str]] = {
    "Y": lambda m, _: f"{m.year:04}",
    "y": lambda m, _: f"{m.year % 100:02}",
    "m": lambda m, _: f"{m.month:02}",
    "n": lambda m, _: str(m.month),
    "b": lambda m, words: words[0][m.month - 1],
    "d": lambda m, _: f"{m.day:02}",
    "e": lambda m, _: str(m.day),
    "a": lambda m, words: words[1][m.weekday()],
    "H": lambda m, _: f"{m.hour:02}",
    "h": lambda m, _: str(m.hour),
    "M": lambda m, _: f"{m.minute:02}",
    "S": lambda m, _: f"{m.second:02}",
    "3": lambda m, _: f"{m.microsecond // 1000:03}",
    "%": lambda _m, _w: "%",
}


def format_moment(moment: datetime, pattern: str, language: str) -> str:
    """A moment by the codes of `format-date`, names in the language of the form (English where none are known)."""
    words = words_of(language)

    def replaced(match: re.Match[str]) -> str:
        form = _FORMS.get(match[1])
        return form(moment, words) if form else match[0]

    return re.sub(r"%(.)", replaced, pattern)


def months_between(first: date, last: date) -> int:
    """Whole calendar months from one day to another, negative backwards; ends of months as Moment.js counts them."""
    if last < first:
        return -months_between(last, first)
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole if last.day >= first.day or _months_later(first, whole) <= last else whole - 1


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
