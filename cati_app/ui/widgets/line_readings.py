"""What a typed line means, and how a stored answer is typed, for each thing that is answered in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale

from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.screen import QuestionView
from cati_app.texts import say
from cati_app.ui.stage import typed


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text means: XForms text and how to say it, or why it cannot be read."""

    value: str | None
    said: str = ""
    problem: str = ""
    doubt: str = ""  # asked back, since it can be read in two ways


def read_words(view: QuestionView, text: str, today: date) -> Reading:
    """As it stands."""
    return Reading(text)


def read_whole(view: QuestionView, text: str, today: date) -> Reading:
    """A whole number."""
    return _read(view, typed.parse_number(text, whole=True, comma=_has_comma()), say("a whole number"))


def read_number(view: QuestionView, text: str, today: date) -> Reading:
    """A number with or without decimals."""
    example = say("a number, for instance 12.5")
    return _read(view, typed.parse_number(text, whole=False, comma=_has_comma()), example)


def _read(view: QuestionView, number: typed.TypedNumber, example: str) -> Reading:
    if number.value is not None:
        return Reading(number.value, said=f"{said_number(number.value)} {view.unit}".strip())
    if not number.either:
        longest = say("at most {count} digits", count=typed.MOST_DIGITS)
        return Reading(None, problem=f"{example} ({longest})")
    readings = [as_typed(either) for either in number.either]
    if len(readings) == 1:
        doubt = say("Is it {number}? Please type it without a sign between the digits.", number=readings[0])
    else:
        doubt = say("Is it {number} or {other}? Please type it like that.", number=readings[0], other=readings[1])
    return Reading(None, doubt=doubt)


def said_number(number: str) -> str:
    """XForms text of a number as people read it in the language of the window."""
    locale = QLocale()
    return typed.grouped(number, group=locale.groupSeparator(), point=locale.decimalPoint())


def as_typed(number: str) -> str:
    """XForms text of a number as it is typed: with the decimal sign of the language, and nothing else between."""
    return number.replace(".", ",") if _has_comma() else number


def _has_comma() -> bool:
    return QLocale().decimalPoint() == ","


def read_date(view: QuestionView, text: str, today: date) -> Reading:
    """A date, a month or a year."""
    day = typed.parse_date(text, view.date_parts, today)
    if day is None:
        return Reading(None, problem=date_example(view))
    return Reading(day.isoformat(), said=said_date(day, view.date_parts))


def read_time(view: QuestionView, text: str, today: date) -> Reading:
    """A time of day."""
    at = typed.parse_time(text)
    if at is None:
        return Reading(None, problem=say("18:45 or 1845"))
    return Reading(typed.time_text(at), said=f"{at:%H:%M}")


def read_moment(view: QuestionView, text: str, today: date) -> Reading:
    """A date with a time of day."""
    value = typed.parse_datetime(text, today)
    if value is None:
        return Reading(None, problem=say("24.12.1960 18:45"))
    day, _, at = value.partition("T")
    return Reading(value, said=f"{said_date(date.fromisoformat(day), 'day')}, {typed.format_time(at)}")


def date_example(view: QuestionView) -> str:
    """How a date may be typed."""
    parts = view.date_parts
    if parts == "year":
        return say("a year, for instance 1960")
    if parts == "month":
        return say("12.1960 or 121960")
    return say("24.12.1960 or 24121960")


def said_date(day: date, parts: str) -> str:
    """A date in words, to be read back to the person."""
    if parts == "year":
        return f"{day.year:04}"
    form = "MMMM yyyy" if parts == "month" else "dddd, d. MMMM yyyy"
    locale = QLocale()
    if locale.language() == QLocale.Language.English and parts == "day":
        form = "dddd, d MMMM yyyy"
    return locale.toString(QDate(day.year, day.month, day.day), form)


def no_example(view: QuestionView) -> str:
    """An empty line speaks for itself."""
    return ""


def as_stored(view: QuestionView) -> str:
    """The answer as it is stored."""
    return view.answer.text


def shown_decimal(view: QuestionView) -> str:
    """A number with the decimal mark of the language."""
    return as_typed(view.answer.text)


def shown_limit(number: float) -> str:
    """A limit as people read it."""
    return said_number(to_text(number))


def shown_date(view: QuestionView) -> str:
    """A date, a month or a year as it is typed."""
    text = view.answer.text
    return typed.format_date(text, view.date_parts) if text else ""


def shown_time(view: QuestionView) -> str:
    """A time of day as it is typed."""
    return typed.format_time(view.answer.text)


def shown_moment(view: QuestionView) -> str:
    """A date with a time of day as it is typed."""
    return typed.format_datetime(view.answer.text)
