"""Hours at work that are planned: seats of the shifts, within the hours in which anybody may be called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.promise import Shift

_LOOKED_AT = 3
"""Days looked at for each day of work that is wanted; a team that works one day a week is seen for a shorter time."""


def are_planned(shifts: Iterable[Shift]) -> bool:
    """Whether anybody said how many people work."""
    return any(shift.seats for shift in shifts)


def planned_hours(
    shifts: Iterable[Shift],
    calendar: CallingCalendar,
    day: date,
    since: time = time(0),
    until: time = time(23, 59, 59),
) -> float:
    """Hours of all seats on a local day of the study, from one time of it to another."""
    window = calendar.window(day)
    asked = window.within(CallingWindow(since, until)) if window is not None else None
    if asked is None:
        return 0.0
    return sum(shift.seats * _hours(shift, asked) for shift in shifts if shift.is_on(day))


def days_ahead(shifts: Sequence[Shift], calendar: CallingCalendar, after: date, count: int) -> Iterator[date]:
    """The next days on which somebody is planned, after a day: so many at most."""
    for ahead in range(1, _LOOKED_AT * count + 1):
        day = after + timedelta(days=ahead)
        if count and planned_hours(shifts, calendar, day) > 0:
            count -= 1
            yield day


def _hours(shift: Shift, window: CallingWindow) -> float:
    common = window.within(CallingWindow(shift.start, shift.end))
    if common is None:
        return 0.0
    seconds = [at.hour * 3600 + at.minute * 60 + at.second for at in (common.start, common.end)]
    return (seconds[1] - seconds[0]) / 3600
