"""What chance leaves of differences in a random sample: intervals of shares, and letters of columns that differ.

Of a quota sample neither may be said: nobody knows with which chance its people were selected.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from math import sqrt

from cati_app.domain.tabulation.crosstab import Crosstab

Z = 1.96
"""Two-sided, for 95 of 100 samples."""
LEAST_BASE = 30
"""Interviews in a column that is compared."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class SampleDesign(StrEnum):
    """How the people of a study were selected."""

    QUOTA = "quota"
    RANDOM = "random"


def half_width(share: float, effective: float) -> float | None:
    """How far the interval reaches on both sides of a share of 0 to 1; None without an interview."""
    return Z * sqrt(share * (1 - share) / effective) if effective > 0 else None


def differ(first: float, n_first: float, second: float, n_second: float) -> bool:
    """Whether two shares of 0 to 1 differ by more than chance: two-sided z test with the common share, α .05."""
    if not (n_first > 0 and n_second > 0):
        return False
    common = (first * n_first + second * n_second) / (n_first + n_second)
    spread = sqrt(common * (1 - common) * (1 / n_first + 1 / n_second))
    return spread > 0 and abs(first - second) / spread >= Z


def letter(number: int) -> str:
    """The letter of a column: A to Z, then A2 to Z2 and so on."""
    turn, rest = divmod(number, len(LETTERS))
    return LETTERS[rest] + (str(turn + 1) if turn else "")


def letters(
    table: Crosstab,
    compared: Sequence[tuple[int, int]],
    names: Sequence[str],
    hidden: Collection[tuple[int, int]] = (),
) -> list[list[str]]:
    """By row and column, the letters of the columns whose share is lower by more than chance.

    Args:
        table: The figures.
        compared: Pairs of columns that are compared: those of one variable that share no interview.
        names: The letter of each column.
        hidden: Cells by row and column of which nothing is told.
    """
    shares, told = table.shares, [["" for _ in names] for _ in table.counts]
    for row in range(len(told)):
        for first, second in compared:
            if min(table.bases[first], table.bases[second]) < LEAST_BASE or {(row, first), (row, second)} & set(hidden):
                continue
            share, other = float(shares[row, first]), float(shares[row, second])
            if differ(share, float(table.effective[first]), other, float(table.effective[second])):
                higher, lower = (first, second) if share > other else (second, first)
                told[row][higher] += names[lower]
    return told
