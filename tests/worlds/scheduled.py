"""The order of this application in memory, made of the same rules the store and the services use.

Routes, ranks, parts of the week, due times, appointments and consequences are the domain's own functions; only the
tables are lists, because a month of twenty interviewers is played many times.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from cati_app.domain.calling.chances import Chances, first_call
from cati_app.domain.calling.due import Known, due_after
from cati_app.domain.calling.queue import DueAppointment, Route
from cati_app.domain.calling.routing import is_for, may_keep, turn_of
from cati_app.domain.calling.schedule import NEVER_TRIED, ScheduleRules, Tried
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.users import Role, User
from tests.worlds.month import Interviewer
from tests.worlds.plain import CALENDAR, RETRY, first_due
from tests.worlds.world import Said, World

_Route = tuple[str, str]  # language, skill


class ScheduledOrder:
    """Appointments, then by route and part of the week the lowest rank, then who is due longest."""

    def __init__(self, frames: Sequence[str], rules: ScheduleRules | None = None) -> None:
        cases = len(frames)
        self._rules = rules or ScheduleRules()
        self._frames = frames
        self._first: dict[tuple[str, int], tuple[int, int]] = {}  # frame, part → first calls, reached
        self._ready: dict[tuple[_Route, int, int], list[tuple[int, int, int]]] = defaultdict(list)  # due, case, version
        self._waiting: list[tuple[int, int, int]] = []  # due, case, version
        self._coming: list[tuple[int, int]] = []
        self._agreed: dict[int, tuple[bool, int, int]] = {}  # firm, at, owner
        self._now: set[int] = set()
        self._tried: list[Tried] = [NEVER_TRIED] * cases
        self._version = [0] * cases
        self._route: list[_Route] = [("", "")] * cases
        self._not_by: list[int] = [-1] * cases
        self._refusals = [0] * cases
        self._days: list[list[int]] = [[] for _ in range(cases)]
        for case in range(cases):
            self._enter(case, 0)

    def take(self, who: Interviewer, now: int) -> int | None:
        """A case this person may call now."""
        at = datetime.fromtimestamp(now, UTC)
        if not CALENDAR.is_open(at):
            return None
        agreed = self._appointment(who, now, at)
        if agreed is not None:
            return agreed
        while self._waiting and self._waiting[0][0] <= now:
            due, case, version = heapq.heappop(self._waiting)
            if version == self._version[case]:
                self._enter(case, due)
        part = int(self._rules.part(CALENDAR.local(at)))
        for key in sorted(self._keys(who, part), key=lambda key: key[2]):
            found = self._head(key, who)
            if found is not None:
                self._version[found] += 1
                return found
        return None

    def next_at(self, who: Interviewer, now: int) -> int:
        """The first due time."""
        return self._waiting[0][0] if self._waiting else now + 900

    def result(self, who: Interviewer, case: int, said: Said, now: int, agreed_at: int | None) -> None:
        """As `close_attempt`, without a store."""
        at, rules = datetime.fromtimestamp(now, UTC), self._rules
        self._days[case].append(CALENDAR.local(at).toordinal())
        tried = self._tried[case] = self._tried[case].after(said.result, rules.part(CALENDAR.local(at)), rules)
        known = Known(self._frames[case], tried, Chances(self._first))
        agreed = datetime.fromtimestamp(agreed_at, UTC) if agreed_at is not None else None
        due = first_due(said.result, at, len(self._days[case]), agreed)
        if said.result == "soft_refusal":
            self._refusals[case] += 1
            self._route[case] = (self._route[case][0], rules.conversion_skill)
            self._not_by[case] = who.number
        if said.language is not None:
            self._route[case] = (said.language, self._route[case][1])
        if agreed_at is not None and due is not None:
            self._agreed[case] = (said.result == "appointment_firm", agreed_at, who.number)
            heapq.heappush(self._coming, (agreed_at, case))
        elif due is not None and self._refusals[case] <= 1:
            self._wait(case, said.result, at, due, known)
        self._count(case)

    def _wait(self, case: int, result: str, at: datetime, due: datetime, known: Known) -> None:
        today = CALENDAR.local(at).date()
        if self._days[case].count(today.toordinal()) >= RETRY.max_attempts_per_day:
            due = max(due, CALENDAR.midnight(today + timedelta(days=1)))
        due = due_after(result, at, due, CALENDAR, self._rules, known)
        heapq.heappush(self._waiting, (int(due.timestamp()), case, self._version[case]))

    def _count(self, case: int) -> None:
        """As the store keeps the table of first calls."""
        first = first_call(self._tried[case])
        if first is not None:
            calls, reached = self._first.get((self._frames[case], first[0]), (0, 0))
            self._first[self._frames[case], first[0]] = calls + 1, reached + first[1]

    def _enter(self, case: int, due: int) -> None:
        for part, level in enumerate(self._tried[case].levels(self._rules)):
            heapq.heappush(self._ready[self._route[case], part, level], (due, case, self._version[case]))

    def _keys(self, who: Interviewer, part: int) -> Iterator[tuple[_Route, int, int]]:
        for key, cases in self._ready.items():
            (language, skill), at, _ = key
            if at == part and cases and (not language or language in who.speaks) and (not skill or skill in who.skills):
                yield key

    def _head(self, key: tuple[_Route, int, int], who: Interviewer) -> int | None:
        """The first case of a rank; what moved on since is dropped, what this person may not call stays."""
        heap, aside, found = self._ready[key], [], None
        while heap and found is None:
            entry = heapq.heappop(heap)
            if entry[2] != self._version[entry[1]]:
                continue
            if self._not_by[entry[1]] == who.number:
                aside.append(entry)
            else:
                found = entry[1]
        for entry in aside:
            heapq.heappush(heap, entry)
        return found

    def _appointment(self, who: Interviewer, now: int, at: datetime) -> int | None:
        early, late = self._rules.early.total_seconds(), self._rules.team_until.total_seconds()
        while self._coming and self._coming[0][0] <= now + early:
            self._now.add(heapq.heappop(self._coming)[1])
        mine: list[tuple[int, datetime, int]] = []
        for case in list(self._now):
            firm, agreed, owner = self._agreed[case]
            if agreed < now - late:  # missed: back into the queue
                del self._agreed[case]
                self._now.discard(case)
                self._enter(case, now)
            elif is_for(UserId(str(who.number)), UserId(str(owner)), _at(agreed), at, self._rules, firm=firm):
                language, skill = self._route[case]
                due = DueAppointment(
                    CaseId(""), Route("", language, skill), _at(agreed), firm, UserId(str(owner)), False
                )
                if may_keep(_user(who), due):
                    mine.append((*turn_of(due, at, self._rules), case))
        if not mine:
            return None
        case = min(mine)[2]
        del self._agreed[case]
        self._now.discard(case)
        return case


@cache
def _user(who: Interviewer) -> User:
    number = str(who.number)
    return User(UserId(number), number, number, Role.INTERVIEWER, who.number, tuple(who.speaks), tuple(who.skills))


def frames(world: World) -> list[str]:
    """The frame of each case, which the sample tells."""
    return [household.frame for household in world.households]


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
