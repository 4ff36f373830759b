"""A field of some weeks: seats in shifts on one clock, until the targets are met or the days are over."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.headless import DAY
from cati_app.demo.rehearsal.marks import Marks, rules_of_seats
from cati_app.demo.rehearsal.rehearsed_study import RehearsedStudy
from cati_app.demo.rehearsal.seat import PlayedSeat, SeatWork
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.respondent import Habits
from cati_app.demo.station import PASSWORD, PEOPLE, open_demo_station
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import is_filled
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.fieldwork.monitor.read_forecast import ReadForecast
from cati_app.fieldwork.monitor.shift_summary import shift_summary
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.opening import Station
from cati_app.store.joined_units import JoinedUnits

SEAT_LOGIN = "seat{number:02d}"
_FIRST_LANGUAGES = 2
"""Languages of a seat beside the study's first, at most."""
_CONVERTS_EACH = 3
_SHIFTS = ((frozenset(range(5)), time(14), time(20)), (frozenset({5}), time(11), time(17)))
"""Weekdays, begin and end, where study.yaml names no shifts."""


@dataclass
class Day:
    """What a day of work came to.

    Args:
        hours: Of all seats.
    """

    day: date
    attempts: int
    completes: int
    hours: float


@dataclass
class Field:
    """What a rehearsal came to."""

    summary: dict[str, Any]
    days: list[Day] = field(default_factory=list)
    work: SeatWork = field(default_factory=SeatWork)
    is_full: bool = False
    marks: Marks = field(default_factory=Marks)
    broken: Mapping[str, int] = field(default_factory=dict)
    """Calls that broke a rule, as the ledger measures them from the record."""

    def facts(self) -> dict[str, Any]:
        """As one line of JSON: the keys of a demo's, and the field's days and hours."""
        return {
            **self.summary,
            "days": len(self.days),
            "hours": round(self.work.at_work_s / 3600, 1),
            "idle_hours": round(self.work.idle_s / 3600, 1),
            "interview_hours": round(self.work.talk_s / 3600, 1),
            "met": self.is_full,
            "broken_rules": dict(self.broken),
            "forecasts": self.marks.facts(),
        }


class Rehearsal:
    """A study with its database, and the seats that work on it.

    Args:
        joins: Whether units of work become durable together, minute by minute of the field; what they write is the
            same either way.
    """

    def __init__(self, loaded: LoadedStudy, database: Path, seats: int, seed: int, *, joins: bool = True) -> None:
        self._loaded = loaded
        self._clock = SimulatedClock(_monday(DAY).astimezone(UTC))
        self.station: Station = open_demo_station(loaded, database, self._clock, random.Random(seed))
        self.station.database.driver().execute("PRAGMA synchronous=OFF")  # what a power cut takes is played again
        habits = Habits.of_study(loaded.folder)
        self._town = Town(habits, seed, frozenset(language.code for language in loaded.study.languages))
        self._field = Field({})
        self._between: Callable[[float], None] = lambda share: None
        self.keys = self.station.people.begin_study()
        people = self._people(seats)
        self._joined: JoinedUnits | None = None
        if joins:
            rehearsed = RehearsedStudy.of(self.station.opened)
            self.station.set_up(rehearsed)
            self._joined = rehearsed.joined
        self._seats = [self._seat(user) for user in people]

    def play(self, days: int, between: Callable[[float], None] = lambda share: None) -> Field:
        """So many days on which somebody works, at most; each ends when its conversations do.

        Args:
            between: Told between two steps with the part of the days that are over, 0 to 1; may raise, and the
                field stops there.
        """
        told, self._between = self._field, between
        day = _monday(DAY).date()
        self._look(None)
        while len(told.days) < days and not told.is_full:
            if any(day.weekday() in weekdays for weekdays, _, _ in self._shifts()):
                self._day(day, len(told.days) / days)
            day += timedelta(days=1)
        ledger = self.station.read_compliance(self.keys)(PROGRAM).ledger
        told.broken = Counter(breach.rule.value for breach in ledger.breaches)
        told.summary = shift_summary(self.station.read_board()(PROGRAM), self.station.read_tally()(PROGRAM))
        if self._joined is not None:
            self._joined.keep()
        return told

    # -- people ---------------------------------------------------------------------------------------------------

    def _people(self, seats: int) -> list[User]:
        people, keys = self.station.people, self.keys
        first, *others = [language.code for language in self._loaded.study.languages]
        adding = people.add_person(keys)
        for login, name, role in PEOPLE:
            adding(PROGRAM, login, name, role, PASSWORD, [first, *others])
        self.station.prepare(keys)
        added = []
        for n in range(seats):
            spoken = [others[(n + k) % len(others)] for k in range(min(_FIRST_LANGUAGES, len(others)))]
            skills = ["conversion"] if n % _CONVERTS_EACH == 0 else []
            login = SEAT_LOGIN.format(number=n + 1)
            added.append(adding(PROGRAM, login, login, Role.INTERVIEWER, PASSWORD, [first, *spoken], skills))
        return added

    def _seat(self, user: User) -> PlayedSeat:
        services = self.station.interviewer(user, self.keys, ManualDialer(), study_texts(self._loaded, "de"))
        return PlayedSeat(services, self._town, self._clock, self._field.work)

    # -- days -----------------------------------------------------------------------------------------------------

    def _shifts(self) -> Sequence[tuple[frozenset[int], time, time]]:
        planned = [(shift.weekdays, shift.start, shift.end) for shift in self.station.rules.shifts]
        return planned or _SHIFTS

    def _look(self, day: date | None) -> None:
        """Forecasts of the marks that were passed, with the seats that sit there."""
        station = self.station
        plan = station.rules.quota
        if plan is None:
            return
        rules = rules_of_seats(station.rules, self._shifts(), len(self._seats))
        cells = [cell for cell in station.read_board()(PROGRAM).cells if cell.cell_id in plan.targets]
        self._field.marks.look(day, cells, partial(ReadForecast(station.units(None), self._clock, rules), PROGRAM))

    def _day(self, day: date, share: float) -> None:
        zone, told = ZoneInfo(self.station.rules.calendar.zone), self._field
        tally, board = self.station.read_tally(), self.station.read_board()
        before, hours = (tally(PROGRAM).attempts, board(PROGRAM).completes), told.work.at_work_s
        shifts = [shift for shift in self._shifts() if day.weekday() in shift[0]]
        begin = min(shift[1] for shift in shifts)
        order = count()
        waiting: list[tuple[datetime, int, Iterator[float]]] = []
        for n, seat in enumerate(self._seats):
            _, start, end = shifts[n % len(shifts)]
            at, until = (datetime.combine(day, hour, tzinfo=zone) for hour in (start, end))
            heapq.heappush(waiting, (at.astimezone(UTC), next(order), seat.shift(until.astimezone(UTC))))
        self._clock.move_to(datetime.combine(day, begin, tzinfo=zone))
        while waiting:
            self._between(share)
            at, _, working = heapq.heappop(waiting)
            self._clock.move_to(at)
            seconds = next(working, None)
            if seconds is not None:
                heapq.heappush(waiting, (self._clock.now() + timedelta(seconds=seconds), next(order), working))
        figures = board(PROGRAM)
        now = tally(PROGRAM).attempts, figures.completes
        worked = (told.work.at_work_s - hours) / 3600
        told.days.append(Day(day, now[0] - before[0], now[1] - before[1], worked))
        cells = [cell for cell in figures.cells if cell.target and not is_unclassified(cell.cell_id)]
        plan = self.station.rules.quota
        filled = plan is not None and is_filled(plan.further, figures.cells)
        self._look(day)
        told.is_full = filled or (bool(cells) and all(cell.achieved >= cell.target for cell in cells))


def _monday(day: date) -> datetime:
    """Noon of the Monday on or before a day, in UTC."""
    return datetime.combine(day - timedelta(days=day.weekday()), time(), tzinfo=UTC)
