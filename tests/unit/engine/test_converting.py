"""A questionnaire written again means the same."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from cati_app.__main__ import main
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.read import read_workbook
from cati_app.engine.xlsform.repair.workbook import repaired
from cati_app.engine.xlsform.write import as_xform, as_xlsx
from tests.unit.engine.forms import session, table

_FORM = table(
    "survey",
    "type | name | labelEnglish | skip logic | required | calculation | choice_filter | disabled",
    "set form title | Visit | | | | | | ",
    "caseid | caseid | | | | | | ",
    "text audit | audit | | | | | | ",
    "number | age | Age ${age} | | oui | | | ",
    "begin group | | Group | ${age} == 5 | | | | ",
    "select one l | one | =One | | | | value != ’3’ | ",
    "end group | | | | | | | ",
    "calculate_here | now | | | | ${age} | | ",
    "text | gone | Gone | | | | | yes",
    "text | z | Z | ${one} = “1” | | | | ",
) + table(
    "choices", "list name | value | label:english", "l | 1 | Yes", "l | 2 | No", "l | 3 | Never", "l | 3 | Never again"
)


def _read(data: bytes, name: str) -> Form:
    result = load_form(data, name)
    assert result.form is not None, result.findings
    return result.form


def _asked(form: Form) -> list[object]:
    asked = session(form, "en", {"caseid": "7"})
    seen: list[object] = [asked.screen()]
    asked.answer("age", Answer("5"))
    for answer in ("1", "zz"):
        asked.forward()
        seen.append([(shown.label, shown.choices, shown.required) for shown in asked.screen().questions])
        asked.answer(asked.screen().questions[0].ref, Answer(answer))
    return [*seen[1:], asked.value("z"), asked.value("caseid")]


def _workbook(data: bytes, name: str) -> bytes:
    workbook, _ = read_workbook(data, name)
    assert workbook is not None
    made, found = as_xlsx(repaired(workbook)[0])
    assert made is not None, found
    return made


def _xform(data: bytes, name: str) -> bytes:
    workbook, _ = read_workbook(data, name)
    assert workbook is not None
    made, found = as_xform(repaired(workbook)[0])
    assert made is not None, found
    return made


def test_the_repaired_workbook_needs_no_repair_again() -> None:
    data = _workbook(_FORM.encode(), "a.md")

    assert {"repaired-handed-in", "repaired-here", "repaired-watched", "choice-repeated"} == {
        one.code for one in load_form(data, "a.xlsx").findings
    }
    assert _asked(_read(_FORM.encode(), "a.md")) == _asked(_read(data, "a.xlsx"))


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_workbook(_FORM.encode(), "a.md")))

    assert ["s"] == [cell.data_type for row in book["survey"].iter_rows() for cell in row if cell.value == "=One"]


def test_the_xform_of_repaired_rows_is_taken_by_pyxform_and_means_the_same() -> None:
    allowed = _FORM + table("settings", "allow_choice_duplicates", "yes")
    made = _read(_xform(allowed.encode(), "a.md"), "a.xml")

    assert ["age", "one", "z"] == [node.name for node in made.nodes if node.question]
    assert _asked(_read(allowed.encode(), "a.md"))[1] == _asked(made)[1]


def test_an_xform_goes_there_and_back() -> None:
    xml = _xform((_FORM + table("settings", "allow_choice_duplicates", "yes")).encode(), "a.md")
    workbook = _workbook(xml, "a.xml")

    assert (
        _asked(_read(xml, "a.xml")) == _asked(_read(workbook, "a.xlsx")) == _asked(_read(_xform(xml, "a.xml"), "b.xml"))
    )


def test_what_pyxform_refuses_is_a_finding() -> None:
    workbook, _ = read_workbook(
        b"survey,type,name,label\n,text,t,T\n,select_one nowhere,a,A\nchoices,list_name,name,label\n,l,1,One\n", "a.csv"
    )
    assert workbook is not None

    data, found = as_xform(workbook)

    assert (None, [("conversion-failed", Severity.ERROR, 3)]) == (
        data,
        [(one.code, one.severity, one.row) for one in found],
    )


@pytest.mark.parametrize("kind", ["xform", "xlsx"])
def test_the_command_writes_the_file(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(_FORM + table("settings", "allow_choice_duplicates", "yes"), encoding="utf-8")
    out = tmp_path / f"out.{'xml' if kind == 'xform' else 'xlsx'}"

    assert 0 == main(["convert", str(tmp_path / "a.md"), "--to", kind, "--out", str(out)])

    assert "repaired-type" in capsys.readouterr().out
    assert load_form(out.read_bytes(), out.name).form is not None


def test_the_command_writes_nothing_when_there_are_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(
        table("survey", "type | name | label", "select_one nowhere | a | A"), encoding="utf-8"
    )
    out = tmp_path / "out.xlsx"

    assert 1 == main(["convert", str(tmp_path / "a.md"), "--to", "xlsx", "--out", str(out)])

    assert "list-missing" in capsys.readouterr().err
    assert not out.exists()


def test_the_command_says_when_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(table("survey", "type | name | label", "text | a | A"), encoding="utf-8")

    assert 1 == main(["convert", str(tmp_path / "a.md"), "--to", "xlsx", "--out", str(tmp_path / "no" / "where.xlsx")])

    assert "where.xlsx cannot be written" in capsys.readouterr().err


def _as_workbook(*lines: str) -> tuple[bytes | None, list[Finding]]:
    workbook, _ = read_workbook(table("survey", *lines).encode("utf-8", "surrogatepass"), "form.md")
    assert workbook is not None
    return as_xlsx(workbook)


def test_texts_and_headers_that_look_like_formulas_are_written_as_texts() -> None:
    made, _ = _as_workbook("type | name | label | =1+1", "text | a | =SUM(A1) | @x", "text | b | +49 30 | -1")

    assert made is not None
    sheet = openpyxl.load_workbook(io.BytesIO(made))["survey"]
    assert {"s"} == {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert ["=1+1", "@x", "-1"] == [row[3].value for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", ["_x000D_", "a\u0001b", "x_x005F_y", "_x12"])
def test_what_a_workbook_would_read_as_an_escape_comes_back(text: str) -> None:
    made, _ = _as_workbook("type | name | label", f"text | a | {text}")

    assert made is not None
    again, _ = read_workbook(made, "form.xlsx")
    assert again is not None
    assert text == again.sheet("survey").rows[0].get("label")


@pytest.mark.parametrize(
    ("lines", "row", "column", "name"),
    [
        (("type | name | label", "text | a | A", f"text | big | {'é' * 20_000}{'😀' * 7_000}"), 4, "label", "big"),
        (("type | name | label", f"text | big | {'_x0001_' * 4_000}"), 3, "label", "big"),
        ((f"type | name | {'_x0001_' * 4_000}", "text | a | A"), 1, None, ("_x0001_" * 6)[:40] + "…"),
    ],
)
def test_nothing_is_written_where_a_text_fits_no_cell(
    lines: tuple[str, ...], row: int, column: str | None, name: str
) -> None:
    made, found = _as_workbook(*lines)

    assert made is None
    assert [("cell-too-long", "survey", row, column)] == [(one.code, one.sheet, one.row, one.column) for one in found]
    assert f"“{name}”" in str(found[0].message)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (table("survey", "type | name | label", f"text | a | {'x' * 32_768}"), "row 3, column 4"),
        (table("survey", "type | name | label", "text | a | A" + " | x" * 2_100), "2000 columns (row 3)"),
    ],
)
def test_a_questionnaire_is_refused_rather_than_cut(content: str, said: str) -> None:
    workbook, found = read_workbook(content.encode(), "form.md")

    assert workbook is None
    assert said in str(found[0].message)
