"""Which cells of a table are hidden, so that nobody can be found in what is handed out.

Sums of rows and columns are public. A cell of 1 to 4 interviews is hidden, and with it the cells from
which it could be computed: after that each hidden cell lies on a closed path of hidden cells, and no row or column
of hidden cells holds fewer than 5 interviews in all. Where that cannot be had, categories have to be put together.
A table may be handed out a second time with rows and columns in each other's place: what is hidden is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cati_app.domain.tabulation.small_counts import SMALLEST, is_small

Cells = frozenset[tuple[int, int]]
LIMIT = SMALLEST
"""Default: cells with fewer interviews, and at least one, are hidden."""


def hidden_cells(
    counts: Sequence[Sequence[int]], limit: int = LIMIT, also: Iterable[tuple[int, int]] = ()
) -> Cells | None:
    """The cells to hide, as row and column; None: nothing helps but putting categories together.

    Args:
        counts: Interviews by row and column; people whose column is unknown are a column as well, for the total minus
            the others would tell of them.
        limit: 2 or more.
        also: Cells that must not be told, however many are in them.
    """
    also = list(also)
    hidden = _hidden(counts, limit, also)
    turned = _hidden(list(zip(*counts, strict=True)), limit, [(column, row) for row, column in also])
    if hidden is None or turned is None:
        return None
    return hidden | {(row, column) for column, row in turned}


def _hidden(counts: Sequence[Sequence[int]], limit: int, also: Sequence[tuple[int, int]]) -> Cells | None:
    """The cells to hide, looked for row by row."""
    small = {(row, column) for row, line in enumerate(counts) for column, n in enumerate(line) if is_small(n, limit)}
    hidden = small | set(also)
    for row, column in sorted(hidden):
        if _is_safe(counts, hidden, row, column, limit):
            continue
        partners = min(_rectangles(counts, hidden, row, column, limit), default=None)
        if partners is None:
            return None
        _, other_row, other_column = partners
        hidden |= {(row, other_column), (other_row, column), (other_row, other_column)}
    return frozenset(hidden)


def _is_safe(counts: Sequence[Sequence[int]], hidden: set[tuple[int, int]], row: int, column: int, limit: int) -> bool:
    in_row = sum(counts[row][other] for there, other in hidden if there == row)
    in_column = sum(counts[other][column] for other, there in hidden if there == column)
    return in_row >= limit and in_column >= limit and _on_closed_path(hidden, row, column)


def _on_closed_path(hidden: set[tuple[int, int]], row: int, column: int) -> bool:
    """Whether a way leads from the row to the column over other hidden cells, in turn along rows and columns."""
    cells = hidden - {(row, column)}
    rows, columns, fresh = {row}, set[int](), {row}
    while fresh:
        met = {there for of, there in cells if of in fresh} - columns
        columns |= met
        if column in columns:
            return True
        fresh = {of for of, there in cells if there in met} - rows
        rows |= fresh
    return False


def _rectangles(
    counts: Sequence[Sequence[int]], hidden: set[tuple[int, int]], row: int, column: int, limit: int
) -> Iterator[tuple[int, int, int]]:
    """Cost, row and column of each rectangle that makes the cell safe; the cost are counts that are newly hidden."""
    for other_row in range(len(counts)):
        for other_column in range(len(counts[row])):
            if other_row == row or other_column == column:
                continue
            corners = {(row, other_column), (other_row, column), (other_row, other_column)}
            if any(counts[of][there] == 0 for of, there in corners):
                continue
            after = hidden | corners
            if _is_safe(counts, after, row, column, limit):
                yield sum(counts[of][there] for of, there in corners - hidden), other_row, other_column
