"""The sheets of an old Excel workbook (.xls), as a person sees them in the program."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd

from cati_app.spreadsheets.book import TableRow, Unseen
from cati_app.spreadsheets.cells import LeadingSigns, NonTextCell, moment_text, number_cell


class OpenedOldBook:
    """A workbook from its bytes; what xlrd raises on a damaged file passes through."""

    def __init__(self, data: bytes) -> None:
        self._book = _opened(data)
        sheets = self._book.sheets()
        self.sheets = tuple(sheet.name for sheet in sheets)
        self.hidden_sheets = frozenset(sheet.name for sheet in sheets if sheet.visibility)

    def sheet(self, name: str) -> OpenedOldSheet:
        """A sheet, ready to be read."""
        return OpenedOldSheet(self._book, self._book.sheet_by_name(name))


class OpenedOldSheet:
    """A sheet; the old format does not say whether a filter is at work, so a folded row counts as seen."""

    def __init__(self, book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> None:
        self._book, self._sheet = book, sheet
        columns = sheet.colinfo_map.items()
        self.hidden_columns = {n for n, column in columns if column.hidden and not column.outline_level}

    def rows(self) -> Iterator[TableRow]:
        """All rows, in order."""
        for number in range(self._sheet.nrows):
            shape = self._sheet.rowinfo_map.get(number)
            hidden = shape is not None and shape.hidden and not shape.outline_level
            cells = tuple(self._text(cell) for cell in self._sheet.row(number))
            yield TableRow(number + 1, cells, Unseen.HIDDEN if hidden else None)

    def _text(self, cell: xlrd.sheet.Cell) -> str:
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return NonTextCell(str(cell.value), "boolean")
        if cell.ctype == xlrd.XL_CELL_DATE:
            return moment_text(xlrd.xldate_as_datetime(cell.value, self._book.datemode))
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return NonTextCell("#", "error")
        if cell.ctype == xlrd.XL_CELL_NUMBER:
            signs = self._signs(cell.xf_index)
            return (signs.shown(cell.value) if signs else None) or number_cell(cell.value)
        return str(cell.value)

    def _signs(self, style: int | None) -> LeadingSigns | None:
        if style is None:
            return None
        return LeadingSigns.of(self._book.format_map[self._book.xf_list[style].format_key].format_str)


def _opened(data: bytes) -> xlrd.book.Book:
    """With what cells look like, or without it when that part alone cannot be read."""
    try:
        return xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), formatting_info=True)
    except (AssertionError, LookupError, struct.error, xlrd.XLRDError):
        return xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
