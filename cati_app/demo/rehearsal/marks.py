"""Forecasts made on the way through a rehearsed field, against what came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from itertools import pairwise

from cati_app.demo.rehearsal.shifts import sitting
from cati_app.domain.calling.promise import Shift
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, FullOn
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

MARKS = (0.0, 0.10, 0.25, 0.50, 0.75)
"""Shares of the interviews at which a forecast is made, the first before anybody is called."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MarkedForecast:
    """A forecast at a mark.

    Args:
        day: On whose evening it was made; None: before the first.
        total: Of the first quota; None: it was too early to say anything.
    """

    mark: float
    day: date | None
    total: FullOn | None
    cells: dict[CellId, FullOn] = field(default_factory=dict)


@dataclass
class Marks:
    """What was forecast, and on which day things were full.

    Args:
        forecasts: As they were made.
        full_on: Days on which cells were full, of those that were.
        total_on: Day on which all were.
    """

    forecasts: list[MarkedForecast] = field(default_factory=list)
    full_on: dict[CellId, date] = field(default_factory=dict)
    total_on: date | None = None

    def look(self, day: date | None, cells: Sequence[CellCount], forecast: Callable[[], FieldForecast]) -> None:
        """On the evening of a day, and once before the first: a forecast for each mark that was passed.

        Args:
            cells: Of the first quota.
        """
        full = [cell for cell in cells if cell.achieved >= cell.target]
        if day is not None:
            for cell in full:
                self.full_on.setdefault(cell.cell_id, day)
            if len(full) == len(cells) and self.total_on is None:
                self.total_on = day
        target = sum(cell.target for cell in cells)
        share = sum(cell.achieved for cell in cells) / max(1, target)
        passed = [mark for mark in MARKS[len(self.forecasts) :] if mark <= share]
        if not passed or not cells:
            return
        quotas = forecast().quotas
        for mark in passed:
            total, by_cell = (quotas[0].total, dict(quotas[0].cells)) if quotas else (None, {})
            self.forecasts.append(MarkedForecast(mark, day, total, by_cell))

    def facts(self) -> list[dict[str, object]]:
        """For one line of JSON."""
        return [
            {
                "mark": told.mark,
                "day": _written(told.day),
                "too_early": told.total is None,
                "median": _written(told.total.median) if told.total else None,
                "interval_80": [_written(told.total.low), _written(told.total.high)] if told.total else None,
                "came": _written(self.total_on),
                "cells_inside": [inside, of],
            }
            for told in self.forecasts
            for inside, of in [self.inside(told)]
        ]

    def inside(self, told: MarkedForecast) -> tuple[int, int]:
        """Cells that were full within their interval, and cells that were full after it was told."""
        judged = [
            (full, self.full_on[cell])
            for cell, full in told.cells.items()
            if cell in self.full_on and not full.is_full and told.day is not None
        ]
        within = sum(
            full.low is not None and full.low <= came and (full.high is None or came <= full.high)
            for full, came in judged
        )
        return within, len(judged)


def rules_of_seats(
    rules: StudyRules, shifts: Sequence[Shift], spoken: Sequence[Collection[str]], most: int
) -> StudyRules:
    """The rules with the shifts as they are rehearsed: as many seats as people sit there, and no end of field.

    Args:
        spoken: See `sitting`.
        most: See `sitting`.
    """
    return replace(rules, shifts=tuple(_seated(shifts, spoken, most)), first_day=None, last_day=None)


def _seated(shifts: Sequence[Shift], spoken: Sequence[Collection[str]], most: int) -> Iterator[Shift]:
    """The shifts of each day of the week: anew from each day on which one begins or has ended."""
    begin = {shift.first_day for shift in shifts if shift.first_day is not None}
    ended = {shift.last_day + _A_DAY for shift in shifts if shift.last_day is not None}
    changes = [None, *sorted(begin | ended), None]
    for first, after in pairwise(changes):
        within = [shift for shift in shifts if _is_within(shift, first, after)]
        last = None if after is None else after - _A_DAY
        for weekday in range(7):
            of_day = [shift for shift in within if weekday in shift.weekdays]
            if not of_day:
                continue
            filled = sitting(of_day, spoken, most)
            for shift in of_day:
                yield Shift(
                    frozenset({weekday}),
                    shift.start,
                    shift.end,
                    seats=filled.sit_in(shift),
                    first_day=first,
                    last_day=last,
                )


def _is_within(shift: Shift, first: date | None, after: date | None) -> bool:
    """Whether a shift takes place from one change of the shifts to before the next; None: from or to any day."""
    begun = shift.first_day is None or (first is not None and shift.first_day <= first)
    return begun and (shift.last_day is None or (after is not None and after - _A_DAY <= shift.last_day))


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
