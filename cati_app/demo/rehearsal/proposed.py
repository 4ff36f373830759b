"""How a study is rehearsed where nobody says otherwise: in its own field, with its own seats."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from cati_app.demo.headless import DAY
from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.promise import Shift
from cati_app.study.model import Study
from cati_app.study.rules import calling_calendar, shifts

SEATS, DAYS = 10, 20
"""Of a study that names no shifts with seats, and no end of its field."""
MOST_SEATS, MOST_DAYS = 200, 120
_ANY_HOUR = Shift(frozenset(range(6)), time(), time.max)  # where study.yaml names no shifts: any weekday


def proposed_seats(study: Study) -> int:
    """The seats of the day that has most of them, all shifts together, 1 to `MOST_SEATS`."""
    return min(most_seats(shifts(study), begins(study).date()), MOST_SEATS) or SEATS


def most_seats(planned: Sequence[Shift], first_day: date) -> int:
    """The seats of the day that has most of them, all shifts together; 0: none are planned.

    Args:
        first_day: Of the field.
    """
    begin = [first_day, *(each.first_day for each in planned if each.first_day is not None)]
    days = {first + timedelta(days=n) for first in begin for n in range(7)}  # of each week in which one begins
    return max(sum(each.seats for each in planned if each.is_on(day)) for day in days)


def proposed_days(study: Study) -> int:
    """The days of work from the first day of the field to the last, 1 to `MOST_DAYS`."""
    field = study.calling.field
    if field.start is None or field.end is None:
        return DAYS
    calendar = calling_calendar(study)
    worked = shifts(study) or (_ANY_HOUR,)
    length = min((field.end - field.start).days + 1, 4 * MOST_DAYS)
    days = (field.start + timedelta(days=n) for n in range(max(0, length)))
    count = sum(is_worked(calendar, worked, day) for day in days)
    return max(1, min(count, MOST_DAYS))


def is_worked(calendar: CallingCalendar, planned: Collection[Shift], day: date) -> bool:
    """Whether there is a shift, and somebody may be called: not on a holiday or a closed day."""
    return any(shift.is_on(day) for shift in planned) and calendar.window(day) is not None


def begins(study: Study) -> datetime:
    """The first hour of the first day of the field, in UTC; without one, of the Monday of a fixed week."""
    field = study.calling.field
    monday: date = DAY - timedelta(days=DAY.weekday())
    first = field.start or monday
    return datetime.combine(first, time(), tzinfo=UTC)
