"""Plans of focus groups: whether people can be found, and why not, by the first reason that holds."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.focus_groups import group_plan
from cati_app.domain.focus_groups.group_plan import GroupPlan, Infeasible, Invitee, Mix, SeatRange, Shortfall
from tests.unit.domain.focus_group_vectors import AGES, HISTORIES, PEOPLE, plan


def test_the_vector_can_be_met() -> None:
    assert plan(8, AGES, HISTORIES).shortfall(PEOPLE) is None


def test_a_minimum_above_its_people_is_told_as_the_pool() -> None:
    assert Shortfall(Infeasible.POOL, "age", "1", 4, 3) == plan(8, {**AGES, "1": (4, 4)}, HISTORIES).shortfall(PEOPLE)


def test_minima_above_the_seats_come_first() -> None:
    """Five with a history are more than there are as well."""
    wanted = plan(8, AGES, {"w": (5, 6), "o": (4, 6)})

    assert Shortfall(Infeasible.SEATS, "history", "", 9, 8) == wanted.shortfall(PEOPLE)


def test_values_without_a_range_take_the_places_that_are_left() -> None:
    assert plan(6, dict.fromkeys("134", (0, 1)), {"w": (3, 6)}, others=True).shortfall(PEOPLE) is None


@pytest.mark.parametrize(
    ("wanted", "shortfall"),
    [
        (plan(15, {}, {}), Shortfall(Infeasible.POOL, "", "", 15, 14)),
        (plan(8, {**AGES, "3": (1, 2), "2": (2, 2), "4": (1, 1)}, {}), Shortfall(Infeasible.SEATS, "age", "", 8, 7)),
        (
            plan(8, dict.fromkeys("1234", (0, 3)), {"w": (3, 8), "o": (0, 3)}),
            Shortfall(Infeasible.POOL, "history", "", 8, 7),
        ),
        (
            plan(4, {"1": (3, 3), "2": (0, 1), "3": (0, 0), "4": (0, 1)}, {"w": (1, 1), "o": (3, 3)}),
            Shortfall(Infeasible.JOINT),
        ),
    ],
)
def test_each_reason_has_its_turn(wanted: GroupPlan, shortfall: Shortfall) -> None:
    assert shortfall == wanted.shortfall(PEOPLE)


def test_whose_value_is_unknown_takes_places_without_a_range_only() -> None:
    unknown = [Invitee(f"X{n}", {}) for n in range(3)]
    closed = GroupPlan("g", 6, {}, {"age": Mix({"1": SeatRange(0, 3), "2": SeatRange(0, 3)})})
    opened = GroupPlan("g", 6, {}, {"age": Mix({"1": SeatRange(0, 3), "2": SeatRange(0, 3)}, others=True)})
    three = [person for person in PEOPLE if person.value("age") == "1"]

    assert Shortfall(Infeasible.POOL, "", "", 6, 3) == closed.shortfall([*three, *unknown])
    assert "age" == closed.without_range(unknown[0])
    assert opened.shortfall([*three, *unknown]) is None
    assert "unknown" == unknown[0].value("age")


def test_who_does_not_belong_counts_as_absent() -> None:
    with_history = GroupPlan("g", 5, {"history": frozenset({"w"})}, {})

    assert Shortfall(Infeasible.POOL, "", "", 5, 4) == with_history.shortfall(PEOPLE)
    assert "history" == with_history.outside(PEOPLE[2])
    assert "history" == with_history.outside(Invitee("X", {}))
    assert with_history.can_take(PEOPLE[0])


def test_who_sits_there_counts() -> None:
    wanted = plan(8, AGES, HISTORIES)

    assert wanted.shortfall(PEOPLE[2:], PEOPLE[:2]) is None
    assert Shortfall(Infeasible.JOINT) == wanted.shortfall(PEOPLE[3:], PEOPLE[:3])


def test_maxima_grow_with_the_seats() -> None:
    invited = plan(8, AGES, HISTORIES).for_invitations()

    assert 11 == invited.seats
    assert {"1": (2, 3), "2": (2, 5), "3": (1, 5), "4": (1, 3)} == {
        value: (each.least, each.most) for value, each in invited.mix["age"].ranges.items()
    }
    assert 13 == plan(10, {}, {}).for_invitations().seats
    assert 9 == plan(8, {}, {}).for_invitations(9).seats
    with pytest.raises(ValueError, match="as many"):
        plan(8, {}, {}).for_invitations(7)


@pytest.mark.parametrize("ends", [(-1, 2), (3, 2)])
def test_a_range_is_a_range(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="range of seats"):
        SeatRange(*ends)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (plan(8, AGES, HISTORIES), None),
        (plan(8, AGES, {"w": (5, 6), "o": (4, 6)}), Shortfall(Infeasible.SEATS, "history", "", 9, 8)),
        (plan(8, AGES, {"w": (0, 3), "o": (0, 4)}), Shortfall(Infeasible.SEATS, "history", "", 8, 7)),
        (plan(8, AGES, {"w": (0, 3), "o": (0, 4)}, others=True), None),
    ],
)
def test_a_contradiction_needs_no_people(wanted: GroupPlan, told: Shortfall | None) -> None:
    assert told == wanted.contradiction()


def test_after_too_many_nodes_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_plan, "MOST_NODES", 3)

    assert Shortfall(Infeasible.UNDECIDED) == plan(8, AGES, HISTORIES).shortfall(PEOPLE)


def _can_be_met(wanted: GroupPlan, people: list[Invitee]) -> bool:
    """By trying every group of people."""
    able = [person for person in people if wanted.can_take(person)]
    for group in combinations(able, wanted.seats):
        counts = {feature: Counter(person.value(feature) for person in group) for feature in wanted.mix}
        if all(
            each.least <= counts[feature][value] <= each.most
            for feature, held in wanted.mix.items()
            for value, each in held.ranges.items()
        ):
            return True
    return False


_RANGES = st.dictionaries(
    st.sampled_from("abc"), st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted).map(tuple), max_size=3
)
_POOL = st.lists(st.tuples(st.sampled_from(["a", "b", "c", ""]), st.sampled_from(["a", "b", ""])), max_size=9)


@settings(max_examples=300)
@given(_POOL, st.integers(1, 6), _RANGES, _RANGES, st.booleans())
def test_it_is_what_trying_every_group_says(
    pool: list[tuple[str, str]],
    seats: int,
    first: dict[str, tuple[int, int]],
    second: dict[str, tuple[int, int]],
    others: bool,
) -> None:
    people = [
        Invitee(str(n), {feature: value for feature, value in zip(("age", "history"), values, strict=True) if value})
        for n, values in enumerate(pool)
    ]
    wanted = plan(seats, first, second, others=others)

    assert _can_be_met(wanted, people) is (wanted.shortfall(people) is None)
