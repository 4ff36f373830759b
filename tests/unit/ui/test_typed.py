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
    ("text", "expected"),
    [
        ("42", "42"),
        ("-3", "-3"),
        ("-0", "0"),
        ("007", "7"),
        ("000000000000000000007", "7"),
        ("-" + "9" * 5000, None),
        ("2,5", None),
        ("3,", None),
        ("1 500", "1500"),
        ("1.234.567", "1234567"),
        ("\u0661\u0665\u0660\u0660", "1500"),
        ("1" * 15, "1" * 15),
        ("1" * 16, None),
        ("1" * 5000, None),
        ("", None),
    ],
)
def test_whole_numbers(text: str, expected: str | None) -> None:
    assert typed.parse_number(text, whole=True, comma=True).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,50", "2.5"),
        ("2.5", "2.5"),
        (",5", "0.5"),
        ("3,", "3"),
        ("-0,5", "-0.5"),
        ("\u22120,5", "-0.5"),
        ("0.500", "0.5"),
        ("0,500", "0.5"),
        ("1,500", "1.5"),
        ("12.5000", "12.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567,8", "1234567.8"),
        ("1\u00a0234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("\u0661\u066c\u0662\u0663\u0664\u066b\u0665", "1234.5"),
        ("\u200e1500", "1500"),
        ("1.23.4", None),
        ("12.34,5", None),
        ("1,2,3", None),
        ("0," + "9" * 5000, None),
        ("1e3", None),
        ("zwei", None),
    ],
)
def test_numbers_where_a_comma_is_the_decimal_sign(text: str, expected: str | None) -> None:
    assert typed.parse_number(text, whole=False, comma=True).value == expected


@pytest.mark.parametrize(
    ("text", "whole", "comma", "either"),
    [
        ("1.500", False, True, ("1500", "1.5")),
        ("12.000", False, True, ("12000", "12")),
        ("-1.500", False, True, ("-1500", "-1.5")),
        ("1500.000", False, True, ("1500000", "1500")),
        ("1234.567", False, True, ("1234567", "1234.567")),
        ("1.500", True, True, ("1500",)),
        ("1,500", False, False, ("1500", "1.5")),
        ("1,500", True, False, ("1500",)),
    ],
)
def test_thousands_or_decimals_are_asked_back(text: str, whole: bool, comma: bool, either: tuple[str, ...]) -> None:
    assert typed.parse_number(text, whole=whole, comma=comma) == typed.TypedNumber(None, either)


def test_in_english_a_point_is_the_decimal_sign() -> None:
    assert typed.parse_number("1.500", whole=False, comma=False).value == "1.5"


@pytest.mark.parametrize(
    ("number", "german"),
    [("0", "0"), ("1970", "1970"), ("15000", "15.000"), ("-1234567.25", "-1.234.567,25"), ("0.5", "0,5")],
)
def test_numbers_as_people_read_them(number: str, german: str) -> None:
    assert typed.grouped(number, group=".", point=",") == german


def test_digits_of_other_scripts_in_dates_and_times() -> None:
    assert typed.parse_date("\u0662\u0664.\u0661\u0662.\u0661\u0669\u0666\u0660", "day", TODAY) == date(1960, 12, 24)
    assert typed.parse_time("\u06f1\u06f8:\u06f4\u06f5") == time(18, 45)


def test_dates_as_typed() -> None:
    assert typed.format_date("1960-12-24", "day") == "24.12.1960"
    assert typed.format_date("1960-12-01", "month") == "12.1960"
    assert typed.format_date("1960-01-01", "year") == "1960"
