"""The order of the first issue: appointments due, then fewest attempts, then the number of the case."""

from __future__ import annotations

import heapq
from datetime import UTC, datetime, time, timedelta

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.outcomes.dispositions import disposition
from tests.worlds.month import EARLY_S, IN_TIME_S, Interviewer
from tests.worlds.world import Said

CALENDAR = CallingCalendar(
    "Europe/Berlin",
    "DE",
    "NI",
    CallingWindow(time(9), time(20)),
    CallingWindow(time(10), time(20)),
    None,
    expected_length_min=20,
)
RETRY = RetryRules(15, 240, 240, 30, 7, 240, max_attempts=10, max_attempts_per_day=3)


def first_due(result: str, at: datetime, dials: int, agreed: datetime | None) -> datetime | None:
    """The time agreed, or the end of the delay; None: the case has one number, and is closed."""
    if disposition(result).closes or RETRY.are_used_up(dials):
        return None
    return agreed or at + RETRY.delay(result)


class PlainOrder:
    """As the store did it, in memory."""

    def __init__(self, cases: int) -> None:
        self._ready: list[tuple[int, int]] = [(0, case) for case in range(cases)]  # attempts, case
        self._waiting: list[tuple[int, int]] = []  # due, case
        self._coming: list[tuple[int, int]] = []  # at, case: appointments to come
        self._appointments: dict[int, tuple[bool, int, int]] = {}  # firm, at, owner
        self._now: set[int] = set()  # appointments that have come
        self._attempts = [0] * cases
        self._days: list[list[int]] = [[] for _ in range(cases)]

    def take(self, who: Interviewer, now: int) -> int | None:
        """Own and team appointments, then the ready case with the fewest attempts."""
        if not CALENDAR.is_open(datetime.fromtimestamp(now, UTC)):
            return None
        while self._coming and self._coming[0][0] <= now + EARLY_S:
            self._now.add(heapq.heappop(self._coming)[1])
        due = [
            (not firm, at, case)
            for case in self._now
            for firm, at, owner in (self._appointments[case],)
            if owner == who.number or at <= now - IN_TIME_S
        ]
        if due:
            case = min(due)[2]
            del self._appointments[case]
            self._now.discard(case)
            return case
        while self._waiting and self._waiting[0][0] <= now:
            case = heapq.heappop(self._waiting)[1]
            heapq.heappush(self._ready, (self._attempts[case], case))
        return heapq.heappop(self._ready)[1] if self._ready else None

    def next_at(self, who: Interviewer, now: int) -> int:
        """The first due time."""
        return self._waiting[0][0] if self._waiting else now + 900

    def result(self, who: Interviewer, case: int, said: Said, now: int, agreed_at: int | None) -> None:
        """Delays and limits as the service applies them."""
        at = datetime.fromtimestamp(now, UTC)
        day = CALENDAR.local(at).date()
        self._attempts[case] += 1
        self._days[case].append(day.toordinal())
        agreed = datetime.fromtimestamp(agreed_at, UTC) if agreed_at is not None else None
        due = first_due(said.result, at, self._attempts[case], agreed)
        if due is None:
            return
        if agreed_at is not None:
            self._appointments[case] = (said.result == "appointment_firm", agreed_at, who.number)
            heapq.heappush(self._coming, (agreed_at, case))
            return
        spent = self._days[case].count(day.toordinal()) >= RETRY.max_attempts_per_day
        if spent and CALENDAR.local(due).date() == day:
            due = CALENDAR.midnight(day + timedelta(days=1))
        due = CALENDAR.next_open(due) or due
        heapq.heappush(self._waiting, (int(due.timestamp()), case))
