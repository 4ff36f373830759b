"""The queue of cases: who comes first on each route, by seeks in indexes; nothing is ever scanned or rebuilt.

A case stands in the queue while it is open and without an appointment; `route_id` is null otherwise. One in somebody's
hands keeps its route and is passed over: taking it and putting it back leaves four indexes and a counter alone.
`due_s` and `level_0` … `level_3` are its due time in seconds and its position in the order for each part of the week.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import Any

from cati_app.domain.calling.queue import DueAppointment, DueCase, Route
from cati_app.domain.calling.routing import Lane
from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.ids import CaseId, UserId
from cati_app.store.staff_words import person_of, words_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.values import dataclass

# sqlite: INDEXED BY pins the index of each seek here and below; ?1
_BEYOND = (
    '(SELECT {column} FROM "case" INDEXED BY ix_case_level_{part} WHERE route_id = ?1'
    " AND level_{part} > walked.level ORDER BY level_{part}, due_s LIMIT 1)"
)
# sqlite: INDEXED BY; ?1
_LEVEL = tuple(
    "SELECT * FROM (WITH RECURSIVE walked (level, due_s) AS (SELECT * FROM"
    f' (SELECT level_{part}, due_s FROM "case" INDEXED BY ix_case_level_{part} WHERE route_id = ?1'
    f" AND level_{part} >= ?2 ORDER BY level_{part}, due_s LIMIT 1) AS lowest"
    f" UNION ALL SELECT {_BEYOND.format(part=part, column=f'level_{part}')},"
    f" {_BEYOND.format(part=part, column='due_s')}"
    " FROM walked WHERE walked.due_s > ?3)"
    " SELECT level, due_s FROM walked WHERE due_s <= ?3) AS reached"
    for part in range(4)
)
"""The lowest level from one on whose first case is due, in hand or not, and since when: answered by the index alone.

It walks from level to level by a seek each, in one statement.
"""
# sqlite: INDEXED BY; min() of columns is PostgreSQL's least()
_FIRST = tuple(
    f'SELECT id, attempts, skill, level_{part}, min(level_0, level_1, level_2, level_3), due_s, case_no FROM "case"'
    f" INDEXED BY ix_case_level_{part} WHERE route_id = ? AND level_{part} = ? AND due_s <= ?"
    f" AND locked_by IS NULL AND (not_by IS NULL OR {person_of('not_by')} <> ?) ORDER BY due_s, case_no LIMIT 1"
    for part in range(4)
)
_IN_ORDER = tuple(statement.removesuffix(" LIMIT 1") for statement in _FIRST)
# sqlite: INDEXED BY; ?1
_NEXT = (
    "SELECT * FROM (WITH RECURSIVE walked (level) AS (SELECT * FROM"
    ' (SELECT level_0 FROM "case" INDEXED BY ix_case_level_0 WHERE route_id = ?1'
    " ORDER BY level_0, due_s LIMIT 1) AS lowest"
    f" UNION ALL SELECT {_BEYOND.format(part=0, column='level_0')} FROM walked WHERE walked.level IS NOT NULL)"
    " SELECT min(due_s) FROM (SELECT"
    ' (SELECT due_s FROM "case" INDEXED BY ix_case_level_0 WHERE route_id = ?1 AND level_0 = walked.level'
    f" AND due_s > ?2 AND locked_by IS NULL AND (not_by IS NULL OR {person_of('not_by')} <> ?3)"
    " ORDER BY due_s LIMIT 1)"
    " AS due_s FROM walked) AS firsts) AS following"
)
"""The first of the cases that come first on each level."""
# sqlite: INDEXED BY
_OTHERS = (
    'SELECT route_id, rest, count(*) FROM "case" INDEXED BY ix_case_not_by'
    f" WHERE {words_of('not_by')} AND route_id IS NOT NULL AND locked_by IS NULL AND due_s <= ? GROUP BY route_id, rest"
)
# sqlite: INDEXED BY; there are as many cases in hand as people at work
_IN_HAND = (
    '(SELECT count(*) FROM "case" c INDEXED BY ix_case_locked'
    " WHERE c.locked_by > '' AND c.route_id = q.route_id AND c.rest = q.rest)"
)
_ROUTES = (
    "SELECT id, place, language, skill, cell FROM route WHERE EXISTS"
    f" (SELECT 1 FROM queue_count q WHERE q.route_id = route.id AND q.n > {_IN_HAND})"
)
_COUNTS = f"SELECT q.route_id, q.rest, q.n - {_IN_HAND} FROM queue_count q WHERE q.n > 0"
NEEDED_CELL = (
    "CASE WHEN cell <> '' AND EXISTS (SELECT 1 FROM interview WHERE id = \"case\".open_interview AND held)"
    " THEN '' ELSE cell END"
)
"""The cell that must have room; none where an interrupted interview keeps its place."""
# sqlite: INDEXED BY
_AGREED = (
    f"SELECT id, place, coalesce(language, ''), skill, {NEEDED_CELL}, appointment_at, appointment_firm,"
    f' {person_of("appointment_owner")}, open_interview FROM "case" INDEXED BY ix_case_agreed'
    " WHERE appointment_at IS NOT NULL{more} AND state = 'open' AND locked_by IS NULL ORDER BY {order}"
)
_APPOINTMENTS = _AGREED.replace("{more}", " AND appointment_at <= ?").replace(
    "{order}", "appointment_firm DESC, appointment_at, case_no"
)
COMING = _AGREED.replace("{more}", "").replace("{order}", "appointment_at, case_no")
# sqlite: INDEXED BY
_HELD = (
    f'SELECT id, {person_of("locked_by")}, locked_at FROM "case" INDEXED BY ix_case_locked WHERE locked_by > ?'
    " ORDER BY 2, case_no"
)
_ROUTE = "SELECT id FROM route WHERE place = ? AND language = ? AND skill = ? AND cell = ?"
_ADD_ROUTE = "INSERT INTO route (place, language, skill, cell) VALUES (?, ?, ?, ?)"
_NOT_LOOKED_AT = -1
"""Stands for the number of a case that was not looked at yet; lower than any."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What comes next of a lane: a case, or without rows a level that was not looked at yet.

    Sorts lagging lanes first, then by level, then by due time, then by the number of the case. A level not looked at
    yet stands where its first case would, and before any other that is due at the same time; where that case is in
    hand, the next one is due no earlier. So rows are read of the lane that is first, and of no other.
    """

    key: tuple[bool, int, int, int]
    lane: Lane
    level: int
    rows: Iterator[Any] | None = None
    row: Any = None

    def __lt__(self, other: _Head) -> bool:
        return self.key < other.key


class SqlQueue:
    """Seeks in the queue within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._ids: dict[Route, int] = {}

    def route_id(self, route: Route) -> int:
        """The number of a route, made when it is new."""
        known = self._ids.get(route)
        if known is None:
            values = (route.locality, route.language, route.skill, route.cell)
            row = self._statements.row(_ROUTE, *values)
            if row is None:
                self._statements.execute(_ADD_ROUTE, values)
                row = self._statements.row(_ROUTE, *values)
            known = self._ids[route] = row[0]
        return known

    def routes(self) -> list[tuple[int, Route]]:
        """Routes on which cases stand that are not in hand."""
        return [(row[0], _route(*row[1:])) for row in self._statements.execute(_ROUTES)]

    def first_due(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> DueCase | None:
        """The first due case of the lanes: lagging cells, then the lowest level, then who is due longest."""
        return next(self._walk(_FIRST, lanes, now, user_id), None)

    def due_cases(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> Iterator[DueCase]:
        """All due cases of the lanes in that order; read one by one."""
        return self._walk(_IN_ORDER, lanes, now, user_id)

    def _walk(
        self, statements: Sequence[str], lanes: Iterable[Lane], now: datetime, user_id: UserId
    ) -> Iterator[DueCase]:
        driver, now_s = self._statements, int(now.timestamp())
        heads: list[_Head] = []
        for lane in lanes:
            self._push(heads, lane, 0, now_s)
        while heads:
            head = heapq.heappop(heads)
            lane, level, rows = head.lane, head.level, head.rows
            if rows is None:
                rows = iter(driver.execute(statements[lane.part], (lane.route_id, level, now_s, user_id)))
            else:
                yield _due(lane, head.row)
            row = next(rows, None)
            if row is None:
                self._push(heads, lane, level + 1, now_s)
            else:
                heapq.heappush(heads, _Head((not lane.lagging, level, row[5], row[6]), lane, level, rows, row))

    def next_due(self, route_id: int, user_id: UserId, after: datetime | None = None) -> datetime | None:
        """When the first case of a route is due; of those due after a time, where one is given."""
        after_s = -1 if after is None else int(after.timestamp())
        (first,) = self._statements.row(_NEXT, route_id, after_s, user_id)
        return None if first is None else datetime.fromtimestamp(first, UTC)

    def counts(self) -> Mapping[tuple[int, str], int]:
        """Cases in the queue and not in hand, by route and reason of their due time; kept by triggers."""
        return {(row[0], row[1]): row[2] for row in self._statements.execute(_COUNTS) if row[2]}

    def due_for_others(self, user_id: UserId, now: datetime) -> Mapping[tuple[int, str], int]:
        """Due cases that must not be called by the person who was refused, as `counts` counts them."""
        rows = self._statements.execute(_OTHERS, (user_id, user_id, int(now.timestamp())))
        return {(row[0], row[1]): row[2] for row in rows}

    def appointments(self, until: datetime) -> Iterator[DueAppointment]:
        """Open appointments up to a time, firm ones first."""
        return map(_agreed, self._statements.execute(_APPOINTMENTS, (utc_text(until),)))

    def coming(self) -> Iterator[DueAppointment]:
        """All open appointments by time, read only as far as somebody asks for them."""
        return map(_agreed, self._statements.execute(COMING))

    def held(self) -> Sequence[tuple[CaseId, UserId, datetime]]:
        """Cases in hand: with whom, and when the last heartbeat came."""
        rows = self._statements.execute(_HELD, ("",))
        return [(CaseId(r[0]), UserId(r[1]), datetime.fromisoformat(r[2])) for r in rows if r[2]]

    def count_appointments(self) -> int:
        """How many cases wait for an appointment."""
        row = self._statements.execute(
            # sqlite: INDEXED BY
            'SELECT count(*) FROM "case" INDEXED BY ix_case_agreed'
            " WHERE appointment_at IS NOT NULL AND state = 'open' AND locked_by IS NULL"
        )
        return int(row.fetchone()[0])

    def queue_columns(self, case: Case) -> dict[str, object]:
        """The columns of the queue that a case needs changed; in hand it keeps its route.

        A full cell does not concern it while an interrupted interview of it keeps its place.
        """
        due_s = due_seconds(case.due_at)
        if case.state is CaseState.OPEN and case.locked_by is not None:
            return {"due_s": due_s}
        route_id = None
        if case.state is CaseState.OPEN and case.appointment is None:
            free = case.cell and case.open_interview is not None and self._keeps_place(case.open_interview)
            route_id = self.route_of(case.locality, case.language, case.skill, "" if free else case.cell)
        return {"route_id": route_id, "due_s": due_s}

    def route_of(self, locality: str, language: str | None, skill: str, cell: str) -> int:
        """The number of the route on which a case with these needs stands."""
        return self.route_id(Route(locality, language or "", skill, cell))

    def _keeps_place(self, interview_id: str) -> bool:
        row = self._statements.row("SELECT held FROM interview WHERE id = ?", interview_id)
        return bool(row and row[0])

    def _push(self, heads: list[_Head], lane: Lane, level: int, now_s: int) -> None:
        """The next level of the lane, from this one on, on which a case is due."""
        row = self._statements.row(_LEVEL[lane.part], lane.route_id, level, now_s)
        if row is not None:
            heapq.heappush(heads, _Head((not lane.lagging, row[0], row[1], _NOT_LOOKED_AT), lane, row[0]))


@lru_cache(maxsize=1024)
def _route(locality: str, language: str, skill: str, cell: str) -> Route:
    """Read with each look for a case, and few as there are, made once."""
    return Route(locality, language, skill, cell)


def _due(lane: Lane, row: Any) -> DueCase:
    return DueCase(CaseId(row[0]), row[1], row[2], lane.lagging, row[3] == row[4])


def _agreed(row: Any) -> DueAppointment:
    at, owner = datetime.fromisoformat(row[5]), UserId(row[7]) if row[7] else None
    return DueAppointment(CaseId(row[0]), Route(*row[1:5]), at, bool(row[6]), owner, bool(row[8]))


def due_seconds(due_at: datetime | None) -> int:
    """Whole seconds since 1970, never earlier than the due time; 0: at once."""
    return 0 if due_at is None else ceil((due_at - _EPOCH) / timedelta(seconds=1))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
