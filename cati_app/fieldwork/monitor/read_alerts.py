"""What is broken in a field now, as figures by their thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

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
from cati_app.domain.casework.alerts import AlertKind, AlertReading, worst_first
from cati_app.domain.casework.people_readings import driving_away, waiting_reviews
from cati_app.domain.clock import Clock
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.field_ahead import FieldAhead, field_ahead
from cati_app.fieldwork.monitor.read_reviews import ReadReviews
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules

_A_QUARTER = timedelta(minutes=15)


class ReadAlerts:
    """Every reading there can be, near its threshold or not; whoever looks again and again raises alerts of them.

    Args:
        reviews: Where answers can be read; None: nothing is told of interviews and their questions.
    """

    def __init__(self, units: Units, clock: Clock, rules: StudyRules, reviews: ReadReviews | None = None) -> None:
        self._reviews = reviews
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> Sequence[AlertReading]:
        """As they stand now, worst first."""
        now = self._clock.now()
        with self._units() as unit:
            readings = list(self._of_rows(unit, now))
            break_offs = unit.field_record.break_offs()
            ahead = field_ahead(unit, self._rules, now)
        if self._reviews is not None:
            read = self._reviews(by)
            readings += waiting_reviews(read.waiting, now, self._rules.alerts)
            readings += driving_away(break_offs, read.times_ms, self._rules.alerts)
        return worst_first([*readings, *_ahead(ahead, self._rules.alerts)])

    def _of_rows(self, unit: UnitOfWork, now: datetime) -> Iterator[AlertReading]:
        calendar, limits = self._rules.calendar, self._rules.alerts
        screenings, attempts = list(unit.field_record.screenings()), list(unit.field_record.attempts())
        yield from full_cells(screenings, limits)
        yield from long_interviews(screenings, attempts, calendar.expected_length_min, limits)
        yield from line_or_numbers(attempts, lambda at: calendar.local(at).hour)
        yield from near_ceiling(unit.quota.counts(), limits)
        yield from self._appointments(unit, now)

    def _appointments(self, unit: UnitOfWork, now: datetime) -> Iterator[AlertReading]:
        late = sum(agreed.firm for agreed in unit.cases.queue.appointments(now - self._rules.alerts.appointment_late))
        soon = sum(now <= agreed.at < now + _A_QUARTER for agreed in unit.cases.queue.appointments(now + _A_QUARTER))
        local = self._rules.calendar.local(now)
        planned = [shift for shift in self._rules.shifts if shift.seats]
        speakers = sum(shift.seats for shift in planned if shift.covers(local, "")) if planned else None
        yield from late_appointments(late, soon, speakers)


def _ahead(ahead: FieldAhead, limits: AlertLimits) -> Iterator[AlertReading]:
    from cati_app.domain.forecast.forecast import forecast  # noqa: PLC0415 - numpy is loaded for a forecast alone
    from cati_app.domain.forecast.yield_fall import fewest_expected  # noqa: PLC0415 - as above

    for number, quota in enumerate(ahead.quotas):
        told = forecast(quota.field, ahead.seed)
        if told is not None:
            chances = ((cell, full.late) for cell, full in told.cells.items() if full.late is not None)
            yield from late_cells(chances, limits)
        if number == 0:
            yield from dry_sample(quota.field, limits)
            counts = fewest_expected(quota.field, ahead.seed)
            if counts is not None:
                screened, fewest = counts
                yield AlertReading(AlertKind.YIELD_FALLS, screened, fewest, fewest / (screened + 0.5))
