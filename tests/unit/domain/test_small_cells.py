"""Small cells of tables: the published patterns, and that nothing hidden can be computed from what is shown."""

from __future__ import annotations

from random import Random

import pytest

from cati_app.domain.tabulation.small_cells import hidden_cells


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([[3, 12, 20], [9, 30, 14], [11, 8, 25]], "00 01 20 21"),
        ([[0, 6, 40], [7, 2, 31]], "01 02 11 12"),
        ([[3, 2, 18], [14, 1, 9], [6, 11, 7]], "00 01 10 11 20 21"),
        ([[10, 20], [0, 30]], ""),
        ([], ""),
    ],
)
def test_published_patterns(counts: list[list[int]], hidden: str) -> None:
    cells = hidden_cells(counts)
    assert cells is not None
    assert hidden.split() == [f"{row}{column}" for row, column in sorted(cells)]


def test_where_nothing_helps_categories_are_to_be_put_together() -> None:
    assert hidden_cells([[1, 0, 0], [12, 20, 31]]) is None
    assert hidden_cells([[3], [30]]) is None


def test_what_is_hidden_is_the_same_with_rows_and_columns_in_each_others_place() -> None:
    rng = Random(11)
    for _ in range(300):
        counts = [[rng.choice((0, 1, 3, 6, 9, 20, 40)) for _ in range(4)] for _ in range(5)]
        hidden, turned = hidden_cells(counts), hidden_cells(list(zip(*counts, strict=True)))
        assert hidden == (None if turned is None else {(row, column) for column, row in turned})


def test_no_line_of_hidden_cells_tells_a_cell_or_a_small_sum() -> None:
    rng = Random(7)
    for _ in range(300):
        counts = [[rng.choice((0, 1, 3, 6, 9, 20, 40)) for _ in range(4)] for _ in range(5)]
        hidden = hidden_cells(counts)
        if hidden is None:
            continue
        assert {(r, c) for r in range(5) for c in range(4) if 0 < counts[r][c] < 5} <= hidden
        for line in range(5):
            in_row = [counts[line][c] for r, c in hidden if r == line]
            in_column = [counts[r][line] for r, c in hidden if c == line]
            for cells in (in_row, in_column):
                assert not cells or (len(cells) > 1 and sum(cells) >= 5)
