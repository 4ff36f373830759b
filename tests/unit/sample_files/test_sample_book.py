"""Cells of workbooks: what openpyxl reads is read alike, and what was made to fill the memory is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from cati_app.sample_files.book import book_rows, sheet_names
from cati_app.sample_files.rows import SampleRow, SampleUnreadable
from cati_app.spreadsheets.cells import NonTextCell
from tests.workbooks import write_parts

_MORNING = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 - a workbook knows no zones


def _book(folder: Path, *rows: list[object], merge: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(folder / "b.xlsx")
    return folder / "b.xlsx"


def _marks(rows: list[SampleRow]) -> list[list[tuple[str, str]]]:
    return [[(str(c), c.what if isinstance(c, NonTextCell) else "") for c in row.cells] for row in rows]


def test_every_kind_of_cell_says_what_it_holds(tmp_path: Path) -> None:
    rich = CellRichText("a", TextBlock(InlineFont(b=True), "b"))
    path = _book(
        tmp_path,
        ["text", 3023125900, 4.94e11, 1.5, True, date(2026, 11, 24), _MORNING, time(9, 5)],
        [],
        [None, "=B1", "#N/A", rich, timedelta(hours=30), "<&>", "  x ", False],
    )

    found = list(book_rows(path, None))

    assert [1, 2, 3] == [row.number for row in found]
    assert [
        [
            ("text", ""),
            ("3023125900", "number"),
            ("494000000000", "number"),
            ("1.5", "number"),
            ("1", "boolean"),
            ("2026-11-24", ""),
            ("2026-11-24T09:30:00", ""),
            ("09:05", ""),
        ],
        [],
        [
            ("", ""),
            ("=", "formula"),
            ("#", "error"),
            ("ab", ""),
            ("1 day, 6:00:00", ""),
            ("<&>", ""),
            ("  x ", ""),
            ("0", "boolean"),
        ],
    ] == _marks(found)


def test_cells_hidden_by_merging_are_marked_and_the_first_one_holds(tmp_path: Path) -> None:
    path = _book(
        tmp_path, ["id", "ort", "x"], ["A1", "Nord", "1"], ["A2", None, "2"], ["A3", "Süd", "3"], merge="B2:B3"
    )

    assert [("Nord", ""), ("", "merged"), ("Süd", "")] == [row[1] for row in _marks(list(book_rows(path, None)))[1:]]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ('<row r="2"><c r="B2" t="inlineStr"><is><t>x</t></is></c></row>', [[], ["", "x"]]),
        ("<row><c><v>1</v></c><c><v>2</v></c></row>", [["1", "2"]]),
        (
            '<row><c t="e"><v>#REF!</v></c><c><v>nonsense</v></c><c t="d"><v>2026-11-24</v></c></row>',
            [["#", "#", "2026-11-24"]],
        ),
        ('<row><c t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c></row>', [["a"]]),
        ('<row><c><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>x</v></c></row>', [["2", "x"]]),
        ('<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>', [[], [], ["1"], ["2"]]),
    ],
)
def test_sheets_of_other_programs_are_read(tmp_path: Path, sheet: str, expected: list[list[str]]) -> None:
    path = write_parts(tmp_path / "b.xlsx", f"<sheetData>{sheet}</sheetData>")

    assert expected == [[str(cell) for cell in row.cells] for row in book_rows(path, None)]


def test_prefixed_names_are_read(tmp_path: Path) -> None:
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    text = f"<x:worksheet {space}><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"

    assert [("7",)] == [row.cells for row in book_rows(write_parts(tmp_path / "b.xlsx", text), None)]


def test_shared_texts_are_read_without_their_reading_aids(tmp_path: Path) -> None:
    texts = '<si><t>a</t></si><si><r><t>b</t></r><r><t xml:space="preserve"> c</t></r><rPh><t>no</t></rPh></si>'
    cells = '<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"/></row>'
    path = write_parts(tmp_path / "b.xlsx", f"<sheetData>{cells}</sheetData>", texts)

    assert [("b c", "a")] == [row.cells for row in book_rows(path, None)]


def test_a_giant_cell_is_cut_and_not_kept(tmp_path: Path) -> None:
    giant = f'<sheetData><row><c t="inlineStr"><is><t>{"y" * 10_000_000}</t></is></c></row></sheetData>'

    (row,) = book_rows(write_parts(tmp_path / "b.xlsx", giant), None)

    assert 10_000 < len(row.cells[0]) < 300_000


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', "no_workbook"),
        ('<sheetData><row r="2000000"/></sheetData>', "no_workbook"),
        ('<sheetData><row><c r="ZZZZ1"><v>1</v></c></row></sheetData>', "no_workbook"),
        ('<sheetData><row><c r="ä1"><v>1</v></c></row></sheetData>', "no_workbook"),
        ('<sheetData><row><c t="s"><v>99</v></c></row></sheetData>', "no_workbook"),
        ("<sheetData><row>", "no_workbook"),
        (f'<sheetData><row a="{"y" * 6_000_000}"/></sheetData>', "too_much"),
    ],
)
def test_a_sheet_made_to_harm_is_refused(tmp_path: Path, sheet: str, reason: str) -> None:
    path = write_parts(tmp_path / "b.xlsx", sheet)
    with pytest.raises(SampleUnreadable) as refused:
        list(book_rows(path, None))
    assert reason == refused.value.reason


@pytest.mark.parametrize(
    ("name", "sheet", "texts"),
    [
        ("stream._MOST_TEXT", "<sheetData/>", f"<si><t>{'x' * 600}</t></si><si><t>{'y' * 600}</t></si>"),
        ("tail._MOST", "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 1100)), ""),
        ("parts._MOST_BYTES", "<sheetData/>", ""),
    ],
)
def test_more_than_memory_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sheet: str, texts: str
) -> None:
    monkeypatch.setattr(f"cati_app.spreadsheets.{name}", 100)
    path = write_parts(tmp_path / "b.xlsx", sheet, texts)
    with pytest.raises(SampleUnreadable) as refused:
        list(book_rows(path, None))
    assert "too_much" == refused.value.reason


def test_a_part_with_a_password_is_named(tmp_path: Path) -> None:
    path = _book(tmp_path, ["x"])
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag that a part is encrypted
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    path.write_bytes(data)
    with pytest.raises(SampleUnreadable) as refused:
        list(book_rows(path, None))
    assert "old_excel" == refused.value.reason


def test_sheets_are_found_by_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["first"])
    book.create_sheet("Zweites").append(["second"])
    path = tmp_path / "b.xlsx"
    book.save(path)

    assert ("Sheet", "Zweites") == sheet_names(path)
    assert [("second",)] == [row.cells for row in book_rows(path, "Zweites")]
    with pytest.raises(SampleUnreadable) as refused:
        list(book_rows(path, "Drittes"))
    assert "Sheet, Zweites" in refused.value.cure
