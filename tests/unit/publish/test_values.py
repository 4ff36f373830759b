"""Texts as values: what is none of the kind becomes none."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cati_app.publish.dataset import values

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "value"), [("7", 7), ("-2.50", -2.5), ("3.0", 3), ("many", None), ("NaN", None), ("Infinity", None)]
)
def test_numbers(text: str, value: float | None) -> None:
    assert values.number(text) == value


@pytest.mark.parametrize(("text", "value"), [("2026-03-01", date(2026, 3, 1)), ("2026-13-01", None), ("soon", None)])
def test_days_and_years(text: str, value: date | None) -> None:
    assert values.day(text) == value
    assert values.year(text) == (value.year if value else None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-07-01T12:00:00.500Z", "2026-07-01T14:00:00"),
        ("2026-01-01T00:30:00+02:00", "2025-12-31T23:30:00"),
        ("2026-01-01T08:00:00.250", "2026-01-01T08:00:00"),
    ],
)
def test_moments_are_local_in_whole_seconds(text: str, value: str) -> None:
    assert values.moment(text, BERLIN) == datetime.fromisoformat(value)


def test_no_moments_and_no_times() -> None:
    assert values.moment("soon", BERLIN) is None
    assert values.clock("late") is None
    assert values.clock("07:45:00.250+01:00") == time(7, 45)


def test_texts_that_no_file_can_hold() -> None:
    assert values.plain(" a\0b\ud800 ") == "ab?"
