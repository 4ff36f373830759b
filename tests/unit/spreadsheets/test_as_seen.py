"""Both readers take of a workbook what a person sees in it, and say what they left out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.sampling.sample import RowNote, SampledUnit
from cati_app.engine.xlsform.read import read_workbook
from cati_app.sample_files.look import look_at
from cati_app.sample_files.rows import SampleUnreadable
from cati_app.sample_files.sample import SampleSource, open_sample
from cati_app.sample_files.settings import DeclaredColumns, ReadSettings, StudyContext
from tests.workbooks import write_parts

_LINES: list[list[object]] = [
    ["id", "telefon", "region"],
    ["A1", "030 23125 001", "Nord"],
    ["A2", "030 23125 002", "Ost"],
    ["A3", "030 23125 003", "Süd"],
    ["A4", "030 23125 004", "West"],
]
_SURVEY: list[list[object]] = [
    ["type", "name", "label", "hint"],
    ["text", "a", "A?", "one"],
    ["text", "b", "B?", "two"],
    ["text", "c", "C?", "three"],
    ["text", "d", "D?", "four"],
]
_WINDOW = CallingWindow(time(9), time(20))
_CALENDAR = CallingCalendar("Europe/Berlin", "DE", "NI", _WINDOW, _WINDOW, None, 20)
_STUDY = StudyContext("DE", frozenset({"de"}), _CALENDAR)
_FOUND_OUT = ReadSettings()
Change = Callable[[Worksheet], object]


def _sheet(lines: list[list[object]], title: str, change: Change) -> tuple[openpyxl.Workbook, bytes]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for line in lines:
        sheet.append(line)
    change(sheet)
    data = io.BytesIO()
    book.save(data)
    return book, data.getvalue()


def _opened(path: Path, data: bytes, settings: ReadSettings = _FOUND_OUT) -> SampleSource:
    path.write_bytes(data)
    return open_sample(path, settings, _STUDY)


def _sample(source: SampleSource) -> tuple[list[str | None], list[tuple[int, str]]]:
    entries = list(source.entries())
    units = [entry.sample_id for entry in entries if isinstance(entry, SampledUnit)]
    return units, [(entry.row, entry.reason) for entry in entries if isinstance(entry, RowNote)]


def _questions(data: bytes, name: str = "f.xlsx") -> tuple[list[str], list[tuple[str, int | None]]]:
    workbook, findings = read_workbook(data, name)
    assert workbook is not None, findings
    return [row.get("name") for row in workbook.sheet("survey").rows], [(f.code, f.row) for f in findings]


def _filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:D5"
    sheet.auto_filter.add_filter_column(2, ["x"])
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[3].outlineLevel = 1


def _by_hand(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


@pytest.mark.parametrize("change", [_filtered, _by_hand])
def test_rows_out_of_sight_are_left_out_and_named(tmp_path: Path, change: Change) -> None:
    _, sample = _sheet(_LINES, "Liste", change)
    _, form = _sheet(_SURVEY, "survey", change)

    assert (["A1", "A3", "A4"], [(3, "row_hidden")]) == _sample(_opened(tmp_path / "s.xlsx", sample))
    assert (["a", "c", "d"], [("rows-hidden", 3)]) == _questions(form)


def test_a_row_without_height_and_a_column_without_width_are_out_of_sight(tmp_path: Path) -> None:
    def row(number: int, shape: str, *texts: str) -> str:
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
        return f'<row r="{number}" {shape}>{cells}</row>'

    rows = row(1, "", "telefon", "region") + row(2, 'ht="0"', "030 23125 001", "x") + row(3, "", "030 23125 002", "y")
    path = write_parts(
        tmp_path / "s.xlsx", f'<cols><col min="2" max="2" width="0"/></cols><sheetData>{rows}</sheetData>'
    )

    source = open_sample(path, _FOUND_OUT, _STUDY)

    assert {} == source.columns.fields
    assert ([None], [(2, "row_hidden")]) == _sample(source)


def test_hidden_rows_are_read_when_somebody_says_so(tmp_path: Path) -> None:
    _, data = _sheet(_LINES, "Liste", _filtered)

    source = _opened(tmp_path / "s.xlsx", data, ReadSettings(hidden=True))

    assert (["A1", "A2", "A3", "A4"], []) == _sample(source)


def test_a_folded_outline_is_read_and_told(tmp_path: Path) -> None:
    def fold(sheet: Worksheet) -> None:
        sheet.row_dimensions.group(3, 4, hidden=True)
        sheet.auto_filter.ref = "A1:D5"  # arrows alone filter nothing

    _, sample = _sheet(_LINES, "Liste", fold)
    _, form = _sheet(_SURVEY, "survey", fold)

    told = [(3, "row_folded"), (4, "row_folded")]
    assert (["A1", "A2", "A3", "A4"], told) == _sample(_opened(tmp_path / "s.xlsx", sample))
    assert (["a", "b", "c", "d"], [("rows-folded", 3)]) == _questions(form)


def test_hidden_rows_are_named_in_ranges() -> None:
    def hide(sheet: Worksheet) -> None:
        for row in (2, 3, 5):
            sheet.row_dimensions[row].hidden = True

    _, data = _sheet(_SURVEY, "survey", hide)
    _, findings = read_workbook(data, "f.xlsx")

    assert ["Rows that are hidden, by a filter or by hand, were not read: 2–3, 5."] == [f.message for f in findings]


def test_a_hidden_column_is_read_only_when_it_is_asked_for_by_name(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    _, sample = _sheet(_LINES, "Liste", hide)
    source = _opened(tmp_path / "s.xlsx", sample)
    named = _opened(tmp_path / "t.xlsx", sample, ReadSettings(DeclaredColumns(fields={"region": "Region"})))
    _, form = _sheet(_SURVEY, "survey", hide)
    workbook, findings = read_workbook(form, "f.xlsx")

    assert "XLSX, Liste; not read: hidden columns region" == source.format
    assert {} == source.columns.fields
    assert "XLSX" == named.format
    assert {"region": 2} == named.columns.fields
    assert (["A1", "A2", "A3", "A4"], []) == _sample(source)
    assert workbook is not None
    assert "A?" == workbook.sheet("survey").rows[0].get("label")
    assert ["columns-hidden"] == [f.code for f in findings]


def test_a_cover_sheet_is_named_with_the_sheets_beside_it(tmp_path: Path) -> None:
    book, _ = _sheet([["Stichprobe Stadt X"], ["Stand: heute"]], "Info", lambda sheet: None)
    data_sheet = book.create_sheet("Daten")
    for line in _LINES:
        data_sheet.append(line)
    book.save(tmp_path / "s.xlsx")

    with pytest.raises(SampleUnreadable) as refused:
        open_sample(tmp_path / "s.xlsx", ReadSettings(), _STUDY)
    source = open_sample(tmp_path / "s.xlsx", ReadSettings(sheet="Daten"), _STUDY)

    assert "columns_guess_in_sheet" == refused.value.reason
    assert "Info" in refused.value.message
    assert "--sheet (Daten)" in refused.value.cure
    assert "XLSX, Daten; not read: sheets Info" == source.format


def test_the_first_sheet_in_sight_is_read(tmp_path: Path) -> None:
    book, _ = _sheet([["alt"]], "Alt", lambda sheet: None)
    book.worksheets[0].sheet_state = "hidden"
    data_sheet = book.create_sheet("Daten")
    for line in _LINES:
        data_sheet.append(line)
    book.active = 1
    book.save(tmp_path / "s.xlsx")

    look = look_at(tmp_path / "s.xlsx", ReadSettings())

    assert ("Daten", "Alt") == look.sheets
    assert "XLSX, Daten; not read: sheets Alt" == look.format
    assert ["id", "telefon", "region"] == [column.header for column in look.columns]


def test_a_form_says_which_sheets_it_read() -> None:
    book, _ = _sheet(_SURVEY, "survey", lambda sheet: None)
    book.create_sheet("Notizen").append(["x"])
    data = io.BytesIO()
    book.save(data)

    _, findings = read_workbook(data.getvalue(), "f.xlsx")

    assert ["Read: survey. Not read: the sheets Notizen."] == [f.message for f in findings]


def test_lines_above_a_table_and_its_totals_are_left_out(tmp_path: Path) -> None:
    def tabulate(lines: list[list[object]]) -> Change:
        def change(sheet: Worksheet) -> None:
            sheet.insert_rows(1, 2)
            sheet["A1"] = "Stand: heute"
            sheet.append(["Summe", 4])
            table = Table(displayName="T", ref=f"A3:{'ABCD'[len(lines[0]) - 1]}8", totalsRowCount=1)
            table.tableColumns = [TableColumn(id=n, name=str(header)) for n, header in enumerate(lines[0], 1)]
            sheet.add_table(table)

        return change

    _, sample = _sheet(_LINES, "Liste", tabulate(_LINES))
    _, form = _sheet(_SURVEY, "survey", tabulate(_SURVEY))

    assert ["A1", "A2", "A3", "A4"] == _sample(_opened(tmp_path / "s.xlsx", sample))[0]
    assert [(8, "row_outside_table")] == _sample(_opened(tmp_path / "s.xlsx", sample))[1]
    assert (["a", "b", "c", "d"], [("rows-outside-table", 1)]) == _questions(form)


def test_formatting_to_the_last_row_is_nothing(tmp_path: Path) -> None:
    def colour(sheet: Worksheet) -> None:
        sheet.cell(1_048_576, 1).number_format = "00"

    _, sample = _sheet(_LINES, "Liste", colour)
    _, form = _sheet(_SURVEY, "survey", colour)

    assert (["A1", "A2", "A3", "A4"], []) == _sample(_opened(tmp_path / "s.xlsx", sample))
    assert (["a", "b", "c", "d"], []) == _questions(form)


def test_returns_and_escapes_are_read(tmp_path: Path) -> None:
    lines: list[list[object]] = [_LINES[0], ["A_x005F_1", "030 23125 001_x000D_\n", "x"]]
    survey: list[list[object]] = [_SURVEY[0], ["note", "a", "One._x000D_\nTwo.", ""]]
    _, sample = _sheet(lines, "Liste", lambda sheet: None)
    _, form = _sheet(survey, "survey", lambda sheet: None)
    workbook, _ = read_workbook(form, "f.xlsx")

    assert (["A_1"], []) == _sample(_opened(tmp_path / "s.xlsx", sample))
    assert workbook is not None
    assert "One.\nTwo." == workbook.sheet("survey").rows[0].get("label")


def test_codes_keep_the_zeros_they_are_shown_with(tmp_path: Path) -> None:
    def show(sheet: Worksheet) -> None:
        for cell in (sheet["A2"], sheet["D2"]):
            cell.number_format = "00"
        sheet["B2"].number_format = "00000000000"

    _, sample = _sheet([_LINES[0], [1, 3023125001, "x"]], "Liste", show)
    _, form = _sheet([[*_SURVEY[0][:3], "default"], ["text", "a", "A?", 1]], "survey", show)
    workbook, _ = read_workbook(form, "f.xlsx")

    assert (["01"], []) == _sample(_opened(tmp_path / "s.xlsx", sample))
    assert workbook is not None
    assert "01" == workbook.sheet("survey").rows[0].get("default")


def test_cells_that_hold_nothing_themselves_are_named() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["C2"] = "=A1"
        sheet["C3"] = "#N/A"
        sheet["C3"].data_type = "e"
        sheet.merge_cells("D4:D5")
        sheet["E2"] = "=A1"  # no column of the form

    _, data = _sheet(_SURVEY, "survey", spoil)
    _, findings = read_workbook(data, "f.xlsx")

    assert [("cell-formula", 2, "label"), ("cell-error", 3, "label"), ("cell-merged", 5, "hint")] == [
        (f.code, f.row, f.column) for f in findings
    ]
