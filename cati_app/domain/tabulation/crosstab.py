"""Counts answers by columns: how many say what, with how much weight, and the mean of a scale.

Arrays hold an entry for each interview. Sums are made in the order of the interviews, so the same data give the same
figures on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cati_app.values import dataclass

Floats: TypeAlias = NDArray[np.float64]
Indexes: TypeAlias = NDArray[np.intp]
Bools: TypeAlias = NDArray[np.bool_]
Counts: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AnswerCategory:
    """A row of a table, or a column.

    Args:
        name: As the questionnaire has it.
        code: In the data set.
        text: For people.
    """

    name: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class TabulatedVariable:
    """What interviews answer to a question: one category each, or of a multiple one any number.

    Args:
        categories: In the order of the questionnaire.
        index: Of a question with one answer: of the category, -1 without a valid answer. Of a multiple one, and of a
            number without categories, 0 where anything was answered, else -1.
        chosen: Of a multiple one: a row for each category, whether it was chosen; None of one with a single answer.
        figures: Of a scale or a number: the value, nan without one; None where a mean has no meaning.
    """

    categories: tuple[AnswerCategory, ...]
    index: Indexes
    chosen: Bools | None = None
    figures: Floats | None = None

    @property
    def is_multiple(self) -> bool:
        """Whether an interview may belong to several categories, so that they overlap."""
        return self.chosen is not None

    @property
    def answered(self) -> Bools:
        """Whether an interview is in the base."""
        based: Bools = self.index >= 0
        return based

    def members(self, category: int) -> Bools:
        """The interviews of a category."""
        if self.chosen is not None:
            within: Bools = self.chosen[category] & (self.index >= 0)
            return within
        belongs: Bools = self.index == category
        return belongs


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Figures of a table. Arrays have a row for each category and a column for each column of the table.

    Args:
        counts: Interviews.
        sums: Their weights.
        bases: Interviews with a valid answer, by column.
        weighted_bases: Their weights.
        effective: Of them, how many without weights would tell as much: (Σw)² / Σw²; 0 of an empty column.
        means: Weighted mean by column, nan where there is none; None where it has no meaning.
    """

    counts: Counts
    sums: Floats
    bases: Counts
    weighted_bases: Floats
    effective: Floats
    means: Floats | None

    @property
    def shares(self) -> Floats:
        """Weighted shares of the base, 0 to 1, whatever was rounded in the sums; nan where it is empty."""
        with np.errstate(divide="ignore", invalid="ignore"):
            shares: Floats = np.clip(self.sums / self.weighted_bases, 0.0, 1.0)
        return shares


def crosstab(rows: TabulatedVariable, columns: Sequence[Indexes], weights: Floats) -> Crosstab:
    """Count a question by columns.

    Args:
        rows: The question.
        columns: Of each column the numbers of its interviews, in order.
        weights: Of the interviews, 0 or more.
    """
    size = len(rows.categories)
    shape = size, len(columns)
    counts, sums = np.zeros(shape, np.int64), np.zeros(shape)
    bases, weighted, effective = np.zeros(shape[1], np.int64), np.zeros(shape[1]), np.zeros(shape[1])
    means = None if rows.figures is None else np.full(shape[1], np.nan)
    for number, column in enumerate(columns):
        based = column[rows.index[column] >= 0]
        weight, category = weights[based], rows.index[based]
        bases[number], weighted[number] = len(based), weight.sum()
        squares = float((weight * weight).sum())
        effective[number] = weighted[number] ** 2 / squares if squares else 0.0
        if rows.chosen is None and size:
            counts[:, number] = np.bincount(category, minlength=size)
            sums[:, number] = np.bincount(category, weight, size)
        elif rows.chosen is not None:
            for row in range(size):
                taken = rows.chosen[row, based]
                counts[row, number], sums[row, number] = taken.sum(), weight[taken].sum()
        if means is not None and rows.figures is not None and weighted[number]:
            means[number] = (rows.figures[based] * weight).sum() / weighted[number]
    return Crosstab(counts, sums, bases, weighted, effective, means)


def overlapping(columns: Sequence[Indexes]) -> frozenset[tuple[int, int]]:
    """Pairs of columns that share an interview: the smaller number first."""
    return frozenset(
        (first, second)
        for first, second in combinations(range(len(columns)), 2)
        if len(np.intersect1d(columns[first], columns[second], assume_unique=True))
    )
