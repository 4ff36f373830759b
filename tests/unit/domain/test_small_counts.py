"""Counts of people that are not told, and what would betray them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.tabulation.small_counts import SMALLEST, hidden_answers, hidden_counts


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([], set()),
        ([0, 12, 5], set()),
        ([30, 3, 4], {1, 2}),
        ([30, 3, 9], {1, 2}),  # 3 alone would be had by subtraction
        ([30, 1, 2, 6, 8], {1, 2, 3}),  # 3 together are still few
        ([2, 0, 0], {0, 1}),  # which of them it is would be told by what is not hidden
        ([4], {0}),
    ],
)
def test_what_is_hidden(counts: list[int], hidden: set[int]) -> None:
    assert hidden == hidden_counts(counts)


def test_of_a_long_list_answers_that_nobody_gave_are_hidden_beside_small_ones() -> None:
    countries = [40, 3, 7, *[0] * 58]
    assert {1, 2} == hidden_answers(countries[:60])
    assert {1, 2, *range(3, 61)} == hidden_answers(countries)
    assert not hidden_answers([40, 30, *[0] * 60])


@given(st.lists(st.integers(0, 40), max_size=8))
def test_nothing_small_can_be_had_by_subtraction(counts: list[int]) -> None:
    hidden = hidden_counts(counts)
    assert all(count == 0 or count >= SMALLEST for at, count in enumerate(counts) if at not in hidden)
    told = [count for at, count in enumerate(counts) if at not in hidden and count]
    if hidden and told:
        assert len(hidden) > 1
        assert sum(counts[at] for at in hidden) >= SMALLEST
