"""Cases with everything that happened to them, read in one pass; no contact data."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from cati_app.domain.calling.compliance import CallFact
from cati_app.domain.casework.interviews import InterviewState, establishes_eligibility
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import NOT_ATTEMPTED, NOT_SCREENED, OPT_OUT, Person
from cati_app.domain.outcomes.finality import DEPEND_ON_SCREENING, History, Outcome
from cati_app.store.staff_words import person_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.values import replace

_LAST_NUMBER = (
    '(SELECT k.number_id FROM "call" k WHERE k.attempt_id = a.id ORDER BY k.dialled_at DESC, k.id DESC LIMIT 1)'
)
_DONE = f"""
SELECT (SELECT count(*) FROM "call" d WHERE d.attempt_id = a.id AND d.dialled_at >= ? AND d.dialled_at < ?),
 a.disposition, a.ended_at, a.person, {person_of("a.user_id")}, a.attempt_no, {_LAST_NUMBER}, a.rang_back
 FROM attempt a WHERE a.case_id = ? ORDER BY a.attempt_no
"""
# sqlite: group_concat is PostgreSQL's string_agg
_ITS_NUMBERS = "(SELECT group_concat(n.id, ' ') FROM number n WHERE n.case_id = c.id)"
_ROWS = f"""
SELECT c.id, c.case_no, c.frame,
 CASE WHEN a.id IS NULL AND c.state = 'closed' AND c.disposition IN ('{OPT_OUT}', '{NOT_SCREENED}')
  THEN '{OPT_OUT}' ELSE '{NOT_ATTEMPTED}' END, {{numbers}},
 a.disposition, a.ended_at, a.person, {person_of("a.user_id")}, a.attempt_no, {_LAST_NUMBER}, a.rang_back
 FROM "case" c LEFT JOIN attempt a ON a.case_id = c.id AND a.disposition IS NOT NULL
"""
_SCREENED = """
SELECT i.case_id, i.screened_at, i.state, i.disposition, i.quota_status FROM interview i WHERE i.screened_at IS NOT NULL
"""
# sqlite: INDEXED BY pins the index of facts that are looked for by their case
_BLOCKED = """
SELECT c.id, min(e.at) FROM "case" c JOIN event e INDEXED BY ix_event_turn
 ON e.case_id = c.id AND e.kind = 'case_blocked'
 WHERE c.state = 'closed'{more}{not_since} GROUP BY c.id
"""
_NOT_SINCE = "".join(
    " AND NOT EXISTS (SELECT 1 FROM event o INDEXED BY ix_event_turn"
    f" WHERE o.case_id = c.id AND o.seq > e.seq AND o.kind = '{kind}')"
    for kind in ("case_reopened", "result_taken_back", "case_offered")
)
# sqlite: INDEXED BY; json_each spreads a list
_HANGING = """
SELECT id, disposition FROM "case" INDEXED BY ix_case_by_result
 WHERE state = 'closed' AND disposition IN (SELECT value FROM json_each(?))
"""
_USABLE = "SELECT DISTINCT i.case_id FROM interview i WHERE i.usable"
# sqlite: json_extract reads the payload of a fact; without the CAST no index could be made of what it reads
_CALLS = """
{started}SELECT k.dialled_at, c.id, c.case_no, k.place, coalesce(n.lookup, k.number_id), a.attempt_no, a.disposition,
 {order} AS "order"
 FROM "call" k JOIN attempt a ON a.id = k.attempt_id JOIN "case" c ON c.id = a.case_id
 LEFT JOIN number n ON n.id = k.number_id{joined}
"""
_STARTED = """
WITH started AS (SELECT CAST(json_extract(payload, '$.call') AS TEXT) AS call_id, min(seq) AS seq FROM event
 WHERE kind = 'call_started' GROUP BY 1)
"""
_IN_ORDER = _CALLS.format(
    started=_STARTED,
    order="coalesce(s.seq, 0)",
    joined=' LEFT JOIN started s ON s.call_id = k.id ORDER BY "order", k.dialled_at, k.id',
)
_IN_ANY_ORDER = _CALLS.format(started="", order="0", joined="")
# sqlite: json_extract
_RANG_BACK = """
SELECT e.at, c.id, c.case_no, c.place, '', a.attempt_no, a.disposition, e.seq
 FROM event e JOIN attempt a ON a.id = CAST(json_extract(e.payload, '$.attempt') AS TEXT)
 JOIN "case" c ON c.id = a.case_id WHERE e.kind = 'rang_back' ORDER BY e.seq
"""
_OF_RELEASED = "SELECT n.case_id, n.id FROM number n JOIN \"case\" c ON c.id = n.case_id WHERE c.state <> 'unreleased'"
_NUMBERS = "SELECT coalesce(lookup, id) FROM number WHERE case_id = ? ORDER BY position"


class SqlHistories:
    """Histories within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def of_case(self, case_id: CaseId) -> History:
        """One case; LookupError for an unknown id."""
        histories = self.of_cases([case_id])
        if case_id not in histories:
            raise LookupError(f"no case {case_id}")
        return histories[case_id]

    def done(self, case_id: CaseId, since: datetime, until: datetime) -> tuple[tuple[Outcome, ...], int]:
        """The outcomes of a case in the order of its attempts, and its calls from one time to before another."""
        rows = list(self._rows(_DONE, (utc_text(since), utc_text(until), case_id)))
        outcomes = tuple(_outcome(row) for row in rows if row[1] is not None)
        return outcomes, sum(row[0] for row in rows)

    def of_cases(self, case_ids: Collection[CaseId]) -> dict[CaseId, History]:
        """Several cases by id, in a fixed number of statements; unknown ids are left out."""
        ids = tuple(case_ids)
        if not ids:
            return {}
        marks = ", ".join("?" for _ in ids)
        eligible = self._eligible(f" AND i.case_id IN ({marks})", ids)
        few = _ROWS.format(numbers=_ITS_NUMBERS)
        rows = self._rows(f"{few} WHERE c.id IN ({marks}) ORDER BY c.id, a.ended_at, a.attempt_no", ids)
        usable = self._usable(f" AND i.case_id IN ({marks})", ids)
        blocked = self._blocked(f" AND c.id IN ({marks})", ids)
        return {
            CaseId(history.case_id): replace(history, usable=history.case_id in usable)
            for history in _histories(rows, eligible, blocked)
        }

    def of_number(self, case_no: int) -> History | None:
        """The case of that number."""
        row = self._statements.row('SELECT id FROM "case" WHERE case_no = ?', case_no)
        return self.of_case(CaseId(row[0])) if row else None

    def all(self) -> Iterator[History]:
        """Every case that was released, by number."""
        every = _ROWS.format(numbers="NULL")  # read by themselves: a case has a row for each of its attempts
        rows = self._rows(f"{every} WHERE c.state <> 'unreleased' ORDER BY c.case_no, a.ended_at, a.attempt_no", ())
        usable = self._usable("", ())
        for history in _histories(rows, self._eligible("", ()), self._blocked("", ()), self._numbers()):
            yield replace(history, usable=True) if history.case_id in usable else history

    def closed_unscreened(self) -> Iterator[tuple[History, str]]:
        """Closed cases whose code depends on whether they were screened, and the code in their row."""
        names = json.dumps(sorted(DEPEND_ON_SCREENING))
        for case_id, was in self._statements.all(_HANGING, names):
            yield self.of_case(CaseId(case_id)), was

    def numbers_of(self, case_id: CaseId) -> tuple[str, ...]:
        """The numbers of a case as `calls` names them: the same for every case that shares one."""
        return tuple(row[0] for row in self._statements.all(_NUMBERS, case_id))

    def calls(self) -> Iterator[CallFact]:
        """Every call and every person who rang back, in the order of the log."""
        dialled = map(_call, self._rows(_IN_ORDER, ()))
        rang_back = [replace(_call(row), rang_back=True) for row in self._rows(_RANG_BACK, ())]
        return merge(dialled, rang_back, key=attrgetter("order")) if rang_back else dialled

    def every_call(self) -> Iterator[CallFact]:
        """The same in any order, each without its `order`."""
        yield from map(_call, self._rows(_IN_ANY_ORDER, ()))
        for row in self._rows(_RANG_BACK, ()):
            yield replace(_call(row), order=0, rang_back=True)

    def _rows(self, statement: str, values: tuple[str, ...]) -> Any:
        return self._statements.execute(statement, values)

    def _eligible(self, where: str, values: tuple[str, ...]) -> dict[str, datetime]:
        """When cases were found to belong to the population."""
        eligible: dict[str, datetime] = {}
        for case_id, at, state, result, status in self._rows(_SCREENED + where, values):
            if establishes_eligibility(InterviewState(state), status, result):
                when = datetime.fromisoformat(at)
                eligible[case_id] = min(when, eligible.get(case_id, when))
        return eligible

    def _blocked(self, more: str, values: tuple[str, ...]) -> dict[str, datetime]:
        """When cases were closed for the block list."""
        rows = self._rows(_BLOCKED.format(more=more, not_since=_NOT_SINCE), values)
        return {case_id: datetime.fromisoformat(at) for case_id, at in rows}

    def _numbers(self) -> dict[str, list[str]]:
        """The ids of numbers, by case."""
        numbers: dict[str, list[str]] = {}
        for case_id, number in self._rows(_OF_RELEASED, ()):
            numbers.setdefault(case_id, []).append(number)
        return numbers

    def _usable(self, more: str, values: tuple[str, ...]) -> set[str]:
        """Cases whose suspended interview would make a partial one."""
        return {row[0] for row in self._rows(_USABLE + more, values)}


def _histories(
    rows: Any,
    eligible: dict[str, datetime],
    blocked: dict[str, datetime],
    numbers: dict[str, list[str]] | None = None,
) -> Iterator[History]:
    """Of rows of `_ROWS`; `numbers` where these tell none."""
    for case_id, group in groupby(rows, key=itemgetter(0)):
        attempts = list(group)
        _, case_no, frame, preset, told = attempts[0][:5]
        outcomes = tuple([_outcome(row) for row in attempts if row[5] is not None])
        known = tuple(sorted((told or "").split() if numbers is None else numbers.get(case_id, ())))
        blocked_at = blocked.get(case_id)
        preset = NOT_ATTEMPTED if blocked_at is not None else preset
        yield History(case_id, case_no, frame, known, outcomes, eligible.get(case_id), preset, blocked_at=blocked_at)


def _outcome(row: Any) -> Outcome:
    """Of the last columns of `_DONE` and `_ROWS`."""
    result, at, person, user, attempt_no, number, rang_back = row[-7:]
    said_by = Person(person) if person else None
    return Outcome(
        result, datetime.fromisoformat(at), said_by, number, user, attempt_no, bool(rang_back) and number is None
    )


def _call(row: Any) -> CallFact:
    return CallFact(datetime.fromisoformat(row[0]), *row[1:])
