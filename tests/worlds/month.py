"""A month of fieldwork: interviewers in shifts call what an order of cases hands them; an observer counts breaks."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from tests.worlds.world import WRAP_UP_S, Said, World

ZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY, DAYS = date(2026, 11, 2), 28
EARLY_S, IN_TIME_S, LATE_S = 5 * 60, 15 * 60, 60 * 60
LENGTH_S = 20 * 60
HARD_END = {True: 20, False: 21}  # last hour of the German rules: Saturday, weekday
HARD_START = {True: 10, False: 9}
PER_NUMBER, PER_DAY = 10, 4


@dataclass(frozen=True)
class Interviewer:
    """A person with hours and languages."""

    number: int
    start: int  # hour
    end: int
    saturday: bool
    speaks: frozenset[str]
    skills: frozenset[str]


class Order(Protocol):
    """An order of cases under comparison; times are seconds since 1970, UTC."""

    def take(self, who: Interviewer, now: int) -> int | None:
        """A case to call now; it is that person's until `result`."""
        ...

    def result(self, who: Interviewer, case: int, said: Said, now: int, agreed_at: int | None) -> None:
        """The outcome of the call."""
        ...

    def next_at(self, who: Interviewer, now: int) -> int:
        """When to look again after finding nothing."""
        ...


@dataclass
class Figures:
    """The outcome of a month."""

    calls: int = 0
    completes: int = 0
    results: Counter[str] = field(default_factory=Counter)
    breaks: Counter[str] = field(default_factory=Counter)
    firm_made: int = 0
    firm_could: int = 0  # somebody with the language was free in the window, hours and limits allowed it
    firm_kept: int = 0

    @property
    def per_100(self) -> float:
        """Completes per 100 calls."""
        return 100 * self.completes / max(1, self.calls)


def team() -> list[Interviewer]:
    """Twenty interviewers: eight by day, twelve in the evening, half of them on Saturdays."""
    spoken = {"tr": (0, 8, 12, 16), "ru": (1, 9, 13), "ar": (2, 10)}
    people = []
    for n in range(20):
        speaks = frozenset({"de", *(code for code, known in spoken.items() if n in known)})
        hours = (9, 15) if n < 8 else (14, 20)
        people.append(Interviewer(n, *hours, n % 2 == 0, speaks, frozenset({"conversion"} if n % 3 == 0 else ())))
    return people


@dataclass
class _Agreed:
    at: int
    firm: bool
    language: str
    could: bool = False
    kept: bool = False


class Month:
    """One world, one order."""

    def __init__(self, world: World, order: Order, people: Sequence[Interviewer], days: int = DAYS) -> None:
        self.world, self.order, self.days = world, order, days
        self.people = {who.number: who for who in people}
        self.figures = Figures()
        self._dials: list[list[int]] = [[] for _ in world.households]  # local days
        self._agreed: dict[int, _Agreed] = {}
        self._windows: list[tuple[int, int]] = []  # opening, case: agreed times to come
        self._open: dict[int, _Agreed] = {}  # in their window
        self._last: dict[int, str] = {}

    def run(self, on_day: Callable[[date, Figures], None] = lambda day, figures: None) -> Figures:
        """Play it.

        Args:
            on_day: Told what each day of work came to, all days so far included.
        """
        for ahead in range(self.days):
            day = FIRST_DAY + timedelta(days=ahead)
            if day.weekday() < 6:
                self._day(day)
                on_day(day, self.figures)
        for agreed in self._agreed.values():
            self._settle(agreed)
        return self.figures

    def _day(self, day: date) -> None:
        ends: dict[int, int] = {}
        free: list[tuple[int, int]] = []
        for who in self.people.values():
            if day.weekday() == 5 and not who.saturday:
                continue
            start, end = (10, 18) if day.weekday() == 5 else (who.start, who.end)
            free.append((seconds(day, start), who.number))
            ends[who.number] = seconds(day, end)
        heapq.heapify(free)
        midnight = seconds(day, 0)
        while free:
            now, number = heapq.heappop(free)
            if now >= ends[number]:
                continue
            who = self.people[number]
            case = self.order.take(who, now)
            if case is None or not self._in_window(case, now):
                self._free(who, now)
            if case is None:
                later = max(now + 60, min(self.order.next_at(who, now), now + 900))
                heapq.heappush(free, (later, number))
                continue
            heapq.heappush(free, (self._call(who, case, now, day, midnight), number))

    def _in_window(self, case: int, now: int) -> bool:
        agreed = self._agreed.get(case)
        return agreed is not None and agreed.firm and agreed.at - EARLY_S <= now <= agreed.at + IN_TIME_S

    def _free(self, who: Interviewer, now: int) -> None:
        """Whoever gets anything but a firm appointment could have kept each one whose window is open."""
        while self._windows and self._windows[0][0] <= now:
            case = heapq.heappop(self._windows)[1]
            if case in self._agreed:
                self._open[case] = self._agreed[case]
        for case, agreed in list(self._open.items()):
            if now > agreed.at + IN_TIME_S or self._agreed.get(case) is not agreed:
                del self._open[case]
            elif now >= agreed.at - EARLY_S and agreed.language in who.speaks:
                agreed.could = True

    def _call(self, who: Interviewer, case: int, now: int, day: date, midnight: int) -> int:
        hour = (now - midnight) // 3600
        self._observe(case, day, hour, now)
        agreed = self._agreed.pop(case, None)
        how = "refused" if self._last.get(case) == "soft_refusal" else ""
        if agreed is not None and now >= agreed.at - EARLY_S:
            late = now - agreed.at
            how = "in_time" if late <= IN_TIME_S else "late" if late <= LATE_S else how
            agreed.kept = how == "in_time"
        if agreed is not None:
            self._settle(agreed)
        attempt = len(self._dials[case])
        said = self.world.call(case, attempt, day.weekday(), hour, speaks=who.speaks, agreed=how)
        self._dials[case].append(day.toordinal())
        self._last[case] = said.result
        self.figures.calls += 1
        self.figures.results[said.result] += 1
        self.figures.completes += said.result == "complete"
        done = now + said.talk_s + WRAP_UP_S
        at = self._wished(said, now) if said.in_s is not None and len(self._dials[case]) < PER_NUMBER else None
        if at is not None:
            firm = said.result == "appointment_firm"
            self.figures.firm_made += firm
            self._agreed[case] = _Agreed(at, firm, self.world.households[case].language)
            heapq.heappush(self._windows, (at - EARLY_S, case))
        self.order.result(who, case, said, done, at)
        return done

    def _wished(self, said: Said, now: int) -> int:
        """A time in the coming days, on the quarter of an hour, moved into the hours of the study."""
        at = datetime.fromtimestamp(now + (said.in_s or 0), ZONE)
        if at.weekday() == 6:
            at += timedelta(days=1)
        hour = min(max(at.hour, 10 if at.weekday() == 5 else 9), 17 if at.weekday() == 5 else 19)
        return int(at.replace(hour=hour, minute=at.minute // 15 * 15 if hour < 19 else 15, second=0).timestamp())

    def _observe(self, case: int, day: date, hour: int, now: int) -> None:
        """The German rules, written down once more: what breaks them is counted."""
        saturday = day.weekday() == 5
        last = seconds(day, HARD_END[saturday]) - LENGTH_S
        dials, breaks = self._dials[case], self.figures.breaks
        breaks["hours"] += hour < HARD_START[saturday] or now > last or day.weekday() == 6
        breaks["ten_in_all"] += len(dials) >= PER_NUMBER
        breaks["four_a_day"] += dials[-PER_DAY:].count(day.toordinal()) >= PER_DAY
        breaks["closed"] += self._last.get(case) in ("complete", "refusal_household", "not_in_service", "business")

    def _settle(self, agreed: _Agreed) -> None:
        if agreed.firm and (agreed.could or agreed.kept):
            self.figures.firm_could += 1
            self.figures.firm_kept += agreed.kept


def seconds(day: date, hour: int) -> int:
    """A local hour as seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).timestamp())
