"""When a household may be called: windows, holidays of Lower Saxony, changes of the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow

CALENDAR = CallingCalendar(
    "Europe/Berlin",
    "DE",
    "NI",
    CallingWindow(time(9), time(20)),
    CallingWindow(time(10), time(20)),
    None,
    expected_length_min=20,
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.midnight(date(2026, 1, 1)).tzinfo)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-24T08:59", False),  # a Tuesday
        ("2026-11-24T09:00", True),
        ("2026-11-24T19:40", True),
        ("2026-11-24T19:41", False),
        ("2026-11-24T20:00", False),
        ("2026-11-28T09:30", False),  # a Saturday
        ("2026-11-28T10:00", True),
        ("2026-11-29T12:00", False),  # a Sunday
        ("2026-10-31T12:00", False),  # Reformation Day in Lower Saxony, a Saturday
        ("2026-11-01T12:00", False),
        ("2026-06-04T12:00", True),  # Corpus Christi is none in Lower Saxony
        ("2026-12-25T12:00", False),
        ("2027-01-01T12:00", False),
        ("2026-04-03T12:00", False),  # Good Friday
    ],
)
def test_calls_begin_only_inside_the_window(at: str, is_open: bool) -> None:
    assert is_open is CALENDAR.is_open(local(at))


def test_holidays_are_those_of_the_state() -> None:
    bavaria = replace(CALENDAR, state="BY")

    assert (True, False) == (CALENDAR.is_open(local("2026-06-04T12:00")), bavaria.is_open(local("2026-06-04T12:00")))


def test_a_study_may_allow_sundays_and_holidays_together() -> None:
    allowed = replace(CALENDAR, sunday=CallingWindow(time(10), time(18)))

    assert [True, True, False] == [
        allowed.is_open(local(at)) for at in ("2026-11-29T10:00", "2026-12-25T17:40", "2026-11-29T17:41")
    ]


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-24T12:00", "2026-11-24T12:00"),
        ("2026-11-24T07:00", "2026-11-24T09:00"),
        ("2026-11-24T19:41", "2026-11-25T09:00"),
        ("2026-11-27T19:50", "2026-11-28T10:00"),
        ("2026-11-28T19:50", "2026-11-30T09:00"),
        ("2026-12-24T19:50", "2026-12-28T09:00"),  # Christmas, and a Sunday
        ("2026-10-24T19:50", "2026-10-26T09:00"),  # the clock goes back on Sunday
        ("2026-03-28T19:50", "2026-03-30T09:00"),  # and forward
    ],
)
def test_the_next_call_may_begin_when_a_window_opens(at: str, opens: str) -> None:
    assert local(opens) == CALENDAR.next_open(local(at))


def test_the_window_follows_the_wall_clock_in_summer_and_winter() -> None:
    winter, summer = datetime(2026, 1, 7, 8, tzinfo=UTC), datetime(2026, 7, 7, 7, tzinfo=UTC)

    assert [True, True] == [CALENDAR.is_open(winter), CALENDAR.is_open(summer)]
    assert [False, False] == [CALENDAR.is_open(at.replace(hour=at.hour - 1)) for at in (winter, summer)]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_day_of_a_change_of_the_clock_has_its_midnight(day: str) -> None:
    midnight = CALENDAR.midnight(date.fromisoformat(day))

    assert (day, "00:00") == (f"{midnight.astimezone(midnight.tzinfo):%Y-%m-%d}", f"{midnight:%H:%M}")


def test_the_last_call_begins_the_expected_length_before_the_end() -> None:
    assert local("2026-11-24T19:40") == CALENDAR.last_start(date(2026, 11, 24))
    assert None is CALENDAR.last_start(date(2026, 11, 29))


def test_interviews_longer_than_every_window_never_begin() -> None:
    assert None is replace(CALENDAR, expected_length_min=24 * 60).next_open(local("2026-11-24T12:00"))


def test_a_study_without_any_window_never_calls() -> None:
    assert None is replace(CALENDAR, weekdays=None, saturday=None).next_open(local("2026-11-24T12:00"))


def test_a_day_that_was_asked_for_is_known_to_its_own_calendar_alone() -> None:
    closed = replace(CALENDAR, closed=frozenset({"2026-11-24"}))
    at = local("2026-11-24T12:00")

    assert (True, False, True) == (CALENDAR.is_open(at), closed.is_open(at), CALENDAR.is_open(at))
    assert local("2026-11-25T09:00") == closed.next_open(at)
    assert replace(closed, closed=frozenset()) == CALENDAR
    assert hash(replace(closed, closed=frozenset())) == hash(CALENDAR)


def test_of_many_years_no_more_days_are_kept_than_one_has() -> None:
    calendar = replace(CALENDAR, country="AT", state="9")
    for n in range(800):
        calendar.is_open(local("2026-11-24T12:00") + timedelta(days=n))

    assert len(calendar._days) < 400
