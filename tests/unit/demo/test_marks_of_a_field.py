"""Forecasts on the way through a rehearsed field: when they are made, and how they are held against what came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial

from cati_app.demo.rehearsal.marks import Marks, rules_of_seats
from cati_app.domain.calling.promise import Shift
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, FullOn, QuotaForecast
from cati_app.station.study_rules import rules_of
from tests.stations import FORM, study_with

YOUNG, OLD = CellId("young"), CellId("old")


def day(number: int) -> date:
    return date(2026, 11, number)


def forecast(low: int, high: int | None, made: list[int]) -> FieldForecast:
    made.append(low)
    full = FullOn(False, day(low), day(low), None if high is None else day(high), None)
    done = FullOn(True, None, None, None, None)
    quota = QuotaForecast("main", ("age",), full, {YOUNG: done, OLD: full}, {})
    return FieldForecast(datetime(2026, 11, 1, tzinfo=UTC), None, True, (quota,))


def counts(young: int, old: int) -> list[CellCount]:
    return [CellCount(YOUNG, 10, young, 0), CellCount(OLD, 10, old, 0)]


def test_a_forecast_is_made_once_for_each_mark_that_was_passed() -> None:
    marks, made = Marks(), list[int]()
    marks.look(None, counts(0, 0), partial(forecast, 9, 9, made))
    marks.look(day(2), counts(1, 0), partial(forecast, 9, 9, made))
    assert [0.0] == [told.mark for told in marks.forecasts]
    marks.look(day(3), counts(4, 1), partial(forecast, 9, 9, made))
    marks.look(day(4), counts(4, 2), partial(forecast, 9, 9, made))
    assert [0.0, 0.10, 0.25] == [told.mark for told in marks.forecasts]
    assert 2 == len(made), "one for both marks of a day, and none without a mark"


def test_a_cell_is_inside_where_it_was_full_on_a_day_of_its_interval() -> None:
    for low, high, inside in ((5, 7, 1), (7, 9, 1), (8, 9, 0), (4, 6, 0), (6, None, 1)):
        marks = Marks()
        marks.look(day(3), counts(10, 1), partial(forecast, low, high, []))
        marks.look(day(7), counts(10, 10), partial(forecast, low, high, []))
        assert (inside, 1) == marks.inside(marks.forecasts[0]), "the young were full already"
        assert day(7) == marks.total_on
    assert [day(3), day(7)] == [marks.full_on[YOUNG], marks.full_on[OLD]]


def test_what_was_told_before_the_first_day_is_held_against_nothing() -> None:
    marks = Marks()
    marks.look(None, counts(0, 0), partial(forecast, 5, 7, []))
    marks.look(day(6), counts(10, 10), partial(forecast, 5, 7, []))
    assert (0, 0) == marks.inside(marks.forecasts[0])
    assert ["2026-11-06", None] == [marks.facts()[0][name] for name in ("came", "day")]


def test_the_seats_of_a_rehearsal_are_those_that_sit_there() -> None:
    loaded = study_with(FORM, "hash")
    rules = rules_of(loaded.study, loaded.form, 1.0)
    shifts = [Shift(frozenset({0, 1}), time(10), time(14)), Shift(frozenset({0}), time(14), time(20))]
    told = rules_of_seats(rules, shifts, [("de",)] * 5, 0).shifts
    assert [({0}, 3), ({0}, 2), ({1}, 5)] == [(set(shift.weekdays), shift.seats) for shift in told]


def test_seats_take_turns_anew_from_the_day_on_which_a_shift_begins_or_has_ended() -> None:
    loaded = study_with(FORM, "hash")
    rules = rules_of(loaded.study, loaded.form, 1.0)
    whole = Shift(frozenset({0}), time(10), time(14))
    shifts = [whole, replace(whole, start=time(14), end=time(20), first_day=day(9), last_day=day(15))]
    told = rules_of_seats(rules, shifts, [("de",)] * 5, 0).shifts

    seated = [(shift.first_day, shift.last_day, shift.start.hour, shift.seats) for shift in told]
    assert [
        (None, day(8), 10, 5),
        (day(9), day(15), 10, 3),
        (day(9), day(15), 14, 2),
        (day(16), None, 10, 5),
    ] == seated


def test_a_shift_whose_languages_nobody_speaks_counts_no_seats() -> None:
    loaded = study_with(FORM, "hash")
    rules = rules_of(loaded.study, loaded.form, 1.0)
    arabic = Shift(frozenset({0}), time(10), time(14), frozenset({"ar"}), 2)
    shifts = [arabic, Shift(frozenset({0}), time(14), time(20), seats=2)]
    told = rules_of_seats(rules, shifts, [("de",), ("de",), ("de", "ar"), ("de",)], 4).shifts
    assert [1, 2] == [shift.seats for shift in told]
