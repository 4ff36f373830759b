"""Rows of a sample in an Excel workbook, read as a stream."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from cati_app.study.sample_rows import Row, SampleUnreadable, SpoiltCell

_MOST_BYTES = 1000 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb'<mergeCell ref="[A-Z]+1:[A-Z]+\d+"')
_WHOLE = 10**15  # beyond it a float no longer tells whole numbers apart
_BROKEN = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, ParseError, EOFError, IndexError)


def is_book(path: Path) -> bool:
    """Whether the file is a workbook, by its first bytes.

    Raises:
        SampleUnreadable: `old_excel`, `unreadable`.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        raise SampleUnreadable("unreadable") from None
    if start == _OLE:
        raise SampleUnreadable("old_excel")
    return start == b"PK\x03\x04"


def book_rows(path: Path, sheet: str | None) -> Iterator[Row]:
    """Rows of a sheet, by default of the first.

    Raises:
        SampleUnreadable: `no_workbook`, `too_big`, `sheet_missing`, `header_merged`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise SampleUnreadable("too_big")
        with warnings.catch_warnings():  # openpyxl warns about styles and extensions that do not matter here
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True)
    except _BROKEN:
        raise SampleUnreadable("no_workbook") from None
    try:
        if sheet and sheet not in book.sheetnames:
            raise SampleUnreadable("sheet_missing", names=", ".join(book.sheetnames))
        chosen: Any = book[sheet] if sheet else book.worksheets[0]
        if _merged_header(path, chosen):
            raise SampleUnreadable("header_merged", 1)
        chosen.reset_dimensions()  # what the file says of its own size may be wrong
        yield from _rows(chosen)
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[Row]:
    rows = enumerate(sheet.iter_rows(), 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except _BROKEN:
            raise SampleUnreadable("no_workbook") from None
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        yield Row(number, tuple(texts))


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return SpoiltCell("=", "formula")
    if cell.data_type == "e":
        return SpoiltCell("#", "error")
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return SpoiltCell(str(value), "number")
    if isinstance(value, float):
        return SpoiltCell(str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value), "number")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _merged_header(path: Path, sheet: Any) -> bool:
    """Whether cells of the first row are merged; streamed reading does not tell, the end of the sheet's file does."""
    tail = b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:
        while chunk := part.read(1 << 20):
            if _MERGED.search(tail + chunk):
                return True
            tail = chunk[-80:]
    return False
