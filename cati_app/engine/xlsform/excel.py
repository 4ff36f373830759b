"""Tables of Excel workbooks, new and old; the only place that knows the libraries that read them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

import openpyxl
import xlrd


def xlsx_tables(data: bytes) -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    """Title and rows of each sheet of an .xlsx; rows must be read before the next sheet is asked for."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        for sheet in sheets:
            sheet.reset_dimensions()
            yield sheet.title, sheet.iter_rows(values_only=True)
    finally:
        book.close()


def xls_tables(data: bytes) -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    """Title and rows of each sheet of an .xls."""
    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True)
    for sheet in book.sheets():
        yield sheet.name, _xls_rows(book, sheet)


def _xls_rows(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> Iterator[Sequence[object]]:
    for number in range(sheet.nrows):
        yield [_xls_value(book, cell) for cell in sheet.row(number)]


def _xls_value(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> object:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, book.datemode)
    return None if cell.ctype == xlrd.XL_CELL_ERROR else cell.value
