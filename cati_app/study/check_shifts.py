"""Whether the planned shifts fit the study: its languages, its calling hours, its field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cati_app.study.calling import Hours, ShiftSettings
from cati_app.study.check_quotas import Note
from cati_app.study.model import Study

_SUNDAY, _SATURDAY = "sun", "sat"
_DAYS = ("mon", "tue", "wed", "thu", "fri", _SATURDAY, _SUNDAY)


def check_shifts(study: Study, note: Note) -> None:
    """What a shift says that cannot be, or that nobody could mean."""
    known = [language.code for language in study.languages]
    shifts = study.calling.shifts
    some_seats = any(shift.seats for shift in shifts)
    for number, shift in enumerate(shifts, 1):
        path = f"calling.shifts[{number}]"
        for code in shift.languages:
            if code not in known:
                note("shift-language-unknown", f"{path}.languages", code=code, known=", ".join(known))
        if some_seats and not shift.seats:
            note("shift-without-seats", path)
        outside = [day for day in shift.days if not _fits(study, day, shift)]
        if outside:
            note("shift-outside-hours", path, days=", ".join(outside))
        if not any(_days_of(study, shift)):
            note("shift-never", path)


def _fits(study: Study, day: str, shift: ShiftSettings) -> bool:
    calling = study.calling
    hours: Hours | None = {_SUNDAY: calling.sunday, _SATURDAY: calling.saturday}.get(day, calling.weekdays)
    return hours is not None and hours.start <= shift.start and shift.end <= hours.end


def _days_of(study: Study, shift: ShiftSettings) -> Iterator[bool]:
    """Whether it takes place, for each day of a week, or of the whole time that both have in common."""
    field = study.calling.field
    first = max((day for day in (field.start, shift.from_) if day is not None), default=None)
    last = min((day for day in (field.end, shift.until) if day is not None), default=None)
    if first is None and last is None:
        return iter([True])
    begin = first if first is not None else last - timedelta(days=6) if last is not None else date.min
    end = min(begin + timedelta(days=6), last if last is not None else date.max)
    return (_DAYS[(begin + timedelta(days=n)).weekday()] in shift.days for n in range((end - begin).days + 1))
