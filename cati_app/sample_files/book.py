"""Rows of a sample in an Excel workbook, read as a stream."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from openpyxl.utils.datetime import from_excel, from_ISO8601

from cati_app.sample_files.rows import LONGEST_CELL, NonTextCell, SampleRow, SampleUnreadable
from cati_app.sample_files.sheet_merges import Merge, merged_cells
from cati_app.sample_files.sheet_parts import Book, TooLarge, read_book
from cati_app.sample_files.sheet_stream import shared_texts, sheet_rows

_MOST_BYTES = 1000 * 1024 * 1024
_WHOLE = 10**15  # beyond it a float no longer tells whole numbers apart
_BROKEN = (  # what zipfile, zlib, struct, expat and our own reading of the parts raise on a damaged file
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
_FORMULA, _ERROR, _MERGED = NonTextCell("=", "formula"), NonTextCell("#", "error"), NonTextCell("", "merged")


def book_rows(path: Path, sheet: str | None) -> Iterator[SampleRow]:
    """Rows of a sheet, by default of the first.

    Raises:
        SampleUnreadable: `no_workbook`, `too_big`, `too_much`, `locked`, `sheet_missing`, `header_merged`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _rows(archive, sheet)
    except TooLarge:
        raise SampleUnreadable("too_much") from None
    except RuntimeError:  # what zipfile says of parts with a password
        raise SampleUnreadable("old_excel") from None
    except _BROKEN:
        raise SampleUnreadable("no_workbook") from None


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook.

    Raises:
        SampleUnreadable: `no_workbook`, `too_much`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(read_book(archive).sheets)
    except TooLarge:
        raise SampleUnreadable("too_much") from None
    except (RuntimeError, *_BROKEN):
        raise SampleUnreadable("no_workbook") from None


def _rows(archive: zipfile.ZipFile, sheet: str | None) -> Iterator[SampleRow]:
    if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
        raise SampleUnreadable("too_big")
    book = read_book(archive)
    if sheet and sheet not in book.sheets:
        raise SampleUnreadable("sheet_missing", names=", ".join(book.sheets))
    sheet_path = book.sheets[sheet or next(iter(book.sheets))]
    with archive.open(sheet_path) as part:
        merges = merged_cells(part)
    if merges and merges[0].first_row == 1:
        raise SampleUnreadable("header_merged", 1)
    texts: list[str] = []
    if book.texts in archive.NameToInfo:
        with archive.open(book.texts) as part:
            texts = shared_texts(part, LONGEST_CELL)
    hidden, last = _Hidden(merges), 0
    with archive.open(sheet_path) as part:
        for number, cells in sheet_rows(part, _Values(book, texts), LONGEST_CELL):
            yield from (SampleRow(missing, ()) for missing in range(last + 1, number))
            last = number
            yield SampleRow(number, hidden.marked(number, cells))


class _Hidden:
    """Marks cells that merging hides; rows come in order."""

    def __init__(self, merges: list[Merge]) -> None:
        self._waiting = merges[::-1]
        self._open: list[Merge] = []
        self._width = 0  # of the headers

    def marked(self, row: int, cells: list[str]) -> tuple[str, ...]:
        self._width = self._width or len(cells)
        while self._waiting and self._waiting[-1].first_row <= row:
            self._open.append(self._waiting.pop())
        if self._open:
            self._open = [merge for merge in self._open if merge.last_row >= row]
            for column in (column for merge in self._open for column in merge.covered(row, self._width)):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or _MERGED
        return tuple(cells)


class _Values:
    """What a cell says: plain text, or marked as a number, a formula or an error."""

    def __init__(self, book: Book, texts: Sequence[str]) -> None:
        self._book, self._texts = book, texts

    def __call__(self, kind: str, style: int, text: str, formula: bool) -> str:
        if formula:
            return _FORMULA
        if kind == "s":
            return self._texts[int(text)]
        if kind in ("str", "inlineStr"):
            return text
        if kind == "e":
            return _ERROR
        if kind == "b":
            return "1" if int(text) else "0"
        try:
            if kind == "d":
                return _shown(from_ISO8601(text))  # type: ignore[no-untyped-call]
            number = float(text) if any(sign in text for sign in ".eE") else int(text)
            if style in self._book.dates:
                return _shown(from_excel(number, self._book.epoch, timedelta=style in self._book.durations))
        except (ValueError, OverflowError):
            return _ERROR
        return _number(number)


def _number(number: float) -> NonTextCell:
    if isinstance(number, float) and number.is_integer() and abs(number) < _WHOLE:
        number = int(number)
    return NonTextCell(repr(number), "number")


def _shown(moment: Any) -> str:
    if isinstance(moment, time):
        return moment.isoformat("minutes")
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat() if isinstance(moment, date) else str(moment)
