"""A field under quota from the people alone: who is met by telephone, without services and database.

Contact by frame, weekday and hour is published (`tests.worlds.contact`); how cells differ from their targets, how days
and teams differ, and what supervisors do are assumed, and drawn anew for each field.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from cati_app.demo.published_contact import Rate
from cati_app.domain.forecast.so_far import CellSoFar, FieldSoFar, WorkingDay
from cati_app.domain.ids import CellId
from tests.worlds.contact import KINDS, rate, relative
from tests.worlds.world import HOUSEHOLDS, NOT_IN_SERVICE

CATEGORIES = (("16-29", "30-44", "45-64", "65+"), ("low", "medium", "high"), ("with", "without"))
SHARES = ((0.18, 0.23, 0.34, 0.25), (0.2, 0.6, 0.2), (0.3, 0.7))
DAYS_AHEAD = 120
SCREENING_H, INTERVIEW_H = 2.5 / 60, 18 / 60
_ATTEMPTS = 10
_NOT_DONE = 1_000_000
Rates = dict[tuple[str, int], Rate]


class Person:
    """Behind a number; no kind: nobody who could be interviewed."""

    __slots__ = ("attempts", "cell", "dead", "frame", "kind", "reach", "refused", "screened")

    def __init__(self, kind: str, frame: str, reach: float, cell: int, dead: bool) -> None:
        self.kind, self.frame, self.reach, self.cell, self.dead = kind, frame, reach, cell, dead
        self.attempts, self.screened, self.refused = 0, False, False


@dataclass
class Counted:
    """A day of work so far."""

    dials: list[int] = field(default_factory=lambda: [0] * _ATTEMPTS)
    screened: list[int] = field(default_factory=lambda: [0] * _ATTEMPTS)
    lost: list[int] = field(default_factory=lambda: [0] * _ATTEMPTS)
    worked_h: float = 0.0
    bound_h: float = 0.0


class QuotaField:
    """A field; `days` plays it, one day of work after the other."""

    def __init__(self, seed: int) -> None:
        chance = self._chance = random.Random(f"field {seed}")
        self.total = chance.choice((200, 300, 400))
        self.seats = max(2, round(self.total / chance.uniform(60, 120)))
        self.shift_h = chance.choice((4.0, 5.0, 6.0))
        self._fresh_first = math.exp(chance.uniform(math.log(0.5), math.log(4)))
        self._absent = chance.uniform(0.02, 0.14)
        self._willing = chance.uniform(0.7, 1.2)
        self._day_spread = chance.uniform(0.03, 0.2)
        self._done = chance.uniform(0.86, 0.97)
        self._handling_s = chance.uniform(35, 80)
        planned = [math.prod(shares) for shares in product(*SHARES)]
        self.names = list(product(*CATEGORIES))
        self.targets = _rounded(planned, self.total)
        tilts = [[math.exp(chance.gauss(0, 0.25)) for _ in each] for each in CATEGORIES]
        true = [
            share * math.prod(tilts[d][CATEGORIES[d].index(c)] for d, c in enumerate(name)) * _alike(chance)
            for share, name in zip(planned, self.names, strict=True)
        ]
        self._cumulated = _cumulated(true)
        self._portion = chance.choice((1000, 2000))
        self._portions = math.ceil(self.total * chance.uniform(30, 70) / self._portion)
        cells = len(self.targets)
        self.achieved, self.held, self.screened = [0] * cells, [0] * cells, [0] * cells
        self.full_on = [_NOT_DONE] * cells
        self.worked: list[Counted] = []
        self.accepted = self.by_appointment = 0
        self._fresh: list[Person] = []
        self._waiting: list[tuple[float, int, Person]] = []  # due, order, who: to be called again
        self._due: deque[Person] = deque()
        self._agreed: list[tuple[float, int, Person]] = []  # appointments
        self._order = 0
        self._release()

    @property
    def done(self) -> int:
        """Interviews."""
        return sum(self.achieved)

    @property
    def is_over(self) -> bool:
        """Whether all cells are full, or nobody is left to call."""
        if self.done >= self.total:
            return True
        return not (self._fresh or self._waiting or self._due or self._agreed or self._portions)

    def days(self) -> Iterator[int]:
        """Plays day by day; the number of days of work so far."""
        day = weekdays = 0
        while not self.is_over and len(self.worked) < 2 * DAYS_AHEAD:
            if weekdays % 7 != 6:
                self._day(day, weekdays % 7)
                day += 1
                yield day
            weekdays += 1

    def so_far(self) -> FieldSoFar:
        """What a forecast is told."""
        hours = self.seats * self.shift_h
        days = tuple(
            WorkingDay(tuple(d.dials), tuple(d.screened), tuple(d.lost), hours, d.worked_h, d.bound_h)
            for d in self.worked
        )
        counts = zip(self.names, self.targets, self.achieved, self.held, self.screened, strict=True)
        cells = tuple(
            CellSoFar(CellId("/".join(name)), name, target, achieved, held, screened)
            for name, target, achieved, held, screened in counts
        )
        still = [0] * (_ATTEMPTS + 1)
        for person in (*self._fresh, *self._due):
            still[person.attempts] += 1
        for _, _, person in self._waiting:
            still[person.attempts] += 1
        return FieldSoFar(
            days,
            cells,
            tuple(still),
            (self._portion,) * self._portions,
            (hours,) * DAYS_AHEAD,
            None,
            self.accepted,
            self.by_appointment,
            SCREENING_H,
            INTERVIEW_H,
        )

    # -- a day ----------------------------------------------------------------------------------------------------

    def _day(self, day: int, weekday: int) -> None:
        chance, counted = self._chance, Counted()
        self.worked.append(counted)
        dials = sum(self.worked[-2].dials) if day else self.seats * self.shift_h * 25
        if len(self._fresh) < 0.6 * dials and self._portions:
            self._release()
        luck = math.exp(chance.gauss(0, self._day_spread)) * self._willing
        begin = 14.0 if weekday < 5 else 11.0
        present = sum(chance.random() >= self._absent for _ in range(self.seats))
        seats = [(begin + chance.random() / 60, n) for n in range(present)]
        heapq.heapify(seats)
        rates = {(frame, hour): rate(frame, weekday, hour) for frame in ("landline", "mobile") for hour in range(9, 21)}
        while seats:
            now, seat = seats[0]
            if now >= begin + self.shift_h:
                heapq.heappop(seats)
                continue
            spent_s = self._work(day * 24 + now, int(now), weekday, luck, counted, rates)
            counted.worked_h += spent_s / 3600
            heapq.heapreplace(seats, (now + spent_s / 3600, seat))
        for n, (done, target) in enumerate(zip(self.achieved, self.targets, strict=True)):
            if done >= target and self.full_on[n] == _NOT_DONE:
                self.full_on[n] = day + 1

    def _work(self, now: float, hour: int, weekday: int, luck: float, counted: Counted, rates: Rates) -> float:
        chance = self._chance
        if self._agreed and self._agreed[0][0] <= now:
            return self._keep(heapq.heappop(self._agreed)[2], now, counted)
        person = self._next(now)
        if person is None:
            return 300.0
        attempt = person.attempts
        person.attempts += 1
        counted.dials[attempt] += 1
        spent = self._handling_s + chance.uniform(10, 30)
        if person.kind:
            each = rates[person.frame, hour]
            reached = (each.willing + each.refused) / 100 / HOUSEHOLDS * relative(person.kind, weekday, hour)
            if chance.random() < min(0.9, reached * person.reach):
                willing = each.willing / (each.willing + each.refused) * luck * (0.4 if person.refused else 1.0)
                return spent + self._talk(person, attempt, now, willing, counted)
        elif person.dead and chance.random() < 0.9:
            counted.lost[attempt] += 1
            return spent
        self._again(person, now, counted, attempt, chance.uniform(20, 34))
        return spent

    def _talk(self, person: Person, attempt: int, now: float, willing: float, counted: Counted) -> float:
        chance = self._chance
        if chance.random() >= willing:
            if person.refused or chance.random() < 0.5:
                counted.lost[attempt] += 1
            else:
                person.refused = True
                self._again(person, now, counted, attempt, 7 * 24)
            return 50.0
        if chance.random() < 0.25:
            self._again(person, now, counted, attempt, chance.uniform(20, 60))
            return 60.0
        cell = person.cell
        counted.screened[attempt] += 1
        self.screened[cell] += 1
        counted.bound_h += SCREENING_H
        if self.achieved[cell] + self.held[cell] >= self.targets[cell]:
            return SCREENING_H * 3600
        self.accepted += 1
        self.held[cell] += 1
        if chance.random() < 0.3:
            self.by_appointment += 1
            self._agree(person, now)
            return SCREENING_H * 3600 + 60
        return SCREENING_H * 3600 + self._interview(person, counted)

    def _interview(self, person: Person, counted: Counted) -> float:
        chance, cell = self._chance, person.cell
        self.held[cell] -= 1
        length = INTERVIEW_H * math.exp(chance.gauss(0, 0.2))
        if chance.random() >= self._done:
            length *= chance.random()
        else:
            self.achieved[cell] += 1
        counted.bound_h += length
        return length * 3600

    def _keep(self, person: Person, now: float, counted: Counted) -> float:
        drawn = self._chance.random()
        if drawn < 0.85:
            return 30.0 + self._interview(person, counted)
        if drawn < 0.95:
            self._agree(person, now)
        else:
            self.held[person.cell] -= 1
        return 60.0

    def _agree(self, person: Person, now: float) -> None:
        self._order += 1
        days = self._chance.choices((0, 1, 2, 3, 4), (1, 3, 2, 1, 1))[0]
        heapq.heappush(self._agreed, (now + days * 24 + self._chance.uniform(0.5, 2), self._order, person))

    def _again(self, person: Person, now: float, counted: Counted, attempt: int, hours: float) -> None:
        if person.attempts >= _ATTEMPTS:
            counted.lost[attempt] += 1
            return
        self._order += 1
        heapq.heappush(self._waiting, (now + hours, self._order, person))

    def _next(self, now: float) -> Person | None:
        """Fresh numbers and those due again in proportion, fresh ones by a factor more often."""
        while self._waiting and self._waiting[0][0] <= now:
            self._due.append(heapq.heappop(self._waiting)[2])
        fresh = len(self._fresh) * self._fresh_first
        if self._due and self._chance.random() * (fresh + len(self._due)) >= fresh:
            return self._due.popleft()
        return self._fresh.pop() if self._fresh else None

    def _release(self) -> None:
        self._portions -= 1
        self._fresh[:0] = [self._somebody() for _ in range(self._portion)]

    def _somebody(self) -> Person:
        chance = self._chance
        drawn = chance.random()
        frame = "mobile" if chance.random() < 0.4 else "landline"
        if drawn >= HOUSEHOLDS:
            return Person("", frame, 0.0, 0, drawn < HOUSEHOLDS + NOT_IN_SERVICE)
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        cell = chance.choices(range(len(self.targets)), cum_weights=self._cumulated)[0]
        return Person(kind, frame, chance.gammavariate(2, 0.5), cell, False)


def _alike(chance: random.Random) -> float:
    return chance.gammavariate(25, 1 / 25)


def _cumulated(weights: list[float]) -> list[float]:
    told, so_far = [], 0.0
    for weight in weights:
        so_far += weight
        told.append(so_far)
    return told


def _rounded(shares: list[float], total: int) -> list[int]:
    told = [math.floor(share * total) for share in shares]
    rest = sorted(range(len(shares)), key=lambda n: told[n] - shares[n] * total)
    for n in rest[: total - sum(told)]:
        told[n] += 1
    return told
