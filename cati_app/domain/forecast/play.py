"""A field played forward day by day, many times at once; every draw has its own chances, shares and luck."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cati_app.domain.forecast.beside import Beside, accepted, room_of
from cati_app.domain.forecast.persons import Places, SomePersons, by_cell, met_persons
from cati_app.domain.forecast.shares import met_shares
from cati_app.domain.forecast.so_far import ATTEMPTS, DAYS_AHEAD, CellSoFar, FieldSoFar, WorkingDay, joined_days
from cati_app.domain.forecast.yields import (
    DayNoise,
    Numbers,
    chances,
    day_noise,
    expected_by_day,
    lost_shares,
    worked_rates,
)
from cati_app.domain.ids import CellId
from cati_app.values import dataclass

NEVER = DAYS_AHEAD + 1
"""Day on which something is full that is not full after all days that are played."""
_PRESENCE, _PRESENCE_SPREAD, _PRESENCE_DAYS = 0.93, 0.08, 4
_PRESENCE_WITHIN = (0.05, 1.5)
_DRIFT = 0.02
_DUE = 0.4
_PRIOR_DONE, _PRIOR_ACCEPTED = 18, 20
_PRIOR_APPOINTMENTS, _PRIOR_PERSONS = 2, 8
_FEW_FRESH = 0.6
_ROUNDS, _PART_OF_A_DIAL = 2, 0.5
"""How often all open numbers can be dialled in a day at most."""

Days = NDArray[np.int64]
_OUTSIDE = CellSoFar(CellId("outside"), (), 0, 0, 0, 0, takes_more=True)
"""In place of a cell: persons whom the quota that is played does not count, and others do."""


@dataclass(frozen=True, slots=True)
class PlayedField:
    """When things were full, by draw.

    Args:
        cells: Day of work ahead, from 1; 0: it is full already; 121: not in sight. A row for each draw.
        hours: Of all seats until the total was full, or all days that were played, by draw.
        dials: By draw, likewise.
        achieved: Interviews of each cell when the total was full, or all days were played; as `cells`.
    """

    cells: Days
    hours: Numbers
    dials: Numbers
    achieved: Days


@dataclass(frozen=True, slots=True)
class _Pace:
    """What is the same in each draw."""

    speed: float  # dials in an hour that is not bound by interviews
    screened_h: float  # screened persons in such an hour
    presence: float
    presence_spread: float
    done: float  # share of accepted persons with whom the interview is completed
    by_appointment: float
    lost: Numbers
    worked: Numbers
    noise: DayNoise


def play(field: FieldSoFar, draws: int, seed: int, days: int = DAYS_AHEAD) -> PlayedField:
    """Play it.

    Args:
        field: With a day of work of at least an hour, and at least one cell.
        draws: How often.
        seed: The same gives the same.
        days: To play at most, up to 120.
    """
    known = joined_days(field.days)
    pace = _pace(field, known)
    rng = np.random.Generator(np.random.PCG64(seed))
    by_attempt = [sum(day.dials[a] for day in known) for a in range(ATTEMPTS)]
    met = [sum(day.screened[a] for day in known) for a in range(ATTEMPTS)]
    cells = field.cells
    shares = met_shares(
        [cell.target for cell in cells], [cell.screened for cell in cells], [cell.categories for cell in cells]
    ).draw(rng, draws)
    beside: tuple[Beside, ...] = ()
    if field.others:
        shares = _with_outside(field, shares, rng)
        beside = tuple(Beside(other, draws, rng) for other in field.others)
    noise = pace.noise
    run = _Run(
        field,
        pace,
        chances(by_attempt, met, rng, draws),
        shares,
        noise.recent * rng.gamma(noise.information, 1 / noise.information, size=draws),
        rng.normal(0, pace.presence_spread / np.sqrt(len(known) + _PRESENCE_DAYS), size=draws),
        seed,
        beside,
    )
    return run.to_the_end(days)


def _with_outside(field: FieldSoFar, shares: Numbers, rng: np.random.Generator) -> Numbers:
    """With a last column for persons without a cell of the quota, whom the others count."""
    inside = sum(cell.screened for cell in field.cells)
    outside = rng.beta(field.outside, inside + 1, size=len(shares)) if field.outside else np.zeros(len(shares))
    return np.concatenate([shares * (1 - outside)[:, None], outside[:, None]], axis=1)


def _pace(field: FieldSoFar, known: tuple[WorkingDay, ...]) -> _Pace:
    dials, screened = [day.dials for day in known], [day.screened for day in known]
    gone = [[s + lost for s, lost in zip(day.screened, day.lost, strict=True)] for day in known]
    hunted = max(0.5, sum(day.worked_h - day.bound_h for day in known))
    came = np.array([day.worked_h / day.planned_h for day in known if day.planned_h > 0])
    presence = (came.sum() + _PRESENCE_DAYS * _PRESENCE) / (len(came) + _PRESENCE_DAYS)
    spread = (((came - presence) ** 2).sum() + _PRESENCE_DAYS * _PRESENCE_SPREAD**2) / (len(came) + _PRESENCE_DAYS)
    held = sum(cell.held for cell in field.cells)
    done = sum(cell.achieved for cell in field.cells)
    return _Pace(
        speed=sum(map(sum, dials)) / hunted,
        screened_h=sum(map(sum, screened)) / hunted,
        presence=float(presence),
        presence_spread=float(np.sqrt(spread)),
        done=min(1.0, (done + _PRIOR_DONE) / (max(done, field.accepted - held) + _PRIOR_ACCEPTED)),
        by_appointment=min(1.0, (field.by_appointment + _PRIOR_APPOINTMENTS) / (field.accepted + _PRIOR_PERSONS)),
        lost=lost_shares(*(_by_attempt(known, name) for name in ("dials", "lost"))),
        worked=worked_rates(dials, gone, _ten_open(field)),
        noise=day_noise([sum(row) for row in screened], expected_by_day(dials, screened)),
    )


def _by_attempt(known: tuple[WorkingDay, ...], name: str) -> list[int]:
    return [sum(getattr(day, name)[a] for day in known) for a in range(ATTEMPTS)]


def _ten_open(field: FieldSoFar) -> list[float]:
    told = [float(n) for n in (*field.open_numbers[: ATTEMPTS - 1], sum(field.open_numbers[ATTEMPTS - 1 :]))]
    return told + [0.0] * (ATTEMPTS - len(told))


class _Run:
    """All draws, a row each; those that are full drop out."""

    def __init__(
        self,
        field: FieldSoFar,
        pace: _Pace,
        chance: Numbers,
        shares: Numbers,
        level: Numbers,
        presence: Numbers,
        seed: int,
        beside: tuple[Beside, ...],
    ) -> None:
        self._field, self._pace, self._seed, self._beside = field, pace, seed, beside
        draws = len(shares)
        self._all = np.arange(draws)  # the draws that go on, by their number
        self._chance, self._shares, self._level, self._presence = chance, shares, level, presence
        cells = (*field.cells, _OUTSIDE) if beside else field.cells
        self._room = room_of(cells)
        self._given_up = np.array([cell.closed or cell is _OUTSIDE for cell in cells])
        self._achieved: Days = np.tile(np.array([cell.achieved for cell in cells]), (draws, 1))
        self._waiting: Days = np.tile(np.array([cell.held for cell in cells]), (draws, 1))
        self._ended: Days = self._achieved.copy()
        self._open = np.tile(np.array(_ten_open(field)), (draws, 1))
        self._released = np.zeros(draws, dtype=np.int64)
        self._cells: Days = np.where(self._achieved >= self._room.target, 0, NEVER)
        self._hours, self._dials = np.zeros(draws), np.zeros(draws)
        self._portions = np.array([0.0, *np.cumsum(field.closed_portions)])

    def to_the_end(self, days: int) -> PlayedField:
        self._drop_full()
        for day in range(1, days + 1):
            if not len(self._all):
                break
            # a generator for each day: a day of a proposal has the luck it has without it
            self._day(day, np.random.Generator(np.random.PCG64([self._seed, day])))
            self._drop_full()
        self._ended[self._all] = self._achieved
        own = len(self._field.cells)
        return PlayedField(self._cells[:, :own], self._hours, self._dials, self._ended[:, :own])

    def _drop_full(self) -> None:
        counted = (self._cells[self._all] == NEVER) & ~self._given_up
        goes_on = counted.any(axis=1)
        if goes_on.all():
            return
        self._ended[self._all[~goes_on]] = self._achieved[~goes_on]
        self._all = self._all[goes_on]
        for name in (
            "_chance",
            "_shares",
            "_level",
            "_presence",
            "_achieved",
            "_waiting",
            "_open",
            "_released",
        ):
            setattr(self, name, getattr(self, name)[goes_on])
        for other in self._beside:
            other.keep(goes_on)

    def _day(self, day: int, rng: np.random.Generator) -> None:
        pace = self._pace
        drift, absent, luck = self._common(rng)
        self._level = self._level * drift
        hours = self._hours_of(day, absent)
        due = SomePersons(self._waiting, rng, _DUE)
        room = self._room.left(self._achieved, self._waiting)
        open_shares = np.where(room > 0, self._shares, 0.0)
        for other in self._beside:
            open_shares = open_shares * other.open_share()
        with_room = open_shares.sum(axis=1)
        per_hour = self._field.screening_h + self._field.interview_h * (1 - pace.by_appointment) * with_room
        left = np.maximum(0.0, hours - self._field.interview_h * due.by_draw())
        dials = left / (1 + pace.screened_h * per_hour) * pace.speed
        self._release(dials)
        by_attempt = self._dialled(dials)
        mean = (by_attempt * self._chance).sum(axis=1) * luck * self._level
        met = met_persons(rng, mean, open_shares, with_room)
        if self._beside:
            self._go_on_together(rng, due, met, room)
        else:
            self._go_on(rng, due, np.minimum(by_cell(met, room), room))
        full = (self._achieved >= self._room.target) & (self._cells[self._all] == NEVER)
        rows, columns = np.nonzero(full)
        self._cells[self._all[rows], columns] = day
        self._hours[self._all] += hours
        self._dials[self._all] += by_attempt.sum(axis=1)

    def _common(self, rng: np.random.Generator) -> tuple[Numbers, Numbers, Numbers]:
        """Drift, presence and luck of a day; of a draw the same, whichever draws are over already."""
        draws, noise = len(self._cells), self._pace.noise.noise
        drift = np.exp(rng.normal(0, _DRIFT, size=draws))
        absent = rng.normal(0, self._pace.presence_spread, size=draws)
        luck = rng.gamma(1 / noise, noise, size=draws)
        return drift[self._all], absent[self._all], luck[self._all]

    def _hours_of(self, day: int, absent: Numbers) -> Numbers:
        planned = self._field.hours_ahead
        scheduled = planned[day - 1] if day <= len(planned) else 0.0
        return scheduled * np.clip(self._pace.presence + self._presence + absent, *_PRESENCE_WITHIN)

    def _go_on(self, rng: np.random.Generator, due: SomePersons, taken: Days) -> None:
        """Interviews of those who are due and of those taken today, and appointments with the others."""
        later = SomePersons(taken, rng, self._pace.by_appointment)
        for cells, persons in ((due.cells, due.taken), (later.cells, later.rest)):
            self._achieved.ravel()[cells] += rng.binomial(persons, self._pace.done)
        self._waiting.ravel()[due.cells] -= due.taken
        self._waiting.ravel()[later.cells] += later.taken

    def _go_on_together(self, rng: np.random.Generator, due: SomePersons, met: Places, room: Days) -> None:
        """The same where each quota has to take a person; who has an appointment is due in each by its own luck."""
        pace = self._pace
        rows, columns = np.divmod(met, room.shape[1])
        rooms = [other.room() for other in self._beside]
        places = [
            rows * theirs.shape[1] + other.drawn(rng, rows, columns, theirs)
            for other, theirs in zip(self._beside, rooms, strict=True)
        ]
        takes = accepted([met, *places], [room, *rooms])
        later = takes & (rng.random(len(met)) < pace.by_appointment)
        done = takes & ~later & (rng.random(len(met)) < pace.done)
        counters = [(self._achieved, self._waiting, due, met)]
        for other, cells in zip(self._beside, places, strict=True):
            counters.append((other.achieved, other.waiting, SomePersons(other.waiting, rng, _DUE), cells))
        for achieved, waiting, come, cells in counters:
            achieved.ravel()[come.cells] += rng.binomial(come.taken, pace.done)
            waiting.ravel()[come.cells] -= come.taken
            achieved += by_cell(cells[done], achieved)
            waiting += by_cell(cells[later], waiting)

    def _release(self, dials: Numbers) -> None:
        """Closed portions open where numbers never called run short."""
        short = self._open[:, 0] < _FEW_FRESH * dials
        while len(self._field.closed_portions) and (short := short & (self._released < len(self._portions) - 1)).any():
            sizes = self._portions[self._released[short] + 1] - self._portions[self._released[short]]
            self._open[short, 0] += sizes
            self._released[short] += 1
            short = self._open[:, 0] < _FEW_FRESH * dials

    def _dialled(self, dials: Numbers) -> Numbers:
        """Dials by attempt, as far as there are numbers, which move on or are lost."""
        by_attempt = np.zeros_like(self._open)
        left = dials
        gone = np.minimum(1.0, self._pace.lost + self._chance)
        for _ in range(_ROUNDS):
            wish = self._open * self._pace.worked
            total = wish.sum(axis=1)
            share = np.divide(left, total, out=np.zeros_like(left), where=total > 0)
            called = np.minimum(wish * share[:, None], self._open)
            by_attempt += called
            moved = called * (1 - gone)
            self._open = self._open - called
            self._open[:, 1:] += moved[:, :-1]
            left = left - called.sum(axis=1)
            if not (left > _PART_OF_A_DIAL).any():
                break
        return by_attempt
