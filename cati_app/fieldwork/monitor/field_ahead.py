"""A field so far and the days that are planned, read in one transaction: what a forecast is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from cati_app.domain.calling.planned_hours import are_planned, days_ahead, planned_hours
from cati_app.domain.casework.field_days import AttemptFact, ScreeningFact, days_so_far
from cati_app.domain.casework.lengths import Length, median_length
from cati_app.domain.forecast.so_far import DAYS_AHEAD, CellSoFar, FieldSoFar, OtherQuota, WorkingDay
from cati_app.domain.ids import CellId
from cati_app.domain.quota.both import possible_together
from cati_app.domain.quota.cells import ALWAYS_TAKES, CellCount, QuotaMode, QuotaPlan
from cati_app.domain.quota.fitting import UNCLASSIFIED, categories_of, cells_of
from cati_app.fieldwork.ports.unit import UnitOfWork
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

_A_REST_H = 0.25
"""What is left of a day below which it is over."""
_LAST_DAYS, _LAST_WEEKS = 6, timedelta(days=14)
_END_OF_DAY = time(23, 59, 59)
_SEEDS = 2**62


@dataclass(frozen=True, slots=True)
class QuotaSoFar:
    """A quota with the field as it meets it."""

    plan: QuotaPlan
    field: FieldSoFar


@dataclass(frozen=True, slots=True)
class FieldAhead:
    """What is known of a field, and what is planned.

    Args:
        as_of: Time of the last fact of the fieldwork; None: there is none.
        seed: The same for the same facts.
        dates: The next days of work, today among them while some of it is left.
        last_day: Of the field.
        quotas: All but those that only count.
        are_planned: Whether study.yaml says who works; otherwise the hours worked so far go on.
    """

    as_of: datetime | None
    seed: int
    dates: tuple[date, ...]
    last_day: date | None
    quotas: tuple[QuotaSoFar, ...]
    are_planned: bool

    def day(self, ahead: int) -> date | None:
        """The date of a day of work ahead, from 1; None beyond what is planned."""
        return self.dates[ahead - 1] if 0 < ahead <= len(self.dates) else None


@dataclass(frozen=True, slots=True)
class _Read:
    """Rows, as they stand."""

    attempts: Sequence[AttemptFact]
    screenings: Sequence[ScreeningFact]
    open_numbers: tuple[int, ...]
    portions: tuple[int, ...]
    counts: Sequence[CellCount]
    screening_s: float | None
    interview_s: float | None
    as_of: datetime | None


def field_ahead(unit: UnitOfWork, rules: StudyRules, now: datetime) -> FieldAhead:
    """Read it."""
    read = _read(unit)
    plan = rules.quota
    today = rules.calendar.local(now).date()
    quotas = [quota for quota in plan.quotas if quota.mode is not QuotaMode.COUNTER] if plan is not None else []
    told: list[QuotaSoFar] = []
    dates: tuple[date, ...] = ()
    as_of = read.as_of or now
    for quota in quotas:
        others = [other for other in quotas if other is not quota and other.mode not in ALWAYS_TAKES]
        field, dates = _of_quota(quota, others, read, rules, as_of, today)
        told.append(QuotaSoFar(quota, field))
    seed = int(read.as_of.timestamp() * 1_000_000) % _SEEDS if read.as_of is not None else 0
    return FieldAhead(read.as_of, seed, dates, rules.last_day, tuple(told), are_planned(rules.shifts))


def _read(unit: UnitOfWork) -> _Read:
    record = unit.field_record
    left = record.open_numbers()
    return _Read(
        list(record.attempts()),
        list(record.screenings()),
        tuple(left.get(n, 0) for n in range(max(left, default=0) + 1)),
        tuple(record.closed_portions()),
        unit.quota.counts(),
        median_length(unit.interview_counts.lengths(Length.SCREENER)),
        median_length(unit.interview_counts.lengths(Length.COMPLETE)),
        unit.log.last_at(),
    )


def _of_quota(
    quota: QuotaPlan,
    others: Sequence[QuotaPlan],
    read: _Read,
    rules: StudyRules,
    as_of: datetime,
    today: date,
) -> tuple[FieldSoFar, tuple[date, ...]]:
    """The field as a quota meets it, beside others that turn people away as well."""
    own = [each for each in read.screenings if _cell_of(quota, each) is not None]
    counted = own
    if others:
        counted = [each for each in read.screenings if any(_cell_of(which, each) for which in (quota, *others))]
    so_far = days_so_far(read.attempts, counted, lambda at: rules.calendar.local(at).date(), as_of)
    of_own = so_far
    if others:
        of_own = days_so_far(read.attempts, own, lambda at: rules.calendar.local(at).date(), as_of)
    days = _planned(so_far.days, rules, as_of)
    dates, hours = _ahead(days, rules, as_of, today)
    cells = _cells(quota, read)
    field = FieldSoFar(
        tuple(days.values()),
        cells,
        read.open_numbers,
        read.portions,
        hours,
        None if rules.last_day is None else sum(day <= rules.last_day for day in dates),
        of_own.accepted,
        of_own.by_appointment,
        outside=len(counted) - len(own),
        others=tuple(_beside(quota, [cell.cell_id for cell in cells], other, read, counted) for other in others),
    )
    return _with_lengths(field, read), dates


def _cell_of(quota: QuotaPlan, screening: ScreeningFact) -> CellId | None:
    """The cell of the person in a quota; None: it does not count the person, or nothing tells which."""
    return next((cell for cell in cells_of(screening.quota_place) if cell in quota.targets), None)


def _cells(quota: QuotaPlan, read: _Read) -> tuple[CellSoFar, ...]:
    screened = Counter(cell for screening in read.screenings for cell in cells_of(screening.quota_place))
    return tuple(
        CellSoFar(
            count.cell_id,
            categories_of(count.cell_id),
            count.target,
            count.achieved,
            count.in_progress,
            screened[count.cell_id],
            count.closed,
            count.paused,
            quota.mode is QuotaMode.SOFT,
            quota.mode is QuotaMode.OVERRUN,
        )
        for count in read.counts
        if count.cell_id in quota.targets
    )


def _beside(
    quota: QuotaPlan, own: Sequence[CellId], other: QuotaPlan, read: _Read, met: Sequence[ScreeningFact]
) -> OtherQuota:
    """Another quota, and who was met of both.

    Args:
        own: Cells of the quota that is played.
        met: Persons whom either of the quotas that decide counts.
    """
    counted = _cells(other, read)
    cells = (*counted, _without_cell(other, read, len(counted[0].categories)))
    rows = {cell: n for n, cell in enumerate(own)}
    columns = {cell.cell_id: n for n, cell in enumerate(cells)}
    counts = [[0] * (len(cells) + 1) for _ in range(len(own) + 1)]
    for screening in met:
        here = _cell_of(quota, screening)
        there = next((columns[cell] for cell in cells_of(screening.quota_place) if cell in columns), len(cells))
        counts[len(own) if here is None else rows[here]][there] += 1
    possible = [possible_together(quota, cell, other, [each.cell_id for each in cells]) for cell in own]
    anybody = (True,) * (len(cells) + 1)
    return OtherQuota(cells, tuple(map(tuple, counts)), (*possible, anybody))


def _without_cell(quota: QuotaPlan, read: _Read, dimensions: int) -> CellSoFar:
    """The counter of persons without a cell of a quota, which takes all of them or nobody."""
    count = next((each for each in read.counts if each.cell_id == quota.unclassified), None)
    closed = not quota.accept_unclassified or (count is not None and (count.closed or count.paused))
    return CellSoFar(quota.unclassified, (UNCLASSIFIED,) * dimensions, 0, 0, 0, 0, closed=closed, takes_more=True)


def _with_lengths(field: FieldSoFar, read: _Read) -> FieldSoFar:
    """With the lengths of this study, where it has some."""
    if read.screening_s is None or read.interview_s is None:
        return field
    screening = min(read.screening_s, read.interview_s) / 3600
    return replace(field, screening_h=screening, interview_h=max(screening, read.interview_s / 3600 - screening))


def _planned(days: Mapping[date, WorkingDay], rules: StudyRules, as_of: datetime) -> dict[date, WorkingDay]:
    """Days with the hours that were planned for them, where anybody said so."""
    if not are_planned(rules.shifts):
        return dict(days)
    at = rules.calendar.local(as_of)
    ends = {at.date(): at.time()}
    return {
        day: replace(
            worked, planned_h=planned_hours(rules.shifts, rules.calendar, day, until=ends.get(day, _END_OF_DAY))
        )
        for day, worked in days.items()
    }


def _ahead(
    days: Mapping[date, WorkingDay], rules: StudyRules, as_of: datetime, today: date
) -> tuple[tuple[date, ...], tuple[float, ...]]:
    """Dates of the next days of work, and their hours; of the day of the last fact what is left of it."""
    at = rules.calendar.local(as_of)
    begin = max(today, at.date(), rules.first_day or date.min)
    if are_planned(rules.shifts):
        since = at.time() if begin == at.date() else time(0)
        told = [(begin, planned_hours(rules.shifts, rules.calendar, begin, since=since))]
        following = days_ahead(rules.shifts, rules.calendar, begin, DAYS_AHEAD)
        told += [(day, planned_hours(rules.shifts, rules.calendar, day)) for day in following]
        told = told[told[0][1] <= _A_REST_H :]
    else:
        told = list(islice(_as_so_far(days, rules, begin), DAYS_AHEAD))
    told = told[:DAYS_AHEAD]
    return tuple(day for day, _ in told), tuple(hours for _, hours in told)


def _as_so_far(days: Mapping[date, WorkingDay], rules: StudyRules, begin: date) -> Iterator[tuple[date, float]]:
    """Days of the week on which somebody worked lately, with the hours of the last days."""
    lately = [day for day in days if day > begin - _LAST_WEEKS] or list(days)
    weekdays = {day.weekday() for day in lately}
    worked = [day.worked_h for day in list(days.values())[-_LAST_DAYS:]]
    hours = sum(worked) / max(1, len(worked))
    coming = (begin + timedelta(days=n) for n in range(1, 7 * DAYS_AHEAD))
    return ((day, hours) for day in coming if day.weekday() in weekdays and rules.calendar.window(day) is not None)
