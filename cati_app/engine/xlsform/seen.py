"""A sheet of a questionnaire's workbook as a person sees it, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from cati_app.domain.findings import Finding
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, build_sheet, canonical, known_sheet
from cati_app.engine.xlsform.columns import is_read
from cati_app.spreadsheets.book import TableRow, Unseen
from cati_app.spreadsheets.cells import NonTextCell

Numbered = Iterator[tuple[int, Sequence[str]]]
_MOST_RANGES, _MOST_CELLS = 10, 20
_CELL_CODES = {"formula": "cell-formula", "error": "cell-error", "merged": "cell-merged"}
_ROW_CODES = {Unseen.HIDDEN: "rows-hidden", Unseen.OUTSIDE_TABLE: "rows-outside-table"}


class BookSheet(Protocol):
    """A sheet of an open workbook."""

    hidden_columns: set[int]

    def rows(self) -> Iterator[TableRow]: ...


class OpenBook(Protocol):
    """An open workbook."""

    @property
    def sheets(self) -> tuple[str, ...]: ...

    def sheet(self, name: str) -> BookSheet: ...


def seen_sheets(
    book: OpenBook, limits: Callable[[Numbered], Numbered]
) -> tuple[dict[str, Sheet], list[str], list[Finding]]:
    """The sheets of a questionnaire, the names of the others, and in findings what was not read.

    Sheets and columns are asked for by the names of the format, so hidden ones are read too; hidden rows are not.
    `limits` has the last word on the rows of each sheet.
    """
    sheets: dict[str, Sheet] = {}
    others: list[str] = []
    findings: list[Finding] = []
    for title in book.sheets:
        name = known_sheet(title)
        if name is None:
            others.append(title)
            continue
        reading = _Reading(name)
        opened = book.sheet(title)
        sheets[name] = build_sheet(name, limits(reading.rows(opened.rows())))
        findings += reading.findings(opened.hidden_columns)
    if others and sheets:
        names = {"read": ", ".join(sheets), "others": ", ".join(others)}
        findings.append(finding("sheets-not-read", **names))
    return sheets, others, findings


class _Reading:
    """Hands on the rows that count, and keeps what is to be said of the others."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._headers: Sequence[str] = ()
        self._unseen: dict[Unseen, list[int]] = {}
        self._folded: list[int] = []
        self._cells: list[tuple[int, int, str]] = []

    def rows(self, rows: Iterable[TableRow]) -> Numbered:
        for row in rows:
            if not any(row.cells):
                continue
            if row.unseen is not None:
                self._unseen.setdefault(row.unseen, []).append(row.number)
                continue
            if row.folded:
                self._folded.append(row.number)
            self._headers = self._headers or row.cells
            yield row.number, [self._text(row.number, n, cell) for n, cell in enumerate(row.cells)]

    def _text(self, row: int, column: int, cell: str) -> str:
        if not isinstance(cell, NonTextCell):
            return cell
        if cell.what == "boolean":
            return "true" if cell == "1" else "false"
        if cell.what in _CELL_CODES:
            self._cells.append((row, column, cell.what))
            return ""
        return str(cell)

    def findings(self, hidden_columns: set[int]) -> list[Finding]:
        findings = [
            finding(_ROW_CODES[why], self._name, numbers[0], rows=ranges(numbers))
            for why, numbers in self._unseen.items()
        ]
        if self._folded:
            findings.append(finding("rows-folded", self._name, self._folded[0], rows=ranges(self._folded)))
        hidden = [self._headers[n] for n in sorted(hidden_columns) if n < len(self._headers) and self._headers[n]]
        if hidden:
            findings.append(finding("columns-hidden", self._name, columns=", ".join(hidden)))
        told = [
            finding(_CELL_CODES[what], self._name, row, self._headers[column])
            for row, column, what in self._cells
            if column < len(self._headers) and is_read(self._name, canonical(self._headers[column]))
        ]
        return findings + told[:_MOST_CELLS]


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers in a line, neighbours as a range; after some ranges, dots."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda numbered: numbered[1] - numbered[0])
    ]
    shown = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(shown[:_MOST_RANGES]) + (", …" if len(shown) > _MOST_RANGES else "")
