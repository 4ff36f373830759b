"""A table of answers for people in a terminal, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cati_app.domain.tabulation.table import TableCell, TableColumn
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.dataset.table_words import HIDDEN, TABLE_TERMS, base_told
from cati_app.texts.read_figures import SEPARATORS

_LONGEST = 40  # signs of a row
_WIDTH = 11  # of a column


def table_lines(made: MadeTable, notes: Sequence[str], language: str) -> Iterator[str]:
    """The table: percentages and counts under the heads of its columns, bases, notes."""
    words, separators = TABLE_TERMS.of(language), SEPARATORS.get(language, {})
    yield made.question.text
    yield " · ".join(part for part in (made.question.name, made.filter or words("all")) if part)
    columns = made.table.columns
    variables, previous = [], ""
    for column in columns:
        variables.append(column.variable if column.variable != previous else "")
        previous = column.variable
    first = max(
        [len(words(key)) for key in ("base", "weighted_base", "mean")]
        + [min(_LONGEST, len(_row(line.category.code, line.category.text))) for line in made.table.lines]
    )
    if any(variables):
        yield _aligned("", [short(variable) for variable in variables], first)
    heads = [column.text or words("total") for column in columns]
    yield _aligned("", [f"{short(text)} {c.letter}".strip() for text, c in zip(heads, columns, strict=True)], first)
    for line in made.table.lines:
        yield _aligned(_row(line.category.code, line.category.text), [_cell(cell) for cell in line.cells], first)
    if made.table.has_means:
        yield _aligned(words("mean"), [_mean(column).translate(separators) for column in columns], first)
    yield _aligned(words("base"), [base_told(column) for column in columns], first)
    weighted = [HIDDEN if (n := column.weighted_base) is None else f"{n:.1f}" for column in columns]
    yield _aligned(words("weighted_base"), [told.translate(separators) for told in weighted], first)
    yield from notes


def _row(code: str, text: str) -> str:
    return f"{code} {text}" if code.isdigit() else text


def short(text: str, most: int = _WIDTH) -> str:
    """A text that fits a column."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _aligned(name: str, cells: Sequence[str], first: int) -> str:
    return "  ".join((short(name, first).ljust(first), *(cell.rjust(_WIDTH) for cell in cells))).rstrip()


def _cell(cell: TableCell) -> str:
    if cell.is_hidden:
        return HIDDEN
    share = "–" if cell.share is None else f"{cell.share * 100:.0f}"
    return f"{share}{cell.letters and ' ' + cell.letters} {cell.count:>4}"


def _mean(column: TableColumn) -> str:
    if column.mean_hidden:
        return HIDDEN
    return "–" if column.mean is None else f"{column.mean:.2f}"


def table_json(made: MadeTable, notes: Sequence[str]) -> dict[str, Any]:
    """The same as data: shares of 0 to 1; null where a cell is hidden."""
    question, table = made.question, made.table
    return {
        "question": question.name,
        "text": question.text,
        "kind": question.kind.value,
        "banner": made.banner,
        "filter": made.filter,
        "without_answer": made.without,
        "columns": [
            {"variable": column.variable, "text": column.text, "letter": column.letter, "base": column.base}
            | {"weighted_base": column.weighted_base, "n_eff": column.effective, "mean": column.mean}
            for column in table.columns
        ],
        "rows": [
            {"code": line.category.code, "text": line.category.text, "net": line.is_net}
            | {
                "cells": [
                    {"count": cell.count, "share": cell.share, "half_width": cell.half_width, "letters": cell.letters}
                    for cell in line.cells
                ]
            }
            for line in table.lines
        ],
        "notes": list(notes),
    }
