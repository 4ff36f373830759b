"""How the field went: contact by hour, the way from number to interview, attempts, and the course of cooperation."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cati_app.domain.calling.compliance import CallFact
from cati_app.domain.casework.course import (
    LEAST_DIALS,
    CaseFlow,
    ContactHours,
    FlowCount,
    HourCount,
    cooperation_trend,
    half_by,
    open_hours,
    steps_of,
)
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.counts import RateSettings, count_outcomes, rate_table
from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.finality import History, Outcome

MONDAY = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
UNSCREENED = OutcomeClass.UNKNOWN_OTHER


def dial(case: int, attempt: int, result: str | None, minutes: int = 0, **more: bool) -> CallFact:
    return CallFact(
        MONDAY + timedelta(minutes=minutes), CaseId(f"case-{case}"), case, "", "n", attempt, result, minutes, **more
    )


def case(number: int, *results: str, frame: str = "landline", screened: bool = False) -> History:
    """One result a day."""
    outcomes = tuple(
        Outcome(result, MONDAY + timedelta(days=day), attempt_no=day + 1) for day, result in enumerate(results)
    )
    at = MONDAY if screened else None
    return History(CaseId(str(number)), number, frame, ("1",), outcomes, at)


def counted(*calls: CallFact) -> dict[tuple[int, int], HourCount]:
    hours, backwards = ContactHours(), ContactHours()
    for call in calls:
        hours.add(call, call.at)
    for call in reversed(calls):
        backwards.add(call, call.at)
    assert backwards.counts() == hours.counts(), "they come in any order"
    return hours.counts()


def followed(*histories: History) -> CaseFlow:
    course = CaseFlow(UNSCREENED)
    assert list(histories) == list(course.noting(histories))
    return course


def test_somebody_spoke_in_the_last_call_of_an_attempt_alone() -> None:
    hours = counted(dial(1, 1, "refusal"), dial(1, 1, "refusal", 60), dial(2, 1, "no_answer", 61), dial(3, 1, None, 62))

    assert {(0, 17): HourCount(1, 0), (0, 18): HourCount(3, 1)} == hours


def test_who_rang_back_was_not_called() -> None:
    assert {} == counted(dial(1, 1, "complete", rang_back=True))


def test_a_share_of_few_calls_is_none() -> None:
    assert (None, 25.0) == (HourCount(LEAST_DIALS - 1, 5).percent, HourCount(LEAST_DIALS, 5).percent)


def test_shades_change_at_fifths_of_the_hours_that_have_a_share() -> None:
    hours = {(0, hour): HourCount(100, hour) for hour in range(10, 20)}

    assert (12, 14, 16, 18) == steps_of(hours)
    assert () == steps_of({(0, 9): HourCount(3, 1)})
    assert () == steps_of({(0, hour): HourCount(100, 20) for hour in range(9, 12)})


def test_each_step_of_the_way_is_a_part_of_the_one_before() -> None:
    course = followed(
        case(1),
        case(2, "no_answer", "busy"),
        case(3, "refusal"),
        case(4, "outside_area"),
        case(5, "quota_filled", screened=True),
        case(6, "no_answer", "break_off", screened=True),
        case(7, "no_answer", "appointment_firm", "complete", screened=True),
        case(8, "complete", screened=True, frame="mobile"),
    )

    assert {"landline": FlowCount(6, 5, 4, 3, 2, 1), "mobile": FlowCount(1, 1, 1, 1, 1, 1)} == dict(course.ways)
    assert {3: Counter(landline=1), 1: Counter(mobile=1)} == dict(course.attempts)


def test_half_of_the_interviews_are_done_by_an_attempt() -> None:
    assert 2 == half_by({1: Counter(a=3), 2: Counter(a=1, b=1), 7: Counter(b=4)})
    assert half_by({}) is None


def test_cooperation_is_that_of_the_last_days_and_no_mean_of_all() -> None:
    days = [case(number, *[""] * 0, "refusal", screened=True) for number in range(4)]
    first_refuse = [replace(each, outcomes=(replace(each.outcomes[0], at=MONDAY),)) for each in days]
    later = [
        replace(each, case_id=CaseId(f"l{day}"), outcomes=(Outcome("complete", MONDAY + timedelta(days=day)),))
        for day, each in enumerate(first_refuse)
    ]
    counts = count_outcomes([*first_refuse, *later], UNSCREENED, lambda at: at.date())

    trend = cooperation_trend(counts.days, rate_table(counts.frames, RateSettings()))

    assert [1 / 5, 2 / 6, 3 / 7, 1.0] == list(trend.values())


def test_frames_that_cannot_be_put_together_have_no_course() -> None:
    cases = [case(1, "complete", screened=True), case(2, "complete", screened=True, frame="mobile")]
    counts = count_outcomes(cases, UNSCREENED, lambda at: at.date())
    sizes = RateSettings(frame_sizes={"landline": 300, "mobile": 100})

    assert {MONDAY.date(): None} == cooperation_trend(counts.days, rate_table(counts.frames, RateSettings()))
    assert {MONDAY.date(): 1.0} == cooperation_trend(counts.days, rate_table(counts.frames, sizes))


def test_one_holiday_closes_no_weekday() -> None:
    holiday = date(2026, 5, 1)

    hours = open_hours(lambda day: None if day == holiday or day.weekday() > 4 else (9, 19), date(2026, 4, 28))

    assert {0: (9, 19), 1: (9, 19), 2: (9, 19), 3: (9, 19), 4: (9, 19), 5: None, 6: None} == hours
