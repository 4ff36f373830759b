"""Kin variables: categories of one that are, put together, those of another, whoever was interviewed.

A total of one is then a sum of the other, and what the one hides may follow from what the other tells. Neither the
questionnaire nor a calculation is read for it: what holds for all interviews holds for their tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cati_app.domain.tabulation.crosstab import Bools, Counts, Indexes
from cati_app.domain.tabulation.partitions import Partition
from cati_app.values import dataclass

_LOOKED_AT = 1_000
"""Interviews in which most pairs already show that they are not kin, beside one of each category."""

Part = tuple[frozenset[int], frozenset[int]]
"""Categories of the first variable and of the second in which the same interviews are."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """Two variables whose totals are bound to each other.

    Args:
        first: The number of one.
        second: The number of the other, higher.
        parts: Each holds the same interviews by the categories of either; those without one are a category, too.
    """

    first: int
    second: int
    parts: tuple[Part, ...]


def kinships(partitions: Sequence[Partition], limit: int) -> tuple[Kinship, ...]:
    """All pairs of kin, by their numbers.

    Two parts with at least as many interviews as are told of make kin: on fewer people two answers agree by chance, and
    both are hidden. That the same people were asked, or gave an answer, makes none: bases are judged by themselves.

    Args:
        limit: Fewer people are not told of.
    """
    if not partitions or not len(partitions[0].categories):
        return ()
    kin = []
    for first, second in _likely(partitions):
        left, right = partitions[first], partitions[second]
        counts = np.bincount(
            left.categories * (right.size + 1) + right.categories, minlength=(left.size + 1) * (right.size + 1)
        )
        met = counts.reshape(left.size + 1, right.size + 1)
        parts = _parts(met > 0)
        large = [part for part in parts if _people(met, part) >= limit and not _is_rest(left, right, part)]
        binding = tuple(part for part in parts if not _is_base(met, part))
        if len(large) > 1 and binding:
            kin.append(Kinship(first, second, binding))
    return tuple(kin)


def families(count: int, bonds: Sequence[Kinship]) -> tuple[tuple[int, ...], ...]:
    """Of each of so many variables the numbers of its family, itself among them, in order."""
    family = {number: {number} for number in range(count)}
    for bond in bonds:
        both = family[bond.first] | family[bond.second]
        for number in both:
            family[number] = both
    return tuple(tuple(sorted(family[number])) for number in range(count))


def _likely(partitions: Sequence[Partition]) -> Iterator[tuple[int, int]]:
    """Pairs that may be kin: some interviews show of most that they are not, for whom all others only add."""
    taken = _some_of_each(partitions)
    starts = np.cumsum([0, *(each.size + 1 for each in partitions[:-1])])
    chosen = np.zeros((len(taken), int(starts[-1]) + partitions[-1].size + 1), np.float32)
    for start, each in zip(starts, partitions, strict=True):
        chosen[np.arange(len(taken)), start + each.categories[taken]] = 1
    met = (chosen.T @ chosen) > 0
    present = met.diagonal()
    width = np.add.reduceat(present.astype(np.int64), starts)
    meets_all = (np.add.reduceat(met.astype(np.int64), starts, axis=1) == width[None, :]) & present[:, None]
    apart = ~np.maximum.reduceat(meets_all, starts, axis=0)  # no category of one meets all of the other
    ends = [*starts[1:], len(met)]
    for first, second in np.argwhere(np.triu(apart & apart.T, 1)).tolist():
        block = met[starts[first] : ends[first], starts[second] : ends[second]]
        if any(not _is_base(block, part) for part in _parts(block)):
            yield first, second


def _some_of_each(partitions: Sequence[Partition]) -> Indexes:
    """Interviews among which every category that occurs is found."""
    count = len(partitions[0].categories)
    taken = np.zeros(count, np.bool_)
    taken[:: max(1, count // _LOOKED_AT)] = True
    backwards = np.arange(count)[::-1]
    for each in partitions:
        sample = np.full(each.size + 1, -1)
        sample[each.categories[::-1]] = backwards
        taken[sample[sample >= 0]] = True
    return np.flatnonzero(taken)


def _parts(met: Bools) -> tuple[Part, ...]:
    """Categories that meet, directly or by others between them; `met` by those of the first and of the second."""
    left, parts = set(np.flatnonzero(met.any(axis=1)).tolist()), []
    while left:
        rows, columns = {min(left)}, set[int]()
        while True:
            reached = set(np.flatnonzero(met[sorted(rows)].any(axis=0)).tolist())
            if reached == columns:
                break
            columns = reached
            rows = set(np.flatnonzero(met[:, sorted(columns)].any(axis=1)).tolist())
        left -= rows
        parts.append((frozenset(rows), frozenset(columns)))
    return tuple(parts)


def _is_rest(left: Partition, right: Partition, part: Part) -> bool:
    """Whether it is those without a category of either."""
    return part == (frozenset({left.size}), frozenset({right.size}))


def _is_base(met: Counts | Bools, part: Part) -> bool:
    """Whether it is all of a variable who have a category, or all without one: so many are told by its base."""
    for side, across in zip(part, (met, met.T), strict=True):
        rest = len(across) - 1
        answered = frozenset(at for at, line in enumerate(across[:rest]) if line.any())
        if side == {rest} or answered <= side:
            return True
    return False


def _people(met: Counts, part: Part) -> int:
    return int(met[sorted(part[0])].sum())
