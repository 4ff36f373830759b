"""Shares and classes of lengths of interviews, for reports that tell of nobody alone."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.casework.lengths import LengthClass, length_below, length_classes

_TEN = {60 * minute: 1 for minute in range(1, 11)}


def test_what_a_share_stays_at_or_below_is_a_length_by_rank() -> None:
    assert [180.0, 480.0, 540.0, 600.0] == [length_below(_TEN, share) for share in (0.25, 0.75, 0.9, 1.0)]
    assert length_below({}, 0.5) is None
    assert 0.0 == length_below({-5: 1}, 0.5)


def test_neighbouring_classes_are_put_together_until_each_has_enough() -> None:
    counts = {60: 2, 400: 3, 700: 6, 1000: 1, 5000: 1}

    assert (LengthClass(0, 10, 5), LengthClass(10, None, 8)) == length_classes(counts)
    assert (LengthClass(0, 5, 5),) == length_classes({30: 5})
    assert () == length_classes({30: 4})
    assert () == length_classes({})


@given(st.dictionaries(st.integers(-60, 9000), st.integers(1, 9), max_size=30))
def test_no_class_is_small_and_none_is_lost(counts: dict[int, int]) -> None:
    classes = length_classes(counts)
    total = sum(counts.values())
    assert (sum(each.count for each in classes) == total) if total >= 5 else not classes
    assert all(each.count >= 5 for each in classes)
    assert all(before.end == after.first for before, after in pairwise(classes))
