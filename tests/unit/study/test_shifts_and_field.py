"""Begin and end of field, shifts with seats: what is refused, what is warned of, and what they become."""

from __future__ import annotations

from datetime import date, time

import pytest

from cati_app.domain.calling.planned_hours import are_planned, days_ahead, planned_hours
from cati_app.domain.calling.promise import Shift
from cati_app.fieldwork.sharing.clear_rules import clear_rules, read, written
from cati_app.station.study_rules import rules_of
from cati_app.study.check_study import check_study
from cati_app.study.load import load_study
from cati_app.study.model import Study
from cati_app.study.rules import calling_calendar, shifts
from cati_app.texts import words_of
from tests.stations import FORM, STUDY, study_with

_CALLING = "calling:\n"


def text_with(calling: str) -> str:
    """The study with lines among its calling rules."""
    assert _CALLING in STUDY
    return STUDY.replace(_CALLING, _CALLING + "".join(f"  {line}\n" for line in calling.splitlines()), 1)


def study_of(calling: str) -> Study:
    result = load_study(text_with(calling).encode())
    assert result.study is not None, result.findings
    return result.study


def noted(calling: str) -> list[tuple[str, str | None]]:
    found = check_study(study_of(calling), None, {})
    return [(one.code, one.column) for one in found if one.code.startswith("shift")]


EVENING = "shifts: [{start: '17:00', end: '20:00', seats: 4}, {days: [sat], start: '10:00', end: '14:30', seats: 2}]"


def test_seats_and_days_reach_the_rules_and_travel_to_a_hub() -> None:
    study = study_of(
        "field: {start: 2026-11-02, end: '2026-11-30'}\n"
        "shifts: [{start: '17:00', end: '20:00', seats: 4, from: 2026-11-09, until: 2026-11-20}]"
    )
    expected = Shift(
        frozenset(range(5)), time(17), time(20), seats=4, first_day=date(2026, 11, 9), last_day=date(2026, 11, 20)
    )
    assert (expected,) == shifts(study)
    rules = rules_of(study, study_with(FORM, "hash").form, 1.0)
    assert (date(2026, 11, 2), date(2026, 11, 30)) == (rules.first_day, rules.last_day)
    assert (expected,) == read(written(clear_rules(rules))).shifts


@pytest.mark.parametrize(
    ("calling", "place"),
    [
        ("field: {start: 2026-11-30, end: 2026-11-02}", "calling.field"),
        ("field: {start: soon}", "calling.field.start"),
        ("field: {start: 20261102}", "calling.field.start"),
        ("field: {end: '2026-02-30'}", "calling.field.end"),
        ("field: {end: 0001-01-01}", "calling.field.end"),
        ("shifts: [{start: '17:00', end: '20:00', seats: -1}]", "calling.shifts[1].seats"),
        ("shifts: [{start: '17:00', end: '20:00', from: 2026-12-02, until: 2026-12-01}]", "calling.shifts[1]"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(calling: str, place: str) -> None:
    (found,) = load_study(text_with(calling).encode()).findings
    assert place == found.column
    assert words_of("de").worded(found.message) != words_of("en").worded(found.message)


def test_shifts_that_fit_are_no_finding() -> None:
    assert [] == noted(EVENING)


def test_a_shift_that_nobody_could_mean_is_told_with_its_place() -> None:
    assert [("shift-without-seats", "calling.shifts[2]")] == noted(EVENING.replace(", seats: 2", ""))
    assert [("shift-outside-hours", "calling.shifts[1]")] == noted("shifts: [{start: '08:00', end: '12:00', seats: 1}]")
    assert [("shift-outside-hours", "calling.shifts[1]")] == noted(
        "shifts: [{start: '12:00', end: '13:00', days: [sun]}]"
    )


def test_a_shift_none_of_whose_days_lies_in_the_field_is_told() -> None:
    saturdays = "shifts: [{start: '11:00', end: '17:00', days: [sat], seats: 1}]"
    assert [("shift-never", "calling.shifts[1]")] == noted(
        f"field: {{start: 2026-11-02, end: 2026-11-06}}\n{saturdays}"
    )
    assert [] == noted(f"field: {{start: 2026-11-02, end: 2026-11-07}}\n{saturdays}")
    assert [] == noted(f"field: {{end: 2026-11-07}}\n{saturdays}")
    late = saturdays.replace("seats: 1", "seats: 1, from: 2026-12-01")
    assert [("shift-never", "calling.shifts[1]")] == noted(f"field: {{end: 2026-11-07}}\n{late}")


def test_hours_planned_are_seats_within_the_calling_hours_of_the_day() -> None:
    study = study_of(EVENING)
    planned, calendar = shifts(study), calling_calendar(study)
    assert are_planned(planned)
    assert 12.0 == planned_hours(planned, calendar, date(2026, 11, 3))
    assert 9.0 == planned_hours(planned, calendar, date(2026, 11, 7))
    assert 0.0 == planned_hours(planned, calendar, date(2026, 11, 8)), "a Sunday"
    assert 0.0 == planned_hours(planned, calendar, date(2026, 12, 25)), "a holiday"
    assert 4.0 == planned_hours(planned, calendar, date(2026, 11, 3), since=time(19))
    assert 8.0 == planned_hours(planned, calendar, date(2026, 11, 3), until=time(19))
    early = (Shift(frozenset(range(5)), time(8), time(10), seats=3),)
    assert 3.0 == planned_hours(early, calendar, date(2026, 11, 3)), "nobody is called before nine"


def test_the_next_days_of_work_leave_out_days_on_which_nobody_is_planned() -> None:
    study = study_of(EVENING)
    ahead = list(days_ahead(shifts(study), calling_calendar(study), date(2026, 12, 23), 3))
    assert [date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30)] == ahead
    assert [] == list(days_ahead((), calling_calendar(study), date(2026, 12, 23), 3))


def test_an_appointment_on_a_day_after_the_last_of_a_shift_is_outside_it() -> None:
    shift = Shift(frozenset(range(5)), time(17), time(20), last_day=date(2026, 11, 3))
    assert shift.is_on(date(2026, 11, 3))
    assert not shift.is_on(date(2026, 11, 4))
    assert not Shift(frozenset(range(5)), time(17), time(20), first_day=date(2026, 11, 3)).is_on(date(2026, 11, 2))
