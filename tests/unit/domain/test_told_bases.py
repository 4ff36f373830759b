"""Bases tell nothing of what tables hide: routed questions, filters, and an attack with everything that is told."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from cati_app.domain.tabulation.crosstab import AnswerCategory, Bools, TabulatedVariable
from cati_app.domain.tabulation.table import AnswerTable, BannerVariable, TableManner, answer_table
from cati_app.domain.tabulation.told_bases import CountedTable, ToldBases

OUT = TableManner(limit=5)
NOT_ASKED = -2


def variable(said: Sequence[int], size: int) -> TabulatedVariable:
    """-1 is no answer, `NOT_ASKED` was not asked."""
    categories = tuple(AnswerCategory(str(n), str(n), str(n)) for n in range(size))
    return TabulatedVariable(categories, np.maximum(np.array(said), -1).astype(np.intp))


def counted(said: Sequence[int], size: int, banner: TabulatedVariable | None = None) -> CountedTable:
    question, there = variable(said, size), np.array(said)
    columns = [np.ones(len(there), np.bool_)]
    if banner is not None:
        columns += [banner.members(number) for number in range(len(banner.categories))]
    row = np.where(there >= 0, there, np.where(there == NOT_ASKED, size + 1, size)).astype(np.intp)

    def hidden() -> frozenset[tuple[int, int]]:
        heads = [] if banner is None else [BannerVariable("b", banner)]
        table = answer_table(question, heads, np.ones(len(there)), OUT)
        lines = enumerate(table.lines)
        return frozenset((at, n) for at, line in lines for n, cell in enumerate(line.cells) if cell.is_hidden)

    return CountedTable(row, size, tuple(columns), hidden)


def said(*counts: int) -> list[int]:
    """So many of each category, then of those without an answer."""
    return [number if number < len(counts) - 1 else -1 for number, count in enumerate(counts) for _ in range(count)]


def group(answers: Sequence[int], *categories: int) -> Bools:
    chosen: Bools = np.isin(np.array(answers), categories)
    return chosen


def is_told(answers: Sequence[int], size: int, asked: Bools, *others: Bools) -> bool:
    return ToldBases([counted(answers, size)], [asked, *others], 5).is_told(asked)


def test_those_who_gave_a_hidden_answer_are_not_told_by_their_number() -> None:
    answers = said(3, 8, 30, 0)
    assert not is_told(answers, 3, group(answers, 0))
    assert not is_told(answers, 3, group(answers, 1))  # its partner
    assert not is_told(answers, 3, group(answers, 0, 2))
    assert not is_told(answers, 3, group(answers, 1, 2))


def test_a_base_that_adds_nothing_is_told() -> None:
    answers = said(3, 8, 30, 40, 6)
    assert is_told(answers, 4, group(answers, 2))
    assert is_told(answers, 4, group(answers, 0, 1))
    assert is_told(answers, 4, group(answers, 2, 3))
    assert is_told(answers, 4, group(answers, 0, 1, 2))
    assert is_told(answers, 4, np.ones(len(answers), np.bool_))
    assert is_told(answers, 4, np.zeros(len(answers), np.bool_))


def test_few_people_and_all_but_few_are_not_told() -> None:
    answers = said(20, 30, 0)
    few = np.arange(50) < 4
    assert not is_told(answers, 2, few)
    assert not is_told(answers, 2, ~few)
    assert is_told(answers, 2, np.arange(50) % 4 < 2)


def test_two_bases_that_differ_by_few_are_not_both_told() -> None:
    answers = said(30, 30, 0)
    larger, smaller = np.arange(60) % 3 < 2, np.arange(60) % 3 < 2
    smaller &= np.arange(60) > 3
    told = ToldBases([counted(answers, 2)], [smaller, larger], 5)
    assert (True, False) == (told.is_told(larger), told.is_told(smaller))


def test_all_but_few_of_those_with_an_answer_that_is_told_are_not_told() -> None:
    answers = said(30, 30, 0)
    some = group(answers, 0) & (np.arange(60) > 2)
    assert not is_told(answers, 2, some)
    assert is_told(answers, 2, group(answers, 0) & (np.arange(60) > 4))


def test_an_answer_of_nobody_that_is_hidden_beside_a_small_one_protects_it_from_bases_too() -> None:
    answers = said(3, 0, 0, 0)
    within = [*answers, *[NOT_ASKED] * 40]
    assert {(0, 0), (1, 0), (2, 0)} >= counted(within, 3).hidden()
    assert not is_told(within, 3, group(within, 0))


def test_a_group_made_of_cells_of_two_variables_is_held_against_their_table() -> None:
    """Hidden in the first column are the 2 and the 9, and so in the second one."""
    cells = {(0, 0): 2, (0, 1): 20, (1, 0): 9, (1, 1): 30, (2, 0): 40, (2, 1): 25}
    rows = [row for (row, _), n in cells.items() for _ in range(n)]
    banner = variable([column for (_, column), n in cells.items() for _ in range(n)], 2)
    table = counted(rows, 3, banner)
    young = banner.members(0)
    assert not ToldBases([table], [], 5).is_told(group(rows, 0, 2) & young)
    assert ToldBases([table], [], 5).is_told(group(rows, 2) & young)


@pytest.mark.parametrize("seed", range(6))
def test_everything_that_is_told_gives_no_small_cell(seed: int) -> None:
    """Equations of a table, of its margins, and of the bases of questions asked by its answers or its cells."""
    rng, hiding, told_ones = Random(seed), 0, 0
    for _ in range(40):
        counts = [[rng.choice((0, 1, 3, 7, 9, 20, 40)) for _ in range(4)] for _ in range(4)]
        cells = [(row, column) for row in range(4) for column in range(4) for _ in range(counts[row][column])]
        rows, columns = ([place if place < 3 else -1 for place in places] for places in zip(*cells, strict=True))
        banner = variable(columns, 3)
        whole = answer_table(variable(rows, 3), [BannerVariable("b", banner)], np.ones(len(cells)), OUT)
        routed = [_routed(rng) for _ in range(5)]
        masks = [np.array([places[row][column] for row, column in cells], np.bool_) for places in routed]
        bases = ToldBases([counted(rows, 3, banner)], masks, 5)
        known = [*_equations(whole)]
        for places, mask in zip(routed, masks, strict=True):
            if bases.is_told(mask):
                told_ones += 1
                known += [places.ravel()] + [_only(places, column).ravel() for column in range(3)]
        matrix = np.array(known)
        rank = np.linalg.matrix_rank(matrix)
        for row in range(3):
            for column in range(3):
                if whole.lines[row].cells[column + 1].is_hidden and 0 < counts[row][column] < 5:
                    hiding += 1
                    alone = np.zeros((4, 4))
                    alone[row, column] = 1
                    assert rank < np.linalg.matrix_rank(np.vstack([matrix, alone.ravel()])), (counts, row, column)
    assert hiding > 40
    assert told_ones > 4


def _routed(rng: Random) -> NDArray[np.float64]:
    """Which cells a question is asked of: by the answers of one variable, or of both."""
    by_row, by_column = [rng.random() < 0.5 for _ in range(4)], [rng.random() < 0.5 for _ in range(4)]
    if rng.random() < 0.6:
        by_column = [True] * 4
    return np.array([[float(row and column) for column in by_column] for row in by_row])


def _only(places: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    kept = np.zeros((4, 4))
    kept[:, column] = places[:, column]
    return kept


def _equations(made: AnswerTable) -> list[NDArray[np.float64]]:
    """Sums of cells that a table tells, those without an answer in each column included."""
    told = []
    for row in range(3):
        for column in range(4):
            if made.lines[row].cells[column].count is not None:
                counts = np.zeros((4, 4))
                counts[row, slice(None) if column == 0 else column - 1] = 1
                told.append(counts.ravel())
    for column in range(4):
        for part in (slice(0, 3), slice(3, 4)):
            base = np.zeros((4, 4))
            base[part, slice(None) if column == 0 else column - 1] = 1
            told.append(base.ravel())
    return told
