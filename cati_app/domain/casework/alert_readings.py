"""What alerts are read from: attempts, screenings, cells, appointments. Thresholds are those of the study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from math import sqrt
from statistics import median

from cati_app.domain.casework.alert_limits import DEFAULT_LIMITS, AlertLimits
from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.domain.casework.field_days import AttemptFact, ScreeningFact
from cati_app.domain.forecast.so_far import FieldSoFar
from cati_app.domain.outcomes.dispositions import BUSY, LINE_PROBLEM, NO_ANSWER
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import is_unclassified

_DAYS_OF_NUMBERS, _DAYS_OF_PACE = 2, 5
LAST_SCREENED = 50
LAST_DIALS, EARLIER_DIALS, _OTHERS_WEIGH = 100, 200, 20
Z_995 = 2.576
"""Of the normal distribution: beyond it lies half a percent."""
LAST_LENGTHS = 20
NOT_REACHED = frozenset({BUSY, NO_ANSWER, LINE_PROBLEM})


def late_cells(chances: Iterable[tuple[str, float]], limits: AlertLimits = DEFAULT_LIMITS) -> Iterator[AlertReading]:
    """Cells with their chance of being full after the end of field."""
    warns = limits.late_warns
    for cell, late in chances:
        yield AlertReading(AlertKind.CELL_LATE, late, warns, late / warns, cell, late >= limits.late_is_bad)


def dry_sample(field: FieldSoFar, limits: AlertLimits = DEFAULT_LIMITS) -> Iterator[AlertReading]:
    """Numbers that can be called by the dials of the next two days of work, at the pace of the last five."""
    lately = field.days[-_DAYS_OF_PACE:]
    worked, dials = sum(day.worked_h for day in lately), sum(sum(day.dials) for day in lately)
    needed = dials / worked * sum(field.hours_ahead[:_DAYS_OF_NUMBERS]) if worked else 0.0
    if needed <= 0:
        return
    spare, wanted = sum(field.open_numbers) / needed, limits.spare_numbers
    yield AlertReading(AlertKind.SAMPLE_DRY, spare, wanted, wanted / max(spare, 1e-3), is_bad=spare < 1)


def full_cells(screenings: Sequence[ScreeningFact], limits: AlertLimits = DEFAULT_LIMITS) -> Iterator[AlertReading]:
    """Share of the last fifty screened persons whose cell was full; by time of the screening."""
    last = screenings[-LAST_SCREENED:]
    if len(last) == LAST_SCREENED:
        share = sum(not screening.accepted for screening in last) / len(last)
        yield AlertReading(AlertKind.FULL_CELLS, share, limits.full_share, share / limits.full_share)


def late_appointments(late: int, due_soon: int, speakers: int | None) -> Iterator[AlertReading]:
    """Firm appointments a quarter of an hour late; those of the next quarter by who is planned, where that is known."""
    yield AlertReading(AlertKind.APPOINTMENT_LATE, late, 1, float(late), is_bad=True)
    if speakers is not None:
        yield AlertReading(
            AlertKind.TOO_MANY_DUE, due_soon, speakers + 1, due_soon / (speakers + 1), is_bad=speakers == 0
        )


def line_or_numbers(attempts: Sequence[AttemptFact], local_hour: Callable[[datetime], int]) -> Iterator[AlertReading]:
    """Dials of the last hundred that reached nobody, by what frame and hour made of all before: beyond 99.5 %."""
    dialled = [attempt for attempt in attempts if attempt.dialled and attempt.result is not None]
    earlier, last = dialled[:-LAST_DIALS], dialled[-LAST_DIALS:]
    if len(earlier) < EARLIER_DIALS:
        return
    overall = sum(attempt.result in NOT_REACHED for attempt in earlier) / len(earlier)
    made: Counter[Hashable] = Counter()
    missed: Counter[Hashable] = Counter()
    for attempt in earlier:
        group = attempt.frame, local_hour(attempt.began_at)
        made[group] += 1
        missed[group] += attempt.result in NOT_REACHED
    expected = variance = 0.0
    for attempt in last:
        group = attempt.frame, local_hour(attempt.began_at)
        chance = (missed[group] + _OTHERS_WEIGH * overall) / (made[group] + _OTHERS_WEIGH)
        expected += chance
        variance += chance * (1 - chance)
    limit = min(len(last), expected + Z_995 * sqrt(variance))
    count = sum(attempt.result in NOT_REACHED for attempt in last)
    beyond = (count - expected) / max(1e-9, limit - expected)
    yield AlertReading(AlertKind.LINE, count, limit, beyond)


def long_interviews(
    screenings: Iterable[ScreeningFact],
    attempts: Iterable[AttemptFact],
    promised_min: float,
    limits: AlertLimits = DEFAULT_LIMITS,
) -> Iterator[AlertReading]:
    """Median minutes of the last twenty complete interviews held in one sitting.

    Args:
        attempts: One on the case while an interview was under way tells that it was suspended: its nights do not count.
    """
    began: dict[str, list[datetime]] = {}
    for attempt in attempts:
        began.setdefault(attempt.case_id, []).append(attempt.began_at)
    lengths = [
        (screening.ended_at - screening.began_at).total_seconds() / 60
        for screening in screenings
        if screening.complete
        and screening.ended_at is not None
        and not any(screening.began_at < again < screening.ended_at for again in began.get(screening.case_id, ()))
    ][-LAST_LENGTHS:]
    if len(lengths) == LAST_LENGTHS and promised_min > 0:
        limit = limits.longer_by * promised_min
        yield AlertReading(AlertKind.LENGTH, median(lengths), limit, median(lengths) / limit)


def near_ceiling(counts: Iterable[CellCount], limits: AlertLimits = DEFAULT_LIMITS) -> Iterator[AlertReading]:
    """Interviews without a cell by what was expected of them."""
    for count in counts:
        if is_unclassified(count.cell_id) and count.target > 0:
            limit = limits.unclassified_share * count.target
            yield AlertReading(AlertKind.UNCLASSIFIED, count.taken, limit, count.taken / limit, count.cell_id)
