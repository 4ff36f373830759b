"""Tables of answers as a CSV file: a row for each cell, so that any program can put them together as it needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cati_app.domain.tabulation.table import TableColumn
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.formats.csv_file import text_lines

TABLE = "table"
"""The first column, by which the file is known."""
_HEAD = (
    TABLE,
    "question",
    "wording",
    "banner",
    "filter",
    "variable",
    "column",
    "letter",
    "kind",
    "code",
    "row",
    "count",
    "value",
    "half_width",
    "letters",
    "hidden",
)


def tables_csv(tables: Iterable[tuple[MadeTable, Sequence[str]]], total: str) -> Iterator[bytes]:
    """The file.

    Args:
        tables: Each with its notes.
        total: What the column of all interviews is called.

    Of a `category` or `net`, `value` is the weighted share of 0 to 1; of a `mean` the mean, of a `base` the weighted
    base, of `effective` the effective base. A `note` stands in the column `row`.
    """
    return text_lines(_HEAD, _rows(tables, total))


def _rows(tables: Iterable[tuple[MadeTable, Sequence[str]]], total: str) -> Iterator[Sequence[str]]:
    for number, (made, notes) in enumerate(tables, 1):
        begin = (str(number), made.question.name, made.question.text, made.banner, made.filter)
        for column_no, column in enumerate(made.table.columns):
            head = (*begin, column.variable, column.text if column_no else total, column.letter)
            for line in made.table.lines:
                cell = line.cells[column_no]
                yield (
                    *head,
                    "net" if line.is_net else "category",
                    line.category.code,
                    line.category.text,
                    _count(cell.count),
                    _figure(cell.share),
                    _figure(cell.half_width),
                    cell.letters,
                    "yes" if cell.is_hidden else "no",
                )
            yield from _ends(head, column, has_mean=made.table.has_means)
        for note in notes:
            yield (*begin, "", "", "", "note", "", note, "", "", "", "", "")


def _ends(head: Sequence[str], column: TableColumn, *, has_mean: bool) -> Iterator[Sequence[str]]:
    if has_mean:
        yield (*head, "mean", "", "", "", _figure(column.mean), "", "", "yes" if column.mean_hidden else "no")
    hidden = "yes" if column.base is None else "no"
    yield (*head, "base", "", "", _count(column.base), _figure(column.weighted_base), "", "", hidden)
    yield (*head, "effective", "", "", "", _figure(column.effective), "", "", hidden)


def _count(count: int | None) -> str:
    return "" if count is None else str(count)


def _figure(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.6f}"
