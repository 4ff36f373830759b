"""Stata, Parquet and XLSX: read back by other libraries than those that wrote, and the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from cati_app.engine.form.answers import Special
from cati_app.publish.dataset.table import DataTable, Value
from cati_app.publish.dataset.typed import typed_table
from cati_app.publish.formats.dta import dta_pieces
from cati_app.publish.formats.parquet import CODEBOOK, parquet_pieces
from cati_app.publish.formats.workbook_file import SheetContent, workbook_pieces
from cati_app.publish.formats.xlsx import xlsx_pieces
from tests.unit.publish.records import START, data, form, held

QUESTIONNAIRE = form(
    """type | name | label
    select_one l | single | Eins?
    select_multiple l | many | Mehrere?
    rank l | order | Reihenfolge?
    integer | whole | Ganze Zahl?
    decimal | broken | Bruch?
    integer | cold | Grad?
    date | day | Tag?
    time | clock | Uhrzeit?
    dateTime | moment | Wann?
    text | open | Was? العربية 🙂
    """,
    "list_name | name | label\nl | 1 | Ja, sehr\nl | 2 | Nein\n",
)
SAID = {
    "single": "1",
    "many": "1 2",
    "order": "2 1",
    "whole": "123456789",
    "broken": "2.75",
    "cold": "-12",
    "day": "1899-12-31",
    "clock": "07:08:09.000+01:00",
    "moment": "2026-03-01T10:11:12.000+01:00",
    "open": "=1+1 🙂 شكرا _x0041_ \x01\n" + "lang " * 700,
}
LETTERS = {-99: "a", -98: "b", -97: "c", -93: "f", -92: "e", -91: "d"}


@cache
def table() -> DataTable:
    """All answered, all refused, half of it."""
    refused = dict.fromkeys(SAID, Special.REFUSED)
    return data(
        QUESTIONNAIRE,
        held(QUESTIONNAIRE, SAID, 1),
        held(QUESTIONNAIRE, refused, 2),
        held(QUESTIONNAIRE, {"single": "2", "whole": Special.DONT_KNOW}, 3),
    )


def rows_of(table: DataTable) -> list[dict[str, Value]]:
    names = [known.name for known in table.variables]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_stata_keeps_values_reasons_labels_and_long_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.dta"
    path.write_bytes(b"".join(dta_pieces(typed_table(table()))))
    frame, facts = pyreadstat.read_dta(str(path), user_missing=True)
    for place, row in enumerate(rows_of(table())):
        for variable in table().variables:
            value, seen = row[variable.name], frame[variable.name][place]
            if isinstance(value, int) and value in variable.missing.values():
                far = {code: LETTERS[code if code > -100 else code + 999_999_900] for code in variable.missing.values()}
                assert far[value] == seen, variable.name
            elif isinstance(value, datetime):
                assert value == pd.Timestamp(seen).to_pydatetime()
            elif value is not None:
                assert value == seen, variable.name
    assert {1: "Ja, sehr", 2: "Nein", "b": "keine Angabe"}.items() <= facts.variable_value_labels["single"].items()
    assert "Was? العربية 🙂" == facts.column_names_to_labels["open"]
    assert "Kleine Studie (1)" == facts.file_label


def test_stata_says_of_when_the_data_are_and_not_of_when_it_was_written() -> None:
    written = b"".join(dta_pieces(typed_table(table())))
    clock = f"{table().data_time:%d} Mar 2026 {table().data_time:%H:%M}"
    assert clock.encode() in written[:400]
    assert b"".join(dta_pieces(typed_table(table()))) == written


@pytest.mark.parametrize("answers", [(), ({"open": ""},)])
def test_stata_takes_no_interview_and_a_variable_without_an_answer(answers: Sequence[dict[str, str]]) -> None:
    made = data(QUESTIONNAIRE, *(held(QUESTIONNAIRE, said, number) for number, said in enumerate(answers)))
    frame = pd.read_stata(io.BytesIO(b"".join(dta_pieces(typed_table(made)))), convert_categoricals=False)
    assert [known.name for known in made.variables] == list(frame.columns)
    assert len(answers) == len(frame)


def test_parquet_keeps_types_codes_and_the_codebook() -> None:
    written = b"".join(parquet_pieces(typed_table(table())))
    assert b"".join(parquet_pieces(typed_table(table()))) == written
    read = pq.read_table(io.BytesIO(written))
    types = {field.name: str(field.type) for field in read.schema}
    assert ("int64", "double", "date32[day]", "time32[ms]") == tuple(
        types[name] for name in ("single", "broken", "day", "clock")
    )
    assert CODEBOOK in read.schema.metadata
    rows = {row["case_id"]: row for row in read.to_pylist()}
    for known in rows_of(table()):
        seen = rows[str(known["case_id"])]
        for name, value in known.items():
            if f"{name}_miss" in seen and name not in ("open",) and isinstance(value, int):
                assert (None, value) == (seen[name], seen[f"{name}_miss"])
            else:
                assert value == seen[name], name


def test_a_workbook_has_texts_as_they_were_said_and_no_formula() -> None:
    written = b"".join(xlsx_pieces(table()))
    assert b"".join(xlsx_pieces(table())) == written
    sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert [known.name for known in table().variables] == head
    for row, known in zip(sheet.iter_rows(min_row=2), rows_of(table()), strict=True):
        cells = dict(zip(head, row, strict=True))
        assert "f" not in {cell.data_type for cell in row}
        for name in ("single", "whole", "broken", "cold", "moment", "clock"):
            assert known[name] == cells[name].value, name
        if known["day"] == date(1899, 12, 31):
            assert "1899-12-31" == cells["day"].value  # serial numbers of that time are a day off


def test_what_xml_cannot_hold_comes_back() -> None:
    said = SAID["open"].replace("\r", "")
    rows: list[list[Value]] = [[said, date(2026, 3, 1), time(1, 2, 3), 1.5]]
    written = b"".join(workbook_pieces("T", START, [SheetContent("a/b", ("x", "y", "z", "n"), rows)]))
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert ["a_b"] == book.sheetnames
    text, day, clock, number = (cell.value for cell in book.worksheets[0][2])
    assert (datetime(2026, 3, 1), time(1, 2, 3), 1.5) == (day, clock, number)  # noqa: DTZ001 – local time
    assert said.replace("_x0041_", "_x005F_x0041_").replace("\x01", "_x0001_") == text


def test_columns_hold_values_and_reasons_apart() -> None:
    column = typed_table(table()).numbers("whole")
    assert [123456789] == column.numbers[column.is_valid].tolist()
    assert {0, -98, -99} == set(column.reasons.tolist())
    assert column.is_whole
    with pytest.raises(TypeError):
        typed_table(table()).numbers("open")
