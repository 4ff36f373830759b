"""Quarters of an hour: who is on shift, who is promised, and where that is too many."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.promise import Shift
from cati_app.domain.calling.quarter_hours import AgreedTime, Promised, quarter_hours, quarter_of, speakers_at
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User

WEDNESDAY = datetime(2026, 11, 25, tzinfo=ZoneInfo("Europe/Berlin"))
HOURS = CallingWindow(time(9), time(20))
CALENDAR = CallingCalendar("Europe/Berlin", "DE", "NI", HOURS, None, None, 20)
EVERY_DAY = frozenset(range(7))


def person(number: int, *languages: str, role: Role = Role.INTERVIEWER, active: bool = True) -> User:
    return User(UserId(f"p{number}"), f"p{number}", "", role, number, languages=languages, active=active)


PEOPLE = [
    *(person(n, "de") for n in range(1, 5)),
    person(5, "de", "tr"),
    person(6, "de", "tr", active=False),
    person(7, "tr", role=Role.SUPERVISOR),
]


def at(hour: int, minute: int = 0) -> datetime:
    return WEDNESDAY + timedelta(hours=hour, minutes=minute)


def shift(start: int, end: int, seats: int, *languages: str) -> Shift:
    return Shift(EVERY_DAY, time(start), time(end), frozenset(languages), seats)


def test_as_many_are_on_shift_as_are_planned_and_no_more_than_there_are() -> None:
    shifts = [shift(14, 18, 2), shift(16, 20, 2, "de")]
    told = [speakers_at(at(hour), language, shifts, PEOPLE) for hour in (13, 15, 17, 19) for language in ("de", "tr")]
    assert [0, 0, 2, 1, 4, 1, 2, 0] == told
    assert 5 == speakers_at(at(17), "de", [shift(14, 18, 9)], PEOPLE)


def test_where_nobody_planned_seats_or_shifts_everybody_counts() -> None:
    assert 5 == speakers_at(at(15), "de", [], PEOPLE)
    assert 1 == speakers_at(at(15), "tr", [shift(14, 18, 0)], PEOPLE)


def test_firm_appointments_stand_in_the_quarter_in_which_they_begin() -> None:
    agreed = [
        AgreedTime(at(18, 15), "tr", firm=True),
        AgreedTime(at(18, 29), "tr", firm=True),
        AgreedTime(at(18, 20), "tr", firm=False),
        AgreedTime(at(18), "", firm=True),
        AgreedTime(at(18) + timedelta(days=1), "tr", firm=True),
    ]
    rows = quarter_hours(WEDNESDAY, CALENDAR, [shift(18, 19, 4)], PEOPLE, agreed, ("de", "tr"))
    assert [at(18), at(18, 15), at(18, 30), at(18, 45)] == [row.begins for row in rows]
    assert {"de": Promised(1, 4), "tr": Promised(0, 1)} == rows[0].cells
    assert {"de": Promised(0, 4), "tr": Promised(2, 1)} == rows[1].cells
    assert [False, True] == [cell.is_too_many for cell in rows[1].cells.values()]


def test_what_is_promised_outside_the_hours_is_told_and_nobody_keeps_it() -> None:
    agreed = [AgreedTime(at(21, 5), "de", firm=True)]
    rows = quarter_hours(WEDNESDAY, CALENDAR, [shift(22, 23, 1)], PEOPLE, agreed, ("de",))
    assert [(at(21), Promised(1, 0))] == [(row.begins, row.cells["de"]) for row in rows]


def test_a_quarter_begins_at_its_minute() -> None:
    assert at(9, 45) == quarter_of(at(9, 59) + timedelta(seconds=59, microseconds=5))
