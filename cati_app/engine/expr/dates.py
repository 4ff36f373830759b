"""Dates and times as texts and as days since 1970-01-01: whole days for dates, a fraction for a time of day."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_EPOCH = date(1970, 1, 1)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}(?::?\d{2})?)?\Z", re.ASCII
)
_SECONDS = 86_400


def parse_date(text: str) -> date | None:
    """The day a date or dateTime text names (as written there), None when it names none."""
    match = _DATE.match(text[:10])
    if match is None or (len(text) > 10 and _DATE_TIME.match(text) is None):
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


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
    """A time of day, its offset left aside."""
    try:
        return time.fromisoformat(re.sub(r"(?:Z|[+-]\d{2}:?\d{2})\Z", "", text.strip()))
    except ValueError:
        return None


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return datetime.strptime(f"{text[0]}{minutes // 60:02}{minutes % 60:02}", "%z").tzinfo


def days_of(text: str) -> float | None:
    """Days since 1970-01-01: whole for a date, with the local time of day as a fraction for a dateTime."""
    day = parse_date(text)
    if day is None:
        return None
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
    "Y": lambda m, _: f"{m.year:04}", "y": lambda m, _: f"{m.year % 100:02}",
    "m": lambda m, _: f"{m.month:02}", "n": lambda m, _: str(m.month),
    "b": lambda m, words: words[0][m.month - 1],
    "d": lambda m, _: f"{m.day:02}", "e": lambda m, _: str(m.day),
    "a": lambda m, words: words[1][m.weekday()],
    "H": lambda m, _: f"{m.hour:02}", "h": lambda m, _: str(m.hour),
    "M": lambda m, _: f"{m.minute:02}", "S": lambda m, _: f"{m.second:02}",
    "3": lambda m, _: f"{m.microsecond // 1000:03}", "%": lambda _m, _w: "%",
}  # fmt: skip

_NAMES = {
    "en": ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Mon Tue Wed Thu Fri Sat Sun"),
    "de": ("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "Mo Di Mi Do Fr Sa So"),
    "fr": ("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "lun. mar. mer. jeu. ven. sam. dim."),
    "es": ("ene feb mar abr may jun jul ago sept oct nov dic", "lun mar mié jue vie sáb dom"),
    "tr": ("Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara", "Pzt Sal Çar Per Cum Cmt Paz"),
    "ru": ("янв февр март апр май июнь июль авг сент окт нояб дек", "пн вт ср чт пт сб вс"),
    "uk": ("січ лют бер квіт трав черв лип серп вер жовт лист груд", "пн вт ср чт пт сб нд"),
    "pl": ("sty lut mar kwi maj cze lip sie wrz paź lis gru", "pon wto śro czw pią sob nie"),
    "ar": ("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
           "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
}  # fmt: skip


def format_moment(moment: datetime, pattern: str, language: str) -> str:
    """A moment by the codes of `format-date`, names in the language of the form (English where none are known)."""
    months, days = _NAMES.get(language, _NAMES["en"])
    words = (months.split(), days.split())

    def replaced(match: re.Match[str]) -> str:
        form = _FORMS.get(match[1])
        return form(moment, words) if form else match[0]

    return re.sub(r"%(.)", replaced, pattern)
