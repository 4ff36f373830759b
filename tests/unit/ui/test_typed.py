"""Typed dates, times and numbers."""

from __future__ import annotations

from datetime import date, time

import pytest

from cati_app.ui.stage import typed

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("24.12.1960", "day", date(1960, 12, 24)),
        ("24121960", "day", date(1960, 12, 24)),
        ("24.12.60", "day", date(1960, 12, 24)),
        ("241225", "day", date(2025, 12, 24)),
        ("1.2.2003", "day", date(2003, 2, 1)),
        ("1960-12-24", "day", date(1960, 12, 24)),
        ("12.1960", "month", date(1960, 12, 1)),
        ("121960", "month", date(1960, 12, 1)),
        ("1960-12", "month", date(1960, 12, 1)),
        ("1960", "year", date(1960, 1, 1)),
        ("60", "year", date(1960, 1, 1)),
        ("31.02.2020", "day", None),
        ("1960", "day", None),
        ("1960-12", "day", None),
        ("13.1960", "month", None),
        ("heute", "day", None),
        ("", "day", None),
    ],
)
def test_dates(text: str, parts: str, expected: date | None) -> None:
    assert typed.parse_date(text, parts, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.12.", date(2026, 12, 24)),
        ("2412", date(2026, 12, 24)),
        ("1.3", date(2027, 3, 1)),
        ("22.11.", date(2026, 11, 22)),
        ("29.2.", date(2028, 2, 29)),
        ("24.12.2026", date(2026, 12, 24)),
        ("24.12.26", date(2026, 12, 24)),
        ("3.1.27", date(2027, 1, 3)),
        ("31.2.", None),
        ("morgen", None),
    ],
)
def test_coming_dates(text: str, expected: date | None) -> None:
    assert typed.parse_coming_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:45", time(18, 45)),
        ("18.45", time(18, 45)),
        ("1845", time(18, 45)),
        ("930", time(9, 30)),
        ("9", time(9)),
        ("25", None),
        ("18:60", None),
        ("x", None),
        ("", None),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert typed.parse_time(text) == expected


def test_date_and_time() -> None:
    assert typed.parse_datetime("24.12.1960 18:45", TODAY) == "1960-12-24T18:45:00.000"
    assert typed.parse_datetime("24.12.1960", TODAY) is None
    assert typed.format_datetime("1960-12-24T18:45:00.000") == "24.12.1960 18:45"


@pytest.mark.parametrize(
    ("text", "whole", "expected"),
    [
        ("42", True, "42"),
        ("-3", True, "-3"),
        ("007", True, "7"),
        ("2,5", True, None),
        ("2,50", False, "2.5"),
        ("2.5", False, "2.5"),
        (",5", False, "0.5"),
        ("3,", False, "3"),
        ("-0,5", False, "-0.5"),
        ("1.000,5", False, None),
        ("zwei", False, None),
        ("2000005", True, "2000005"),
        ("2000005,5", False, "2000005.5"),
        ("000000000000000000007", True, "7"),
        ("9" * 15, True, "9" * 15),
        ("9" * 16, True, None),
        ("9" * 5_000, True, None),
        ("9" * 5_000, False, None),
        ("-" + "9" * 5_000, True, None),
        ("0," + "9" * 5_000, False, None),
        ("0" * 5_000, True, None),
    ],
)
def test_numbers(text: str, whole: bool, expected: str | None) -> None:
    assert typed.parse_number(text, whole) == expected


def test_dates_as_typed() -> None:
    assert typed.format_date("1960-12-24", "day") == "24.12.1960"
    assert typed.format_date("1960-12-01", "month") == "12.1960"
    assert typed.format_date("1960-01-01", "year") == "1960"
