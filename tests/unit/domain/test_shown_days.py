"""Figures of groups looked at on different days: what lies between is itself of five people, with enough of each."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cati_app.domain.people.shown_days import ByDay, DaySpan, ShownDays, shown_days
from cati_app.domain.people.shown_groups import Group, Withheld

MONDAY = date(2026, 3, 2)
TEAM = [f"p{n}" for n in range(6)]
EVERYBODY = Group("", frozenset(TEAM))


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def shown(by_day: ByDay, today: int, *more: Group) -> ShownDays:
    return shown_days([EVERYBODY, *more], by_day, day(today), 50, 90)


def last(told: ShownDays) -> date:
    assert told.span is not None
    return told.span.last


ENOUGH = {day(0): dict.fromkeys(TEAM, 60)}


def test_a_day_counts_once_it_is_over() -> None:
    assert ShownDays(shown({}, 5).groups, None) == shown({}, 5)
    assert (None, Withheld.FEW_PEOPLE) == (shown(ENOUGH, 0).span, shown(ENOUGH, 0).groups[0].withheld)
    told = shown(ENOUGH, 1)
    assert (None, DaySpan(day(-67), day(0))) == (told.groups[0].withheld, told.span)


def test_what_one_person_did_on_a_day_does_not_move_the_figures_on() -> None:
    by_day = {**ENOUGH, day(1): {"p0": 40}}
    assert day(0) == last(shown(by_day, 2)), "else what lies between would be p0's"
    four = {**by_day, day(2): dict.fromkeys(TEAM[:4], 12)}
    assert day(0) == last(shown(four, 3)), "four people have ten"
    five = {**four, day(3): {"p4": 20}}
    assert day(3) == last(shown(five, 4)), "five have, and nobody more than half of all 108"
    most = {**ENOUGH, day(1): {"p0": 51, **dict.fromkeys(TEAM[1:], 10)}}
    assert day(0) == last(shown(most, 2)), "p0 has more than half"


def test_days_without_work_change_nothing() -> None:
    assert day(9) == last(shown(ENOUGH, 10)), "the same conversations, whatever the days are called"


def test_somebody_who_comes_into_the_group_brings_all_they_held() -> None:
    """p5 reaches 50: the figure would grow by p5's 50 and by ten of each of the others, of which 50 is half."""
    by_day = {day(0): {**dict.fromkeys(TEAM[:5], 60), "p5": 49}, day(1): {**dict.fromkeys(TEAM[:5], 9), "p5": 1}}
    assert day(0) == last(shown(by_day, 2))
    more = {**by_day, day(2): dict.fromkeys(TEAM[:5], 1)}
    assert (day(2), 6) == (last(shown(more, 3)), len(shown(more, 3).groups[0].people))


def test_what_is_too_old_is_told_no_more_although_nothing_new_can_be_shown() -> None:
    by_day = {**ENOUGH, **{day(n): {"p0": 10} for n in range(1, 99)}}
    stands, over = shown(by_day, 89), shown(by_day, 90)
    assert (day(0), None) == (last(stands), stands.groups[0].withheld)
    assert (day(0), Withheld.FEW_NEW) == (last(over), over.groups[0].withheld)


def test_groups_wait_for_one_another_a_week_and_then_one_is_withheld() -> None:
    people = [f"p{n}" for n in range(12)]
    all_, half = Group("", frozenset(people)), Group("de", frozenset(people[:6]))
    by_day = {day(0): dict.fromkeys(people, 60)} | {day(n): dict.fromkeys(people[5:], 10) for n in range(1, 9)}
    waits = shown_days([all_, half], by_day, day(7), 50, 90)
    assert (day(0), [None, None]) == (last(waits), [group.withheld for group in waits.groups])
    goes = shown_days([all_, half], by_day, day(8), 50, 90)
    assert (day(7), [None, Withheld.FEW_NEW]) == (last(goes), [group.withheld for group in goes.groups])


WORK = st.dictionaries(st.sampled_from([f"p{n}" for n in range(12)]), st.integers(0, 40), max_size=12)


AS_MANY_OTHERS = [
    {"p0": 20},
    {},
    {},
    {f"p{n}": 20 for n in (1, 2, 3, 4)},
    {"p0": 20},
    {"p4": 12},
    {"p1": 4, "p2": 4, "p3": 20},
]


@settings(max_examples=25)
@example(AS_MANY_OTHERS, [])
@given(
    st.lists(WORK, min_size=3, max_size=8),
    st.lists(st.sets(st.sampled_from([f"p{n}" for n in range(12)])), max_size=2),
)
def test_between_any_two_looks_lies_nothing_or_what_five_people_did(
    work: list[dict[str, int]], some: list[set[str]]
) -> None:
    by_day = {day(n): people for n, people in enumerate(work)}
    groups = [
        Group("", frozenset(f"p{n}" for n in range(12))),
        *(Group(str(n), frozenset(g)) for n, g in enumerate(some)),
    ]
    seen: dict[str, list[Counter[tuple[str, date]]]] = {}
    for today in range(len(work) + 3):
        told = shown_days(groups, by_day, day(today), 20, 7)
        for group in told.groups:
            if group.withheld is None:
                assert told.span is not None
                counted: Counter[tuple[str, date]] = Counter()  # conversations: as many others in their place are new
                for each in told.span.days():
                    counted.update({(p, each): n for p, n in by_day.get(each, {}).items() if p in group.people})
                looks = seen.setdefault(group.name, [])
                if not looks or looks[-1] != counted:
                    looks.append(counted)
    for looks in seen.values():
        for before, after in pairwise(looks):
            apart: Counter[str] = Counter()
            for who, each in {*before, *after}:
                apart[who] += abs(after[who, each] - before[who, each])
            assert sum(amount >= 4 for amount in apart.values()) >= 5
            assert 2 * max(apart.values()) <= sum(apart.values())
    assert all(one is not other for looks in seen.values() for one, other in combinations(looks, 2))
