"""Reads a questionnaire from bytes: .xlsx, .xls, multi-sheet .csv and .md; XForms (.xml) become a workbook."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath

from cati_app.domain.findings import Finding, Severity
from cati_app.domain.phrases import Phrase
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, Workbook, build_sheet, known_sheet
from cati_app.engine.xform.translate import read_xform
from cati_app.engine.xlsform.cell_text import cell_text
from cati_app.engine.xlsform.guard import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, inspect, is_ole, is_zip

_Numbered = Iterable[tuple[int, Sequence[str]]]
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".md", ".xml")


class _TooBig(Exception):
    """A sheet holds more than a questionnaire may; `what` in words."""

    def __init__(self, what: Phrase) -> None:
        super().__init__(what)
        self.what = what


_ROWS = Phrase("a sheet with more than {most} rows", most=MOST_ROWS)


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
            sheets, others, more = read(data)
    except _TooBig as error:
        return None, [*problems, finding("file-too-big", what=error.what)]
    except UnicodeDecodeError:
        return None, [*problems, finding("file-encoding")]
    except Exception:  # the readers let errors of a dozen kinds escape on damaged files
        return None, [*problems, finding("file-broken", kind=kind)]
    return Workbook(filename, sheets, tuple(others)), [*problems, *more]


_Read = tuple[dict[str, Sheet], list[str], list[Finding]]
_Reader = Callable[[bytes], _Read]


def _reader(data: bytes, suffix: str) -> tuple[str, _Reader]:
    if is_zip(data) and suffix in (".xlsx", ".xlsm"):
        return "an Excel workbook", _xlsx
    if suffix in (".xlsx", ".xlsm", ".xls"):
        return "an Excel workbook", _xls if is_ole(data) and suffix == ".xls" else _xlsx
    if suffix == ".csv":
        return "a CSV file with sheets", _csv
    return "a Markdown table", _markdown


def _collected(tables: Iterable[tuple[str, _Numbered]]) -> _Read:
    sheets: dict[str, Sheet] = {}
    others: list[str] = []
    for title, rows in tables:
        name = known_sheet(title)
        if name is None:
            others.append(title)
        else:
            sheets[name] = build_sheet(name, rows)
    return sheets, others, []


def _limited(rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, Sequence[str]]]:
    filled = 0
    for number, row in enumerate(rows, 1):
        cells = _bounded(number, [cell_text(value) for value in row])
        filled += any(cells)
        if filled > MOST_ROWS:
            raise _TooBig(_ROWS)
        yield number, cells


def _bounded(number: int, cells: list[str]) -> list[str]:
    """The cells of a row; what is too much is named with its place, for nothing is cut."""
    for column, cell in enumerate(cells, 1):
        if len(cell) > MOST_LETTERS:
            what = Phrase("a cell with more than {most} characters", most=MOST_LETTERS)
            raise _TooBig(Phrase("{what} (row {row}, column {column})", what=what, row=number, column=column))
    if any(cells[MOST_COLUMNS:]):
        raise _TooBig(Phrase("a row with more than {most} columns (row {row})", most=MOST_COLUMNS, row=number))
    return cells[:MOST_COLUMNS]


def _xlsx(data: bytes) -> _Read:
    from cati_app.engine.xlsform.seen import seen_sheets  # noqa: PLC0415 - openpyxl costs a quarter of a second
    from cati_app.spreadsheets.book import OpenedBook  # noqa: PLC0415 - as above
    from cati_app.spreadsheets.parts import TooLarge  # noqa: PLC0415 - as above

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return seen_sheets(OpenedBook(archive, MOST_LETTERS), _limits)
    except TooLarge:
        raise _TooBig(Phrase("more than can be read at once")) from None


def _xls(data: bytes) -> _Read:
    from cati_app.engine.xlsform.seen import seen_sheets  # noqa: PLC0415 - as above
    from cati_app.spreadsheets.old import OpenedOldBook  # noqa: PLC0415 - as above

    return seen_sheets(OpenedOldBook(data), _limits)


def _limits(rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows that hold something, as text, as long as there are not too many."""
    for count, (number, cells) in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise _TooBig(_ROWS)
        yield number, _bounded(number, [cell_text(cell) for cell in cells])


def _csv(data: bytes) -> _Read:
    """pyxform's layout: the first column names the sheet, its rows start in the second."""
    text = data.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("binary data")
    return _by_sheet(_limited(csv.reader(io.StringIO(text))))


def _markdown(data: bytes) -> _Read:
    """pyxform's layout: tables of bars, a row whose first cell is filled begins a sheet."""
    return _by_sheet(_rows_of_bars(data.decode("utf-8-sig")))


def _rows_of_bars(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if number > MOST_ROWS:
            raise _TooBig(_ROWS)
        bare = line.strip()
        if bare.startswith("|") and not re.fullmatch(r"\|[-:|\s]+\|?", bare):
            cells = [_cell(cell) for cell in re.split(r"(?<!\\)\|", bare.removesuffix("|"))[1:]]
            yield number, _bounded(number, cells)


def _by_sheet(rows: Iterator[tuple[int, Sequence[str]]]) -> _Read:
    """Rows of sheets whose names stand in the first column, where each begins. ValueError: there is none."""
    tables: dict[str, list[tuple[int, Sequence[str]]]] = {}
    current: list[tuple[int, Sequence[str]]] | None = None
    for number, cells in rows:
        if cells and cells[0]:
            current = tables.setdefault(cells[0], [])
        if current is not None and any(cells[1:]):
            current.append((number, cells[1:]))
    if not tables:
        raise ValueError("no sheet")
    return _collected(tables.items())


def _cell(text: str) -> str:
    return text.strip().replace("\\|", "|")
