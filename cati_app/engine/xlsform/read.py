"""Reads a questionnaire from bytes: .xlsx, .xls, multi-sheet .csv and .md; XForms (.xml) become a workbook."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath

from cati_app.domain.findings import Finding, Severity
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, Workbook, build_sheet, known_sheet
from cati_app.engine.xform.translate import read_xform
from cati_app.engine.xlsform.cell_text import cell_text
from cati_app.engine.xlsform.guard import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, inspect, is_ole, is_zip

_Numbered = Iterable[tuple[int, Sequence[str]]]
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".md", ".xml")


class _TooBig(Exception):
    """A sheet has more rows or columns than a questionnaire may have."""


def read_workbook(data: bytes, filename: str) -> tuple[Workbook | None, list[Finding]]:
    """The sheets of a questionnaire, None with findings when the file cannot be used."""
    suffix = PurePath(filename).suffix.lower()
    if suffix not in _SUFFIXES:
        return None, [finding("file-type", name=PurePath(filename).name)]
    problems = inspect(data)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    if suffix == ".xml":
        workbook, more = read_xform(data, filename)
        return workbook, [*problems, *more]
    kind, read = _reader(data, suffix)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets, others = read(data)
    except _TooBig as error:
        return None, [*problems, finding("file-too-big", what=str(error))]
    except UnicodeDecodeError:
        return None, [*problems, finding("file-encoding")]
    except Exception:  # the readers let errors of a dozen kinds escape on damaged files
        return None, [*problems, finding("file-broken", kind=kind)]
    return Workbook(filename, sheets, tuple(others)), problems


_Reader = Callable[[bytes], tuple[dict[str, Sheet], list[str]]]


def _reader(data: bytes, suffix: str) -> tuple[str, _Reader]:
    if is_zip(data) and suffix in (".xlsx", ".xlsm"):
        return "an Excel workbook", _xlsx
    if suffix in (".xlsx", ".xlsm", ".xls"):
        return "an Excel workbook", _xls if is_ole(data) and suffix == ".xls" else _xlsx
    if suffix == ".csv":
        return "a CSV file with sheets", _csv
    return "a Markdown table", _markdown


def _collected(tables: Iterable[tuple[str, _Numbered]]) -> tuple[dict[str, Sheet], list[str]]:
    sheets: dict[str, Sheet] = {}
    others: list[str] = []
    for title, rows in tables:
        name = known_sheet(title)
        if name is None:
            others.append(title)
        else:
            sheets[name] = build_sheet(name, rows)
    return sheets, others


def _limited(rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, Sequence[str]]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise _TooBig(f"a sheet with more than {MOST_ROWS} rows")
        if len(row) > MOST_COLUMNS:
            row = row[:MOST_COLUMNS]
        yield number, _bounded([cell_text(value) for value in row])


def _bounded(cells: list[str]) -> list[str]:
    if any(len(cell) > MOST_LETTERS for cell in cells):
        raise _TooBig(f"a cell with more than {MOST_LETTERS} characters")
    return cells


def _xlsx(data: bytes) -> tuple[dict[str, Sheet], list[str]]:
    from cati_app.engine.xlsform.excel import xlsx_tables  # noqa: PLC0415 - openpyxl costs a quarter of a second

    return _collected((title, _limited(rows)) for title, rows in xlsx_tables(data))


def _xls(data: bytes) -> tuple[dict[str, Sheet], list[str]]:
    from cati_app.engine.xlsform.excel import xls_tables  # noqa: PLC0415 - as above

    return _collected((title, _limited(rows)) for title, rows in xls_tables(data))


def _csv(data: bytes) -> tuple[dict[str, Sheet], list[str]]:
    """pyxform's layout: the first column names the sheet, its rows start in the second."""
    text = data.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("binary data")
    tables: dict[str, list[tuple[int, Sequence[str]]]] = {}
    current: list[tuple[int, Sequence[str]]] | None = None
    for number, cells in _limited(csv.reader(io.StringIO(text))):
        if cells and cells[0]:
            current = tables.setdefault(cells[0], [])
        if current is not None and any(cells[1:]):
            current.append((number, cells[1:]))
    if not tables:
        raise ValueError("no sheet")
    return _collected(tables.items())


def _markdown(data: bytes) -> tuple[dict[str, Sheet], list[str]]:
    """pyxform's layout: tables of bars, a row whose first cell is filled begins a sheet."""
    text = data.decode("utf-8-sig")
    tables: dict[str, list[tuple[int, Sequence[str]]]] = {}
    current: list[tuple[int, Sequence[str]]] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if number > MOST_ROWS:
            raise _TooBig(f"more than {MOST_ROWS} rows")
        bare = line.strip()
        if not bare.startswith("|") or re.fullmatch(r"\|[-:|\s]+\|?", bare):
            continue
        cells = _bounded([_cell(cell) for cell in re.split(r"(?<!\\)\|", bare.removesuffix("|"))[1:]])
        if cells and cells[0]:
            current = tables.setdefault(cells[0], [])
        if current is not None and any(cells[1:]):
            current.append((number, cells[1:]))
    if not tables:
        raise ValueError("no sheet")
    return _collected(tables.items())


def _cell(text: str) -> str:
    return text.strip().replace("\\|", "|")
