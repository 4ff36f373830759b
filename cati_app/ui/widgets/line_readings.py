"""What a typed line means, and how a stored answer is typed, for each thing that is answered in one line."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from PySide6.QtCore import QDate, QLocale

from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.screen import QuestionView
from cati_app.ui.stage import typed
from cati_app.ui.widgets.speech import WINDOW, Speech
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text means: XForms text and how to say it, or why it cannot be read."""

    value: str | None
    said: str = ""
    problem: str = ""
    doubt: str = ""  # asked back, since it can be read in two ways


class Read(Protocol):
    """What was typed in a line, as an answer; told in the language of the column."""

    def __call__(self, view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading: ...


class Example(Protocol):
    """What may be typed; blank: the field speaks for itself."""

    def __call__(self, view: QuestionView, speech: Speech = WINDOW) -> str: ...


def read_words(view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading:
    """As it stands."""
    return Reading(text)


def read_whole(view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading:
    """A whole number."""
    number = typed.parse_number(text, whole=True, comma=_has_comma())
    return _read(view, number, speech.tell("a whole number"), speech)


def read_number(view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading:
    """A number with or without decimals."""
    number = typed.parse_number(text, whole=False, comma=_has_comma())
    return _read(view, number, speech.tell("a number, for instance 12.5"), speech)


def read_step(view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading:
    """A number of a scale."""
    return (read_whole if is_whole(view) else read_number)(view, text, today, speech)


def is_whole(view: QuestionView) -> bool:
    """Whether a scale has whole numbers only."""
    return all(number is not None and number % 1 == 0 for number in (view.minimum, view.step or 1.0))


def _read(view: QuestionView, number: typed.TypedNumber, example: str, speech: Speech) -> Reading:
    if number.value is not None:
        return Reading(number.value, said=f"{said_number(number.value)} {view.unit}".strip())
    if not number.either:
        longest = speech.tell("at most {count} digits", count=typed.MOST_DIGITS)
        return Reading(None, problem=f"{example} ({longest})")
    readings = [as_typed(either) for either in number.either]
    if len(readings) == 1:
        doubt = speech.tell("Is it {number}? Please type it without a sign between the digits.", number=readings[0])
    else:
        doubt = speech.tell(
            "Is it {number} or {other}? Please type it like that.", number=readings[0], other=readings[1]
        )
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


def read_date(view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading:
    """A date, a month or a year."""
    day = typed.parse_date(text, view.date_parts, today)
    if day is None:
        return Reading(None, problem=date_example(view, speech))
    return Reading(day.isoformat(), said=said_date(day, view.date_parts, speech))


def read_time(view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading:
    """A time of day."""
    at = typed.parse_time(text)
    if at is None:
        return Reading(None, problem=speech.tell("18:45 or 1845"))
    return Reading(typed.time_text(at), said=f"{at:%H:%M}")


def read_moment(view: QuestionView, text: str, today: date, speech: Speech = WINDOW) -> Reading:
    """A date with a time of day."""
    value = typed.parse_datetime(text, today)
    if value is None:
        return Reading(None, problem=speech.tell("24.12.1960 18:45"))
    day, _, at = value.partition("T")
    return Reading(value, said=f"{said_date(date.fromisoformat(day), 'day', speech)}, {typed.format_time(at)}")


def date_example(view: QuestionView, speech: Speech = WINDOW) -> str:
    """How a date may be typed."""
    parts = view.date_parts
    if parts == "year":
        return speech.tell("a year, for instance 1960")
    if parts == "month":
        return speech.tell("12.1960 or 121960")
    return speech.tell("24.12.1960 or 24121960")


def said_date(day: date, parts: str, speech: Speech = WINDOW) -> str:
    """A date in words, to be read back to the person."""
    if parts == "year":
        return f"{day.year:04}"
    form = "MMMM yyyy" if parts == "month" else "dddd, d. MMMM yyyy"
    locale = speech.locale
    if locale.language() == QLocale.Language.English and parts == "day":
        form = "dddd, d MMMM yyyy"
    return locale.toString(QDate(day.year, day.month, day.day), form)


def no_example(view: QuestionView, speech: Speech = WINDOW) -> str:
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
