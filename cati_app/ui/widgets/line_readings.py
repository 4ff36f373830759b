"""What a typed line means, and how a stored answer is typed, for each thing that is answered in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale

from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.screen import QuestionView
from cati_app.texts import say
from cati_app.ui.stage import typed

_GROUPED = 7  # digits from which on thousands are set apart; years and house numbers have fewer


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text means: XForms text and how to say it, or why it cannot be read."""

    value: str | None
    said: str = ""
    problem: str = ""


def read_words(view: QuestionView, text: str, today: date) -> Reading:
    """As it stands."""
    return Reading(text)


def read_whole(view: QuestionView, text: str, today: date) -> Reading:
    """A whole number."""
    return Reading(typed.parse_number(text, True), problem=say("a whole number of at most 15 digits"))


def read_number(view: QuestionView, text: str, today: date) -> Reading:
    """A number with or without decimals."""
    return Reading(typed.parse_number(text, False), problem=say("a number, for instance 12.5"))


def read_date(view: QuestionView, text: str, today: date) -> Reading:
    """A date, a month or a year."""
    day = typed.parse_date(text, view.date_parts, today)
    if day is None:
        return Reading(None, problem=date_example(view))
    return Reading(day.isoformat(), said=said_date(day, view.date_parts))


def read_time(view: QuestionView, text: str, today: date) -> Reading:
    """A time of day."""
    at = typed.parse_time(text)
    return Reading(None if at is None else typed.time_text(at), problem=say("18:45 or 1845"))


def read_moment(view: QuestionView, text: str, today: date) -> Reading:
    """A date with a time of day."""
    return Reading(typed.parse_datetime(text, today), problem=say("24.12.1960 18:45"))


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
        return ""
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
    text = view.answer.text
    return text.replace(".", ",") if QLocale().decimalPoint() == "," else text


def shown_limit(number: float) -> str:
    """A limit as people write it: plain digits, from a million on with marks between thousands."""
    text = to_text(number)
    locale = QLocale()
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = digits.partition(".")
    if whole.isdecimal() and len(whole) >= _GROUPED:
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.groupSeparator(), whole)
    return sign + whole + (locale.decimalPoint() + rest if rest else "")


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
