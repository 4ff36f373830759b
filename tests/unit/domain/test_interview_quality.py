"""Flags of complete interviews, computed by hand on small fields, and the random interviews that stand beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log

from cati_app.domain.casework.interview_quality import (
    COMPANIONS,
    Flag,
    InterviewMeasures,
    companions,
    flags,
    paces,
    straight_grids,
    waiting,
)
from cati_app.domain.ids import CaseId, InterviewId

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def one(
    n: int, *, language: str = "de", factor: float = 1.0, unanswered: int = 0, straight: int = 0
) -> InterviewMeasures:
    """Ten questions of ten seconds each, a little slower with each number."""
    spent = {f"/q{q}": round(10_000 * factor * (1 + n % 7 / 50)) for q in range(10)}
    ended = NOON + timedelta(minutes=n)
    return InterviewMeasures(InterviewId(f"i{n:03d}"), CaseId(f"c{n:03d}"), ended, language, spent, 10, unanswered)


def field(*odd: InterviewMeasures, count: int = 40) -> list[InterviewMeasures]:
    return [*(one(n) for n in range(count)), *odd]


def test_pace_is_the_mean_of_logs_by_question_and_language() -> None:
    slow = replace(one(0, language="tr"), times_ms={"/q0": 20_000, "/q1": 20_000})
    fast = replace(one(1, language="tr"), times_ms={"/q0": 10_000, "/q1": 10_000})
    told = paces([slow, fast, one(7)])
    assert round(log(20 / 15), 6) == round(told[slow.id], 6)
    assert round(log(10 / 15), 6) == round(told[fast.id], 6)
    assert 0.0 == told[InterviewId("i007")]


def test_far_below_the_first_quartile_an_interview_is_flagged_for_its_pace() -> None:
    """Paces lie between ln(1) and ln(1.12) around their median: three ranges below the quartile is about ln(.85)."""
    found = flags(field(one(900, factor=0.5), one(901, factor=0.97)))
    assert {InterviewId("i900"): frozenset({Flag.PACE})} == found


def test_straight_lines_are_told_with_a_pace_below_the_quartile_only() -> None:
    quick, slow = replace(one(903), straight=2), replace(one(905), straight=2)
    quick = replace(quick, times_ms={f"/q{q}": 9_900 for q in range(10)})
    once = replace(quick, id=InterviewId("i907"), straight=1)
    assert {quick.id: frozenset({Flag.STRAIGHT_LINES})} == flags(field(quick, slow, once))


def test_many_questions_without_an_answer_are_told() -> None:
    some = [one(n, unanswered=n % 2) for n in range(40)]
    assert {InterviewId("i900"): frozenset({Flag.UNANSWERED})} == flags(
        [*some, one(900, unanswered=5), one(901, unanswered=4)]
    )


def test_where_everybody_answers_one_answer_less_is_not_far() -> None:
    assert {} == flags(field(one(900, unanswered=3)))
    assert {InterviewId("i900")} == flags(field(one(900, unanswered=4))).keys()


def test_innocent_causes_come_first() -> None:
    fast = one(900, factor=0.4)
    short = replace(fast, answered=4)
    assert {} == flags(field(replace(fast, resumed=True)))
    assert {} == flags(field(replace(fast, interpreted=True)))
    assert {} == flags(field(short))


def test_below_thirty_interviews_nothing_is_flagged() -> None:
    assert {} == flags(field(one(900, factor=0.3), count=28))
    assert {InterviewId("i900")} == flags(field(one(900, factor=0.3), count=29)).keys()


def test_a_grid_tells_something_from_five_rows_on() -> None:
    assert 1 == straight_grids([["1"] * 5, ["2"] * 4, ["1", "1", "1", "1", "2"]])


def test_each_flagged_interview_has_two_of_its_own_beside_it() -> None:
    flagged = [InterviewId("a"), InterviewId("b")]
    others = [InterviewId(f"o{n}") for n in range(20)]
    drawn = companions(flagged, others)
    assert 2 * COMPANIONS == len(drawn)
    assert drawn == companions(reversed(flagged), reversed(others))
    assert COMPANIONS == sum(one == "a" for one in drawn.values())
    assert {InterviewId("o1"): "a"} == companions(flagged, [InterviewId("o1")])


def test_being_listed_says_nothing() -> None:
    """Flagged and drawn ones differ in nothing that the list tells, and stand in the order of their cases."""
    interviews = field(one(20, factor=0.4))[:40]
    interviews = [*interviews[:20], one(20, factor=0.4), *interviews[21:]]
    listed = list(waiting(interviews, flags(interviews), {}, ()))
    assert 1 + COMPANIONS == len(listed)
    assert "i020" in {each.interview_id for each in listed}
    assert sorted(each.case_id for each in listed) == [each.case_id for each in listed]
    assert not any(each.proposed for each in listed)
    assert "pace" not in repr(listed)


def test_looked_at_and_nothing_found_the_flag_is_gone_and_a_companion_replaced() -> None:
    interviews = [*(one(n) for n in range(39)), one(39, factor=0.4)]
    found = flags(interviews)
    before = [each.interview_id for each in waiting(interviews, found, {}, ())]
    companion = next(each for each in before if each != "i039")
    after = [each.interview_id for each in waiting(interviews, found, {}, (companion,))]
    assert companion not in after
    assert len(before) == len(after)
    assert [] == list(waiting(interviews, found, {}, (InterviewId("i039"),)))


def test_what_an_analyst_asks_for_waits_without_companions() -> None:
    interviews = [one(n) for n in range(5)]
    at = NOON + timedelta(hours=3)
    (only,) = waiting(interviews, {}, {InterviewId("i002"): at}, ())
    assert ("i002", at, True) == (only.interview_id, only.since, only.proposed)


def test_the_time_of_waiting_is_that_of_the_flagged_one_for_its_companions_too() -> None:
    interviews = [*(one(n) for n in range(39)), one(39, factor=0.4)]
    assert {interviews[39].ended_at} == {each.since for each in waiting(interviews, flags(interviews), {}, ())}
