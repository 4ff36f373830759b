"""The sample tab and what a workbook hides, and the line that says what was read and what was left out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cati_app.texts import choose, words_of
from cati_app.texts.sample_rows import rows_line
from cati_app.ui.desk.sample.states import SampleStep
from tests.stations import Site
from tests.unit.ui.sample_tab import GOOD, Tab


@pytest.fixture
def tab(site: Site, tmp_path: Path) -> Tab:
    return Tab(site, tmp_path)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Three numbers, the second in a row and the note in a column that somebody hid."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Liste"
    for row in (("ID", "Telefon", "Notiz"), ("A1", "030 23125 900", "x"), ("A2", "030 23125 901", "y")):
        sheet.append(row)
    sheet.append(("A3", "030 23125 902", "z"))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def test_hidden_rows_and_columns_are_read_when_the_switch_says_so(tab: Tab, workbook: Path) -> None:
    tab.open(workbook.read_bytes(), "liste.xlsx")
    assert (True, False) == (tab.view.columns.may_hide, tab.view.columns.hidden)
    assert ["ID", "Telefon"] == [column.name for column in tab.view.columns.columns if column.name][:2]
    tab.go_on()
    assert "2" == tab.figures()[0]
    assert tab.view.result.line.startswith(
        "XLSX, Liste; not read: hidden columns Notiz – 2 rows taken, 1 left out: 1 × "
    )
    tab.esc()

    tab.view.hidden_chosen.emit(True)
    tab.window.rest()
    assert (SampleStep.COLUMNS, True) == (tab.view.step, tab.view.columns.hidden)
    assert "Notiz" in [column.name for column in tab.view.columns.columns]
    tab.go_on()
    assert "3" == tab.figures()[0]
    assert "XLSX – 3 rows taken." == tab.view.result.line
    tab.enter()
    assert ["A1", "A2", "A3"] == sorted(name or "" for name, _ in tab.cases())


def test_a_text_file_hides_nothing(tab: Tab) -> None:
    tab.open(GOOD)

    assert not tab.view.columns.may_hide
    tab.go_on()
    assert (
        "CSV, utf-8 – 2 rows taken, 1 left out: 1 × The row has no number that may be called." == tab.view.result.line
    )


def test_the_switch_stays_when_another_sheet_is_chosen(tab: Tab, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    other = book.create_sheet("Andere")
    other.append(("Telefon",))
    other.append(("030 23125 903",))
    book.save(workbook)
    tab.open(workbook.read_bytes(), "liste.xlsx")
    tab.view.hidden_chosen.emit(True)
    tab.window.rest()
    tab.view.sheet_chosen.emit("Andere")
    tab.window.rest()

    assert (True, "Andere") == (tab.view.columns.hidden, tab.view.columns.sheet)


def test_reasons_that_cost_a_row_are_named_the_most_frequent_first() -> None:
    choose("en")
    line = rows_line(words_of("en"), "XLSX", 1200, {"row_hidden": 3, "case_twice": 5, "number_not_readable": 7})

    assert (
        "XLSX – 1,200 rows taken, 8 left out: 5 × Another row has the same case; 3 × The row is hidden in the workbook,"
        " by a filter or by hand." == line
    )
