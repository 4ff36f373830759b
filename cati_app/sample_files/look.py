"""A first look at a sample file: its columns with a few values, before anybody says what they hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from cati_app.sample_files.columns import likely_roles
from cati_app.sample_files.columns import shown as safe_name
from cati_app.sample_files.rows import SampleRow, is_book
from cati_app.sample_files.sample import OpenedFile
from cati_app.sample_files.settings import SINGLE, DeclaredColumns, ReadSettings
from cati_app.values import dataclass

_ROWS, _EXAMPLES, _LONGEST = 50, 3, 24
_CHUNK = 1 << 20
_DIGIT = re.compile(r"\d")
_SHORT = 5
NUMBER, FIELD, NOTHING = "number", "field", ""
"""What a column holds beside the names of `SINGLE`."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column: its header as the file has it, its name in words that are safe to store, and some values."""

    header: str
    name: str
    role: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a file holds; `rows` is an estimate."""

    format: str
    assumed: tuple[str, ...]
    sheets: tuple[str, ...]
    columns: tuple[ColumnLook, ...]
    rows: int
    hides: bool = False  # whether it is a workbook, which may have rows and columns that nobody sees


def look_at(path: Path, settings: ReadSettings) -> FileLook:
    """The columns, with what they most likely hold.

    Raises:
        SampleUnreadable: what keeps the whole file from being read.
    """
    with OpenedFile(path, settings) as file:
        roles = likely_roles(file.header, settings.columns)
    sample = list(islice(file.rows, _ROWS))
    columns = tuple(
        ColumnLook(name, safe_name(name, n), roles[n] if name else NOTHING, _examples(sample, n))
        for n, name in enumerate(" ".join(cell.split()) for cell in file.header.cells)
    )
    book = is_book(path)
    return FileLook(file.read_as, tuple(file.assumed), _sheets(path) if book else (), columns, _count(path, book), book)


def _sheets(path: Path) -> tuple[str, ...]:
    from cati_app.sample_files.book import sheet_names  # noqa: PLC0415 - openpyxl costs a third of a second

    return sheet_names(path)


def field_names(columns: Sequence[ColumnLook], declared: Mapping[str, str]) -> tuple[str, ...]:
    """What each column is called as a sample field: as declared, else by its own name.

    Args:
        declared: Headers by names of sample fields.
    """
    names = {" ".join(header.split()).casefold(): name for name, header in declared.items()}
    return tuple(names.get(column.header.casefold(), column.name) for column in columns)


def columns_of(
    columns: Sequence[ColumnLook], roles: Sequence[str], declared: Mapping[str, str] = MappingProxyType({})
) -> DeclaredColumns:
    """The columns as somebody gave them roles; `declared` as in `field_names`."""
    named = list(zip(columns, roles, strict=True))
    single = {role: column.header for column, role in named if role in SINGLE}
    numbers = tuple(column.header for column, role in named if role == NUMBER)
    called = zip(field_names(columns, declared), named, strict=True)
    fields = {name: column.header for name, (column, role) in called if role == FIELD and column.header}
    return DeclaredColumns(single, numbers, fields)


def masked(text: str) -> str:
    """A value as it may stand on a screen: of long numbers only the beginning."""
    if len(_DIGIT.findall(text)) <= _SHORT:
        return text
    last_shown = [match.start() for match in _DIGIT.finditer(text)][_SHORT - 1]
    return text[: last_shown + 1] + _DIGIT.sub("•", text[last_shown + 1 :])


def _examples(rows: Sequence[SampleRow], column: int) -> tuple[str, ...]:
    cells = (_plain(row.cells[column]) for row in rows if column < len(row.cells))
    shown = (masked(text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")) for text in cells if text)
    return tuple(islice(dict.fromkeys(shown), _EXAMPLES))


def _plain(cell: str) -> str:
    """On one line, without what no screen can show."""
    start = cell[: 4 * _LONGEST]
    return "".join(letter if letter.isprintable() else "�" for letter in " ".join(start.split()))


def _count(path: Path, book: bool) -> int:
    """Rows without the header, for showing progress: lines of a text, row tags of the largest sheet."""
    if not book:
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))
    with zipfile.ZipFile(path) as archive:
        sheets = [part for part in archive.infolist() if "worksheets/" in part.filename]
        if not sheets:
            return 0
        with archive.open(max(sheets, key=lambda part: part.file_size)) as file:
            return sum(chunk.count(b"</row>") for chunk in iter(lambda: file.read(_CHUNK), b""))
