"""Tables of answers as a workbook: which tables there are, then percentages and counts, sheets for each banner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from cati_app.domain.tabulation.table import TableCell, TableColumn
from cati_app.publish.dataset.table import Value
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.dataset.table_words import HIDDEN, TABLE_TERMS
from cati_app.publish.formats.workbook_file import SheetContent, workbook_pieces

_LIST_WIDTHS = (8, 24, 70, 28, 28, 10, 90)
_WIDTHS = (8, 24, 8, 40)
_Told = Sequence[tuple[MadeTable, Sequence[str]]]


def tables_xlsx(title: str, made: datetime, tables: _Told, source: str, language: str) -> Iterator[bytes]:
    """The file, piece by piece; the same tables give the same bytes.

    Args:
        title: Of the study.
        made: Time of the data, aware.
        tables: Each with its notes.
        source: Where the figures come from.
    """
    words = TABLE_TERMS.of(language)
    sheets = [
        SheetContent(
            words("sheet_list"),
            [words(key) for key in ("number", "question", "wording", "banner", "filter", "base_n", "notes")],
            _listed(tables, source),
            _LIST_WIDTHS,
        )
    ]
    numbered = sorted(enumerate(tables, 1), key=lambda each: _heads(each[1][0]))
    for number, (_, group) in enumerate(groupby(numbered, key=lambda each: _heads(each[1][0])), 1):
        of_banner = sorted(group, key=lambda each: each[0])
        sheets += _sheets(of_banner, number, language)
    yield from workbook_pieces(title, made, sheets)


def _heads(made: MadeTable) -> tuple[tuple[str, str], ...]:
    return tuple((column.variable, column.text) for column in made.table.columns)


def _listed(tables: _Told, source: str) -> Iterator[Sequence[Value]]:
    for number, (made, notes) in enumerate(tables, 1):
        base = made.table.columns[0].base
        yield (
            number,
            made.question.name,
            made.question.text,
            made.banner,
            made.filter,
            HIDDEN if base is None else base,
            " ".join(notes),
        )
    yield "", "", source, "", "", None, ""


def _sheets(
    tables: Sequence[tuple[int, tuple[MadeTable, Sequence[str]]]], number: int, language: str
) -> Iterator[SheetContent]:
    """Percentages and counts; intervals and letters where they are told."""
    words = TABLE_TERMS.of(language)
    columns = tables[0][1][0].table.columns
    head = [words("number"), words("question"), words("code"), words("row")]
    for column_no, column in enumerate(columns):
        told = f"{column.variable}: {column.text}" if column_no else words("total")
        head.append(f"{told} ({column.letter})" if column.letter else told)

    def sheet(key: str, cell: Callable[[TableCell], Value], *, is_share: bool) -> SheetContent:
        rows = _rows(tables, cell, language, is_share=is_share)
        return SheetContent(f"{words(key)} {number}", head, rows, (*_WIDTHS, *(14 for _ in columns)))

    yield sheet("sheet_percent", _percent, is_share=True)
    yield sheet("sheet_count", lambda cell: HIDDEN if cell.count is None else cell.count, is_share=False)
    cells = [cell for _, (made, _) in tables for line in made.table.lines for cell in line.cells]
    if any(cell.half_width is not None for cell in cells):
        yield sheet("sheet_interval", _width, is_share=False)
    if any(column.letter for column in columns):
        yield sheet("sheet_letters", lambda cell: cell.letters, is_share=False)


def _percent(cell: TableCell) -> Value:
    if cell.is_hidden:
        return HIDDEN
    return None if cell.share is None else round(cell.share * 100, 1)


def _width(cell: TableCell) -> Value:
    return None if cell.half_width is None else round(cell.half_width * 100, 1)


def _rows(
    tables: Sequence[tuple[int, tuple[MadeTable, Sequence[str]]]],
    cell: Callable[[TableCell], Value],
    language: str,
    *,
    is_share: bool,
) -> Iterator[Sequence[Value]]:
    words = TABLE_TERMS.of(language)
    for number, (made, _) in tables:
        columns = made.table.columns
        for line in made.table.lines:
            begin = (number, made.question.name, line.category.code, line.category.text)
            yield (*begin, *(cell(each) for each in line.cells))
        end = (number, made.question.name, "")
        if made.table.has_means and is_share:
            yield (*end, words("mean"), *(_mean(column) for column in columns))
        yield (*end, words("base"), *(HIDDEN if column.base is None else column.base for column in columns))
        if is_share:
            yield (*end, words("weighted_base"), *(_weighted(column) for column in columns))


def _weighted(column: TableColumn) -> Value:
    return HIDDEN if column.weighted_base is None else round(column.weighted_base, 1)


def _mean(column: TableColumn) -> Value:
    if column.mean_hidden:
        return HIDDEN
    return None if column.mean is None else round(column.mean, 2)
