"""Typed dates, times and numbers as XForms text and back."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from cati_app.values import dataclass

MOST_DIGITS = 15
"""Digits before the decimal sign; more than that the questionnaire does not count exactly."""
_GROUPED_FROM = 5  # digits; years and house numbers have fewer
_UNSEEN = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")  # marks of direction that pasted text carries
_SIGNS = str.maketrans(
    {"−": "-", "’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "}  # minus; apostrophe; blanks that keep together
)
_GROUPED = {
    mark: re.compile(
        rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}}){{1,4}}(?:[.,\u066b]\d{{0,12}})?"
        if mark not in ".,"
        else rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}}){{2,4}}"
    )
    for mark in (" ", "'", "\u066c", ".", ",")
}
_BOTH = re.compile(r"(\d{1,3}(?:\.\d{3}){1,4}(?=,)|\d{1,3}(?:,\d{3}){1,4}(?=\.))[.,](\d{1,12})")
_POINT_BEFORE_THREE = re.compile(r"([1-9]\d*)\.(\d{3})")
_COMMA_BEFORE_THREE = re.compile(r"([1-9]\d*),(\d{3})")
_NUMBER = re.compile(rf"\d{{1,{MOST_DIGITS}}}(?:[.,\u066b]\d{{0,12}})?|[.,\u066b]\d{{1,12}}", re.ASCII)
_SEPARATED = re.compile(r"[\s./\-]+")


def _year(text: str, today: date) -> int | None:
    if len(text) == 4:
        return int(text)
    if len(text) == 2:
        year = today.year // 100 * 100 + int(text)
        return year if year <= today.year else year - 100
    return None


def _pieces(text: str, widths: tuple[int, ...]) -> list[str] | None:
    """Split `24.12.1960` at its separators, `24121960` at widths (the last one takes the rest)."""
    text = western_digits(text).strip().strip("./- ")
    pieces = [piece for piece in _SEPARATED.split(text) if piece]
    if not all(piece.isdecimal() and piece.isascii() for piece in pieces):
        return None
    if len(pieces) != 1 or len(widths) == 1:
        return pieces
    whole, split = pieces[0], []
    for width in widths[:-1]:
        split.append(whole[:width])
        whole = whole[width:]
    return [*split, whole] if whole else None


def parse_date(text: str, parts: str, today: date) -> date | None:
    """A typed date; None when it cannot be read.

    Args:
        text: `24.12.1960`, `24121960`, `24.12.60`, `1960-12-24`; `12.1960`, `121960`; `1960`.
        parts: `day`, `month` or `year`: what is asked. The parts not asked for become 1.
        today: decides the century of a year with two digits: never in the future.
    """
    iso = re.fullmatch(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*", western_digits(text))
    if iso and parts != "year":
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3] or 1)
        return _date(year, month, day) if iso[3] or parts == "month" else None
    widths = {"day": (2, 2, 4), "month": (2, 4), "year": (4,)}[parts]
    pieces = _pieces(text, widths)
    if pieces is None or len(pieces) != len(widths) or any(len(piece) > 2 for piece in pieces[:-1]):
        return None
    full_year = _year(pieces[-1], today)
    if full_year is None:
        return None
    rest = [int(piece) for piece in pieces[:-1]]
    day = rest[0] if parts == "day" else 1
    month = rest[-1] if rest else 1
    return _date(full_year, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def format_date(iso: str, parts: str) -> str:
    """ISO text as it is typed: `24.12.1960`, `12.1960`, `1960`; text that is no date stays."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return {"day": f"{day:%d.%m.%Y}", "month": f"{day:%m.%Y}", "year": f"{day.year:04}"}[parts]


def parse_coming_date(text: str, today: date) -> date | None:
    """A date in the future: the year may be missing (`24.12.`, `2412`); then the next such day from today."""
    full = parse_date(text, "day", today)
    if full is not None:
        # two digits mean this century here, because appointments lie ahead
        return full if full >= today or len(text.strip()) > 8 else _date(full.year + 100, full.month, full.day)
    pieces = _pieces(text, (2, 2))
    if pieces is None or len(pieces) != 2 or any(len(piece) > 2 for piece in pieces):
        return None
    day, month = int(pieces[0]), int(pieces[1])
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        day_found = _date(year, month, day)
        if day_found is not None and day_found >= today:
            return day_found
    return None


def parse_time(text: str) -> time | None:
    """A typed time: `18:45`, `18.45`, `1845`, `18`; None when it cannot be read."""
    pieces = [piece for piece in re.split(r"[\s.:]+", western_digits(text).strip()) if piece]
    if not 1 <= len(pieces) <= 2 or not all(piece.isdecimal() and piece.isascii() for piece in pieces):
        return None
    if len(pieces) == 1:
        whole = pieces[0]
        pieces = [whole, "0"] if len(whole) <= 2 else [whole[:-2], whole[-2:]]
    if any(len(piece) > 2 for piece in pieces):
        return None
    try:
        return time(int(pieces[0]), int(pieces[1]))
    except ValueError:
        return None


def time_text(value: time) -> str:
    """XForms text of a time."""
    return f"{value:%H:%M}:00.000"


def format_time(text: str) -> str:
    """XForms text of a time as it is typed: `18:45`."""
    return text[:5]


def parse_datetime(text: str, today: date) -> str | None:
    """`24.12.1960 18:45` as XForms text without a zone; None when it cannot be read."""
    day_text, _, time_part = text.strip().rpartition(" ")
    day, at = parse_date(day_text, "day", today), parse_time(time_part)
    return None if day is None or at is None else f"{day.isoformat()}T{time_text(at)}"


def format_datetime(text: str) -> str:
    """XForms text of date and time as it is typed."""
    day, _, at = text.partition("T")
    return f"{format_date(day, 'day')} {format_time(at)}".strip()


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """What a typed number means.

    `value` is XForms text with a point, None when it cannot be read; `either` the readings between which only the
    person can decide: the thousands of one country are the decimals of another.
    """

    value: str | None = None
    either: tuple[str, ...] = ()


def parse_number(text: str, *, whole: bool, comma: bool) -> TypedNumber:
    """A typed number.

    Args:
        text: `1500`, `1 500`, `1.234,56`, `1,234.56`, `2.5`, `,5`; digits of any script.
        whole: No decimals are taken.
        comma: A comma is the decimal sign of the language, else a point is.
    """
    plain = western_digits(_UNSEEN.sub("", text).strip()).translate(_SIGNS)
    sign, plain = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    plain = re.sub(r"^0+(?=\d)", "", plain)
    if any(_GROUPED[mark].fullmatch(plain) for mark in _GROUPED if mark not in ".,"):
        plain = re.sub(r"[ '\u066c]", "", plain)
    elif (both := _BOTH.fullmatch(plain)) is not None:
        plain = f"{re.sub('[.,]', '', both[1])}.{both[2]}"
    elif any(plain.count(mark) > 1 and _GROUPED[mark].fullmatch(plain) for mark in ".,"):
        plain = re.sub("[.,]", "", plain)
    elif (doubtful := (_POINT_BEFORE_THREE if comma else _COMMA_BEFORE_THREE).fullmatch(plain)) is not None:
        thousands = f"{sign}{doubtful[1]}{doubtful[2]}"
        return TypedNumber(None, (thousands,) if whole else (thousands, _number(sign, doubtful[1], doubtful[2])))
    if not _NUMBER.fullmatch(plain):
        return TypedNumber()
    before, *after = re.split("[.,\u066b]", plain)
    return TypedNumber() if whole and after else TypedNumber(_number(sign, before, "".join(after)))


def _number(sign: str, before: str, after: str) -> str:
    """XForms text of a number from the digits before and after its decimal sign."""
    after = after.rstrip("0")
    number = (before.lstrip("0") or "0") + (f".{after}" if after else "")
    return number if number == "0" else sign + number


def grouped(number: str, *, group: str, point: str) -> str:
    """XForms text of a number as people read it: thousands apart, unless it may be a year, and the decimal sign."""
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    before, _, after = digits.partition(".")
    if len(before) >= _GROUPED_FROM:
        before = re.sub(r"(?<=\d)(?=(\d{3})+$)", group, before)
    return sign + before + (point + after if after else "")


def western_digits(text: str) -> str:
    """The text with 0 to 9 for the digits of other scripts."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
