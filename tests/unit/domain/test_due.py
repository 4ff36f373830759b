"""When a case is due again: hours, parts of the week, the time that promises most; clocks that change, leap days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.chances import Chances
from cati_app.domain.calling.due import Known, due_after
from cati_app.domain.calling.schedule import NEVER_TRIED, ScheduleRules, Tried, WeekPart

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = CallingCalendar(
    "Europe/Berlin",
    "DE",
    "NI",
    CallingWindow(time(9), time(20)),
    CallingWindow(time(10), time(20)),
    None,
    expected_length_min=20,
)
RULES = ScheduleRules()
EVENINGS = Chances({("landline", 0): (1000, 100), ("landline", 1): (1000, 110), ("landline", 2): (1000, 200)})
"""Twice as many were reached in the evening."""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("result", "at", "delay_h", "due"),
    [
        ("no_answer", "2026-11-24T10:00", 0.5, "2026-11-24T12:00"),  # another part, not only another hour
        ("no_answer", "2026-11-24T10:00", 4, "2026-11-24T14:00"),
        ("machine", "2026-11-24T18:00", 4, "2026-11-25T09:00"),
        ("busy", "2026-11-24T10:00", 0.25, "2026-11-24T10:15"),  # the same part is wanted
        ("no_answer", "2026-11-28T18:00", 4, "2026-11-30T09:00"),  # Sunday between
        ("no_answer", "2026-12-31T18:00", 4, "2027-01-02T10:00"),  # New Year's Day is a holiday
        ("no_answer", "2028-02-28T18:00", 4, "2028-02-29T09:00"),
        ("no_answer", "2026-03-27T18:00", 4, "2026-03-28T10:00"),
        ("no_answer", "2026-03-28T18:00", 4, "2026-03-30T09:00"),  # clocks go forward in between
        ("no_answer", "2026-10-24T18:00", 4, "2026-10-26T09:00"),  # and back
    ],
)
def test_due_times_keep_to_hours_and_parts(result: str, at: str, delay_h: float, due: str) -> None:
    began = local(at)
    found = due_after(result, began, began + timedelta(hours=delay_h), CALENDAR, RULES)

    assert local(due) == found.astimezone(BERLIN)


def test_a_study_that_calls_in_one_part_only_calls_there_again() -> None:
    evenings = replace(CALENDAR, weekdays=CallingWindow(time(17), time(20)), saturday=None)
    began = local("2026-11-24T18:00")

    assert local("2026-11-25T17:00") == due_after("no_answer", began, began + timedelta(hours=4), evenings, RULES)


def due(result: str, at: str, tried: Tried = NEVER_TRIED, rules: ScheduleRules = RULES) -> datetime:
    """Four hours later at the earliest, on the landline of a study that reached most people in the evening."""
    began = local(at)
    known = Known("landline", tried.after(result, rules.part(began), rules), EVENINGS)
    return due_after(result, began, began + timedelta(hours=4), CALENDAR, rules, known).astimezone(BERLIN)


def test_after_a_call_in_vain_the_next_one_is_made_when_most_people_are_reached() -> None:
    assert local("2026-11-24T17:00") == due("no_answer", "2026-11-24T09:30")
    assert local("2026-11-25T17:00") == due("machine", "2026-11-25T12:30")


def test_the_part_just_tried_in_vain_is_not_tried_again_at_once() -> None:
    assert local("2026-11-25T12:00") == due("no_answer", "2026-11-24T18:00")


def test_every_call_in_vain_makes_a_part_less_promising() -> None:
    evenings = Tried((0, 0, 5, 0))

    assert local("2026-11-24T13:30") == due("no_answer", "2026-11-24T09:30", evenings)


def test_who_was_reached_is_called_at_that_time_of_the_day_again() -> None:
    mornings = replace(RULES, in_vain=0.5)
    found = due("contact_other_person", "2026-11-24T09:30", Tried((0, 0, 2, 0)), mornings)

    assert local("2026-11-25T09:00") == found
    assert local("2026-11-25T17:00") == due("callback_requested", "2026-11-24T18:00")


def test_waiting_costs_a_little_and_has_an_end() -> None:
    impatient, at_once = replace(RULES, per_day=0.5), replace(RULES, best_within=timedelta(0))

    assert local("2026-11-25T09:00") == due("callback_requested", "2026-11-24T18:30", Tried((0, 0, 5, 0)), impatient)
    assert local("2026-11-24T13:30") == due("no_answer", "2026-11-24T09:30", rules=at_once)


@pytest.mark.parametrize(
    ("within", "due_at"),
    [
        (timedelta(hours=3, minutes=30), "2026-11-24T17:00"),  # 13:30 and exactly the time looked ahead
        (timedelta(hours=3, minutes=29, seconds=59), "2026-11-24T13:30"),
    ],
)
def test_a_part_that_begins_exactly_at_the_end_of_the_time_looked_ahead_still_counts(
    within: timedelta, due_at: str
) -> None:
    assert local(due_at) == due("no_answer", "2026-11-24T09:30", rules=replace(RULES, best_within=within))


def test_other_results_are_due_after_their_delay() -> None:
    assert local("2026-11-24T13:30") == due("busy", "2026-11-24T09:30")


def test_a_study_may_do_without_it() -> None:
    plain = replace(RULES, best_part=frozenset())

    assert local("2026-11-24T13:30") == due("no_answer", "2026-11-24T09:30", rules=plain)


def test_without_calls_so_far_all_parts_are_alike_and_the_first_is_taken() -> None:
    began = local("2026-11-24T18:00")
    found = due_after("no_answer", began, began + timedelta(hours=4), CALENDAR, RULES)

    assert (local("2026-11-25T09:00"), WeekPart.MORNING) == (
        found.astimezone(BERLIN),
        RULES.part(found.astimezone(BERLIN)),
    )
