"""Interviews in disjoint categories: a variable with one answer, or one answer of several beside all others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cati_app.domain.tabulation.crosstab import Bools, Counts, Indexes, TabulatedVariable
from cati_app.values import dataclass

_ALIKE = 1_000
"""So many groups of interviews that are alike are told apart."""
_NUMBERED = 100_000
"""So many numbers of groups may be left out before they are numbered anew."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Interviews by category.

    Args:
        categories: Of each interview its category from 0; `size` of those in none.
        size: How many categories there are.
    """

    categories: Indexes
    size: int


@dataclass(frozen=True, slots=True)
class Partitioned:
    """A variable as partitions: itself, or one for each answer of several, of which the first category is those in it.

    Args:
        numbers: Of the partitions.
        is_multiple: Whether there is one for each answer.
    """

    numbers: tuple[int, ...]
    is_multiple: bool

    def hidden(self, by_partition: Sequence[Bools]) -> frozenset[int]:
        """Its answers that are hidden among all interviews."""
        if self.is_multiple:
            return frozenset(at for at, number in enumerate(self.numbers) if by_partition[number][0])
        return frozenset(at for number in self.numbers for at in np.flatnonzero(by_partition[number]).tolist())


def partition_of(answers: TabulatedVariable) -> Partition:
    """A variable with one answer."""
    size = len(answers.categories)
    return Partition(np.where(answers.index < 0, size, answers.index).astype(np.intp), size)


def chosen_or_not(answers: TabulatedVariable, answer: int) -> Partition:
    """Those who chose an answer, and the others of the base."""
    category = np.where(answers.members(answer), 0, np.where(answers.answered, 1, 2))
    return Partition(category.astype(np.intp), 2)


def in_or_out(answers: TabulatedVariable, answer: int) -> Partition:
    """Those in a column, and all others."""
    return Partition(np.where(answers.members(answer), 0, 1).astype(np.intp), 2)


def of_some(partitions: Sequence[Partition], chosen: Bools) -> Sequence[Partition]:
    """The same variables of some of the interviews."""
    return [Partition(each.categories[chosen], each.size) for each in partitions]


def listed(partition: Partition) -> Counts:
    """Interviews by category."""
    counts: Counts = np.bincount(partition.categories, minlength=partition.size + 1)[: partition.size].astype(np.int64)
    return counts


def counted_with_rest(rows: Partition, columns: Partition) -> Counts:
    """Interviews by category of both; the last column is those in no category of the second."""
    wide = columns.size + 1
    flat = np.bincount(rows.categories * wide + columns.categories, minlength=(rows.size + 1) * wide)
    counts: Counts = flat.reshape(rows.size + 1, wide)[: rows.size].astype(np.int64)
    return counts


def alike(partitions: Sequence[Partition], members: Sequence[int]) -> dict[int, Indexes]:
    """Of each variable the categories of interviews that differ in any of these, one of each kind."""
    count = len(partitions[members[0]].categories)
    groups, most = np.zeros(count, np.int64), 1
    for number in members:
        size = partitions[number].size + 1
        groups, most = groups * size + partitions[number].categories, most * size
        if most > _NUMBERED:
            groups = np.unique(groups, return_inverse=True)[1]
            most = int(groups.max(initial=0)) + 1
    counts = np.bincount(groups, minlength=most)
    largest = np.argsort(-counts, kind="stable")[:_ALIKE]
    first = np.zeros(most, np.intp)
    first[groups[::-1]] = np.arange(count)[::-1]
    kept = first[np.sort(largest[counts[largest] > 0])]
    return {number: partitions[number].categories[kept] for number in members}
