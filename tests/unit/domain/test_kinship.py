"""Kin variables are read off the interviews: which there are, and that looking at some of them finds the same."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cati_app.domain.tabulation.kinship import Kinship, families, kinships
from cati_app.domain.tabulation.partitions import Partition

LIMIT = 5


def partition(said: list[int], size: int) -> Partition:
    return Partition(np.array(said, np.intp), size)


def parts(one: list[int], other: list[int], sizes: tuple[int, int]) -> set[tuple[frozenset[int], frozenset[int]]]:
    found = kinships([partition(one, sizes[0]), partition(other, sizes[1])], LIMIT)
    return {part for bond in found for part in bond.parts}


def part(first: set[int], second: set[int]) -> tuple[frozenset[int], frozenset[int]]:
    return frozenset(first), frozenset(second)


def test_a_category_that_holds_others_of_another_variable() -> None:
    fine = [0, 1, 2, 3] * 10
    assert {part({0, 1}, {0}), part({2, 3}, {1})} == parts(fine, [n // 2 for n in fine], (4, 2))


def test_the_same_categories_under_other_names() -> None:
    said = [0, 1, 2] * 10
    assert {part({0}, {2}), part({1}, {1}), part({2}, {0})} == parts(said, [2 - n for n in said], (3, 3))


def test_only_some_categories_need_to_be_bound() -> None:
    fine, other = [0] * 10 + [1, 2] * 10, [0] * 10 + [1, 1, 2, 2] * 5
    assert {part({0}, {0}), part({1, 2}, {1, 2})} == parts(fine, other, (3, 3))


def test_variables_that_meet_everywhere_are_no_kin() -> None:
    assert set() == parts([0, 1] * 20, [0, 0, 1, 1] * 10, (2, 2))


def test_that_the_same_people_were_asked_makes_no_kin() -> None:
    """The last category is that of those without an answer."""
    assert set() == parts([0, 1] * 10 + [2] * 10, [0, 0, 1, 1] * 5 + [2] * 10, (2, 2))
    assert set() == parts([0, 1, 2] * 10, [0, 0, 1] * 10, (3, 1))


@pytest.mark.parametrize(("people", "are_kin"), [(4, False), (5, True)])
def test_agreement_of_few_people_is_chance(people: int, are_kin: bool) -> None:
    one, other = [0] * people + [1, 2] * 20, [0] * people + [1, 1, 2, 2] * 10
    assert are_kin == bool(parts(one, other, (3, 3)))


def test_kin_of_kin_are_one_family() -> None:
    bonds = (Kinship(0, 2, ()), Kinship(2, 3, ()))
    assert ((0, 2, 3), (1,), (0, 2, 3), (0, 2, 3)) == families(4, bonds)


def test_looking_at_some_interviews_first_overlooks_no_kin() -> None:
    """A rare category binds two variables of many interviews; all others are crossed."""
    rng = Random(5)
    count = 30_000
    rare = range(1, 13)  # so many at one place are hardly looked at by chance
    one = [3 if n in rare else rng.randrange(3) for n in range(count)]
    other = [3 if n in rare else rng.randrange(3) for n in range(count)]
    none = [rng.randrange(4) for _ in range(count)]
    found = kinships([partition(each, 4) for each in (one, none, other)], LIMIT)
    assert [(0, 2)] == [(bond.first, bond.second) for bond in found]
    assert part({3}, {3}) in found[0].parts


def test_without_interviews_there_is_no_kin() -> None:
    assert () == kinships([partition([], 2), partition([], 2)], LIMIT)
    assert () == kinships([], LIMIT)
