"""A field under quota from the people of a rehearsal alone: who is met by telephone, without services and database.

People, those who call and what comes of a call are those of `cati_app.demo.rehearsal.town`, with contact by frame,
weekday, hour and kind as published (`tests.worlds.contact`). How cells differ from their targets, how willing their
people are, how days and teams differ, and what supervisors do are assumed, and drawn anew for each field.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product

from cati_app.demo.habits import APPOINTMENT
from cati_app.demo.rehearsal.town import Circumstances, Interviewer, Said, Town
from cati_app.demo.respondent import INTERVIEW
from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.forecast.so_far import CellSoFar, FieldSoFar, OtherQuota, WorkingDay
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import SOFT_REFUSAL
from tests.worlds.field_people import CATEGORIES, DEAD, INTERVIEW_MIN, MARGINS, REFUSED, people_of_field
from tests.worlds.world import MOBILE

REGIONS = ("north", "east", "south", "west")
_REGION_SHARES = (0.4, 0.3, 0.2, 0.1)
SHARES = ((0.18, 0.23, 0.34, 0.25), (0.2, 0.6, 0.2), (0.3, 0.7))
DAYS_AHEAD = 120
SCREENING_H, INTERVIEW_H = 2.5 / 60, INTERVIEW_MIN / 60
_ATTEMPTS = 10
_NOT_DONE = 1_000_000
_BY_APPOINTMENT = 0.3
"""Of those accepted: interviewed at another time."""
_MONDAY = date(2026, 1, 5)
_SPEAKS = frozenset({"de"})


class Number:
    """As it is worked: attempts, whether somebody refused softly, the cell and region of whoever is behind it."""

    __slots__ = ("attempts", "cell", "frame", "no", "refused", "region")

    def __init__(self, no: int, frame: str, cell: int, region: int) -> None:
        self.no, self.frame, self.cell, self.region = no, frame, cell, region
        self.attempts, self.refused = 0, False


@dataclass
class Counted:
    """A day of work so far."""

    dials: list[int] = field(default_factory=lambda: [0] * _ATTEMPTS)
    screened: list[int] = field(default_factory=lambda: [0] * _ATTEMPTS)
    lost: list[int] = field(default_factory=lambda: [0] * _ATTEMPTS)
    worked_h: float = 0.0
    bound_h: float = 0.0


class QuotaField:
    """A field; `days` plays it, one day of work after the other.

    Args:
        beside: A second quota turns people away as well: of four regions, in which ages live unevenly.
    """

    def __init__(self, seed: int, *, beside: bool = False) -> None:
        chance = self._chance = random.Random(f"field {seed}")
        self.total = chance.choice((200, 300, 400))
        self.seats = max(2, round(self.total / chance.uniform(60, 120)))
        self.shift_h = chance.choice((4.0, 5.0, 6.0))
        self._fresh_first = math.exp(chance.uniform(math.log(0.5), math.log(4)))
        self._day_spread = chance.uniform(0.03, 0.2)
        self._handling_s = chance.uniform(35, 80)
        planned = [math.prod(shares) for shares in product(*SHARES)]
        self.names = list(product(*CATEGORIES))
        self.targets = _rounded(planned, self.total)
        tilts = [[math.exp(chance.gauss(0, 0.25)) for _ in each] for each in CATEGORIES]
        true = [
            share * math.prod(tilts[d][CATEGORIES[d].index(c)] for d, c in enumerate(name)) * _alike(chance)
            for share, name in zip(planned, self.names, strict=True)
        ]
        self._number_of = {name: n for n, name in enumerate(self.names)}
        self._town = Town(people_of_field(chance, dict(zip(self.names, true, strict=True))), seed, _SPEAKS)
        self._team = [f"seat{n}" for n in range(self.seats)]
        self._portion = chance.choice((1000, 2000))
        self._portions = math.ceil(self.total * chance.uniform(30, 70) / self._portion)
        cells = len(self.targets)
        self.achieved, self.held, self.screened = [0] * cells, [0] * cells, [0] * cells
        self.full_on = [_NOT_DONE] * cells
        self.worked: list[Counted] = []
        self.accepted = self.by_appointment = 0
        self._regions = Regions(seed, self.total, cells) if beside else None
        self._numbers = 0
        self._fresh: list[Number] = []
        self._waiting: list[tuple[float, int, Number]] = []  # due, order, which: to be called again
        self._due: deque[Number] = deque()
        self._agreed: list[tuple[float, int, Number, bool]] = []  # appointments; whether a place is held
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
                self._day(day, _MONDAY + timedelta(days=weekdays))
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
        for number in (*self._fresh, *self._due):
            still[number.attempts] += 1
        for _, _, number in self._waiting:
            still[number.attempts] += 1
        for _, _, number, is_held in self._agreed:
            still[number.attempts] += not is_held
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
            others=() if self._regions is None else (self._regions.so_far(),),
        )

    # -- a day ----------------------------------------------------------------------------------------------------

    def _day(self, day: int, on: date) -> None:
        chance, counted = self._chance, Counted()
        self.worked.append(counted)
        dials = sum(self.worked[-2].dials) if day else self.seats * self.shift_h * 25
        if len(self._fresh) < 0.6 * dials and self._portions:
            self._release()
        luck = math.exp(chance.gauss(0, self._day_spread))
        begin = 14.0 if on.weekday() < 5 else 11.0
        seats = []
        for login in self._team:
            if not self._town.is_absent(login, on):
                by = self._town.interviewer(login)
                today = Interviewer(by.willing * luck, by.pace)
                seats.append((begin + chance.random() / 60, login, today))
        heapq.heapify(seats)
        hours = [datetime(on.year, on.month, on.day, hour, tzinfo=UTC) for hour in range(24)]
        while seats:
            now, login, by = seats[0]
            if now >= begin + self.shift_h:
                heapq.heappop(seats)
                continue
            spent_s = self._work(day * 24 + now, hours[int(now)], by, counted)
            counted.worked_h += spent_s / 3600
            heapq.heapreplace(seats, (now + spent_s / 3600, login, by))
        for n, (done, target) in enumerate(zip(self.achieved, self.targets, strict=True)):
            if done >= target and self.full_on[n] == _NOT_DONE:
                self.full_on[n] = day + 1

    def _work(self, now: float, local: datetime, by: Interviewer, counted: Counted) -> float:
        agreed, number = False, None
        if self._agreed and self._agreed[0][0] <= now:
            _, _, number, is_held = heapq.heappop(self._agreed)
            agreed = True
            if is_held:
                return self._keep(number, now, local, by, counted)
        number = number or self._next(now)
        if number is None:
            return 300.0
        attempt = number.attempts
        number.attempts += 1
        counted.dials[attempt] += 1
        said = self._dial(number, attempt + 1, local, by, is_agreed=agreed)
        spent = self._handling_s * by.pace + said.seconds
        if said.result == INTERVIEW:
            return spent + self._screen(number, attempt, now, by, counted)
        if said.result == APPOINTMENT and number.attempts < _ATTEMPTS:
            self._agree(number, now, is_held=False)
        elif said.result in (DEAD, REFUSED) or (said.result == SOFT_REFUSAL and number.refused):
            counted.lost[attempt] += 1
        elif said.result == SOFT_REFUSAL:
            number.refused = True
            self._again(number, now, counted, attempt, 7 * 24)
        else:
            self._again(number, now, counted, attempt, self._chance.uniform(20, 34))
        return spent

    def _dial(self, number: Number, attempt: int, local: datetime, by: Interviewer, *, is_agreed: bool) -> Said:
        how = Circumstances(local, WeekPart.EVENING, _SPEAKS, number.frame, by, is_agreed, number.refused)
        return self._town.dial(number.no, attempt, how)

    def _screen(self, number: Number, attempt: int, now: float, by: Interviewer, counted: Counted) -> float:
        cell, screening_h = number.cell, SCREENING_H * by.pace
        counted.screened[attempt] += 1
        self.screened[cell] += 1
        counted.bound_h += screening_h
        is_full = self.achieved[cell] + self.held[cell] >= self.targets[cell]
        if self._regions is not None:
            self._regions.met[cell][number.region] += 1
            is_full = is_full or self._regions.is_full(number.region)
        if is_full:
            return screening_h * 3600
        self.accepted += 1
        self._hold(number, 1)
        if self._chance.random() < _BY_APPOINTMENT:
            self.by_appointment += 1
            self._agree(number, now, is_held=True)
            return screening_h * 3600 + 60
        return screening_h * 3600 + self._interview(number, by, counted)

    def _interview(self, number: Number, by: Interviewer, counted: Counted) -> float:
        """Until its end, or until the person hangs up."""
        self._hold(number, -1)
        length = INTERVIEW_H * by.pace * math.exp(self._chance.gauss(0, 0.2))
        minutes = _patience(self._town.habits.break_off.per_minute, self._chance)
        if minutes < length * 60:
            length = minutes / 60
        else:
            self.achieved[number.cell] += 1
            if self._regions is not None:
                self._regions.achieved[number.region] += 1
        counted.bound_h += length
        return length * 3600

    def _keep(self, number: Number, now: float, local: datetime, by: Interviewer, counted: Counted) -> float:
        """A person who was screened, and agreed on this time for the interview."""
        self._order += 1
        said = self._dial(number, _ATTEMPTS + self._order, local, by, is_agreed=True)
        if said.result == INTERVIEW:
            return 30.0 + self._interview(number, by, counted)
        if said.result == APPOINTMENT:
            self._agree(number, now, is_held=True)
        else:
            self._hold(number, -1)
        return 60.0

    def _hold(self, number: Number, more: int) -> None:
        """A place in each quota, or one less."""
        self.held[number.cell] += more
        if self._regions is not None:
            self._regions.held[number.region] += more

    def _agree(self, number: Number, now: float, *, is_held: bool) -> None:
        self._order += 1
        days = self._chance.choices((0, 1, 2, 3, 4), (1, 3, 2, 1, 1))[0]
        at = now + days * 24 + self._chance.uniform(0.5, 2)
        heapq.heappush(self._agreed, (at, self._order, number, is_held))

    def _again(self, number: Number, now: float, counted: Counted, attempt: int, hours: float) -> None:
        if number.attempts >= _ATTEMPTS:
            counted.lost[attempt] += 1
            return
        self._order += 1
        heapq.heappush(self._waiting, (now + hours, self._order, number))

    def _next(self, now: float) -> Number | None:
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

    def _somebody(self) -> Number:
        self._numbers += 1
        traits = self._town.person(self._numbers).traits
        cell = self._number_of[traits[MARGINS[0]], traits[MARGINS[1]], traits[MARGINS[2]]]
        frame = "mobile" if self._chance.random() < MOBILE else "landline"
        return Number(self._numbers, frame, cell, 0 if self._regions is None else self._regions.of(cell))


class Regions:
    """A quota of four regions: targets of as many interviews as are wanted, or some more."""

    def __init__(self, seed: int, total: int, cells: int) -> None:
        chance = self._chance = random.Random(f"regions {seed}")
        slack = chance.choice((1.0, 1.05, 1.2))
        self.targets = [math.ceil(share * total * slack) for share in _REGION_SHARES]
        self._shares = [
            [share * math.exp(chance.gauss(0, 0.2)) * math.exp(chance.gauss(0, 0.3)) for share in _REGION_SHARES]
            for _ in range(cells)
        ]
        self.achieved, self.held = [0] * len(REGIONS), [0] * len(REGIONS)
        self.met = [[0] * len(REGIONS) for _ in range(cells)]

    def of(self, cell: int) -> int:
        """Where somebody of a cell lives."""
        return self._chance.choices(range(len(REGIONS)), self._shares[cell])[0]

    def is_full(self, region: int) -> bool:
        return self.achieved[region] + self.held[region] >= self.targets[region]

    def so_far(self) -> OtherQuota:
        """What a forecast of the other quota is told: everybody has a region, and nobody is without a cell."""
        screened = [sum(row[n] for row in self.met) for n in range(len(REGIONS))]
        counts = zip(REGIONS, self.targets, self.achieved, self.held, screened, strict=True)
        cells = tuple(
            CellSoFar(CellId(f"region:{name}"), (name,), target, achieved, held, met)
            for name, target, achieved, held, met in counts
        )
        nobody = CellSoFar(CellId("region:unclassified"), ("unclassified",), 0, 0, 0, 0, takes_more=True)
        rows = (*((*row, 0, 0) for row in self.met), (0,) * (len(REGIONS) + 2))
        possible = (True,) * (len(REGIONS) + 1) + (False,)
        return OtherQuota((*cells, nobody), rows, (possible,) * len(rows))


def _patience(per_minute: Sequence[float], chance: random.Random) -> float:
    """After how many minutes of an interview somebody hangs up."""
    left, minutes = chance.expovariate(1.0), 0
    while minutes < len(per_minute) - 1 and left > per_minute[minutes]:
        left -= per_minute[minutes]
        minutes += 1
    return minutes + left / per_minute[minutes]


def _alike(chance: random.Random) -> float:
    return chance.gammavariate(25, 1 / 25)


def _rounded(shares: list[float], total: int) -> list[int]:
    told = [math.floor(share * total) for share in shares]
    rest = sorted(range(len(shares)), key=lambda n: told[n] - shares[n] * total)
    for n in rest[: total - sum(told)]:
        told[n] += 1
    return told
