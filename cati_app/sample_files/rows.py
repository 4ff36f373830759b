"""Rows of a sample file as the file has them, whatever program wrote it; bounded memory, row numbers from 1."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import TextIO

from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.reasons import FILE_REASONS
from cati_app.values import dataclass

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"  # how files of old and of new workbooks begin
LONGEST_CELL = 10_000  # characters of a cell that can be taken
_CHUNK = 1 << 20
_LONGEST_LINE = 1_000_000  # characters; csv itself refuses cells of more than 131,072
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GERMAN = "äöüÄÖÜßéşğıİçŞĞ"
_MARKED = re.compile(r"[^\x00-\x7f]")


class SampleUnreadable(Exception):
    """The file as a whole cannot be taken; nothing is imported."""

    def __init__(self, reason: str, row: int | None = None, column: str | None = None, **fields: str) -> None:
        super().__init__(reason)
        known = FILE_REASONS[reason]
        self.reason, self.row, self.column, self.fields = reason, row, column, fields
        self.message, self.cure = Phrase(known.message, **fields), Phrase(known.cure, **fields)


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
    return start == _ZIP


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row; `problem` is a reason that makes its cells useless."""

    number: int
    cells: tuple[str, ...]
    problem: str | None = None
    folded: bool = False  # away in the outline of a workbook


@dataclass(slots=True)
class SheetFacts:
    """Which sheet of a workbook is read, and what beside it is not; `hidden_columns` from 0.

    With `unseen`, rows and columns which the spreadsheet program does not show are read too.
    """

    unseen: bool = False
    name: str = ""
    others: tuple[str, ...] = ()
    hidden_columns: set[int] = field(default_factory=set)


def encoding_of(path: Path, declared: str | None) -> tuple[str, bool]:
    """The encoding of a text file, and whether it is only an assumption.

    Raises:
        SampleUnreadable: `encoding_unknown`; `encoding_wrong`, `encoding_mixed` with the row.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    mark = next((name for bom, name in _MARKS if start.startswith(bom)), None)
    if declared:
        try:
            name = codecs.lookup(declared).name
        except LookupError:
            raise SampleUnreadable("encoding_unknown") from None
        name = mark if mark and mark.startswith(name) else name
        broken = _broken_row(path, name)
        if broken is not None:
            raise SampleUnreadable("encoding_wrong", broken, encoding=declared)
        return name, False
    if mark:
        return mark, False
    for name, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(start) > 3 and zeros.count(0) > 0.4 * len(zeros):
            return name, True
    broken = _broken_row(path, "utf-8")
    if broken is None:
        return "utf-8", False
    best = max(("cp1252", "cp1254", "cp850", "mac-roman"), key=lambda name: _german(path, name))
    if _german(path, best) < 0:
        raise SampleUnreadable("encoding_wrong", broken, encoding="UTF-8")
    if _some_utf8(path):
        raise SampleUnreadable("encoding_mixed", broken)
    return best, True


def _broken_row(path: Path, encoding: str) -> int | None:
    """The first row that cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    row = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                row += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as error:
                return row + error.object[: error.start].count(b"\n")
            except UnicodeError:
                return row  # UTF-16 or UTF-32 whose order of bytes nothing tells
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return row
    return None


def _german(path: Path, encoding: str) -> int:
    """Letters with a mark that people here write, less those that are odd; -1 when it cannot be this encoding."""
    with path.open("rb") as file:
        data = file.read(4 * _CHUNK)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1
    letters = _MARKED.findall(text)
    return max(0, sum(1 if letter in _GERMAN else -2 for letter in letters) + 2 * len(letters))


def _some_utf8(path: Path) -> bool:
    """Whether a file that is not UTF-8 as a whole has lines that are, with letters that people here write."""
    with path.open("rb") as file:
        while line := file.readline(_LONGEST_LINE):
            if line.isascii():
                continue
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if any(letter in _GERMAN for letter in text):
                return True
    return False


def text_rows(path: Path, encoding: str, delimiter: str) -> Iterator[SampleRow]:
    """Rows of a CSV file.

    Raises:
        SampleUnreadable: `quote_open`, `encoding_wrong`.
    """
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            before = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeError:
                raise SampleUnreadable("encoding_wrong", number, encoding=encoding.upper()) from None
            except csv.Error as error:
                if reader.line_num - before > 1 or "unexpected end" in str(error):
                    raise SampleUnreadable("quote_open", number) from None
                yield SampleRow(number, (), "cell_too_long" if "larger" in str(error) else "quote_broken")
                continue
            if number == 1 and len(cells) < 3 and cells and cells[0].lower().startswith("sep="):
                continue  # Excel's note to itself about the delimiter
            yield SampleRow(number, tuple(cells), "nul_byte" if any("\0" in cell for cell in cells) else None)


def delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter that gives the most columns in the first lines."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = [line for line, _ in zip(_lines(file), range(5), strict=False) if not line.lower().startswith("sep=")]

    def columns(delimiter: str) -> int:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        except csv.Error:
            return 0
        return min(widths, default=0)

    return max(DELIMITERS.values(), key=columns)


def _lines(file: TextIO) -> Iterator[str]:
    """Lines, of which an endless one is cut: csv then names its row."""
    while line := file.readline(_LONGEST_LINE):
        if len(line) >= _LONGEST_LINE and line[-1] not in "\r\n":
            while (rest := file.readline(_LONGEST_LINE)) and rest[-1] not in "\r\n":
                pass
        yield line
