"""Rows of a sample in an Excel workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cati_app.sample_files.rows import LONGEST_CELL, SampleRow, SampleUnreadable, SheetFacts
from cati_app.spreadsheets.book import BROKEN, OpenedBook, TableRow, Unseen
from cati_app.spreadsheets.parts import TooLarge

_MOST_BYTES = 1000 * 1024 * 1024
_LEFT_OUT = {Unseen.HIDDEN: "row_hidden", Unseen.OUTSIDE_TABLE: "row_outside_table"}


def book_rows(path: Path, sheet: str | None, facts: SheetFacts | None = None) -> Iterator[SampleRow]:
    """Rows of a sheet, by default of the first that is not hidden; rows nobody sees have a `problem`.

    Args:
        path: The workbook.
        sheet: The name of a sheet, also of a hidden one.
        facts: Filled in before the first row; with `unseen` set, nothing counts as unseen.

    Raises:
        SampleUnreadable: `no_workbook`, `too_big`, `too_much`, `old_excel`, `sheet_missing`, `header_merged`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _rows(archive, sheet, facts or SheetFacts())
    except TooLarge:
        raise SampleUnreadable("too_much") from None
    except RuntimeError:  # what zipfile says of parts with a password
        raise SampleUnreadable("old_excel") from None
    except BROKEN:
        raise SampleUnreadable("no_workbook") from None


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook, hidden ones last.

    Raises:
        SampleUnreadable: `no_workbook`, `too_much`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _in_sight_first(OpenedBook(archive, LONGEST_CELL))
    except TooLarge:
        raise SampleUnreadable("too_much") from None
    except (RuntimeError, *BROKEN):
        raise SampleUnreadable("no_workbook") from None


def _in_sight_first(book: OpenedBook) -> tuple[str, ...]:
    return tuple(sorted(book.sheets, key=lambda name: name in book.hidden_sheets))


def _rows(archive: zipfile.ZipFile, sheet: str | None, facts: SheetFacts) -> Iterator[SampleRow]:
    if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
        raise SampleUnreadable("too_big")
    book = OpenedBook(archive, LONGEST_CELL)
    names = _in_sight_first(book)
    if sheet and sheet not in names:
        raise SampleUnreadable("sheet_missing", names=", ".join(names))
    facts.name = sheet or names[0]
    facts.others = tuple(name for name in names if name != facts.name)
    opened = book.sheet(facts.name)
    if opened.starts_merged:
        raise SampleUnreadable("header_merged", 1)
    last = 0
    for row in opened.rows():
        if not facts.unseen:
            facts.hidden_columns = opened.hidden_columns
        yield from (SampleRow(missing, ()) for missing in range(last + 1, row.number))
        last = row.number
        yield _sample_row(replace(row, unseen=None) if facts.unseen else row)


def _sample_row(row: TableRow) -> SampleRow:
    """A row without a word is blank, whether somebody sees it or not."""
    if row.unseen is not None and any(cell.strip() for cell in row.cells):
        return SampleRow(row.number, (), _LEFT_OUT[row.unseen])
    return SampleRow(row.number, row.cells, folded=row.folded)
