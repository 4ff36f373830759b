"""A person beside the others, as hard conversations as they had; who may be shown together."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.casework.conversations import Before, conversations, talks_of
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.fair_figures import FairFigure, Talks, fair_figures, group_ratio
from cati_app.domain.outcomes.finality import History, Outcome
from cati_app.domain.people.shown_groups import Group, Withheld, shown_groups

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
SIX = {
    "1": {"a": Talks(30, 100), "b": Talks(5, 50)},
    "2": {"a": Talks(24, 100), "b": Talks(8, 60)},
    "3": {"a": Talks(10, 80), "b": Talks(2, 60)},
    "4": {"a": Talks(33, 110)},
    "5": {"a": Talks(26, 90), "b": Talks(3, 30)},
    "6": {"a": Talks(6, 20)},
}


def figures() -> dict[str, FairFigure]:
    return fair_figures(SIX)  # type: ignore[arg-type]


def test_six_people_have_the_figures_computed_by_hand() -> None:
    told = figures()
    assert pytest.approx(29.5739, abs=5e-5) == told["1"].expected
    assert [1.1437, 1.0161, 0.4781, 1.1776, 1.1069] == pytest.approx([told[n].factor for n in "12345"], abs=5e-5)
    assert (0.9485, 1.3790) == pytest.approx((told["1"].low, told["1"].high), abs=5e-5)
    assert (0.3981, 0.5742) == pytest.approx((told["3"].low, told["3"].high), abs=5e-5)
    assert ["3"] == [n for n in told if told[n].talk_about_it]
    assert told["6"].factor is None, "too few conversations"


def test_the_own_conversations_do_not_move_what_is_expected() -> None:
    better = {**SIX, "1": {"a": Talks(100, 100), "b": Talks(50, 50)}}
    assert fair_figures(better)["1"].expected == figures()["1"].expected  # type: ignore[arg-type]


def test_who_is_expected_to_lead_on_hardly_ever_gets_no_figure() -> None:
    rare = {str(n): {"a": Talks(3, 60)} for n in range(6)}
    told = fair_figures(rare)  # type: ignore[arg-type]
    assert all(figure.factor is None and figure.expected is not None for figure in told.values())
    assert all(figure.expected < 10 for figure in told.values() if figure.expected is not None)


def test_one_person_alone_is_compared_with_nobody_and_nothing_fails() -> None:
    assert fair_figures({"1": {"a": Talks(0, 80)}})["1"].expected == 40.0
    assert {} == fair_figures({})


def history(*results: str, frame: str = "landline") -> History:
    outcomes = tuple(
        Outcome(result, START + timedelta(days=day), None, "1", f"person {day}", day + 1)
        for day, result in enumerate(results)
    )
    return History(CaseId("1"), 1, frame, ("1",), outcomes)


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (("complete",), [(Before.NOBODY_SPOKEN_TO, True)]),
        (("no_answer", "refusal_household"), [(Before.NOBODY_SPOKEN_TO, False)]),
        (("contact_other_person", "break_off"), [(Before.SPOKEN_TO, False)]),
        (("soft_refusal", "no_answer", "partial"), [(Before.NOBODY_SPOKEN_TO, False), (Before.REFUSED_SOFTLY, True)]),
        (("appointment_firm", "complete"), [(Before.NOBODY_SPOKEN_TO, True), (Before.APPOINTMENT, True)]),
        (("appointment_firm", "no_answer", "complete"), [(Before.SPOKEN_TO, True)]),
        (("interview_suspended",), [(Before.NOBODY_SPOKEN_TO, True)]),
        (("quota_filled",), []),
        (("language_respondent",), []),
        (("no_eligible_person",), []),
        (("appointment_soft", "callback_requested"), []),
    ],
)
def test_what_counts_as_a_conversation_and_how_hard_it_was(
    results: tuple[str, ...], told: list[tuple[Before, bool]]
) -> None:
    held = conversations([history(*results)], lambda at: WeekPart.EVENING)
    assert told == [(talk.before, talk.led_on) for talk in held]


def test_small_classes_join_the_one_without_the_part_of_the_week() -> None:
    parts = [WeekPart.MORNING] * 30 + [WeekPart.EVENING] * 29
    times = {START + timedelta(minutes=n): part for n, part in enumerate(parts)}
    histories = [
        History(CaseId(str(n)), n, "mobile", ("1",), (Outcome("refusal", at, user="ann"),))
        for n, at in enumerate(times)
    ]
    talks = talks_of(conversations(histories, times.__getitem__))["ann"]
    first = "mobile", Before.NOBODY_SPOKEN_TO
    assert {(*first, WeekPart.MORNING): Talks(0, 30), first: Talks(0, 29)} == talks


TEN = [f"p{n}" for n in range(10)]
ENOUGH = dict.fromkeys(TEN, 60)


def withheld(*groups: list[str], amounts: dict[str, int] | None = None) -> list[Withheld | None]:
    told = shown_groups([Group("", frozenset(people)) for people in groups], amounts or ENOUGH, 50)
    return [group.withheld for group in told]


def test_four_people_are_shown_no_figure_nor_five_of_whom_one_has_too_few() -> None:
    assert [Withheld.FEW_PEOPLE] == withheld(TEN[:4])
    assert [None] == withheld(TEN[:5])
    assert [Withheld.FEW_PEOPLE] == withheld(TEN[:5], amounts=ENOUGH | {"p0": 49})


def test_nobody_is_more_than_half_of_a_group() -> None:
    assert [Withheld.ONE_PERSON] == withheld(TEN[:5], amounts=ENOUGH | {"p0": 241})
    assert [None] == withheld(TEN[:5], amounts=ENOUGH | {"p0": 240})


def test_what_one_group_has_more_than_another_is_no_figure_of_few() -> None:
    assert [None, Withheld.DIFFERENCE, None] == withheld(TEN, TEN[:6], TEN[:5])
    assert [None, None] == withheld(TEN[:5], TEN[:5])


@given(
    st.lists(st.sets(st.sampled_from(TEN)), min_size=1, max_size=6),
    st.dictionaries(st.sampled_from(TEN), st.integers(0, 300), max_size=10),
)
def test_of_whatever_is_shown_no_figure_of_fewer_than_five_can_be_subtracted(
    groups: list[set[str]], amounts: dict[str, int]
) -> None:
    told = shown_groups([Group(str(n), frozenset(people)) for n, people in enumerate(groups)], amounts, 50)
    shown = [group.people for group in told if group.withheld is None]
    for one in shown:
        counted = Counter({person: amounts[person] for person in one})
        assert len(one) >= 5
        assert min(counted.values()) >= 50
        assert 2 * max(counted.values()) <= counted.total()
        assert all(len(one - other) in (0, *range(5, 11)) for other in shown)


def test_a_group_stands_beside_1_with_its_interval() -> None:
    told = group_ratio(Talks(120, 400), 120.0)
    assert told is not None
    factor, low, high = told
    error = 1.2816 * math.sqrt(120 * (1 - 120 / 400)) / 120

    assert pytest.approx((1.0, math.exp(-error), math.exp(error))) == (factor, low, high)
    below = group_ratio(Talks(90, 400), 120.0)
    assert below is not None
    assert below[2] < 1
    assert group_ratio(Talks(9, 60), 9.9) is None
