"""Alerts: when each reading is true, and that none flickers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cati_app.domain.casework.alert_limits import AlertLimits
from cati_app.domain.casework.alert_readings import (
    dry_sample,
    full_cells,
    late_appointments,
    late_cells,
    line_or_numbers,
    long_interviews,
    near_ceiling,
)
from cati_app.domain.casework.alerts import AlertKind, AlertReading, WatchedAlert, watch, worst_first
from cati_app.domain.casework.field_days import AttemptFact, ScreeningFact
from cati_app.domain.casework.interview_quality import WaitingReview
from cati_app.domain.casework.people_readings import driving_away, idle_seats, silent_stations, waiting_reviews
from cati_app.domain.forecast.so_far import FieldSoFar, WorkingDay
from cati_app.domain.forecast.yield_fall import fewest_expected
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.seats import Activity, SeatNow, TeamSeat
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.sharing.stations import Halt, StationNow

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEY = (AlertKind.FULL_CELLS, "")


def reading(strength: float, **changed: object) -> AlertReading:
    return replace(AlertReading(AlertKind.FULL_CELLS, strength, 1, strength), **changed)  # type: ignore[arg-type]


def looked(*strengths: float) -> dict[tuple[AlertKind, str], WatchedAlert]:
    """After a look each minute."""
    known: dict[tuple[AlertKind, str], WatchedAlert] = {}
    for minute, strength in enumerate(strengths):
        known = watch(known, [reading(strength)], NOON + minute * MINUTE)
    return known


# -- none flickers ----------------------------------------------------------------------------------------------------


def test_an_alert_is_raised_when_it_is_true_twice_and_tells_since_when() -> None:
    assert not looked(1.0)[KEY].is_raised
    raised = looked(0.5, 1.0, 1.2)[KEY]
    assert (True, NOON + MINUTE, 1.2) == (raised.is_raised, raised.since, raised.reading.strength)


def test_true_once_and_then_not_is_forgotten() -> None:
    assert {} == looked(1.0, 0.99)
    assert not looked(1.0, 0.99, 1.0)[KEY].is_raised


def test_a_raised_alert_stays_until_four_fifths_of_its_threshold() -> None:
    assert looked(1.0, 1.0, 0.8)[KEY].is_raised
    assert {} == looked(1.0, 1.0, 0.79)
    assert {} == looked(1.0, 1.0, 0.79, 0.9)


def test_what_is_not_read_any_more_is_gone() -> None:
    assert {} == watch(looked(1.0, 1.0), [], NOON)


def test_the_worst_come_first() -> None:
    warning, worse, bad = reading(2.0), reading(3.0), reading(1.1, is_bad=True)
    assert [bad, worse, warning] == list(worst_first([warning, worse, bad]))


# -- readings ---------------------------------------------------------------------------------------------------------


def only(readings: Iterable[AlertReading]) -> AlertReading:
    (told,) = readings
    return told


@pytest.mark.parametrize(("late", "true", "bad"), [(0.49, False, False), (0.5, True, False), (0.9, True, True)])
def test_a_cell_is_late_from_one_half_and_bad_from_nine_tenths(late: float, true: bool, bad: bool) -> None:
    told = only(late_cells([("young", late)]))
    assert (true, bad, "young") == (told.is_true, told.is_bad, told.subject)


def field(numbers: int, hours: float = 10.0) -> FieldSoFar:
    """A hundred dials in ten hours."""
    day = WorkingDay((100,), (5,), (5,), 10.0, 10.0, 1.0)
    return FieldSoFar((day,) * 6, (), (numbers - 10, 10), (), (hours,) * 5, None, 0, 0)


@pytest.mark.parametrize(("numbers", "true", "bad"), [(241, False, False), (239, True, False), (199, True, True)])
def test_a_sample_runs_dry_below_one_and_a_fifth_numbers_for_each_dial_of_two_days(
    numbers: int, true: bool, bad: bool
) -> None:
    told = only(dry_sample(field(numbers)))
    assert (true, bad) == (told.is_true, told.is_bad)


def test_a_sample_that_nobody_will_call_does_not_run_dry_and_one_without_numbers_does() -> None:
    assert [] == list(dry_sample(field(50, hours=0.0)))
    assert only(dry_sample(replace(field(50), open_numbers=()))).is_true
    assert [] == list(dry_sample(replace(field(50), days=())))


def screenings(accepted: int, full: int, **changed: object) -> list[ScreeningFact]:
    fact = ScreeningFact("1", CellId("young"), True, NOON, NOON, NOON + 20 * MINUTE, complete=True)
    told = [fact] * accepted + [replace(fact, accepted=False)] * full
    return [replace(one, **changed) for one in told]  # type: ignore[arg-type]


def test_paying_for_nothing_is_more_than_two_fifths_of_the_last_fifty() -> None:
    assert not only(full_cells(screenings(131, 19))).is_true
    assert only(full_cells(screenings(29, 21))).is_true
    assert [] == list(full_cells(screenings(0, 49)))


def test_one_firm_appointment_late_is_bad_and_more_due_than_people_is_told_where_they_are_known() -> None:
    assert [False] == [told.is_true for told in late_appointments(0, 9, None)]
    late, due = late_appointments(1, 3, 2)
    assert (True, True) == (late.is_true, late.is_bad)
    assert due.is_true
    assert [False, False] == [told.is_true for told in late_appointments(0, 2, 2)]


def attempts(missed: int, of: int, result: str = "no_answer", **changed: object) -> list[AttemptFact]:
    fact = AttemptFact("1", 1, "ann", NOON, NOON, True, False, "landline", result)
    told = [fact] * missed + [replace(fact, result="refusal_household")] * (of - missed)
    return [replace(one, **changed) for one in told]  # type: ignore[arg-type]


@pytest.mark.parametrize("result", ["no_answer", "busy", "line_problem"])
def test_a_line_is_told_where_more_are_not_reached_than_at_that_hour_before(result: str) -> None:
    before = attempts(240, 400)
    assert not only(line_or_numbers([*before, *attempts(68, 100, result)], lambda at: at.hour)).is_true
    assert only(line_or_numbers([*before, *attempts(78, 100, result)], lambda at: at.hour)).is_true


def test_an_hour_at_which_nobody_is_ever_reached_is_no_trouble_of_the_line() -> None:
    night = attempts(190, 200, began_at=NOON + 8 * 60 * MINUTE)
    last = attempts(92, 100, began_at=NOON + 8 * 60 * MINUTE)
    assert not only(line_or_numbers([*attempts(60, 200), *night, *last], lambda at: at.hour)).is_true
    assert only(line_or_numbers([*attempts(60, 200), *night, *attempts(92, 100)], lambda at: at.hour)).is_true


def test_with_few_dials_nothing_is_said_of_the_line() -> None:
    assert [] == list(line_or_numbers(attempts(299, 299), lambda at: at.hour))


def test_interviews_are_long_beyond_fifteen_percent_more_than_people_are_told() -> None:
    assert only(long_interviews(screenings(20, 0), attempts(1, 1), 17)).is_true
    assert not only(long_interviews(screenings(20, 0), attempts(1, 1), 18)).is_true
    assert [] == list(long_interviews(screenings(19, 0), [], 10))
    assert [] == list(long_interviews(screenings(20, 0, complete=False), [], 10))


def test_the_night_of_a_suspended_interview_is_not_its_length() -> None:
    overnight = screenings(20, 0, case_id="2", ended_at=NOON + timedelta(days=1))
    again = attempts(1, 1, case_id="2", began_at=NOON + timedelta(days=1) - 9 * MINUTE)
    assert [] == list(long_interviews(overnight, again, 18))
    both = [*overnight, *screenings(20, 0), *overnight]
    assert 20 == only(long_interviews(both, [*attempts(1, 1), *again], 18)).figure


def test_the_counter_of_those_without_a_cell_is_told_at_four_fifths() -> None:
    counts = [CellCount(CellId("young"), 10, 10, 0), CellCount(CellId("unclassified"), 10, 7, 1)]
    assert only(near_ceiling(counts)).is_true
    assert not only(near_ceiling([replace(counts[1], in_progress=0)])).is_true
    assert [] == list(near_ceiling([replace(counts[1], target=0)]))


def test_a_yield_falls_below_what_chance_leaves_of_it() -> None:
    day = WorkingDay((200,), (12,), (20,), 30.0, 28.0, 5.0)
    poor = replace(day, screened=(3,))
    told = FieldSoFar((day,) * 8, (), (500,), (), (), None, 0, 0)
    usual, fallen = fewest_expected(told, 7), fewest_expected(replace(told, days=(day,) * 5 + (poor,) * 3), 7)
    assert usual is not None
    assert fallen is not None
    assert usual[0] == 36 > usual[1] > 15
    assert fallen[0] == 9 < fallen[1]
    assert fewest_expected(replace(told, days=(day,) * 5), 7) is None


# -- people, questions, stations ---------------------------------------------------------------------------------------


def seat(activity: Activity, minutes: float | None) -> SeatNow:
    since = None if minutes is None else NOON - minutes * MINUTE
    return SeatNow(TeamSeat(UserId("ann"), activity, since))


def test_a_seat_is_idle_after_three_minutes_without_anything_to_call() -> None:
    seats = [seat(Activity.NOTHING, 2), seat(Activity.BETWEEN, 20), seat(Activity.AWAY, None)]
    (calm,) = idle_seats(seats, NOON)
    assert (2.0, False) == (calm.figure, calm.is_true)
    (told,) = idle_seats([*seats, seat(Activity.NOTHING, 3)], NOON)
    assert (3.0, True, "") == (told.figure, told.is_true, told.subject)
    (later,) = idle_seats([seat(Activity.NOTHING, 3)], NOON, AlertLimits(idle=10 * MINUTE))
    assert not later.is_true


def station(hours: float, **facts: Any) -> StationNow:
    return StationNow("aa11", NOON - timedelta(hours=hours), **{"cases": 1, **facts})


def told_of(*stations: StationNow) -> list[AlertReading]:
    waited = [(each.device, each.waited_for(NOON)) for each in stations]
    return list(silent_stations((device, silent) for device, silent in waited if silent is not None))


def test_a_station_with_cases_is_silent_after_a_day() -> None:
    calm, told = told_of(station(23.9), station(24))
    assert (False, True, "aa11") == (calm.is_true, told.is_true, told.subject)
    assert [] == told_of(station(48, cases=0), station(48, halt=Halt.WRITTEN_OFF), replace(station(0), heard_at=None))
    assert [True] == [each.is_true for each in told_of(station(48, cases=0, places=1))]


def test_a_question_drives_people_away_where_its_time_explains_fewer() -> None:
    """Ten break-offs over four questions of equal length: 2.5 ± 2.576 · √(10 · .25 · .75) is 6.03."""
    times = {f"/q{n}": 1000 for n in range(4)}
    (told,) = driving_away({"/q0": 7, "/q1": 2, "/q2": 1}, times)
    assert ("/q0", 7, True) == (told.subject, told.figure, told.is_true)
    assert round(told.threshold, 3) == 6.027
    (calm,) = driving_away({"/q0": 6, "/q1": 2, "/q2": 2}, times)
    assert not calm.is_true


def test_a_long_question_may_lose_more_people() -> None:
    (calm,) = driving_away({"/long": 8, "/short": 2}, {"/long": 7000, "/short": 1000, "/other": 2000})
    assert not calm.is_true


def test_fewer_than_five_break_offs_and_a_field_without_interviews_tell_nothing_of_a_question() -> None:
    assert [] == list(driving_away({"/q0": 4}, {"/q0": 10, "/q1": 1000}))
    assert [] == list(driving_away({"/q0": 9}, {}))


def waits(days: float, count: int = 1) -> list[WaitingReview]:
    since = NOON - timedelta(days=days)
    return [WaitingReview(InterviewId(f"i{n}"), CaseId(f"c{n}"), since) for n in range(count)]


def test_more_than_twenty_interviews_or_one_for_two_days_wait_for_review() -> None:
    for days, count, is_true in ((1, 20, False), (1, 21, True), (2, 1, True), (1.9, 1, False), (0, 0, False)):
        (told,) = waiting_reviews(waits(days, count), NOON)
        assert (count, is_true) == (told.figure, told.is_true)
