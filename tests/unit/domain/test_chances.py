"""The table of first calls by frame and part of the week."""

from __future__ import annotations

import pytest

from cati_app.domain.calling.chances import Chances, first_call
from cati_app.domain.calling.schedule import NEVER_TRIED, ScheduleRules, Tried, WeekPart

TABLE = Chances({("landline", 0): (300, 30), ("landline", 2): (900, 180), ("mobile", 2): (10, 9)})


def test_a_part_shows_its_share_and_one_without_calls_the_mean_of_the_frame() -> None:
    mean = 211 / 1205

    assert TABLE.share("landline", WeekPart.MORNING) == pytest.approx((30 + 100 * mean) / 400)
    assert TABLE.share("landline", WeekPart.WEEKEND) == pytest.approx(mean)


def test_frames_have_their_own_shares_and_few_calls_say_little() -> None:
    assert TABLE.share("mobile", WeekPart.MORNING) == pytest.approx(10 / 15)
    assert TABLE.share("register", WeekPart.MORNING) == pytest.approx(0.2)


def test_a_case_is_judged_by_its_own_attempts_too() -> None:
    share = TABLE.share("landline", WeekPart.EVENING)
    tried = Tried((0, 0, 3, 1), reached=2)

    assert TABLE.for_case("landline", WeekPart.EVENING, tried, 0.5, 1.4) == pytest.approx(share * 0.25 * 1.4)
    assert TABLE.for_case("landline", WeekPart.MORNING, tried, 0.5, 1.4) == TABLE.share("landline", WeekPart.MORNING)


def test_the_first_attempt_tells_its_part_and_whether_it_reached_somebody() -> None:
    rules = ScheduleRules()
    silent = NEVER_TRIED.after("no_answer", WeekPart.MORNING, rules)

    assert (None, (WeekPart.MORNING, False)) == (first_call(NEVER_TRIED), first_call(silent))
    assert (WeekPart.EVENING, True) == first_call(NEVER_TRIED.after("refusal_household", WeekPart.EVENING, rules))
    assert first_call(silent.after("busy", WeekPart.EVENING, rules)) is None
