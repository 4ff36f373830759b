"""Writes a questionnaire again: as a repaired workbook, or through pyxform as an XForm."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from cati_app.domain.findings import Finding
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Workbook
from cati_app.engine.xform.names import named_rows
from cati_app.engine.xlsform.guard import MOST_LETTERS
from cati_app.engine.xlsform.types import HANDED_IN, HERE, WATCHED

_ORDER = ("survey", "choices", "external_choices", "settings", "entities", "osm")
_LONGEST = 300
_SHOWN = 40  # letters of a header that is too long
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]")
_VALUE = re.compile(r"(?<![\w$.{/\-])value(?![\w(.\-])")
_NEEDED = {"survey": ("type", "name", "label"), "choices": ("list_name", "name", "label")}

_HERE = "made here"  # a mark on rows of calculate_here, gone when they are written


def as_xlsx(workbook: Workbook) -> tuple[bytes | None, list[Finding]]:
    """The sheets of a questionnaire as an .xlsx, columns under the names that XLSForm gives them.

    A text that no cell can hold is a finding, and nothing is written: an expression that was cut would mean another.
    """
    tables = _tables(workbook, portable=False)
    findings = [problem for name, rows in tables.items() for problem in _too_long(name, rows, workbook)]
    if findings:
        return None, findings
    book = openpyxl.Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys([*_NEEDED.get(name, ()), *(column for row in rows for column in row)]))
        columns = [column for column in columns if column != "label" or any(column in row for row in rows)]
        head = [_cell(sheet, column) for column in columns]
        for cell in head:
            if cell is not None:
                cell.font = Font(bold=True)
        sheet.append(head)
        for row in rows:
            sheet.append([_cell(sheet, row.get(column, "")) for column in columns])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue(), []


def _too_long(name: str, rows: Sequence[Mapping[str, str]], workbook: Workbook) -> Iterator[Finding]:
    """The cells of a sheet, headers among them, that are longer than a cell of Excel may be."""
    places = workbook.sheet(name).rows
    numbers: list[int | None] = [row.number for row in places] if len(places) == len(rows) else [None] * len(rows)
    for column in dict.fromkeys(column for row in rows for column in row):
        if (size := _size(column)) > MOST_LETTERS:
            yield finding("cell-too-long", name, 1, None, name=column[:_SHOWN] + "…", size=size, most=MOST_LETTERS)
    for row, number in zip(rows, numbers, strict=True):
        for column, text in row.items():
            if (size := _size(text)) > MOST_LETTERS:
                named = row.get("name") or column
                yield finding("cell-too-long", name, number, column, name=named, size=size, most=MOST_LETTERS)


def _size(text: str) -> int:
    """The length of a text as Excel counts it: what is written for a sign that cannot stand counts as well."""
    return len(_written(text).encode("utf-16-le", "surrogatepass")) // 2


def _written(text: str) -> str:
    """A text with escapes for what XML cannot hold, and for what would be read as an escape.

    Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
    """
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _cell(sheet: WriteOnlyWorksheet, text: str) -> Cell | None:
    """A cell that holds a text and nothing else: a value that begins with = is no formula."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, _written(text))
    cell.data_type = "s"
    return cell


def as_xform(workbook: Workbook) -> tuple[bytes | None, list[Finding]]:
    """The XForm that pyxform makes of the repaired rows; its refusal as a finding."""
    tables = _tables(workbook, portable=True)
    names = [(row.get("list_name"), row.get("name")) for row in tables.get("choices", ())]
    if len(set(names)) < len(names):
        first, *rest = tables.get("settings") or [{}]
        tables["settings"] = [{**first, "allow_choice_duplicates": "yes"}, *rest]
    given: dict[str, object] = {}
    for name, rows in tables.items():
        given[name] = rows
        given[f"{name}_header"] = [dict.fromkeys(column for row in rows for column in row)]
    given["sheet_names"] = list(tables)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = convert(xlsform=given, validate=False, form_name="data", pretty_print=True)
    except PyXFormError as error:
        return None, [_refused(str(error), workbook)]
    except Exception as error:  # pyxform lets errors of many kinds escape on unusual workbooks
        return None, [_refused(f"{type(error).__name__}: {error}", workbook)]
    return made.xform.encode(), []


def _refused(reason: str, workbook: Workbook) -> Finding:
    """pyxform counts the rows it was given: its number is turned into the row of the sheet."""
    text = re.sub(r"\s+", " ", _ROW.sub("", reason)).strip()[:_LONGEST]
    counted = _ROW.search(reason)
    if counted is None:
        return finding("conversion-failed", None, None, None, reason=text)
    name = "choices" if "'choices' sheet" in reason else "survey"
    given = [row.number for row in workbook.sheet(name).rows if name == "choices" or not _is_disabled(row.cells)]
    index = int(counted[1]) - 2
    return finding("conversion-failed", name, given[index] if 0 <= index < len(given) else None, reason=text)


def _is_disabled(row: Mapping[str, str]) -> bool:
    return row.get("disabled", "").lower() in ("yes", "true", "1")


def _tables(workbook: Workbook, *, portable: bool) -> dict[str, list[dict[str, str]]]:
    """The sheets as lists of rows; `portable`: only what the ODK tools understand."""
    tables = {}
    for name in _ORDER:
        sheet = workbook.sheet(name)
        by_name = name == "survey" and workbook.is_xform
        rows = named_rows(sheet.rows) if by_name else [dict(row.cells) for row in sheet.rows]
        if portable:
            rows = _portable(name, rows)
        if rows:
            tables[name] = rows
    return tables


def _choice(row: Mapping[str, str]) -> dict[str, str]:
    """A row of choices without what stops pyxform: a second name, and our own columns that have languages."""
    double = "value" if row.get("name") else ""
    return {
        c: text for c, text in row.items() if c not in (double, "itextId") and not (c.startswith("cati_") and "::" in c)
    }


def _portable(name: str, rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    if name == "survey":
        return _made_on_the_way([_odk(row) for row in rows if not _is_disabled(row)])
    return [_choice(row) for row in rows] if name == "choices" else list(rows)


def _made_on_the_way(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """calculate_here as ODK has it: made when the question before it in the same group is answered, else once."""
    made, before = [], [""]
    for row in rows:
        word = re.sub(r"[\s_]+", "_", row.get("type", "").strip().lower())
        if word.startswith("begin_"):
            before.append("")
        elif word.startswith("end_"):
            before = before[:-1] or [""]
        elif _HERE in row:
            row = {column: text for column, text in row.items() if column != _HERE}
            if before[-1]:
                row["trigger"] = f"${{{before[-1]}}}"
            elif not row.get("calculation", "").startswith("once("):
                row["calculation"] = f"once({row.get('calculation', '')})"
        elif word not in ("calculate", "note", "hidden", "") and row.get("name"):
            before[-1] = row["name"]
        made.append(row)
    return made


def _odk(row: dict[str, str]) -> dict[str, str]:
    """A row in the words of ODK: what SurveyCTO hands in or records is a hidden value, calculate_here is made once."""
    word = re.sub(r"[\s_]+", "_", row.get("type", "").strip().lower())
    if word in HERE:
        row = {**row, "type": "calculate", _HERE: "yes"}
    elif word in HANDED_IN or word in WATCHED or word.startswith(("sensor_", "speed_violations")):
        row = {"type": "hidden", "name": row.get("name", word)}
    if "value" in row.get("choice_filter", ""):
        parts = re.split(r"(\"[^\"]*\"|'[^']*')", row["choice_filter"])
        named = "".join(part if index % 2 else _VALUE.sub("name", part) for index, part in enumerate(parts))
        row = {**row, "choice_filter": named}
    return row
