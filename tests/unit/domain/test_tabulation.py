"""Tables of answers: counts, weighted shares, means, intervals, letters, and what of them is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from cati_app.domain.tabulation.chance import SampleDesign, differ, half_width, letter
from cati_app.domain.tabulation.crosstab import AnswerCategory, TabulatedVariable
from cati_app.domain.tabulation.plan import TablePlan
from cati_app.domain.tabulation.table import AnswerNet, AnswerTable, BannerVariable, TableManner, answer_table

OUT = TableManner(limit=5)


def categories(count: int) -> tuple[AnswerCategory, ...]:
    return tuple(AnswerCategory(str(n), str(n), f"category {n}") for n in range(1, count + 1))


def single(index: list[int], count: int, figures: list[float] | None = None) -> TabulatedVariable:
    told = None if figures is None else np.array(figures)
    return TabulatedVariable(categories(count), np.array(index, np.intp), None, told)


def crossed(counts: list[list[int]]) -> tuple[TabulatedVariable, TabulatedVariable]:
    """A question and a variable of a banner with these interviews in their cells."""
    cells = [(row, column) for row, line in enumerate(counts) for column, n in enumerate(line) for _ in range(n)]
    rows, columns = zip(*cells, strict=True)
    return single(list(rows), len(counts)), single(list(columns), len(counts[0]))


def table(counts: list[list[int]], manner: TableManner = OUT, *nets: AnswerNet) -> AnswerTable:
    question, banner = crossed(counts)
    weights = np.ones(len(question.index))
    return answer_table(question, [BannerVariable("age", banner)], weights, manner, nets=nets)


def told(made: AnswerTable) -> list[list[int | None]]:
    return [[cell.count for cell in line.cells] for line in made.lines]


def test_counts_are_plain_and_shares_weighted_on_the_base_of_valid_answers() -> None:
    question = single([0, 0, 1, 1, -1], 2, [1, 1, 2, 2, np.nan])
    banner = BannerVariable("sex", single([0, 1, 0, 1, 1], 2))
    made = answer_table(question, [banner], np.array([1.0, 3.0, 2.0, 2.0, 9.0]), TableManner())
    assert [[2, 1, 1], [2, 1, 1]] == told(made)
    assert [4 / 8, 1 / 3, 3 / 5] == pytest.approx([cell.share for cell in made.lines[0].cells])
    assert [4, 2, 2] == [column.base for column in made.columns]
    assert [8.0, 3.0, 5.0] == [column.weighted_base for column in made.columns]
    assert [64 / 18, 9 / 5, 25 / 13] == pytest.approx([column.effective for column in made.columns])
    assert [12 / 8, 5 / 3, 7 / 5] == pytest.approx([column.mean for column in made.columns])
    assert not made.hides


def test_several_answers_have_one_base_and_a_net_counts_people_once() -> None:
    chosen = np.array([[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]], np.bool_)
    question = TabulatedVariable(categories(3), np.array([0, 0, 0, -1], np.intp), chosen)
    made = answer_table(question, [], np.ones(4), TableManner(), nets=[AnswerNet("1 + 2", (0, 1))])
    assert [[2], [1], [1], [2]] == told(made)
    assert [2 / 3, 1 / 3, 1 / 3, 2 / 3] == pytest.approx([line.cells[0].share for line in made.lines])
    assert ([False] * 3 + [True], True) == ([line.is_net for line in made.lines], made.is_multiple)


def test_a_number_has_a_mean_and_no_rows() -> None:
    question = TabulatedVariable((), np.array([0, 0, -1], np.intp), None, np.array([20.0, 40.0, np.nan]))
    made = answer_table(question, [], np.array([1.0, 3.0, 5.0]), TableManner())
    assert ((), 35.0, 2) == (made.lines, made.columns[0].mean, made.columns[0].base)


def test_small_cells_and_their_partners_are_hidden_in_what_is_handed_out_alone() -> None:
    counts = [[3, 12, 20], [9, 30, 14], [11, 8, 25]]
    assert [[35, None, None, 20], [53, 9, 30, 14], [44, None, None, 25]] == told(table(counts))
    assert [[35, 3, 12, 20], [53, 9, 30, 14], [44, 11, 8, 25]] == told(table(counts, TableManner()))
    hidden = table(counts).lines[0].cells[1]
    assert (None, None, "") == (hidden.share, hidden.half_width, hidden.letters)


def test_people_without_a_category_count_as_a_column() -> None:
    question = single([0] * 20 + [1] * 40 + [0] * 2 + [1] * 9, 2)
    banner = single([0] * 8 + [1] * 12 + [0] * 20 + [1] * 20 + [-1] * 11, 2)
    made = answer_table(question, [BannerVariable("age", banner)], np.ones(71), OUT)
    assert [[22, None, 12], [49, None, 20]] == told(made)


def test_a_variable_with_categories_that_are_too_small_is_hidden_in_whole() -> None:
    made = table([[1, 60], [6, 0]])
    assert [[61, None, None], [6, None, None]] == told(made)
    assert ("age",) == made.withheld


def test_an_answer_of_few_is_hidden_in_all_columns_with_the_next_smallest() -> None:
    """As in the codebook: a total of 2 tells of two people, whatever stands beside it."""
    made = table([[1, 1], [12, 20], [40, 50]])
    assert [[None] * 3, [None] * 3, [90, 40, 50]] == told(made)
    assert () == made.withheld


def test_one_answer_of_several_that_few_gave_or_few_did_not_is_hidden() -> None:
    chosen = np.zeros((3, 60), np.bool_)
    chosen[0, :2], chosen[1, :57], chosen[2, :30] = True, True, True
    question = TabulatedVariable(categories(3), np.zeros(60, np.intp), chosen)
    assert [[None], [None], [30]] == told(answer_table(question, [], np.ones(60), OUT))


@pytest.mark.parametrize("left_out", [1, 4])
def test_a_filter_that_leaves_out_few_interviews_tells_nothing(left_out: int) -> None:
    """The table of all interviews less this one would be that of the few."""
    question, banner = crossed([[10, 20], [12, 30]])
    only = np.arange(72) >= left_out
    made = answer_table(question, [BannerVariable("age", banner)], np.ones(72), OUT, only=only)
    assert {None} == {count for line in told(made) for count in line}


def test_a_cell_beside_which_a_filter_leaves_out_few_is_hidden_in_its_column() -> None:
    """Both totals are large, and the cell of all interviews, 22, less this one would be 2."""
    question, banner = crossed([[22, 28], [25, 25], [30, 30]])
    only = np.ones(160, np.bool_)
    rows, columns = question.index, banner.index
    for row, column, n in [(0, 0, 2), (0, 1, 8), (1, 0, 9), (1, 1, 9), (2, 0, 10), (2, 1, 10)]:
        only[np.flatnonzero((rows == row) & (columns == column))[:n]] = False
    made = answer_table(question, [BannerVariable("age", banner)], np.ones(160), OUT, only=only)
    assert [40, 32, 40] == [line[0] for line in told(made)]
    assert told(made)[0][1:] == [None, None]


def test_a_net_is_told_only_where_no_hidden_cell_follows_from_it() -> None:
    counts = [[3, 12, 20], [9, 30, 14], [11, 8, 25]]
    both, mixed, none = AnswerNet("a", (0, 2)), AnswerNet("b", (0, 1)), AnswerNet("c", (1,))
    nets = told(table(counts, OUT, both, mixed, none))[3:]
    assert [[79, 14, 20, 45], [88, None, None, None], [53, 9, 30, 14]] == nets


def test_the_mean_of_a_column_with_hidden_cells_is_hidden() -> None:
    question, banner = crossed([[3, 12, 20], [9, 30, 14], [11, 8, 25]])
    scale = TabulatedVariable(question.categories, question.index, None, question.index.astype(np.float64))
    made = answer_table(scale, [BannerVariable("age", banner)], np.ones(132), OUT)
    assert [False, True, True, False] == [column.mean_hidden for column in made.columns]
    assert made.columns[1].mean is None


def test_a_mean_of_few_people_is_hidden_with_the_one_it_follows_from() -> None:
    question = TabulatedVariable((), np.zeros(43, np.intp), None, np.arange(43.0))
    banner = single([0] * 3 + [1] * 10 + [2] * 30, 3)
    made = answer_table(question, [BannerVariable("age", banner)], np.ones(43), OUT)
    assert [False, True, True, False] == [column.mean_hidden for column in made.columns]


def test_rows_of_a_filtered_table_that_are_small_are_hidden_with_the_total() -> None:
    question, banner = crossed([[10, 20], [12, 30], [9, 25], [40, 40]])
    only = np.ones(len(question.index), np.bool_)
    only[np.flatnonzero(question.index == 0)[3:]] = False  # three of the first category are in the table
    only[np.flatnonzero(question.index == 3)[:40]] = False
    made = answer_table(question, [BannerVariable("age", banner)], np.ones(len(only)), OUT, only=only)
    assert told(made)[0] == [None, None, None]
    hidden = [row for row, line in enumerate(told(made)) if line[0] is None]
    assert len(hidden) >= 2
    assert sum(int(only[question.index == row].sum()) for row in hidden) >= 5


@pytest.mark.parametrize(("left_out", "hidden"), [(1, True), (4, True), (5, False)])
def test_a_mean_beside_which_a_filter_leaves_out_few_people_is_hidden(left_out: int, hidden: bool) -> None:
    """Of a number without rows: the mean of all, less that of those in the table, would be that of the others."""
    question = single([0] * 40, 0, [float(n) for n in range(40)])
    only = np.arange(40) >= left_out
    banner = BannerVariable("age", single([0, 1] * 20, 2))
    made = answer_table(question, [banner], np.ones(40), OUT, only=only)
    assert [hidden] * 3 == [column.mean_hidden for column in made.columns]


def test_a_table_of_fewer_than_five_interviews_tells_nothing() -> None:
    made = table([[1, 2], [1, 0]])
    assert {None} == {count for line in told(made) for count in line}


def test_each_answer_of_a_multiple_question_is_hidden_beside_those_who_did_not_choose_it() -> None:
    chosen = np.zeros((2, 60), np.bool_)
    chosen[0, :2] = chosen[0, 20:40] = True  # 2 of the first 20, 20 of the others
    chosen[1, ::2] = True
    question = TabulatedVariable(categories(2), np.zeros(60, np.intp), chosen)
    banner = single([0] * 20 + [1] * 40, 2)
    made = answer_table(question, [BannerVariable("age", banner)], np.ones(60), OUT)
    assert [[22, None, None], [30, 10, 20]] == told(made)


def test_the_column_that_a_filter_keeps_whole_is_told_as_its_total_is() -> None:
    question, banner = crossed([[3, 20], [30, 22], [30, 25]])
    only = banner.index == 1
    made = answer_table(question, [BannerVariable("sex", banner)], np.ones(130), OUT, only=only)
    assert [None, None, 25] == [line[0] for line in told(made)]
    assert [0, 25] == told(made)[2][1:]
    assert () == made.withheld


def test_intervals_and_letters_are_those_of_effective_bases() -> None:
    made = table([[60, 20], [40, 80]], TableManner(intervals=True, letters=True))
    assert 1.96 * sqrt(0.6 * 0.4 / 100) == made.lines[0].cells[1].half_width
    assert [["", "B", ""], ["", "", "A"]] == [[cell.letters for cell in line.cells] for line in made.lines]
    assert ["", "A", "B"] == [column.letter for column in made.columns]
    small = table([[28, 1], [1, 28]], TableManner(letters=True))
    assert {""} == {cell.letters for line in small.lines for cell in line.cells}


def test_weights_whose_sum_is_rounded_give_no_share_beyond_the_whole() -> None:
    """Sums of a row and of its base may differ in the last place, and there is no root of a negative number."""
    weights = np.array([1.0268456375838926, 0.9467592592592593, 1.0410447761194030] * 41)
    question, banner = single([0] * 123, 2), single([0, 1, 1] * 41, 2)
    manner = TableManner(intervals=True, letters=True)
    for start in range(1, 60):  # some of them are rounded up
        made = answer_table(question, [BannerVariable("age", banner)], weights ** (start / 7), manner)
        assert all(0 <= (cell.share or 0) <= 1 for line in made.lines for cell in line.cells)
        assert [0.0] * 3 == pytest.approx([cell.half_width for cell in made.lines[0].cells], abs=1e-7)


def test_letters_tell_nothing_of_hidden_cells_and_of_columns_that_overlap() -> None:
    hidden = table([[3, 50, 12, 20], [60, 20, 30, 14], [11, 8, 8, 25]], TableManner(letters=True, limit=5))
    assert all(not cell.letters for line in hidden.lines for cell in line.cells if cell.is_hidden)
    chosen = np.array([[True] * 60 + [False] * 39 + [True], [False] * 60 + [True] * 40], np.bool_)
    several = TabulatedVariable(categories(2), np.zeros(100, np.intp), chosen)
    question = single([0] * 60 + [1] * 40, 2)
    made = answer_table(question, [BannerVariable("use", several)], np.ones(100), TableManner(letters=True))
    assert {""} == {cell.letters for line in made.lines for cell in line.cells}


def test_chance_is_told_of_random_samples_unless_somebody_switches_it_on() -> None:
    assert half_width(0.5, 0) is None
    assert not differ(0.5, 0, 0.4, 100)
    assert not differ(0.0, 50, 0.0, 50)
    assert ["A", "Z", "A2"] == [letter(number) for number in (0, 25, 26)]
    quota, random = TablePlan(), TablePlan(design=SampleDesign.RANDOM)
    assert (False, False, False) == (quota.tells_intervals, quota.tells_letters, quota.needs_caveat)
    assert (True, True, False) == (random.tells_intervals, random.tells_letters, random.needs_caveat)
    assert TablePlan(letters=True).needs_caveat


def equations(made: AnswerTable, *, turned: bool) -> Iterator[NDArray[np.float64]]:
    """Sums of cells that a table tells, each as what it counts; 3 × 3 cells and those of people with one answer alone.

    Args:
        turned: Whether the columns are those of the first variable.
    """
    rows, columns = len(made.lines), len(made.columns) - 1
    for row in range(rows):
        for column in range(columns + 1):
            if made.lines[row].cells[column].count is not None:
                counted = np.zeros((rows + 1, columns + 1))
                counted[row, slice(None) if column == 0 else column - 1] = 1
                yield (counted.T if turned else counted).ravel()
    for column in range(columns + 1):
        base = np.zeros((rows + 1, columns + 1))
        base[:rows, slice(None) if column == 0 else column - 1] = 1
        yield (base.T if turned else base).ravel()


def test_a_table_and_the_same_one_turned_tell_together_no_small_cell() -> None:
    rng, hiding = Random(3), 0
    for _ in range(150):
        counts = [[rng.choice((0, 1, 3, 7, 9, 20, 40)) for _ in range(4)] for _ in range(4)]
        cells = [(row, column) for row in range(4) for column in range(4) for _ in range(counts[row][column])]
        one, other = (
            single([place if place < 3 else -1 for place in places], 3) for places in zip(*cells, strict=True)
        )
        weights = np.ones(len(cells))
        first = answer_table(one, [BannerVariable("b", other)], weights, OUT)
        second = answer_table(other, [BannerVariable("a", one)], weights, OUT)
        known = np.array([*equations(first, turned=False), *equations(second, turned=True)])
        rank = np.linalg.matrix_rank(known)
        for row in range(3):
            for column in range(3):
                alone = np.zeros((4, 4))
                alone[row, column] = 1
                if 0 < counts[row][column] < 5:
                    hiding += 1
                    assert rank < np.linalg.matrix_rank(np.vstack([known, alone.ravel()])), (counts, row, column)
    assert hiding > 200
