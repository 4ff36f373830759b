"""The supervisor's list of cases, read page by page through indexes; and the record of one case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any

from cati_app.domain.casework.case_list import CaseFilter, CaseLine, CaseMark, CaseOrder, CaseStanding
from cati_app.domain.casework.case_record import AttemptRecord, Correction, PastCall
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.ids import AttemptId, CaseId, UserId
from cati_app.store.contacts import SqlContacts, note_spot
from cati_app.store.event_rows import EventRows
from cati_app.store.staff_words import person_of
from cati_app.store.statements import Statements

_LAST = (
    "(SELECT coalesce(a.result, a.disposition) FROM attempt a WHERE a.case_id = c.id AND a.disposition IS NOT NULL"
    " ORDER BY a.ended_at DESC, a.attempt_no DESC LIMIT 1)"
)
_DIALLED = (
    "(c.locked_by > '' AND (SELECT a.rang_back OR EXISTS (SELECT 1 FROM call k WHERE k.attempt_id = a.id)"
    " FROM attempt a WHERE a.case_id = c.id ORDER BY a.started_at DESC, a.attempt_no DESC LIMIT 1))"
)
_GOES_ON = "FROM interview i WHERE i.case_id = c.id AND i.state IN ('running', 'suspended') ORDER BY i.started_at DESC"
_OF_LINE = (
    f"c.id, c.case_no, c.state, c.disposition, {_LAST}, c.attempts, c.due_at, c.due_s, c.rest, c.place, c.language,"
    f" c.cell, {person_of('c.locked_by')}, c.appointment_at, c.appointment_firm,"
    f" {person_of('c.appointment_owner')},"
    f" {_DIALLED}, (SELECT i.state {_GOES_ON} LIMIT 1), (SELECT i.usable {_GOES_ON} LIMIT 1)"
)
_NUMBER, _DUE = CaseOrder.NUMBER, CaseOrder.DUE
_STATES = {CaseStanding.OPEN: "open", CaseStanding.CLOSED: "closed", CaseStanding.UNRELEASED: "unreleased"}
# sqlite: INDEXED BY pins the index
_NEXT_RESULT = (
    'SELECT disposition FROM "case" INDEXED BY ix_case_by_result WHERE state = ? AND disposition > ?'
    " ORDER BY disposition LIMIT 1"
)
_ATTEMPTS = (
    f"SELECT id, attempt_no, {person_of('user_id')}, started_at, ended_at, disposition, result, person,"
    " note_sealed, rang_back"
    " FROM attempt WHERE case_id = ? ORDER BY started_at, attempt_no"
)
_CALLS = (
    "SELECT k.attempt_id, n.position, k.dialled_at, k.ended_at FROM attempt a JOIN call k ON k.attempt_id = a.id"
    " JOIN number n ON n.id = k.number_id WHERE a.case_id = ? ORDER BY k.dialled_at, k.id"
)
# sqlite: INDEXED BY
_CORRECTIONS = "case_id = ? AND kind = 'result_changed'"
_TURNS = "INDEXED BY ix_event_turn"


class SqlCaseBook:
    """Lists of cases within a unit of work."""

    def __init__(self, statements: Statements, contacts: SqlContacts, rows: EventRows) -> None:
        self._statements = statements
        self._contacts = contacts
        self._rows = rows

    def after(self, wanted: CaseFilter, mark: CaseMark, limit: int) -> tuple[CaseLine, ...]:
        """The next cases after a position in the list."""
        lines = sorted(self._lines(wanted, mark, limit, back=False), key=_position(wanted.order))
        return tuple(lines[:limit])

    def before(self, wanted: CaseFilter, mark: CaseMark, limit: int) -> tuple[CaseLine, ...]:
        """The cases just before a position in the list, in the list's order."""
        lines = sorted(self._lines(wanted, mark, limit, back=True), key=_position(wanted.order))
        return tuple(lines[-limit:])

    def count(self, wanted: CaseFilter, at_most: int) -> int:
        """How many cases there are, counted no further than `at_most`."""
        total = 0
        for source, values in sources(wanted):
            query = f"SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT ?) AS counted"
            total += self._statements.execute(query, (*values, at_most)).fetchone()[0]
        return min(total, at_most)

    def results(self) -> tuple[str, ...]:
        """Dispositions that cases have now, by name; one seek each."""
        results: set[str] = set()
        for state in _STATES.values():
            result = ""
            while (row := self._statements.execute(_NEXT_RESULT, (state, result)).fetchone()) is not None:
                result = row[0]
                results.add(result)
        return tuple(sorted(results))

    def case_numbers(self) -> tuple[int, int] | None:
        """The lowest and the highest number of a case; None without cases."""
        first, last = (
            self._statements.execute(f'SELECT {name}(case_no) FROM "case"').fetchone()[0] for name in ("min", "max")
        )
        return None if first is None else (first, last)

    def sittings(self, case_id: CaseId, *, opened: bool) -> tuple[AttemptRecord, ...]:
        """What happened to a case, oldest first; `opened`: with notes and reasons, which needs the contact key."""
        calls: dict[str, list[PastCall]] = {}
        for attempt_id, position, dialled_at, ended_at in self._statements.execute(_CALLS, (case_id,)):
            calls.setdefault(attempt_id, []).append(PastCall(position, _at(dialled_at), _time(ended_at)))
        corrections = self._corrections(case_id, opened)
        rows = self._statements.execute(_ATTEMPTS, (case_id,)).fetchall()
        return tuple(self._sitting(row, calls.get(row[0], []), corrections.get(row[0], []), opened) for row in rows)

    def _sitting(self, row: Any, calls: list[PastCall], corrections: list[Correction], opened: bool) -> AttemptRecord:
        attempt_id, attempt_no, user_id, started_at, ended_at, disposition, result, person, sealed, rang_back = row
        return AttemptRecord(
            AttemptId(attempt_id),
            attempt_no,
            UserId(user_id),
            _at(started_at),
            _time(ended_at),
            disposition,
            result,
            person,
            tuple(calls),
            sealed is not None,
            self._contacts.opened(sealed, note_spot(attempt_id)) if opened else None,
            tuple(corrections),
            bool(rang_back),
        )

    def _corrections(self, case_id: CaseId, opened: bool) -> dict[str, list[Correction]]:
        corrections: dict[str, list[Correction]] = {}
        for logged in self._rows.where(_CORRECTIONS, (case_id,), _TURNS):
            fact, said = logged.event, {name: str(value) for name, value in (logged.event.payload or {}).items()}
            reason = self._contacts.of_fact(logged, "reason") if opened and self._contacts.may_open else None
            attempt, who = AttemptId(said["attempt"]), UserId(fact.user_id or "")
            made = Correction(attempt, fact.at, who, said["was"], said["result"], reason)
            corrections.setdefault(attempt, []).append(made)
        return corrections

    def _lines(self, wanted: CaseFilter, mark: CaseMark, limit: int, *, back: bool) -> Iterator[CaseLine]:
        for source, values in sources(wanted):
            statement, mark_values = page_of(source, wanted.order, mark, back=back)
            for row in self._statements.execute(statement, (*values, *mark_values, limit)):
                yield _line(row)


def sources(wanted: CaseFilter) -> list[tuple[str, tuple[str, ...]]]:
    """Where the cases of a filter are found: table, index and condition, several where none holds them together."""
    standing, result = wanted.standing, wanted.result
    if standing is CaseStanding.REVIEW and not wanted.among:
        return [('"case" c WHERE false', ())]
    if standing is CaseStanding.REVIEW:
        marks, narrowed = ", ".join("?" for _ in wanted.among), " AND c.disposition = ?" if result else ""
        return [(f'"case" c WHERE c.id IN ({marks}){narrowed}', (*wanted.among, *((result,) if result else ())))]
    if standing is CaseStanding.AGREED:
        index = "ix_case_agreed_due" if wanted.order is _DUE else "ix_case_agreed_no"
        return [_source(index, "c.appointment_at IS NOT NULL", result)]
    if standing is CaseStanding.HELD:  # no more than there are people
        return [_source("ix_case_locked", "c.locked_by > ''", result)]
    if wanted.order is _DUE:
        return [_source("ix_case_result_due" if result else "ix_case_due", "c.state = 'open'", result)]
    if standing is CaseStanding.ALL and result is None:
        return [('"case" c WHERE true', ())]
    index = "ix_case_by_result" if result else "ix_case_by_state"
    states = [_STATES[standing]] if standing in _STATES else list(_STATES.values())
    return [_source(index, f"c.state = '{state}'", result) for state in states]


def page_of(source: str, order: CaseOrder, mark: CaseMark, *, back: bool) -> tuple[str, tuple[int, ...]]:
    """The statement for the cases on one side of a place, and what identifies the position."""
    sign, way = ("<", " DESC") if back else (">", "")
    if order is _DUE:
        where, by = f"(c.due_s, c.case_no) {sign} (?, ?)", f"c.due_s{way}, c.case_no{way}"
        mark_values: tuple[int, ...] = (mark.due_s, mark.case_no)
    else:
        where, by, mark_values = f"c.case_no {sign} ?", f"c.case_no{way}", (mark.case_no,)
    return f"SELECT {_OF_LINE} FROM {source} AND {where} ORDER BY {by} LIMIT ?", mark_values


def _source(index: str, condition: str, result: str | None) -> tuple[str, tuple[str, ...]]:
    narrowed = f"{condition} AND c.disposition = ?" if result else condition
    # sqlite: INDEXED BY pins the index
    return f'"case" c INDEXED BY {index} WHERE {narrowed}', (result,) if result else ()


def _position(order: CaseOrder) -> Any:
    return attrgetter("due_s", "case_no") if order is _DUE else attrgetter("case_no")


def _line(row: Any) -> CaseLine:
    return CaseLine(
        id=CaseId(row[0]),
        case_no=row[1],
        state=CaseState(row[2]),
        disposition=row[3],
        last=row[4] or "",
        attempts=row[5],
        due_at=_time(row[6]),
        due_s=row[7],
        rest=row[8],
        locality=row[9],
        language=row[10] or "",
        cell=row[11],
        held_by=UserId(row[12]) if row[12] is not None else None,
        appointment_at=_time(row[13]),
        appointment_firm=bool(row[14]),
        appointment_owner=UserId(row[15]) if row[15] else None,
        is_dialled=bool(row[16]),
        interview=InterviewState(row[17]) if row[17] else None,
        usable=bool(row[18]),
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
