"""Parts of the week, ranks and due times; clocks that change, year ends and leap days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.calendar import CallingCalendar, Window
from cati_app.domain.schedule import NEUTRAL, Part, ScheduleRules, Tried, due_after

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = CallingCalendar(
    "Europe/Berlin", "DE", "NI", Window(time(9), time(20)), Window(time(10), time(20)), None, expected_length_min=20
)
RULES = ScheduleRules()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "part"),
    [
        ("2026-11-24T11:59", Part.MORNING),
        ("2026-11-24T12:00", Part.AFTERNOON),
        ("2026-11-24T17:00", Part.EVENING),
        ("2026-11-28T11:00", Part.WEEKEND),
        ("2026-11-29T11:00", Part.WEEKEND),
    ],
)
def test_the_week_has_four_parts(at: str, part: Part) -> None:
    assert part is RULES.part(local(at))


def test_what_was_tried_at_a_time_comes_later_at_that_time() -> None:
    levels = Tried().after("no_answer", Part.MORNING, RULES).levels(RULES)

    assert levels[Part.MORNING] > levels[Part.EVENING] == levels[Part.WEEKEND] > NEUTRAL


def test_who_was_reached_comes_before_who_was_never_called_most_of_all_at_that_time() -> None:
    levels = Tried().after("contact_other_person", Part.EVENING, RULES).levels(RULES)

    assert max(levels) < NEUTRAL
    assert levels[Part.EVENING] <= min(levels) + RULES.same_part


def test_the_store_keeps_what_was_tried() -> None:
    tried = Tried().after("busy", Part.EVENING, RULES).after("callback_requested", Part.WEEKEND, RULES)

    assert (tried, Tried()) == (Tried.read(tried.text()), Tried.read(""))


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
    evenings = replace(CALENDAR, weekdays=Window(time(17), time(20)), saturday=None)
    began = local("2026-11-24T18:00")

    assert local("2026-11-25T17:00") == due_after("no_answer", began, began + timedelta(hours=4), evenings, RULES)


def test_a_day_with_a_change_of_clocks_has_23_or_25_hours() -> None:
    def hours(at: datetime) -> float:
        since, until = CALENDAR.day_around(at)
        return (until.astimezone(UTC) - since.astimezone(UTC)) / timedelta(hours=1)

    assert (23, 25, 24) == (
        hours(local("2026-03-29T12:00")), hours(local("2026-10-25T12:00")), hours(local("2026-11-24T12:00"))
    )  # fmt: skip
