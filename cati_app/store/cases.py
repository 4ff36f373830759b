"""Cases, their numbers and the order in which they are called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from cati_app.domain.calling.chances import Chances
from cati_app.domain.calling.schedule import Tried
from cati_app.domain.casework.cases import Appointment, Case, CaseState, ContactNumber, HistoryEntry, NewCase
from cati_app.domain.ids import AppointmentId, CaseId, InterviewId, NumberId, UserId
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.store.blocked import SqlBlockList
from cati_app.store.case_rows import as_json_values, driver_of, read_row, write_row
from cati_app.store.chances import count_first_call, read_chances
from cati_app.store.contacts import SqlContacts
from cati_app.store.queue import SqlQueue
from cati_app.store.tables import CaseRow, NumberRow, utc_text

_OF_SAMPLE = {"id", "case_no", "fields", "frame", "place", "cell", "sample_id", "replicate", "release_order"}
_KEPT = {*_OF_SAMPLE, "dials", "dials_on", "dials_that_day", "open_interview"}
_TIMES = ("due_at", "locked_at", "appointment_at")
_HISTORY = (
    "SELECT id, started_at, disposition, result, note_sealed FROM attempt WHERE case_id = ? AND disposition IS NOT NULL"
    " ORDER BY started_at DESC, id DESC LIMIT ?"
)
_LENGTHS = "SELECT dialled_at, ended_at FROM call WHERE attempt_id = ? AND ended_at IS NOT NULL"
_NUMBERS = "SELECT id, position, kind, sealed, dials FROM number WHERE case_id = ? ORDER BY position"
_DIALS = """
SELECT c.dials, (SELECT count(*) FROM call JOIN attempt ON attempt.id = call.attempt_id
                 WHERE attempt.case_id = c.id AND call.dialled_at >= ?2 AND call.dialled_at < ?3)
FROM "case" c WHERE c.id = ?1
"""


class SqlCases:
    """Cases within a unit of work."""

    def __init__(self, session: Session, contacts: SqlContacts, blocklist: SqlBlockList) -> None:
        self._session = session
        self._contacts = contacts
        self.queue = SqlQueue(session)
        self._blocklist = blocklist

    def add_many(self, cases: Iterable[NewCase]) -> int:
        """Add cases; the number added."""
        case_rows: list[dict[str, Any]] = []
        number_rows: list[dict[str, Any]] = []
        for case in cases:
            row = _new_row(case)
            self.queue.place(row)
            case_rows.append(row.model_dump())
            for position, (number_id, number) in enumerate(case.numbers):
                sealed = self._contacts.seal_bytes(number.e164)
                kind, lookup = number.kind.value, self._contacts.lookup(number.e164)
                line = NumberRow(
                    id=number_id, case_id=case.id, position=position, kind=kind, sealed=sealed, lookup=lookup
                )
                number_rows.append(line.model_dump())
        if case_rows:
            self._session.execute(insert(CaseRow), case_rows)
            self._session.execute(insert(NumberRow), number_rows)
        return len(case_rows)

    def count(self) -> int:
        """How many cases there are."""
        return self._session.exec(select(func.count()).select_from(CaseRow)).one()

    def id_of(self, case_no: int) -> CaseId | None:
        """The case with that number."""
        found = driver_of(self._session).execute('SELECT id FROM "case" WHERE case_no = ?', (case_no,)).fetchone()
        return CaseId(found[0]) if found else None

    def get(self, case_id: CaseId) -> Case:
        """A case with its numbers; they are None for a role without the contact key."""
        rows = driver_of(self._session).execute(_NUMBERS, (case_id,)).fetchall()
        return _case(read_row(self._session, case_id), tuple(self._number(*row) for row in rows))

    def appointments_due(self, now: datetime) -> int:
        """How many open appointments are due by now."""
        query = select(func.count()).select_from(CaseRow).where(col(CaseRow.appointment_at) <= now)
        return self._session.exec(query.where(CaseRow.state == CaseState.OPEN.value)).one()

    def locked_by(self, user_id: UserId) -> CaseId | None:
        """The case a person holds."""
        found = self._session.exec(select(CaseRow.id).where(CaseRow.locked_by == user_id)).first()
        return CaseId(found) if found else None

    def update(self, case_id: CaseId, **values: object) -> None:
        """Set columns of the case by name; `levels` are the ranks of all parts of the week."""
        row = read_row(self._session, case_id)
        before = dict(vars(row))
        for name, value in values.items():
            if name == "levels" and isinstance(value, tuple):
                row.level_0, row.level_1, row.level_2, row.level_3 = value
            else:
                setattr(row, name, value.text() if isinstance(value, Tried) else value)
        self.queue.place(row)
        changed = {name: value for name, value in vars(row).items() if name not in before or value != before[name]}
        write_row(self._session, case_id, changed)
        if "tried" in changed:
            count_first_call(self._session, row.frame, before["tried"], row.tried)

    def chances(self) -> Chances:
        """How often first calls reached somebody, by frame and part of the week."""
        return read_chances(self._session)

    def snapshot(self, case_id: CaseId) -> str:
        """The case as it is, for taking a result back."""
        return json.dumps(as_json_values(read_row(self._session, case_id)))

    def restore(self, case_id: CaseId, snapshot: str, *, language: bool = False) -> None:
        """Back to a snapshot, but for what did not come from working on the case.

        What the sample says stays: a file may have come in since. Contact attempts stay counted, for the telephone
        did ring; an interview begun since stays with the case; so does its language, unless `language` is asked for.
        """
        before: dict[str, Any] = json.loads(snapshot)
        for name in _TIMES:
            before[name] = datetime.fromisoformat(before[name]) if before[name] else None
        kept = _KEPT if language else {*_KEPT, "language"}
        self.update(case_id, **{name: value for name, value in before.items() if name not in kept})

    def count_dial(self, case_id: CaseId, number_id: NumberId, local_day: str) -> None:
        """One more contact attempt."""
        row = read_row(self._session, case_id)
        today = row.dials_that_day + 1 if row.dials_on == local_day else 1
        values = {"dials": row.dials + 1, "dials_that_day": today, "dials_on": local_day}
        write_row(self._session, case_id, values)
        driver_of(self._session).execute("UPDATE number SET dials = dials + 1 WHERE id = ?", (number_id,))

    def dials(self, case_id: CaseId, since: datetime, until: datetime) -> tuple[int, int]:
        """Contact attempts on the case: in all, and from `since` to before `until`, counted from the calls."""
        values = (case_id, utc_text(since), utc_text(until))
        in_all, made = driver_of(self._session).execute(_DIALS, values).fetchone()
        return int(in_all), int(made)

    def history(self, case_id: CaseId, limit: int = 6) -> tuple[HistoryEntry, ...]:
        """Earlier results, oldest first; notes only with the contact key."""
        rows = driver_of(self._session).execute(_HISTORY, (case_id, limit)).fetchall()
        return tuple(self._entry(*row) for row in reversed(rows))

    def block_numbers(self, case_id: CaseId, at: datetime) -> None:
        """Put the numbers of a case on the block list."""
        numbers = [one.number.e164 for one in self.get(case_id).numbers if one.number is not None]
        self._blocklist.add(numbers, at, "result of a call")

    def _entry(
        self, attempt_id: str, started_at: str, disposition: str, result: str | None, note_sealed: bytes | None
    ) -> HistoryEntry:
        calls = driver_of(self._session).execute(_LENGTHS, (attempt_id,))
        seconds = [int((_time(end) - _time(begin)).total_seconds()) for begin, end in calls]
        note = self._contacts.open_bytes(note_sealed) or ""
        return HistoryEntry(_time(started_at), disposition, sum(seconds) if seconds else None, note, result)

    def _number(self, number_id: str, position: int, kind: str, sealed: bytes, dials: int) -> ContactNumber:
        e164 = self._contacts.open_bytes(sealed)
        number = PhoneNumber(e164, LineKind(kind)) if e164 else None
        return ContactNumber(NumberId(number_id), position, kind, number, dials)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _new_row(case: NewCase) -> CaseRow:
    return CaseRow(
        id=case.id,
        case_no=case.case_no,
        frame=case.frame,
        fields=json.dumps(dict(case.fields), ensure_ascii=False),
        state=CaseState.OPEN.value,
        disposition="not_attempted",
        place=case.place,
        language=case.language,
        cell=case.cell,
    )


def _case(row: Any, numbers: tuple[ContactNumber, ...]) -> Case:
    fields: Mapping[str, str] = json.loads(row.fields)
    appointment = None
    if row.appointment_at is not None:
        appointment = Appointment(
            AppointmentId(row.id),
            CaseId(row.id),
            row.appointment_at,
            row.appointment_firm,
            UserId(row.appointment_owner or ""),
        )
    return Case(
        id=CaseId(row.id),
        case_no=row.case_no,
        frame=row.frame,
        state=CaseState(row.state),
        fields=fields,
        attempts=row.attempts,
        dials=row.dials,
        disposition=row.disposition,
        due_at=row.due_at,
        locked_by=UserId(row.locked_by) if row.locked_by else None,
        language=row.language,
        appointment=appointment,
        open_interview=InterviewId(row.open_interview) if row.open_interview else None,
        numbers=numbers,
        locked_at=row.locked_at,
        place=row.place,
        cell=row.cell,
        skill=row.skill,
        not_by=UserId(row.not_by) if row.not_by else None,
        refusals=row.refusals,
        tried=Tried.read(row.tried),
        rest=row.rest,
    )
