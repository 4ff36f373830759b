"""Which cells of a table are hidden, so that nobody can be found in what is handed out.

Sums of rows and columns are public. A cell of 1 to 4 interviews is hidden, and with it the cells from
which it could be computed: after that each hidden cell lies on a closed path of hidden cells, and no row or column
of hidden cells holds fewer than 5 interviews in all. Where that cannot be had, categories have to be put together.
A table may be handed out a second time with rows and columns in each other's place: what is hidden is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from cati_app.domain.tabulation.small_counts import SMALLEST, is_small

Cells = frozenset[tuple[int, int]]
Lines = Sequence[Sequence[int]]
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


def hidden_in_block(
    counts: Lines,
    rest: Sequence[int],
    limit: int = LIMIT,
    also: Iterable[tuple[int, int]] = (),
    *,
    rows: Set[int] = frozenset(),
    columns: Set[int] = frozenset(),
    left_out: Lines = (),
) -> Cells | None:
    """The cells to hide of a variable of a banner; None: nothing helps but putting categories together.

    Args:
        counts: Interviews by row and column; in none or in one of each.
        rest: By row those who are in no column. A table with rows and columns in each other's place has bases that tell
            how many these are: what is hidden must not lean on them.
        also: Cells that must not be told, however many are in them.
        rows: Rows that are hidden in whole: their sum can be computed, and is one row.
        columns: The same of columns.
        left_out: Interviews that a filter leaves out, by row, by column and, last, in none: the table of all would
            tell of few ones. Where nobody is in a cell, the table of all has those few alone, and hides them.
    """
    lines = _groups(len(counts), rows)
    across = _groups(len(counts[0]) if counts else 0, columns)

    def grouped(of: Lines, last: Sequence[int]) -> list[list[int]]:
        sums = [[sum(of[row][at] for row in line for at in group) for group in across] for line in lines]
        return [[*each, sum(last[row] for row in line)] for each, line in zip(sums, lines, strict=True)]

    taken = grouped(counts, rest)
    beyond = grouped(left_out, [line[-1] for line in left_out]) if left_out else []
    line_of = {row: number for number, line in enumerate(lines) for row in line}
    column_of = {at: number for number, group in enumerate(across) for at in group}
    wanted = {(line_of[row], column_of[at]) for row, at in also if row not in rows and at not in columns}
    wanted |= {
        (row, at) for row, of in enumerate(beyond) for at, n in enumerate(of) if taken[row][at] and is_small(n, limit)
    }
    hidden = {(row, at) for row in range(len(counts)) for at in range(len(counts[row])) if row in rows or at in columns}
    for known in (taken, [line[:-1] for line in taken]) if any(rest) and len(across) > 1 else (taken,):
        small = hidden_cells(known, limit, (cell for cell in wanted if cell[1] < len(known[0])))
        if small is None:
            return None
        hidden |= {
            (row, at) for line, group in small if group < len(across) for row in lines[line] for at in across[group]
        }
    return frozenset(hidden)


def _groups(count: int, whole: Set[int]) -> list[list[int]]:
    """Lines that can be told apart: each that is shown, and all others together."""
    return [*([line] for line in range(count) if line not in whole), *([sorted(whole)] if whole else [])]


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
