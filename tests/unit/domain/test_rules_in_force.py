"""Old calls are judged by the rules of their time, on the clock of the person called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.compliance import CallFact, Rule, ledger_rules, measure
from cati_app.domain.calling.rule_pack import GERMAN
from cati_app.domain.calling.rules_in_force import RulesInForce, Timeline
from cati_app.domain.ids import CaseId

BERLIN = ZoneInfo("Europe/Berlin")
LATE = CallingCalendar(
    "Europe/Berlin",
    "DE",
    "NI",
    CallingWindow(time(9), time(21)),
    CallingWindow(time(10), time(20)),
    None,
    expected_length_min=20,
)
WIDE = RulesInForce("de-2016", LATE, 10, 4, 7, "short field time")
NARROW = RulesInForce("de-2016", replace(LATE, weekdays=CallingWindow(time(9), time(20))), 10, 3, 7)
CHANGED = 50
TIMELINE = Timeline([(9, WIDE), (CHANGED, NARROW)], NARROW)


def call(day: int, hour: int, place: str = "", order: int = CHANGED - 1) -> CallFact:
    at = datetime(2026, 11, day, hour, 15, tzinfo=BERLIN).astimezone(UTC)
    return CallFact(at, CaseId("case-1"), 1, place, "number-1", 1, "no_answer", order)


def broken(*calls: CallFact) -> list[Rule]:
    found = measure(calls, lambda one: ledger_rules(TIMELINE.at(one.order), one.locality), {})
    return [breach.rule for breach in found.breaches]


def test_a_call_that_was_allowed_when_it_was_made_stays_allowed() -> None:
    assert [] == broken(call(24, 20))
    assert [Rule.OUTSIDE_HOURS] == broken(call(25, 20, order=CHANGED + 1))


def test_a_clock_that_was_set_back_brings_no_older_rules_back() -> None:
    assert [Rule.OUTSIDE_HOURS] == broken(call(25, 19), call(24, 20, order=CHANGED + 1))


def test_a_call_is_measured_where_the_person_lives_and_at_the_hours_of_the_household() -> None:
    assert [Rule.OUTSIDE_GUIDELINE] == broken(call(26, 13, "Asia/Tokyo|NI"))  # 21:15 there
    assert [Rule.OUTSIDE_HOURS] == broken(call(26, 13, "||14:00-18:00"))
    assert [] == broken(call(26, 14, "||14:00-18:00"))


def test_before_the_first_rules_known_the_first_hold() -> None:
    assert WIDE == TIMELINE.at(1)
    assert NARROW == TIMELINE.at(CHANGED)
    assert NARROW == Timeline((), NARROW).at(CHANGED)


def test_rules_are_read_as_they_were_written() -> None:
    sundays = replace(WIDE, calendar=replace(LATE, sunday=CallingWindow(time(11), time(17)), saturday=None))

    assert (WIDE, sundays) == (RulesInForce.read(WIDE.payload()), RulesInForce.read(sundays.payload()))


def test_the_german_rules_are_those_of_the_guideline() -> None:
    assert (10, 4, time(9), time(21)) == (GERMAN.per_number, GERMAN.per_day, GERMAN.weekdays.start, GERMAN.weekdays.end)
    assert None is GERMAN.widest(LATE).sunday  # only for a study that calls then
