"""What a forecast is told of a field: days, cells, hours to come; and what it tells, with dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.promise import Shift
from cati_app.domain.casework.field_days import AttemptFact, ScreeningFact
from cati_app.domain.casework.lengths import Length
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaDimension, QuotaMode, QuotaPlan
from cati_app.fieldwork.monitor.field_ahead import FieldAhead, field_ahead
from cati_app.fieldwork.monitor.read_forecast import ReadForecast
from cati_app.fieldwork.ports.unit import UnitOfWork
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.study_rules import rules_of
from tests.stations import FORM, study_with

MONDAY = datetime(2026, 11, 2, 16, tzinfo=UTC)
YOUNG, OLD = CellId("young"), CellId("old")
TEAM = (Shift(frozenset(range(5)), time(14), time(20), seats=5),)


@dataclass
class Record:
    """A field of some days: every day the same, at five in the afternoon."""

    days: int = 4
    told: list[AttemptFact] = field(default_factory=list)
    met: list[ScreeningFact] = field(default_factory=list)

    def __post_init__(self) -> None:
        for day in range(self.days):
            at = MONDAY + timedelta(days=day)
            for n in range(100):
                began = at + timedelta(minutes=n)
                case = f"{day}-{n}"
                self.told.append(AttemptFact(case, 1, "ann", began, began + timedelta(minutes=1), True, n % 10 == 1))
                if n % 10 == 0:
                    cell = YOUNG if n % 20 == 0 else OLD
                    self.met.append(ScreeningFact(case, cell, True, began, began + timedelta(seconds=30), None))

    def attempts(self) -> Iterator[AttemptFact]:
        return iter(self.told)

    def screenings(self) -> Iterator[ScreeningFact]:
        return iter(self.met)

    def open_numbers(self) -> Mapping[int, int]:
        return {0: 3000, 2: 50}

    def closed_portions(self) -> tuple[int, ...]:
        return (500,)


@dataclass
class Unit:
    """As much of a unit of work as is read."""

    field_record: Record
    cells: tuple[CellCount, ...]
    last: datetime | None
    complete_s: int = 1200

    @property
    def quota(self) -> Unit:
        return self

    interview_counts = log = quota

    def counts(self) -> tuple[CellCount, ...]:
        return self.cells

    def lengths(self, length: Length) -> Mapping[int, int]:
        return {self.complete_s if length is Length.COMPLETE else 180: 9}

    def last_at(self) -> datetime | None:
        return self.last


def unit(days: int = 4, **changed: Any) -> Unit:
    cells = (CellCount(YOUNG, 40, 18, 1), CellCount(OLD, 60, 19, 0), CellCount(CellId("unclassified"), 5, 0, 0))
    last = MONDAY + timedelta(days=days - 1, minutes=100)
    return replace(Unit(Record(days), cells, last), **changed)


def rules(**changed: Any) -> StudyRules:
    loaded = study_with(FORM, "hash")
    plan = QuotaPlan("main", (), {YOUNG: 40, OLD: 60}, accept_unclassified=True, unclassified_ceiling=5)
    told = rules_of(loaded.study, loaded.form, 1.0)
    return replace(told, **{"quota": plan, "shifts": TEAM, "first_day": None, "last_day": None, **changed})


def ahead(of: Unit, by: StudyRules, now: datetime | None = None) -> FieldAhead:
    return field_ahead(cast(UnitOfWork, of), by, now or of.last or MONDAY)


def forecast(of: Unit, by: StudyRules, now: datetime | None = None) -> Any:
    @contextmanager
    def units() -> Iterator[UnitOfWork]:
        yield cast(UnitOfWork, of)

    return ReadForecast(units, SimulatedClock(now or of.last or MONDAY), by)(PROGRAM)


def test_the_field_is_told_with_its_days_cells_numbers_and_lengths() -> None:
    told = ahead(unit(), rules()).quotas[0].field
    assert [100] * 4 == [day.dials[0] for day in told.days]
    assert [10] * 4 == [day.screened[0] for day in told.days]
    assert [10] * 4 == [day.lost[0] for day in told.days]
    assert [(YOUNG, 40, 18, 1, 20), (OLD, 60, 19, 0, 20)] == [
        (cell.cell_id, cell.target, cell.achieved, cell.held, cell.screened) for cell in told.cells
    ]
    assert ((3000, 0, 50), (500,), 40, 0) == (
        told.open_numbers,
        told.closed_portions,
        told.accepted,
        told.by_appointment,
    )
    assert [180 / 3600, 1020 / 3600] == pytest.approx([told.screening_h, told.interview_h])


def test_hours_planned_are_those_of_the_shifts_and_of_the_last_day_those_until_the_last_fact() -> None:
    """The last fact is at 17:40 UTC, 18:40 on the clock of the study."""
    told = ahead(unit(), rules())
    assert [30.0, 30.0, 30.0] == [day.planned_h for day in told.quotas[0].field.days[:3]]
    assert 5 * (4 + 40 / 60) == pytest.approx(told.quotas[0].field.days[3].planned_h)
    assert 5 * 80 / 60 == pytest.approx(told.quotas[0].field.hours_ahead[0])
    assert [date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 9)] == list(told.dates[:3])
    assert 120 == len(told.dates)


def test_days_that_passed_since_the_last_fact_are_not_ahead() -> None:
    told = ahead(unit(), rules(), MONDAY + timedelta(days=8))
    assert date(2026, 11, 10) == told.dates[0]
    assert 30.0 == told.quotas[0].field.hours_ahead[0]


def test_before_the_field_begins_nobody_works() -> None:
    assert date(2026, 12, 1) == ahead(unit(), rules(first_day=date(2026, 12, 1))).dates[0]


def test_where_nobody_says_who_works_the_hours_so_far_go_on_on_the_same_days_of_the_week() -> None:
    told = ahead(unit(), rules(shifts=()))
    assert not told.are_planned
    assert [date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12)] == list(told.dates[:4])
    assert 100 / 60 == pytest.approx(told.quotas[0].field.hours_ahead[0])


def test_days_left_are_those_until_the_last_day_of_the_field() -> None:
    assert 2 == ahead(unit(), rules(last_day=date(2026, 11, 6))).quotas[0].field.days_left
    assert ahead(unit(), rules()).quotas[0].field.days_left is None


def test_a_quota_that_only_counts_is_not_forecast_and_one_that_turns_nobody_away_takes_more() -> None:
    plan = rules().quota
    assert plan is not None
    assert () == ahead(unit(), rules(quota=replace(plan, mode=QuotaMode.COUNTER))).quotas
    (soft,) = ahead(unit(), rules(quota=replace(plan, mode=QuotaMode.SOFT))).quotas
    assert all(cell.takes_more for cell in soft.field.cells)


def test_a_person_without_a_cell_of_a_quota_is_none_of_its_screened_persons() -> None:
    plan = rules().quota
    assert plan is not None
    told = ahead(unit(), rules(quota=replace(plan, targets={YOUNG: 40}))).quotas[0].field
    assert 5 == told.days[0].screened[0]


def test_quotas_that_decide_are_told_beside_each_other_with_who_was_met_of_both() -> None:
    """All the young were met in the north; sport counts the young alone, and who does no sport has no cell of it."""
    north, south, ball = CellId("region:north"), CellId("region:south"), CellId("sport:ball")
    plan = rules().quota
    assert plan is not None
    age = QuotaDimension("age", False, "quota_age", ("young", "old"), {"1": "young", "2": "old"})
    region = QuotaPlan("region", (), {north: 30, south: 30}, False, 0, QuotaMode.OVERRUN, prefix="region")
    within = {"age": frozenset({"young"})}
    sport = QuotaPlan("sport", (), {ball: 10}, True, 1, within=within, prefix="sport")
    counts = QuotaPlan("counts", (), {CellId("counts:all"): 0}, True, 1, QuotaMode.COUNTER, prefix="counts")
    places = {YOUNG: CellId("young region:north sport:ball"), OLD: CellId("old region:south")}
    of = unit()
    of.field_record.met = [replace(met, quota_place=places[met.quota_place]) for met in of.field_record.met]
    of.cells += (CellCount(north, 30, 18, 1), CellCount(south, 30, 19, 0), CellCount(ball, 10, 9, 0))
    told = ahead(of, rules(quota=replace(plan, dimensions=(age,), further=(region, sport, counts))))

    main, regions, sports = (each.field for each in told.quotas)
    assert [(3, 2), (3, 2), (3, 3)] == [tuple(len(o.met[0]) - 1 for o in f.others) for f in (main, regions, sports)]
    assert ((20, 0, 0, 0), (0, 20, 0, 0), (0, 0, 0, 0)) == main.others[0].met
    assert ((20, 0, 0), (0, 0, 20), (0, 0, 0)) == main.others[1].met
    assert (False, False, True) == main.others[1].possible[1], "the old are not counted by sport"
    assert [True, False] == [field.overruns for field in (main.others[0].cells[0], main.cells[0])]
    assert [False, False, True, False, False] == [
        each.closed for each in (*main.others[0].cells, *main.others[1].cells)
    ], "whoever has no region is turned away"
    assert ([10] * 4, 20, 20) == ([day.screened[0] for day in sports.days], sports.outside, sports.accepted)
    assert (0, 40) == (main.outside, main.accepted)


def test_a_quota_that_is_full_keeps_another_from_coming_into_sight() -> None:
    plan = rules().quota
    assert plan is not None
    north = CellId("region:north")
    region = QuotaPlan("region", (), {north: 30}, True, 1, prefix="region")
    of = unit()
    of.field_record.met = [
        replace(met, quota_place=CellId(f"{met.quota_place} region:north")) for met in of.field_record.met
    ]
    of.cells += (CellCount(north, 30, 30, 0),)
    people, regions = forecast(of, rules(quota=replace(plan, further=(region,)))).quotas
    assert (None, True) == (people.total.median, regions.total.is_full)


def test_the_same_facts_give_the_same_forecast_an_hour_later() -> None:
    assert forecast(unit(), rules()) == forecast(unit(), rules(), MONDAY + timedelta(days=3, hours=2))


def test_a_forecast_has_dates_and_the_chance_of_being_late() -> None:
    told = forecast(unit(), rules(last_day=date(2026, 11, 6)))
    (quota,) = told.quotas
    assert quota.total.median > date(2026, 11, 6)
    assert quota.total.late == 1.0
    assert quota.total.low <= quota.total.median <= quota.total.high
    assert {YOUNG, OLD} == set(quota.cells)


def test_on_the_first_days_it_is_too_early() -> None:
    (quota,) = forecast(unit(days=2), rules()).quotas
    assert quota.total is None
    assert {} == quota.cells


def test_without_a_quota_and_without_any_fact_nothing_fails() -> None:
    told = forecast(unit(days=0, last=None), rules(quota=None))
    assert ((), None) == (told.quotas, told.as_of)
    (quota,) = forecast(unit(days=0, last=None), rules()).quotas
    assert quota.total is None
