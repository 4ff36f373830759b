"""The ledger finds every call that broke a rule, and only those."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.compliance import CallFact, ComplianceLedger, DayKind, LedgerRules, Rule, measure
from cati_app.domain.ids import CaseId

BERLIN = ZoneInfo("Europe/Berlin")
STUDY = CallingCalendar(
    "Europe/Berlin",
    "DE",
    "NI",
    CallingWindow(time(9), time(20)),
    CallingWindow(time(10), time(20)),
    None,
    expected_length_min=20,
)
WIDEST = replace(STUDY, weekdays=CallingWindow(time(9), time(21)), expected_length_min=0)
RULES = LedgerRules(WIDEST, STUDY, max_attempts=10, max_attempts_per_day=3, soft_refusal_days=7)


def call(
    at: str, case: int = 1, result: str | None = "no_answer", attempt: int = 1, number: str = "", order: int = 0
) -> CallFact:
    moment = datetime.fromisoformat(at[:16]).replace(tzinfo=BERLIN).astimezone(UTC)
    return CallFact(moment, CaseId(f"case-{case}"), case, "", number or f"number-{case}", attempt, result, order)


def ledger(*calls: CallFact, blocked: dict[str, int] | None = None) -> ComplianceLedger:
    return measure(calls, lambda _: RULES, blocked or {})


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-03T09:00", []),
        ("2026-03-03T08:59", [Rule.OUTSIDE_GUIDELINE]),
        ("2026-03-03T19:40", []),
        ("2026-03-03T19:41", [Rule.STARTED_LATE]),
        ("2026-03-03T20:00", [Rule.OUTSIDE_HOURS]),
        ("2026-03-03T21:00", [Rule.OUTSIDE_GUIDELINE]),
        ("2026-03-01T12:00", [Rule.OUTSIDE_GUIDELINE]),
        ("2026-04-03T12:00", [Rule.OUTSIDE_GUIDELINE]),
        ("2026-03-07T09:30", [Rule.OUTSIDE_GUIDELINE]),
        ("2026-03-29T12:00", [Rule.OUTSIDE_GUIDELINE]),
        ("2026-03-30T09:00", []),
        ("2026-12-31T19:00", []),
        ("2028-02-29T10:00", []),
    ],
)
def test_every_call_is_measured_in_the_respondents_time(at: str, expected: list[Rule]) -> None:
    assert expected == [one.rule for one in ledger(call(at)).breaches]


def test_attempts_are_counted_per_number_case_and_day() -> None:
    day = datetime(2026, 3, 2, 10, tzinfo=BERLIN)
    calls = [call((day + timedelta(minutes=n)).isoformat(), number="a") for n in range(4)]
    calls += [call((day + timedelta(days=1 + n // 3, minutes=n)).isoformat(), number="b") for n in range(7)]
    found = ledger(*calls)

    assert [Rule.DAY_LIMIT, Rule.CASE_LIMIT] == [one.rule for one in found.breaches]
    assert ({4: 1, 7: 1}, {1: 1, 3: 2, 4: 1}) == (found.per_number, found.per_number_and_day)
    assert (11, 1, 2) == (found.calls, found.cases, found.numbers)


def test_the_eleventh_call_on_a_number_is_one_too_many() -> None:
    day = datetime(2026, 3, 2, 10, tzinfo=BERLIN)
    found = ledger(*(call((day + timedelta(days=7 * n)).isoformat()) for n in range(11)))

    assert (1, 1, (1,)) == (
        found.count(Rule.NUMBER_LIMIT),
        found.count(Rule.CASE_LIMIT),
        found.cases_of(Rule.CASE_LIMIT),
    )


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([("2026-03-03", "refusal_household", 1), ("2026-03-04", "busy", 2)], [Rule.REFUSED]),
        ([("2026-03-03", "refusal_household", 1), ("2026-03-03", "refusal_household", 1)], []),
        ([("2026-03-03", "soft_refusal", 1), ("2026-03-09", "busy", 2)], [Rule.SOFT_TOO_EARLY]),
        ([("2026-03-03", "soft_refusal", 1), ("2026-03-10", "busy", 2), ("2026-03-11", "busy", 3)], []),
        (
            [("2026-03-03", "soft_refusal", 1), ("2026-03-10", "soft_refusal", 2), ("2026-03-24", None, 3)],
            [Rule.SOFT_TWICE],
        ),
        (
            [("2026-03-03", "soft_refusal", 1), ("2026-03-04", "appointment_soft", 2), ("2026-03-05", "busy", 3)],
            [Rule.SOFT_TOO_EARLY],
        ),
        ([("2026-03-03", "refusal", 1), ("2026-03-04", "refusal", 2)], [Rule.REFUSED]),
    ],
)
def test_a_no_is_respected(calls: list[tuple[str, str | None, int]], expected: list[Rule]) -> None:
    found = ledger(*(call(f"{day}T10:00", result=result, attempt=attempt) for day, result, attempt in calls))

    assert expected == [one.rule for one in found.breaches]


def test_a_call_after_the_number_was_blocked_is_found() -> None:
    calls = (
        call("2026-03-03T10:00", order=7),
        call("2026-03-03T14:00", 1, order=9),
        call("2026-03-03T14:00", 2, order=11),
    )
    found = ledger(*calls, blocked={"case-1": 8})

    assert [(Rule.BLOCKED, 1)] == [(one.rule, one.case_no) for one in found.breaches]


def test_kinds_of_days_have_their_first_and_last_call() -> None:
    found = ledger(call("2026-03-02T17:15"), call("2026-03-03T09:30", 2), call("2026-03-07T11:00", 3))

    assert (2, time(9, 30), time(17, 15)) == (
        found.days[DayKind.WEEKDAY].calls,
        found.days[DayKind.WEEKDAY].earliest,
        found.days[DayKind.WEEKDAY].latest,
    )
    assert (1, 0, None) == (
        found.days[DayKind.SATURDAY].calls,
        found.days[DayKind.SUNDAY].calls,
        found.days[DayKind.SUNDAY].latest,
    )
    assert (2, 7) == (found.first_on.day, found.last_on.day) if found.first_on and found.last_on else None


def test_without_a_call_there_is_nothing_to_find() -> None:
    found = ledger()

    assert (0, None, ()) == (found.calls, found.first_on, found.breaches)


@pytest.mark.parametrize(
    ("result", "rule"),
    [("complete", Rule.AFTER_COMPLETE), ("partial", Rule.AFTER_COMPLETE), ("break_off", Rule.AFTER_BREAK_OFF)],
)
def test_a_call_after_an_interview_or_a_break_off_is_found(result: str, rule: Rule) -> None:
    again = [call("2026-03-03T10:00", result=result), call("2026-03-04T10:00", attempt=2)]

    assert [rule] == [breach.rule for breach in ledger(*again).breaches]
    assert () == ledger(again[0], call("2026-03-03T10:05", result=result)).breaches  # the same attempt
    assert () == ledger(again[0], call("2026-03-04T10:00", case=2, attempt=2)).breaches


def test_a_number_blocked_through_another_case_is_blocked_here() -> None:
    calls = [call("2026-03-03T10:00", number="shared", order=1), call("2026-03-04T10:00", 2, number="shared", order=9)]
    measured = measure(calls, lambda _: RULES, {"case-1": 5}, {"shared": 5})

    assert [(Rule.BLOCKED, 2)] == [(breach.rule, breach.case_no) for breach in measured.breaches]
    assert () == measure(calls, lambda _: RULES, {"case-1": 5}, {"other": 5}).breaches
