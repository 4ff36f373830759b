"""What is typed is shown as understood, stored as shown, and the same again when the question comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QLocale

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.stage import typed
from cati_app.ui.widgets.kinds import KIND_WIDGETS
from cati_app.ui.widgets.line_readings import said_number

TODAY = date(2026, 11, 25)
LANGUAGES = {"de": QLocale.Language.German, "en": QLocale.Language.English}
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NUMBERS = some.decimals(-999_999_999, 999_999_999, places=3) | some.integers(-(10**15) + 1, 10**15 - 1).map(Decimal)


@pytest.fixture(params=LANGUAGES, autouse=True)
def locale(request: pytest.FixtureRequest) -> Iterator[QLocale]:
    before = QLocale()
    QLocale.setDefault(QLocale(LANGUAGES[request.param]))
    yield QLocale()
    QLocale.setDefault(before)


def _asked(kind: QuestionKind, parts: str = "day", answer: str = "") -> QuestionView:
    return QuestionView("/q", "q", kind, "?", date_parts=parts, answer=Answer(answer))


def _read(view: QuestionView, text: str) -> str | None:
    return KIND_WIDGETS[view.kind].read(view, text, TODAY).value


def _comes_back(view: QuestionView, stored: str) -> None:
    again = replace(view, answer=Answer(stored))
    assert _read(again, KIND_WIDGETS[view.kind].shown(again)) == stored


@given(number=NUMBERS, arabic=some.booleans(), kind=some.sampled_from([QuestionKind.DECIMAL, QuestionKind.SCALE]))
def test_a_number_in_plain_digits(number: Decimal, arabic: bool, kind: QuestionKind) -> None:
    point = QLocale().decimalPoint()
    text = f"{number:f}".replace(".", point)
    stored = _read(_asked(kind), text.translate(ARABIC) if arabic else text)
    assert stored is not None
    assert Decimal(stored) == number
    _comes_back(_asked(kind), stored)


@given(number=NUMBERS)
def test_a_number_typed_as_it_is_said(number: Decimal) -> None:
    """Thousands apart: taken as they are read, or asked back, never as another number."""
    stored = _read(_asked(QuestionKind.DECIMAL), said_number(f"{number.normalize():f}"))
    assert stored is None or Decimal(stored) == number
    thousand = 10_000 <= abs(number) < 1_000_000 and number == number.to_integral_value()
    assert (stored is None) == thousand


@given(number=some.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number(number: int) -> None:
    stored = _read(_asked(QuestionKind.INTEGER), str(number))
    assert stored == str(number)
    _comes_back(_asked(QuestionKind.INTEGER), stored)


@given(text=some.text(alphabet="0123456789.,' -−٫٬", max_size=12))
def test_no_text_becomes_a_number_by_a_thousand_in_silence(text: str) -> None:
    """Of two readings a thousand apart none is taken for granted, unless the language leaves no doubt."""
    read = {comma: typed.parse_number(text, whole=False, comma=comma).value for comma in (False, True)}
    if None not in read.values():
        values = {Decimal(value) for value in read.values() if value is not None}
        assert len(values) == 1


@given(day=some.dates(date(1900, 1, 1), date(2099, 12, 31)), parts=some.sampled_from(["day", "month", "year"]))
def test_a_date(day: date, parts: str) -> None:
    view = _asked(QuestionKind.DATE, parts)
    asked = {"day": day, "month": day.replace(day=1), "year": day.replace(day=1, month=1)}[parts]
    text = {"day": f"{day:%d%m%Y}", "month": f"{day:%m.%Y}", "year": f"{day.year}"}[parts]
    reading = KIND_WIDGETS[view.kind].read(view, text.translate(ARABIC), TODAY)
    assert reading.value == asked.isoformat()
    assert str(day.year) in reading.said
    _comes_back(view, asked.isoformat())


@given(minutes=some.integers(0, 24 * 60 - 1))
def test_a_time_and_a_moment(minutes: int) -> None:
    at = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).time()
    for kind, text in ((QuestionKind.TIME, f"{at:%H%M}"), (QuestionKind.DATETIME, f"24.12.1960 {at:%H:%M}")):
        view = _asked(kind)
        reading = KIND_WIDGETS[kind].read(view, text, TODAY)
        assert reading.value is not None
        assert f"{at:%H:%M}" in reading.said
        _comes_back(view, reading.value)
    assert typed.parse_time(f"{at:%H.%M}") == time(at.hour, at.minute)
