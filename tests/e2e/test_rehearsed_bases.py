"""The tables of a rehearsed reference study: with all bases, and beside their kin, they give no cell that they hide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from cati_app.demo.rehearsal.field import Rehearsal
from cati_app.domain.tabulation.crosstab import TabulatedVariable
from cati_app.domain.tabulation.table import BannerVariable, TableColumn, TableManner, answer_table
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.dataset.table_book import MadeTable, TableBook
from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from cati_app.station.tabulating import study_tables
from tests.table_attack import ToldTable, followed

pytestmark = pytest.mark.slow

SEATS, DAYS = 4, 2
KIN = {"age_group", "school", "school_level", "quota_ses", "mother_immigrated", "immigration_history", "origin_group"}
"""Questions that put categories of others together, and these; some of them are dimensions of the quota, too."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> TableBook:
    loaded = read_study(reference_study())
    assert isinstance(loaded, LoadedStudy), loaded
    rehearsal = Rehearsal(loaded, tmp_path_factory.mktemp("field") / "rehearsal.db", SEATS, 1)
    try:
        rehearsal.play(DAYS)
        keys = rehearsal.keys
        return study_tables(rehearsal.station, PROGRAM, keys).book
    finally:
        rehearsal.station.database.close()


def test_no_small_cell_follows_from_a_table_with_all_bases(book: TableBook) -> None:
    tables = {made.question.name: made for made in book.tables(handed_out=True)}
    routed = [made for made in tables.values() if not made.question.asked.all()]
    attacked = 0
    for made in tables.values():
        if not made.question.answers.categories or made.question.answers.is_multiple or made.table.is_secret:
            continue
        for first, variable in _blocks(book, made):
            cells, counts = _cells(made, variable)
            known = [*_table_tells(made, first, counts.shape)]
            for other in routed:
                known += _bases_tell(other, first, cells, counts)
            matrix = np.array(known)
            rank = np.linalg.matrix_rank(matrix)
            for (row, column), n in np.ndenumerate(counts):
                if row < len(made.table.lines) and column < counts.shape[1] - 1 and 0 < n < book.plan.limit:
                    if not made.table.lines[row].cells[first + column].is_hidden:
                        raise AssertionError("a small cell is told")
                    attacked += 1
                    alone = np.zeros(counts.shape)
                    alone[row, column] = 1
                    told = np.linalg.matrix_rank(np.vstack([matrix, alone.ravel()]))
                    assert rank < told, (made.question.name, row, column)
    assert attacked > 50
    assert any(made.table.is_secret for made in routed)
    assert any(not made.table.is_secret for made in routed)


def test_no_hidden_cell_follows_from_questions_of_which_one_puts_the_others_categories_together(
    book: TableBook,
) -> None:
    names = [each.question.name for each in book.tables(handed_out=True) if each.question.name in KIN]
    assert KIN == set(names)
    banner = [(name, book.question(name).answers) for name in book.banners[0].variables]
    tables = [
        ToldTable(made.question.name, made.question.answers, banner, made.table)
        for made in book.tables(handed_out=True)
        if made.question.name in KIN
    ]
    assert [] == followed(tables, book.plan.limit)
    alone = [
        replace(each, table=answer_table(each.answers, _heads(banner), book.data.weights, TableManner(limit=5)))
        for each in tables
    ]
    assert [] != followed(alone, book.plan.limit)


def _heads(banner: Sequence[tuple[str, TabulatedVariable]]) -> list[BannerVariable]:
    return [BannerVariable(name, answers) for name, answers in banner]


def _blocks(book: TableBook, made: MadeTable) -> Iterator[tuple[int, TabulatedVariable]]:
    first = 1
    for name in book.banners[0].variables:
        answers = book.question(name).answers
        yield first, answers
        first += len(answers.categories)


def _cells(made: MadeTable, variable: TabulatedVariable) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Of each interview its cell – by answer, none, not asked, and by column or none –, and how many are in each."""
    size, width = len(made.question.answers.categories), len(variable.categories) + 1
    answers = made.question.answers.index
    row = np.where(answers >= 0, answers, np.where(made.question.silent, size, size + 1))
    column = np.where(variable.index >= 0, variable.index, width - 1)
    cells = (row * width + column).astype(np.intp)
    return cells, np.bincount(cells, minlength=(size + 2) * width).reshape(size + 2, width)


def _table_tells(made: MadeTable, first: int, shape: tuple[int, int]) -> Iterator[NDArray[np.float64]]:
    """Counts and bases, in all and by column; how many were not asked is told of all and by column as well."""
    size, width = shape[0] - 2, shape[1]
    for at in (-1, *range(width - 1)):
        column = made.table.columns[0 if at < 0 else first + at]
        there = slice(None) if at < 0 else at
        for row in range(size):
            if not made.table.lines[row].cells[0 if at < 0 else first + at].is_hidden:
                yield _sum(shape, row, there)
        if column.base is not None:
            yield _sum(shape, slice(0, size), there)
        yield _sum(shape, slice(None), there)


def _bases_tell(
    other: MadeTable, first: int, cells: NDArray[np.intp], counts: NDArray[np.int64]
) -> Iterator[NDArray[np.float64]]:
    """How many were asked another question, where that is a sum of cells; those of nobody are asked or not."""
    asked = np.bincount(cells, other.question.asked, counts.size).reshape(counts.shape)
    for at in (-1, *range(counts.shape[1] - 1)):
        column: TableColumn = other.table.columns[0 if at < 0 else first + at]
        there = slice(None) if at < 0 else at
        within, whole = asked[:, there], counts[:, there]
        if column.base is None or ((within > 0) & (within < whole)).any() or not within.any():
            continue
        told = np.zeros(counts.shape)
        told[:, there] = (within > 0).astype(np.float64)
        yield told.ravel()


def _sum(shape: tuple[int, int], row: int | slice, column: int | slice) -> NDArray[np.float64]:
    chosen = np.zeros(shape)
    chosen[row, column] = 1
    return chosen.ravel()
