"""Targets in whole numbers: the total and every margin are kept."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.quota.cells import targets_from_margins
from cati_app.domain.quota.rounding import controlled_rounding, largest_remainders

_AGE = {"16-29": 0.18, "30-44": 0.23, "45-64": 0.34, "65+": 0.25}
_STATUS = {"low": 0.2, "medium": 0.6, "high": 0.2}
_HISTORY = {"with": 0.3, "without": 0.7}
Cell = tuple[str, ...]


def _exact(weights: list[list[int]], total: int) -> dict[Cell, Fraction]:
    named = [{str(n): weight for n, weight in enumerate(margin)} for margin in weights]
    exact = {}
    for cell in product(*named):
        value = Fraction(total)
        for margin, category in zip(named, cell, strict=True):
            value *= Fraction(margin[category], sum(margin.values()))
        exact[cell] = value
    return exact


def _margin(table: dict[Cell, Fraction] | dict[Cell, int], dimension: int) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for cell, value in table.items():
        sums[cell[dimension]] = sums.get(cell[dimension], Fraction()) + value
    return sums


def test_the_reference_study_keeps_its_margins() -> None:
    targets = targets_from_margins([_AGE, _STATUS, _HISTORY], 400)

    assert [5, 10, 13, 30, 4, 10, 5, 13, 16, 39, 6, 13, 8, 19, 25, 57, 8, 19, 6, 14, 18, 42, 6, 14] == list(
        targets.values()
    )
    assert [72, 92, 136, 100] == [sum(n for cell, n in targets.items() if cell.startswith(f"{age}/")) for age in _AGE]


@pytest.mark.parametrize(
    ("expected", "exact"),
    [
        ({"a": 1, "b": 1, "c": 0}, {"a": Fraction(2, 3), "b": Fraction(2, 3), "c": Fraction(2, 3)}),
        ({"a": 0, "b": 2}, {"a": Fraction(1, 4), "b": Fraction(7, 4)}),
    ],
)
def test_the_largest_remainders_get_one_more_in_order(expected: dict[str, int], exact: dict[str, Fraction]) -> None:
    assert expected == largest_remainders(exact, 2)


_WEIGHTS = st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=4), min_size=1, max_size=3)


@settings(deadline=None)  # exact fractions on a busy machine
@given(_WEIGHTS, st.integers(0, 500))
def test_total_and_margins_are_kept_whatever_the_shares(weights: list[list[int]], total: int) -> None:
    exact = _exact(weights, total)
    whole = controlled_rounding(exact, total)

    assert total == sum(whole.values())
    assert all(target >= 0 for target in whole.values())
    for dimension in range(len(weights)):
        assert largest_remainders(_margin(exact, dimension), total) == _margin(whole, dimension)


@settings(deadline=None)  # exact fractions on a busy machine
@given(_WEIGHTS, st.integers(0, 200))
def test_no_swap_of_two_cells_comes_nearer(weights: list[list[int]], total: int) -> None:
    exact = _exact(weights, total)
    whole = controlled_rounding(exact, total)
    above = {cell: whole[cell] - exact[cell] for cell in whole}

    for dimension in range(len(weights)):
        for a, b in product(whole, whole):
            if whole[a] and whole[b] and a[dimension] != b[dimension]:
                c = (*a[:dimension], b[dimension], *a[dimension + 1 :])
                d = (*b[:dimension], a[dimension], *b[dimension + 1 :])
                if c != b:
                    assert above[a] + above[b] - above[c] - above[d] <= 2
