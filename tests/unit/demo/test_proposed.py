"""A rehearsal begins with the field and the seats of its study, where nobody says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cati_app.demo.rehearsal.proposed import DAYS, SEATS, begins, is_worked, proposed_days, proposed_seats
from cati_app.study.load import load_study
from cati_app.study.model import Study
from cati_app.study.rules import calling_calendar, shifts
from tests.stations import STUDY

SHIFTS = """
  shifts:
    - {days: [mon, tue, wed, thu, fri], start: "09:00", end: "14:00", seats: 4}
    - {days: [mon, tue, wed, thu, fri], start: "14:00", end: "20:00", seats: 6}
    - {days: [sat], start: "10:00", end: "16:00", seats: 3}
"""


def study(calling: str = "") -> Study:
    lines = f"calling:\n{calling.rstrip()}\n" if calling else "calling:\n"
    loaded = load_study(STUDY.replace("calling:\n", lines).encode())
    assert loaded.study is not None, loaded.findings
    return loaded.study


def test_without_a_field_and_seats_it_is_what_is_usual() -> None:
    assert (SEATS, DAYS) == (proposed_seats(study()), proposed_days(study()))
    assert datetime(2026, 11, 23, tzinfo=UTC) == begins(study())


def test_the_seats_of_all_shifts_of_a_day_take_part() -> None:
    assert 10 == proposed_seats(study(SHIFTS))


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("{start: 2026-12-21, end: 2026-12-31}", 6),  # nobody is called on 24 to 27 and 31 December
        ("{start: 2026-12-25, end: 2026-12-26}", 1),  # nothing but holidays: one day is asked for all the same
        ("{start: 2026-12-21}", DAYS),
        ("{start: 2026-01-01, end: 2029-12-31}", 120),
    ],
)
def test_the_days_of_the_field_are_those_on_which_somebody_may_be_called(field: str, days: int) -> None:
    assert days == proposed_days(study(f"  field: {field}{SHIFTS}"))


def test_it_begins_on_the_first_day_of_the_field_and_leaves_holidays_out() -> None:
    rehearsed = study(f"  field: {{start: 2026-12-24, end: 2027-01-31}}{SHIFTS}")
    assert datetime(2026, 12, 24, tzinfo=UTC) == begins(rehearsed)

    planned, calendar = shifts(rehearsed), calling_calendar(rehearsed)
    days = [date(2026, 12, day) for day in range(24, 29)]
    assert [28] == [day.day for day in days if is_worked(calendar, planned, day)]


SOME_WEEKS = """
  shifts:
    - {days: [mon, tue], start: "09:00", end: "14:00", seats: 4, until: 2026-12-01}
    - {days: [mon, tue], start: "14:00", end: "20:00", seats: 6, from: 2026-12-08}
"""


def test_a_shift_counts_from_its_first_day_until_its_last() -> None:
    planned = study(f"  field: {{start: 2026-11-30, end: 2026-12-15}}{SOME_WEEKS}")

    assert 6 == proposed_seats(planned), "never both on one day"
    assert 5 == proposed_days(planned), "30 November, 1, 8, 14 and 15 December"
