"""The draw of focus groups: published vectors, replacement, a reason for everybody, several groups."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.focus_groups import group_plan
from cati_app.domain.focus_groups.group_draw import (
    GroupDraw,
    SeatReason,
    Turn,
    draw_group,
    draw_groups,
    draw_order,
)
from cati_app.domain.focus_groups.group_plan import GroupPlan, Infeasible, Invitee, Shortfall
from tests.unit.domain.focus_group_vectors import AGES, HISTORIES, PEOPLE, plan

_PLAN = plan(8, AGES, HISTORIES)


def _drawn(draw: GroupDraw | Shortfall) -> GroupDraw:
    assert isinstance(draw, GroupDraw)
    return draw


def _reasons(draw: GroupDraw) -> dict[str, SeatReason]:
    return {turn.id: turn.reason for turn in draw.turns}


def test_the_vector_is_drawn() -> None:
    draw = _drawn(draw_group(_PLAN, PEOPLE, "2026-1"))

    assert "P06 P09 P14 P01 P10 P13 P08 P02" == " ".join(draw.seated)
    assert ("g1", "2026-1") == (draw.group, draw.seed)


def test_everybody_has_a_reason() -> None:
    draw = _drawn(draw_group(_PLAN, PEOPLE, "2026-1"))

    assert sorted(person.id for person in PEOPLE) == sorted(turn.id for turn in draw.turns)
    assert list(range(1, 15)) == [turn.number for turn in draw.turns]
    assert Turn("P11", 8, SeatReason.FULL, "history") == draw.turns[7]
    assert Turn("P07", 9, SeatReason.FULL, "age") == draw.turns[8]
    assert Turn("P05", 12, SeatReason.NO_SEAT) == draw.turns[11]
    assert 8 == Counter(turn.reason for turn in draw.turns)[SeatReason.SEATED]


def test_a_replacement_comes_from_the_same_order_and_the_others_stay() -> None:
    seated = _drawn(draw_group(_PLAN, PEOPLE, "2026-1")).seated
    staying = [person for person in seated if person != "P14"]

    again = _drawn(draw_group(_PLAN, PEOPLE, "2026-1", staying=staying, dropped_out=["P14"]))

    assert "P06 P09 P01 P10 P13 P08 P02 P05" == " ".join(again.seated)
    assert SeatReason.DROPPED_OUT is _reasons(again)["P14"]
    assert Turn("P11", 8, SeatReason.NEEDED) == again.turns[7]


def test_who_does_not_belong_is_told_by_what() -> None:
    people = [*PEOPLE, Invitee("X1", {"age": "9", "history": "o"}), Invitee("X2", {"age": "1"})]
    with_age = GroupPlan("g1", 8, {"age": frozenset("1234")}, _PLAN.mix)

    turns = {turn.id: turn for turn in _drawn(draw_group(with_age, people, "s")).turns}

    assert (SeatReason.OUTSIDE, "age") == (turns["X1"].reason, turns["X1"].feature)
    assert (SeatReason.NO_RANGE, "history") == (turns["X2"].reason, turns["X2"].feature)


def test_a_plan_that_cannot_be_met_is_not_drawn() -> None:
    short = plan(8, {**AGES, "1": (4, 4)}, HISTORIES)

    assert Shortfall(Infeasible.POOL, "age", "1", 4, 3) == draw_group(short, PEOPLE, "2026-1")


def test_a_draw_claims_nothing_that_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = draw_group(_PLAN, PEOPLE, "2026-1")
    assert isinstance(whole, GroupDraw)
    monkeypatch.setattr(group_plan, "MOST_NODES", 9)

    assert Shortfall(Infeasible.UNDECIDED) == draw_group(_PLAN, PEOPLE, "2026-1")


def test_a_search_that_gives_up_in_the_middle_ends_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = iter([None, None])
    plain = GroupPlan.shortfall

    def sometimes(self: GroupPlan, *people: list[Invitee]) -> Shortfall | None:
        return plain(self, *people) if next(searched, "over") is None else Shortfall(Infeasible.UNDECIDED)

    monkeypatch.setattr(GroupPlan, "shortfall", sometimes)

    assert Shortfall(Infeasible.UNDECIDED) == draw_group(_PLAN, PEOPLE, "2026-1")


_POOL = st.lists(st.tuples(st.sampled_from("1234"), st.sampled_from("wo")), min_size=8, max_size=20)


@given(_POOL, st.text("0123456789-", max_size=6))
def test_whoever_is_seated_meets_the_plan_and_nobody_is_passed_over_for_nothing(
    pool: list[tuple[str, str]], seed: str
) -> None:
    people = [Invitee(f"P{n:02}", {"age": age, "history": history}) for n, (age, history) in enumerate(pool)]

    draw = draw_group(_PLAN, people, seed)

    if isinstance(draw, Shortfall):
        assert draw == _PLAN.shortfall(people)
        return
    by_id = {person.id: person for person in people}
    for feature, held in _PLAN.mix.items():
        counts = Counter(by_id[person].value(feature) for person in draw.seated)
        assert all(each.least <= counts[value] <= each.most for value, each in held.ranges.items())
    assert 8 == len(set(draw.seated))
    order = draw_order(people, seed)
    for turn in draw.turns:
        if turn.reason is SeatReason.NEEDED:
            before = [by_id[person] for person in draw.seated if order.index(by_id[person]) < turn.number - 1]
            assert _PLAN.shortfall(order[turn.number :], [*before, by_id[turn.id]]) is not None


def test_the_order_does_not_depend_on_how_people_come() -> None:
    moved = list(PEOPLE)
    random.Random(3).shuffle(moved)

    assert draw_order(PEOPLE, "x") == draw_order(moved, "x")
    assert draw_order(PEOPLE, "x") != draw_order(PEOPLE, "y")


def _group(name: str, seats: int, **only: str) -> GroupPlan:
    return GroupPlan(name, seats, {feature: frozenset(values) for feature, values in only.items()}, {})


def test_nobody_sits_in_two_groups() -> None:
    plans = [_group("all", 6), _group("with", 4, history="w"), _group("old", 4, age="43")]

    draws = draw_groups(plans, PEOPLE, "2026-1")

    assert not isinstance(draws, Shortfall)
    assert ["all", "with", "old"] == list(draws)
    seated = [person for draw in draws.values() for person in draw.seated]
    assert 14 == len(seated) == len(set(seated))
    assert SeatReason.ELSEWHERE is _reasons(draws["all"])[draws["with"].seated[0]]


def test_another_order_is_tried_where_the_scarcest_first_leads_nowhere() -> None:
    """The scarcer group often takes whom the other one cannot do without; the other way round both are met."""
    scarce = GroupPlan("a", 3, {"history": frozenset("w")}, {})
    other = plan(4, {"1": (2, 3)}, {"w": (1, 1)}, others=True)
    led_nowhere = 0
    for seed in map(str, range(40)):
        first = _drawn(draw_group(scarce, PEOPLE, seed))
        led_nowhere += isinstance(draw_group(other, PEOPLE, seed, elsewhere=first.seated), Shortfall)

        draws = draw_groups([other, scarce], PEOPLE, seed)

        assert not isinstance(draws, Shortfall)
        assert [4, 3] == [len(draw.seated) for draw in draws.values()]
    assert led_nowhere


def test_groups_that_cannot_all_be_met_say_why() -> None:
    shortfall = draw_groups([_group("a", 3, history="w"), _group("b", 2, history="w")], PEOPLE, "1")

    assert Shortfall(Infeasible.POOL, "", "", 2, 1) == shortfall


def test_no_groups_no_draws() -> None:
    assert {} == draw_groups([], PEOPLE, "1")
