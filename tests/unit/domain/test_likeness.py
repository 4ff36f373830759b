"""How alike people are in what they could be known by, and what that gives away."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.release.likeness import AlikeGroup, KnownValue, likeness

_Row = dict[str, KnownValue]


def _people(count: int, age: KnownValue, sex: int, income: KnownValue = None) -> list[_Row]:
    return [{"age": age, "sex": sex, "income": income} for _ in range(count)]


_ROWS: list[_Row] = [
    *_people(3, "16-29", 1, 1),
    *_people(3, "16-29", 1, 2),
    *_people(5, "65+", 2, 5),
    *_people(4, None, 2),
    {"sex": 2, "income": 3},
]


def test_groups_are_told_the_smallest_first() -> None:
    told = likeness(_ROWS, ["age", "sex"], ["income"])

    assert (
        AlikeGroup((None, 2), 5, (1,)),
        AlikeGroup(("65+", 2), 5, (1,)),
        AlikeGroup(("16-29", 1), 6, (2,)),
    ) == told.groups
    assert 5 == told.k
    assert 1 == told.l_of("income")


def test_what_stands_out_is_told() -> None:
    told = likeness([*_ROWS, {"age": "30-44", "sex": 1}], ["age", "sex"], ["income"])

    assert ["30-44"] == [group.values[0] for group in told.too_small()]
    assert [None, "65+"] == [group.values[0] for group in told.too_uniform()]
    assert [] == list(told.too_small(1))
    assert not told.is_public()


def test_everybody_is_among_others() -> None:
    told = likeness(_ROWS[:6], ["age"], ["income"])

    assert (6, 2) == (told.k, told.l_of("income"))
    assert told.is_public()


def test_where_nobody_told_a_sensitive_value_nothing_is_given_away() -> None:
    told = likeness([{"age": "16-29"}] * 5, ["age"], ["income"])

    assert told.l_of("income") is None
    assert () == told.too_uniform()
    assert told.is_public()


def test_few_people_are_not_public_whatever_they_told() -> None:
    assert not likeness(_ROWS[:4], ["age"], ["income"]).is_public()
    assert not likeness(_ROWS[6:11], ["age"], ["income"]).is_public()


def test_without_anybody_nothing_is_told() -> None:
    told = likeness([], ["age"], ["income"])

    assert (None, None, True) == (told.k, told.l_of("income"), told.is_public())


def test_what_people_could_be_known_by_has_to_be_named() -> None:
    with pytest.raises(ValueError, match="known by"):
        likeness(_ROWS, [], [])


@given(st.lists(st.tuples(st.sampled_from([None, "a", "b"]), st.sampled_from([None, 1, 2])), max_size=40))
def test_everybody_is_in_one_group_and_one_more_variable_makes_none_bigger(
    pairs: list[tuple[str | None, int | None]],
) -> None:
    rows = [{"x": x, "y": y} for x, y in pairs]
    by_one, by_both = likeness(rows, ["x"], []), likeness(rows, ["x", "y"], [])

    assert len(rows) == sum(group.people for group in by_both.groups)
    assert dict(Counter(pairs)) == {group.values: group.people for group in by_both.groups}
    assert (by_both.k or 0) <= (by_one.k or 0)
