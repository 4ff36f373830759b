"""Damaged workbooks and nonsense in cells end in findings, never in an exception."""

from __future__ import annotations

import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.engine.xlsform.load import load_form
from tests.property.examples import examples

_BITS = (
    "${a}",
    "${b}",
    "(",
    ")",
    "'x'",
    '"',
    "and",
    "or",
    "not(",
    "if(",
    ",",
    "1",
    "+",
    "-",
    "*",
    "/",
    "..",
    ".",
    "[",
    "]",
    "position(",
    "sum(",
    "count(",
    "current()/",
    "instance('l')/root/item",
    "name",
    "today()",
    "=",
    "<",
    "div",
    "selected(",
    "indexed-repeat(",
    "//",
    "@",
    "::",
    "$",
    "{",
    "}",
    "’",
    "jr:choice-name(",
    "once(",
    "pulldata('x', 'name', 'name', ${a})",
    "search('x', 'matches', 'name', ${a})",
    "${last-saved#a}",
    "“",
    ",,",
    "==",
    "$ { a }",
    "instance('x')/root/item[",
    "<output value='/d/a'/>",
    "\\",
)
_TYPES = (
    "text",
    "integer",
    "select_one l",
    "calculate",
    "begin repeat",
    "end repeat",
    "begin group",
    "end group",
    "range",
    "note",
    "select_multiple l or_other",
    "rank l",
    "calculate_here",
    "caseid",
    "select_one_from_file x.csv",
    "csv-external",
    "begin_kobomatrix",
    "end_kobomatrix",
    "begin_rank",
    "set form title",
    "add text prompt",
    "select_one_external l",
)
_COLUMNS = (
    "relevant",
    "calculation",
    "constraint",
    "choice_filter",
    "repeat_count",
    "default",
    "parameters",
    "trigger",
    "required",
    "cati_soft",
    "label",
    "appearance",
)
_CELL = st.lists(st.sampled_from(_BITS), max_size=6).map("".join)
_ROW = st.tuples(st.sampled_from(_TYPES), st.sampled_from("abc"), st.lists(_CELL, min_size=12, max_size=12))


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"], ["integer", "b", "B"]):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


_SOUND = _workbook()


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(_ROW, min_size=1, max_size=5))
def test_nonsense_in_cells_is_explained(rows: list[tuple[str, str, list[str]]]) -> None:
    lines = [f"| | {kind} | {name} | {' | '.join(cells)} |" for kind, name, cells in rows]
    head = f"| survey |\n| | type | name | {' | '.join(_COLUMNS)} |\n"
    choices = "\n| choices |\n| | list_name | name | label |\n| | l | 1 | x |\n"

    result = load_form(
        (head + "\n".join(lines) + choices).encode(), "form.md", attachments={"x.csv": b"name,label\n1,x\n"}
    )

    assert result.form is not None or result.findings


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_explained(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_SOUND)
    for place, value in changes:
        data[place] = value

    result = load_form(bytes(data), "form.xlsx")

    assert result.form is not None or result.findings


@settings(max_examples=examples(100), deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".xlsx", ".xls", ".csv", ".md", ".txt", ""]))
def test_any_bytes_are_explained(data: bytes, suffix: str) -> None:
    result = load_form(data, "form" + suffix)

    assert result.form is None
    assert result.findings
