"""What follows from a result: one rule for everybody who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.casework.after_call import CaseRules, Standing, after_call

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


def due(result: str, standing: Standing, **rules: object) -> tuple[str, str]:
    """Local due time, or the final code; and why not before."""
    follows, rest = after_call(
        result,
        NOW,
        standing,
        CaseRules(CALENDAR, RETRY, replace(RULES, **rules)),  # type: ignore[arg-type]
    )
    if follows.due_at is None:
        return follows.disposition, rest
    return f"{CALENDAR.local(follows.due_at):%a %H:%M}", rest


def test_the_third_busy_signal_of_a_day_waits_for_another_part_of_it() -> None:
    assert ("Tue 14:15", "not_due") == due("busy", Standing(2, 2, busy_today=2))
    assert ("Tue 17:00", "not_due") == due("busy", Standing(3, 3, busy_today=3))
    assert ("Wed 09:00", "day_limit") == due("busy", Standing(4, 4, busy_today=4))


def test_a_dead_number_is_followed_by_the_next_one_as_far_as_the_day_allows() -> None:
    assert ("Tue 14:00", "not_due") == due("not_in_service", Standing(1, 1, numbers_left=True))
    assert ("Wed 09:00", "day_limit") == due("not_in_service", Standing(4, 4, numbers_left=True))
    assert ("not_in_service", "") == due("not_in_service", Standing(1, 1))
    assert ("not_in_service", "") == due("not_in_service", Standing(10, 1, numbers_left=True))


def test_soft_refusals_rest_once() -> None:
    assert ("Tue 14:00", "refusal_rest") == due("soft_refusal", Standing(1, 1, refusals=1), best_part=frozenset())
    assert ("soft_refusal", "") == due("soft_refusal", Standing(2, 1, refusals=2))
    assert ("soft_refusal", "") == due("soft_refusal", Standing(1, 1, refusals=1), convert=False)


def test_an_appointment_is_due_when_it_was_agreed() -> None:
    agreed = NOW + timedelta(hours=3)
    follows, rest = after_call("appointment_firm", NOW, Standing(1, 1), CaseRules(CALENDAR, RETRY, RULES), agreed)

    assert (agreed, "") == (follows.due_at, rest)
