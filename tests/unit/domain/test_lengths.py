"""The median of counted lengths is the median of the lengths."""

from __future__ import annotations

from collections import Counter
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.casework.lengths import median_length


def test_without_lengths_there_is_no_median() -> None:
    assert median_length({}) is None
    assert median_length({60: 0}) is None


def test_an_even_number_of_lengths_has_the_middle_between_two() -> None:
    assert 75.0 == median_length({90: 1, 60: 1})


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_it_is_the_median_of_the_single_lengths(lengths: list[int]) -> None:
    assert median(lengths) == median_length(Counter(lengths))
