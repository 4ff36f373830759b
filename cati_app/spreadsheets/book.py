"""The sheets of a new Excel workbook (.xlsx), read as a stream and as a person sees them in the program."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from openpyxl.utils.datetime import from_excel, from_ISO8601

from cati_app.spreadsheets.cells import NonTextCell, moment_text, number_cell, unescaped
from cati_app.spreadsheets.parts import BookParts, Table, read_book, read_tables
from cati_app.spreadsheets.stream import StreamedRow, shared_texts, sheet_rows
from cati_app.spreadsheets.tail import Merge, Tail, read_tail
from cati_app.values import dataclass

BROKEN = (  # what zipfile, zlib, struct, expat and our own reading of the parts raise on a damaged file
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    ExpatError,
    DefusedXmlException,
    KeyError,
    ValueError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
)
_NO_VALUE, _ERROR, _MERGED = NonTextCell("=", "formula"), NonTextCell("#", "error"), NonTextCell("", "merged")


class Unseen(StrEnum):
    """Why a row is not among those a person would count."""

    HIDDEN = "hidden"
    OUTSIDE_TABLE = "outside_table"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a sheet, number from 1; `unseen` when a person would not take it for one of the list."""

    number: int
    cells: tuple[str, ...]
    unseen: Unseen | None = None
    folded: bool = False  # away in the outline of the sheet; such a row counts


class OpenedBook:
    """A workbook in an open archive; cells are cut after `longest` characters.

    Raises, from every method: one of `BROKEN`, RuntimeError of zipfile for parts with a password, TooLarge.
    """

    def __init__(self, archive: zipfile.ZipFile, longest: int) -> None:
        self._archive, self._longest = archive, longest
        self._book = read_book(archive)
        self._texts: list[str] | None = None

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of all sheets, in their order."""
        return tuple(self._book.sheets)

    @property
    def hidden_sheets(self) -> frozenset[str]:
        """Names of the sheets without a visible tab."""
        return self._book.hidden

    def sheet(self, name: str) -> OpenedSheet:
        """A sheet, ready to be read."""
        path = self._book.sheets[name]
        with self._archive.open(path) as part:
            tail = read_tail(part)
        if self._texts is None:
            self._texts = self._shared_texts()
        tables = read_tables(self._archive, path)
        return OpenedSheet(self._archive, path, _Values(self._book, self._texts), tail, tables, self._longest)

    def _shared_texts(self) -> list[str]:
        if self._book.texts not in self._archive.NameToInfo:
            return []
        with self._archive.open(self._book.texts) as part:
            return shared_texts(part, self._longest)


class OpenedSheet:
    """A sheet of an open workbook.

    Rows that somebody filtered away or hid are marked; those of a folded outline are not: folding is a way of showing
    a list, and whoever reads it unfolds it. Beside a single table, the lines above it and its totals are marked.
    """

    def __init__(
        self, archive: zipfile.ZipFile, path: str, value: _Values, tail: Tail, tables: list[Table], longest: int
    ) -> None:
        self._archive, self._path, self._value, self._longest = archive, path, value, longest
        self._tail, self._tables = tail, tables
        self._filtered = tail.filtered or any(table.filtered for table in tables)
        self.hidden_columns: set[int] = set()
        """Columns (from 0) that somebody hid; known once the first row has been asked for."""

    @property
    def starts_merged(self) -> bool:
        """Whether the first row, or that of the only table, has merged cells."""
        first = self._tables[0].first_row if len(self._tables) == 1 else 1
        return any(merge.first_row == first for merge in self._tail.merges)

    def rows(self) -> Iterator[TableRow]:
        """The rows that the file holds, in order; rows without any are left out."""
        covering = _Covering(self._tail.merges)
        with self._archive.open(self._path) as part:
            for row in sheet_rows(part, self._value, self._longest, self.hidden_columns):
                unseen = self._unseen(row)
                folded = row.hidden and row.outlined and unseen is None
                yield TableRow(row.number, covering.marked(row.number, row.cells), unseen, folded)

    def _unseen(self, row: StreamedRow) -> Unseen | None:
        if row.hidden and (self._filtered or not row.outlined):
            return Unseen.HIDDEN
        if len(self._tables) == 1:
            table = self._tables[0]
            if row.number < table.first_row or table.last_row < row.number <= table.end_row:
                return Unseen.OUTSIDE_TABLE
        return None


class _Covering:
    """Marks the cells which a merged one covers, unless that is blank itself; rows come in order."""

    def __init__(self, merges: list[Merge]) -> None:
        self._waiting = merges[::-1]
        self._open: list[Merge] = []
        self._width = 0  # of the headers

    def marked(self, row: int, cells: list[str]) -> tuple[str, ...]:
        self._width = self._width or len(cells)
        while self._waiting and self._waiting[-1].first_row <= row:
            merge = self._waiting.pop()
            if merge.first_row < row or any(cells[merge.first_column - 1 : merge.first_column]):
                self._open.append(merge)
        if self._open:
            self._open = [merge for merge in self._open if merge.last_row >= row]
            for column in (column for merge in self._open for column in merge.covered(row, self._width)):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or _MERGED
        return tuple(cells)


class _Values:
    """What a cell says: plain text, or marked as a number, a formula without a kept value, or an error."""

    def __init__(self, book: BookParts, texts: Sequence[str]) -> None:
        self._book, self._texts = book, texts

    def __call__(self, kind: str, style: int, text: str, formula: bool) -> str:
        if not text:
            return _NO_VALUE if formula and kind != "str" else ""
        if kind == "s":
            return self._texts[int(text)]
        if kind in ("str", "inlineStr"):
            return unescaped(text)
        if kind == "e":
            return _ERROR
        if kind == "b":
            return NonTextCell("1" if int(text) else "0", "boolean")
        try:
            if kind == "d":
                return moment_text(from_ISO8601(text))  # type: ignore[no-untyped-call]
            number = float(text) if any(sign in text for sign in ".eE") else int(text)
            if style in self._book.dates:
                return moment_text(from_excel(number, self._book.epoch, timedelta=style in self._book.durations))
        except (ValueError, OverflowError):
            return _ERROR
        signs = self._book.signs.get(style)
        return (signs.shown(number) if signs else None) or number_cell(number)
