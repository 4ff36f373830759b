"""The days of a rehearsed field: seats in their shifts on one clock, at whatever station, until targets are met."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Protocol
from zoneinfo import ZoneInfo

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.rehearsal.marks import rules_of_seats
from cati_app.demo.rehearsal.proposed import is_worked, most_seats
from cati_app.demo.rehearsal.shifts import sitting
from cati_app.demo.rehearsal.told import Day, Field
from cati_app.domain.calling.promise import Shift
from cati_app.domain.quota.cells import QuotaMode, is_filled
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.fieldwork.monitor.read_forecast import ReadForecast
from cati_app.fieldwork.monitor.shift_summary import shift_summary
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.values import dataclass

_SHIFTS = (Shift(frozenset(range(5)), time(14), time(20)), Shift(frozenset({5}), time(11), time(17)))
"""Where study.yaml names none."""


class Seat(Protocol):
    """Somebody at work."""

    @property
    def speaks(self) -> Collection[str]:
        """Languages of an interview."""
        ...

    def is_absent(self, day: date) -> bool:
        """Whether the person does not come that day, though planned."""
        ...

    def shift(self, until: datetime) -> Iterator[float]:
        """Work until then; yields seconds that pass."""
        ...


@dataclass(frozen=True, slots=True)
class Evening:
    """The whole study, to be read, as it is on the evening of a day, and the keys of whoever reads it."""

    station: Station
    keys: HeldKeys


Reading = Callable[[], AbstractContextManager[Evening]]
Between = Callable[[float], None]
"""Told between two steps with the part of the days that are over, 0 to 1; may raise, and the field stops there."""


def _nothing(_: float) -> None:
    """Nobody watches."""


class FieldDays:
    """Plays the days of a field.

    Args:
        clock: Of everybody who takes part; it stands at the beginning of the first day.
        told: What it comes to is written there.
        reading: Where its figures are read.
    """

    def __init__(
        self,
        rules: StudyRules,
        clock: SimulatedClock,
        seats: Sequence[Seat],
        told: Field,
        reading: Reading,
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._seats = seats
        self._told = told
        self._reading = reading
        self._before = 0, 0
        self._most = most_seats(self._shifts, clock.now().date())

    def play(self, days: int, evening: Callable[[], object] = lambda: None, between: Between = _nothing) -> Field:
        """So many days on which somebody works, at most; each ends when its conversations do.

        Args:
            evening: Called after each of them.
            between: See `Between`.
        """
        told = self._told
        day = self._clock.now().date()
        with self._reading() as read:
            self._before = _figures(read.station)
            self._look(None, read.station)
        while len(told.days) < days and not told.is_over:
            if all(shift.last_day is not None and shift.last_day < day for shift in self._shifts):
                break
            if is_worked(self._rules.calendar, self._shifts, day):
                self._day(day, partial(between, len(told.days) / days))
                evening()
            day += timedelta(days=1)
        with self._reading() as read:
            station = read.station
            ledger = station.read_compliance(read.keys)(PROGRAM).ledger
            told.broken = Counter(breach.rule.value for breach in ledger.breaches)
            told.summary = shift_summary(station.read_board()(PROGRAM), station.read_tally()(PROGRAM))
        return told

    @property
    def _shifts(self) -> Sequence[Shift]:
        return self._rules.shifts or _SHIFTS

    def _look(self, day: date | None, station: Station) -> None:
        """Forecasts of the marks that were passed, with the seats that sit there."""
        plan = self._rules.quota
        if plan is None:
            return
        rules = rules_of_seats(self._rules, self._shifts, [seat.speaks for seat in self._seats], self._most)
        cells = [cell for cell in station.read_board()(PROGRAM).cells if cell.cell_id in plan.targets]
        self._told.marks.look(day, cells, partial(ReadForecast(station.units(None), self._clock, rules), PROGRAM))

    def _day(self, day: date, between: Callable[[], None]) -> None:
        told = self._told
        hours = told.work.at_work_s
        self._work(day, between)
        with self._reading() as read:
            station = read.station
            now = _figures(station)
            worked = (told.work.at_work_s - hours) / 3600
            told.days.append(Day(day, now[0] - self._before[0], now[1] - self._before[1], worked))
            self._before = now
            self._look(day, station)
            self._look_whether_over(station.read_board()(PROGRAM))

    def _work(self, day: date, between: Callable[[], None]) -> None:
        """Every seat of that day from the beginning of its shift to the end, whoever has the next thing to do first."""
        zone = ZoneInfo(self._rules.calendar.zone)
        shifts = [shift for shift in self._shifts if shift.is_on(day)]
        begin = min(shift.start for shift in shifts)
        order = count()
        waiting: list[tuple[datetime, int, Iterator[float]]] = []
        filled = sitting(shifts, [seat.speaks for seat in self._seats], self._most)
        for n, shift in sorted(filled.people.items(), key=lambda person: person[0]):
            at, until = (datetime.combine(day, hour, tzinfo=zone) for hour in (shift.start, shift.end))
            if self._seats[n].is_absent(day):
                self._told.absent_s += (until - at).total_seconds()
                continue
            heapq.heappush(waiting, (at.astimezone(UTC), next(order), self._seats[n].shift(until.astimezone(UTC))))
        for shift, empty in zip(shifts, filled.empty, strict=True):
            length = datetime.combine(day, shift.end) - datetime.combine(day, shift.start)
            self._told.empty_s += empty * length.total_seconds()
        self._clock.move_to(datetime.combine(day, begin, tzinfo=zone))
        while waiting:
            between()
            at, _, working = heapq.heappop(waiting)
            self._clock.move_to(at)
            seconds = next(working, None)
            if seconds is not None:
                heapq.heappush(waiting, (self._clock.now() + timedelta(seconds=seconds), next(order), working))

    def _look_whether_over(self, figures: BoardFigures) -> None:
        """Every target met; or a further quota takes nobody any more, whatever others still want."""
        cells = [cell for cell in figures.cells if cell.target and not is_unclassified(cell.cell_id)]
        plan, told = self._rules.quota, self._told
        told.only_counted = frozenset(cell.cell_id for cell in cells if cell.mode is QuotaMode.COUNTER)
        wanted = [cell for cell in cells if cell.cell_id not in told.only_counted]
        told.is_full = bool(wanted) and all(cell.achieved >= cell.target for cell in wanted)
        told.is_over = told.is_full or (plan is not None and is_filled(plan.further, figures.cells))


def _figures(station: Station) -> tuple[int, int]:
    """Attempts and complete interviews so far."""
    return station.read_tally()(PROGRAM).attempts, station.read_board()(PROGRAM).completes
