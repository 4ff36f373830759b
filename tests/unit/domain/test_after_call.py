"""What follows from a result: one rule for everybody who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.schedule import NEVER_TRIED, ScheduleRules
from cati_app.domain.casework.after_call import CaseRules, after_call
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.outcomes.finality import Outcome

NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)  # Tuesday 14:00 in Berlin
CALENDAR = CallingCalendar(
    "Europe/Berlin",
    "DE",
    "NI",
    CallingWindow(time(9), time(20)),
    CallingWindow(time(10), time(20)),
    None,
    expected_length_min=20,
)
RETRY = RetryRules(15, 240, 240, 30, 7, 240, max_attempts=10, max_attempts_per_day=4)
RULES = ScheduleRules()


def so_far(results: str, dials: int, today: int, *, at: datetime = NOW, numbers: str = "a") -> SoFar:
    """Results oldest first, the last one at a time and the others in the minutes before; `fax@b` is one of number b."""
    told = [one.partition("@") for one in results.split()]
    outcomes = tuple(
        Outcome(code, at - timedelta(minutes=len(told) - n), number=number or "a", attempt_no=n)
        for n, (code, _, number) in enumerate(told, 1)
    )
    return SoFar(outcomes, tuple(numbers), dials, today)


def due(done: SoFar, **rules: object) -> tuple[str, str]:
    """Local due time, or the final code; and why not before."""
    of_case = CaseRules(CALENDAR, RETRY, replace(RULES, **rules))  # type: ignore[arg-type]
    follows, rest = after_call(done, of_case, NEVER_TRIED)
    if follows.due_at is None:
        return follows.disposition, rest
    return f"{CALENDAR.local(follows.due_at):%a %H:%M}", rest


def test_the_third_busy_signal_of_a_day_waits_for_another_part_of_it() -> None:
    assert ("Tue 14:15", "not_due") == due(so_far("busy busy", 2, 2))
    assert ("Tue 17:00", "not_due") == due(so_far("busy busy busy", 3, 3))
    assert ("Wed 09:00", "day_limit") == due(so_far("busy busy busy busy", 4, 4))


def test_busy_signals_of_the_day_before_are_not_counted() -> None:
    yesterday = so_far("busy busy", 2, 0, at=NOW - timedelta(days=1)).outcomes
    today = so_far("busy", 3, 1)
    assert ("Tue 14:15", "not_due") == due(replace(today, outcomes=(*yesterday, *today.outcomes)))


def test_a_dead_number_is_followed_by_the_next_one_as_far_as_the_day_allows() -> None:
    assert ("Tue 14:00", "not_due") == due(so_far("not_in_service", 1, 1, numbers="ab"))
    assert ("Wed 09:00", "day_limit") == due(so_far("not_in_service", 4, 4, numbers="ab"))
    assert ("not_in_service", "") == due(so_far("not_in_service", 1, 1))
    assert ("fax", "") == due(so_far("not_in_service@b fax", 2, 2, numbers="ab"))
    assert ("not_in_service", "") == due(so_far("not_in_service", 10, 1, numbers="ab"))


def test_soft_refusals_rest_once() -> None:
    assert ("Tue 14:00", "refusal_rest") == due(so_far("soft_refusal", 1, 1), best_part=frozenset())
    assert ("soft_refusal", "") == due(so_far("soft_refusal no_answer soft_refusal", 3, 1))
    assert ("soft_refusal", "") == due(so_far("soft_refusal", 1, 1), convert=False)


def test_a_study_that_gave_up_converting_closes_refused_cases_unless_somebody_agreed_since() -> None:
    assert ("no_answer", "") == due(so_far("soft_refusal no_answer", 2, 1), convert=False)
    assert ("Tue 18:00", "not_due") == due(so_far("soft_refusal callback_requested no_answer", 3, 1), convert=False)
    agreed = NOW + timedelta(hours=3)
    rules = CaseRules(CALENDAR, RETRY, replace(RULES, convert=False))
    assert agreed == after_call(so_far("soft_refusal appointment_firm", 2, 1), rules, NEVER_TRIED, agreed)[0].due_at


def test_an_appointment_is_due_when_it_was_agreed() -> None:
    agreed, rules = NOW + timedelta(hours=3), CaseRules(CALENDAR, RETRY, RULES)
    follows, rest = after_call(so_far("appointment_firm", 1, 1), rules, NEVER_TRIED, agreed)

    assert (agreed, "") == (follows.due_at, rest)


@pytest.mark.parametrize("name", ["complete", "refusal", "quota_filled", "not_in_service"])
def test_a_final_result_closes_the_case(name: str) -> None:
    assert (name, "") == due(so_far(name, 1, 1))


@pytest.mark.parametrize("name", ["no_answer", "busy", "machine", "soft_refusal", "appointment_firm", "returned"])
def test_the_tenth_contact_attempt_closes_the_case_even_with_an_appointment(name: str) -> None:
    rules, agreed = CaseRules(CALENDAR, RETRY, RULES), NOW + timedelta(days=1)

    assert after_call(so_far(name, 10, 1), rules, NEVER_TRIED, agreed)[0].closes
