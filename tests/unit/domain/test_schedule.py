"""Parts of the week, ranks and due times; clocks that change, year ends and leap days."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.schedule import NEUTRAL, ScheduleRules, Tried, WeekPart

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


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "part"),
    [
        ("2026-11-24T11:59", WeekPart.MORNING),
        ("2026-11-24T12:00", WeekPart.AFTERNOON),
        ("2026-11-24T17:00", WeekPart.EVENING),
        ("2026-11-28T11:00", WeekPart.WEEKEND),
        ("2026-11-29T11:00", WeekPart.WEEKEND),
    ],
)
def test_the_week_has_four_parts(at: str, part: WeekPart) -> None:
    assert part is RULES.part(local(at))


def test_what_was_tried_at_a_time_comes_later_at_that_time() -> None:
    levels = Tried().after("no_answer", WeekPart.MORNING, RULES).levels(RULES)

    assert levels[WeekPart.MORNING] > levels[WeekPart.EVENING] == levels[WeekPart.WEEKEND] > NEUTRAL


def test_who_was_reached_comes_before_who_was_never_called_most_of_all_at_that_time() -> None:
    levels = Tried().after("contact_other_person", WeekPart.EVENING, RULES).levels(RULES)

    assert max(levels) < NEUTRAL
    assert levels[WeekPart.EVENING] <= min(levels) + RULES.same_part


def test_the_store_keeps_what_was_tried() -> None:
    tried = Tried().after("busy", WeekPart.EVENING, RULES).after("callback_requested", WeekPart.WEEKEND, RULES)

    assert (tried, Tried()) == (Tried.read(tried.text()), Tried.read(""))


def test_a_day_with_a_change_of_clocks_has_23_or_25_hours() -> None:
    def hours(at: datetime) -> float:
        since, until = CALENDAR.day_around(at)
        return (until.astimezone(UTC) - since.astimezone(UTC)) / timedelta(hours=1)

    assert (23, 25, 24) == (
        hours(local("2026-03-29T12:00")),
        hours(local("2026-10-25T12:00")),
        hours(local("2026-11-24T12:00")),
    )
