"""Attempts and screenings as days of work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cati_app.domain.casework.field_days import AttemptFact, ScreeningFact, days_so_far
from cati_app.domain.forecast.so_far import WorkingDay
from cati_app.domain.ids import CellId

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
DAY = NOON.date()


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def attempt(case: str, at: float, lasts: float | None = 1, **changed: object) -> AttemptFact:
    """`at` minutes after noon."""
    facts: dict[str, object] = {"attempt_no": 1, "person": "ann", "dialled": True, "closed": False, **changed}
    began = NOON + minutes(at)
    ended = None if lasts is None else began + minutes(lasts)
    return AttemptFact(case, began_at=began, ended_at=ended, **facts)  # type: ignore[arg-type]


def screening(case: str, at: float, *, accepted: bool = True) -> ScreeningFact:
    return ScreeningFact(case, CellId("young"), accepted, NOON + minutes(at), NOON + minutes(at + 2), None)


def day(attempts: list[AttemptFact], screenings: list[ScreeningFact] | None = None) -> WorkingDay:
    told = days_so_far(attempts, screenings or [], datetime.date, NOON + minutes(600)).days
    (only,) = told.values()
    return only


def test_a_dial_counts_at_its_attempt_and_later_ones_than_the_tenth_as_the_tenth() -> None:
    told = day([attempt("a", 0), attempt("b", 2, attempt_no=2), attempt("c", 4, attempt_no=12)])
    assert (1, 1, *[0] * 7, 1) == told.dials


def test_an_attempt_without_a_call_is_no_dial() -> None:
    assert 0 == sum(day([attempt("a", 0, dialled=False)]).dials)


def test_a_number_is_lost_with_the_attempt_that_closed_its_case() -> None:
    assert (0, 1) == day([attempt("a", 0, attempt_no=2, closed=True)]).lost[:2]


def test_a_screened_person_is_no_number_lost() -> None:
    told = day([attempt("a", 0, 30, closed=True)], [screening("a", 3, accepted=False)])
    assert (1, 0) == (told.screened[0], sum(told.lost))


def test_hours_in_an_interview_are_bound_from_its_beginning() -> None:
    told = day([attempt("a", 0, 30)], [screening("a", 6)])
    assert [0.5, 0.4] == pytest.approx([told.worked_h, told.bound_h])


def test_who_goes_on_later_was_no_dial_and_came_by_appointment() -> None:
    attempts = [attempt("a", 0, 10), attempt("a", 120, 30, attempt_no=2, person="bob"), attempt("b", 200)]
    told = days_so_far(attempts, [screening("a", 3), screening("b", 200)], datetime.date, NOON + minutes(600))
    assert (2, 1) == (told.accepted, told.by_appointment)
    assert (2, 0) == told.days[DAY].dials[:2]


def test_a_wait_is_work_and_a_pause_is_none() -> None:
    waited = day([attempt("a", 0, 10), attempt("b", 50, 10)])
    paused = day([attempt("a", 0, 10), attempt("b", 60, 10)])
    assert [1.0, 1 / 3] == pytest.approx([waited.worked_h, paused.worked_h])


def test_the_waits_of_one_are_not_filled_by_another() -> None:
    told = day([attempt("a", 0, 30), attempt("b", 10, 20, person="bob"), attempt("c", 30, 30)])
    assert pytest.approx(80 / 60) == told.worked_h


def test_an_attempt_that_runs_counts_until_now() -> None:
    assert pytest.approx(10.0) == day([attempt("a", 0, None)]).worked_h


def test_a_clock_that_went_back_makes_no_hours_below_nothing() -> None:
    told = day([attempt("a", 0, 10), attempt("b", 20, -15)])
    assert told.worked_h >= 0


def test_days_are_those_of_the_study_and_in_order() -> None:
    late, early = attempt("b", 13 * 60), attempt("a", 0)
    told = days_so_far([early, late], [], lambda at: (at + timedelta(hours=1)).date(), NOON)
    assert [date(2026, 11, 3), date(2026, 11, 4)] == list(told.days)
    assert 0 < next(iter(told.days.values())).worked_h < 0.1


def test_of_several_screenings_of_a_case_the_first_counts() -> None:
    told = day([attempt("a", 0, 30)], [screening("a", 9), screening("a", 3)])
    assert 1 == sum(told.screened)
    assert 27 / 60 == pytest.approx(told.bound_h), "from the beginning of that interview"
