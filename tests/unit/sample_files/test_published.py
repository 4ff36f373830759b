"""Published tables as people write them: CSV and workbook, counts and shares, German and English figures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook

from cati_app.sample_files.published import read_tables
from cati_app.sample_files.rows import SampleUnreadable

_ROWS = (
    ("variable", "category", "count", "source", "date", "estimate"),
    ("age", "16-29", "13.140", "city statistics office", "2023-12-31", ""),
    ("age", "30+", "1 234", "", "", ""),
    ("status / history", "low / with", "7", "survey", "", "yes"),
    ("status / history", "low / without", "8,5", "", "", "yes"),
)


def _csv(path: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    path.write_text("".join(f"{';'.join(row)}\n" for row in rows), encoding="utf-8")
    return path


def _workbook(path: Path) -> Path:
    book = Workbook()
    for row in _ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def test_tables_of_a_file_and_of_a_workbook_are_alike(tmp_path: Path) -> None:
    age, cross = read_tables(_csv(tmp_path / "t.csv", _ROWS))

    assert (age, cross) == read_tables(_workbook(tmp_path / "t.xlsx"))
    assert ("age",) == age.dimensions
    assert {("16-29",): 13140, ("30+",): 1234} == age.amounts
    assert ("city statistics office", "2023-12-31", False) == (age.source, age.date, age.is_estimate)
    assert {("low", "with"): 7, ("low", "without"): Fraction("8.5")} == cross.amounts
    assert (("status", "history"), "survey", True) == (cross.dimensions, cross.source, cross.is_estimate)


@pytest.mark.parametrize(
    ("written", "share"), [("0,18", "0.18"), ("18 %", "0.18"), ("18.5%", "0.185"), ("1.234", "1.234")]
)
def test_shares_are_read_as_they_are_written(tmp_path: Path, written: str, share: str) -> None:
    (table,) = read_tables(_csv(tmp_path / "t.csv", (("variable", "category", "share"), ("a", "x", written))))

    assert {("x",): Fraction(share)} == table.amounts


_BOTH = (
    ("variable", "category", "count", "share"),
    ("age", "16-29", "1.200", ""),
    ("age", "30+", "3.600", ""),
    ("car", "yes", "", "0,8"),
    ("car", "no", "", "0,2"),
)


def test_of_two_columns_each_table_fills_one(tmp_path: Path) -> None:
    age, car = read_tables(_csv(tmp_path / "t.csv", _BOTH))
    assert [Fraction(1200), Fraction(3600)] == list(age.amounts.values())
    assert [Fraction("0.8"), Fraction("0.2")] == list(car.amounts.values())


@pytest.mark.parametrize(("last", "column"), [(("car", "two", "200", ""), "share"), (("age", "x", "", "0,2"), "count")])
def test_a_table_that_mixes_both_is_refused_with_the_column_it_leaves_blank(
    tmp_path: Path, last: tuple[str, ...], column: str
) -> None:
    with pytest.raises(SampleUnreadable) as told:
        read_tables(_csv(tmp_path / "t.csv", (*_BOTH, last)))
    assert ("plan_amount", 6, column) == (told.value.reason, told.value.row, told.value.column)


@pytest.mark.parametrize(
    ("reason", "row", "column", "rows"),
    [
        ("plan_columns", 1, None, (("variable", "share"), ("a", "1"))),
        ("plan_columns", 1, None, (("variable", "category"), ("a", "x"))),
        ("plan_variable_missing", 2, "variable", (("variable", "category", "count"), ("", "x", "1"))),
        ("plan_category_shape", 2, "category", (("variable", "category", "count"), ("a/b", "x", "1"))),
        ("plan_category_shape", 2, "category", (("variable", "category", "count"), ("a/b", "x/", "1"))),
        ("plan_category_twice", 3, "category", (("variable", "category", "count"), ("a", "x", "1"), ("a", "x", "2"))),
        ("plan_amount", 2, "count", (("variable", "category", "count"), ("a", "x", "-1"))),
        ("plan_amount", 2, "share", (("variable", "category", "share"), ("a", "x", "many"))),
        ("plan_estimate", 2, "estimate", (("variable", "category", "count", "estimate"), ("a", "x", "1", "perhaps"))),
        (
            "plan_differs",
            3,
            "source",
            (("variable", "category", "count", "source"), ("a", "x", "1", "one"), ("a", "y", "1", "two")),
        ),
        ("empty", None, None, (("variable", "category", "count"),)),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, reason: str, row: int | None, column: str | None, rows: tuple[tuple[str, ...], ...]
) -> None:
    with pytest.raises(SampleUnreadable) as refused:
        read_tables(_csv(tmp_path / "t.csv", rows))

    assert (reason, row, column) == (refused.value.reason, refused.value.row, refused.value.column)
