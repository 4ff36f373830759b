"""Cases, their numbers and the order in which they are called."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_
from sqlmodel import Session, col, select

from cati_app.domain.cases import Appointment, Case, CaseState, ContactNumber, HistoryEntry, NewCase
from cati_app.domain.ids import AppointmentId, CaseId, InterviewId, NumberId, UserId
from cati_app.domain.phone import LineKind, PhoneNumber
from cati_app.domain.queue import Because, Nothing, Waits
from cati_app.store.blocked import SqlBlockList
from cati_app.store.contacts import SqlContacts
from cati_app.store.tables import AttemptRow, CallRow, CaseRow, NumberRow, utc_text

APPOINTMENT_EARLY = timedelta(minutes=5)
OWNER_ONLY = timedelta(minutes=15)
_KEPT = {"id", "case_no", "dials", "dials_on", "dials_that_day"}
_TIMES = ("due_at", "locked_at", "appointment_at")
_DUE = """
SELECT id, attempts FROM "case" WHERE state = 'open' AND locked_by IS NULL AND appointment_at IS NULL
 AND (due_at IS NULL OR due_at <= ?) ORDER BY attempts, case_no LIMIT 1
"""


class SqlCases:
    """Cases within a unit of work."""

    def __init__(self, session: Session, contacts: SqlContacts, blocklist: SqlBlockList) -> None:
        self._session = session
        self._contacts = contacts
        self._blocklist = blocklist

    def add_many(self, cases: Iterable[NewCase]) -> int:
        """Add cases; the number added. A number on the block list closes its case at once."""
        cases = list(cases)
        blocked = self._blocklist.holding([number.e164 for case in cases for _, number in case.numbers])
        case_rows: list[dict[str, Any]] = []
        number_rows: list[dict[str, Any]] = []
        for case in cases:
            stop = any(number.e164 in blocked for _, number in case.numbers)
            case_rows.append(_new_row(case, stop=stop))
            for position, (number_id, number) in enumerate(case.numbers):
                sealed = self._contacts.seal_bytes(number.e164)
                row = NumberRow(id=number_id, case_id=case.id, position=position, kind=number.kind.value, sealed=sealed)
                row.lookup = self._contacts.lookup(number.e164)
                number_rows.append(row.model_dump())
        if case_rows:
            self._session.execute(insert(CaseRow), case_rows)
            self._session.execute(insert(NumberRow), number_rows)
        return len(case_rows)

    def count(self) -> int:
        """How many cases there are."""
        return self._session.exec(select(func.count()).select_from(CaseRow)).one()

    def get(self, case_id: CaseId) -> Case:
        """A case with its numbers; they are None for a role without the contact key."""
        row = self._row(case_id)
        query = select(NumberRow).where(NumberRow.case_id == case_id).order_by(col(NumberRow.position))
        return _case(row, tuple(self._number(number) for number in self._session.exec(query)))

    def next_for(self, user_id: UserId, now: datetime) -> tuple[CaseId, Because] | None:
        """The case to call now and why: own and team appointments due, then fewest attempts, then case number."""
        query = (
            select(CaseRow)
            .where(
                CaseRow.state == CaseState.OPEN.value,
                col(CaseRow.locked_by).is_(None),
                col(CaseRow.appointment_at) <= now + APPOINTMENT_EARLY,
                or_(col(CaseRow.appointment_owner) == user_id, col(CaseRow.appointment_at) <= now - OWNER_ONLY),
            )
            .order_by(col(CaseRow.appointment_firm).desc(), col(CaseRow.appointment_at), col(CaseRow.case_no))
        )
        row = self._session.exec(query.limit(1)).first()
        if row is not None:
            firm = Because.FIRM_APPOINTMENT if row.appointment_firm else Because.SOFT_APPOINTMENT
            return CaseId(row.id), Because.RESUME if row.open_interview else firm
        found = self._session.connection().exec_driver_sql(_DUE, (utc_text(now),)).first()
        if found is None:
            return None
        return CaseId(found[0]), Because.FEWEST_ATTEMPTS if found[1] else Because.NEVER_CALLED

    def waiting(self, now: datetime) -> Nothing:
        """Why nothing can be called."""
        rows: Any = self._session.connection().exec_driver_sql(
            "SELECT locked_by IS NOT NULL, coalesce(appointment_at, due_at, ?) FROM \"case\" WHERE state = 'open'",
            (utc_text(now),),
        )
        reasons: Counter[Waits] = Counter()
        times: list[str] = []
        for locked, due in rows:
            reasons[Waits.LOCKED if locked else Waits.NOT_DUE] += 1
            if not locked:  # when it comes back depends on the person who has it
                times.append(due)
        next_at = datetime.fromisoformat(min(times)) if times else None
        return Nothing(dict(reasons), next_at, reasons.total())

    def appointments_due(self, now: datetime) -> int:
        """How many open appointments are due by now."""
        query = select(func.count()).select_from(CaseRow).where(col(CaseRow.appointment_at) <= now)
        return self._session.exec(query.where(CaseRow.state == CaseState.OPEN.value)).one()

    def locked_by(self, user_id: UserId) -> CaseId | None:
        """The case a person holds."""
        found = self._session.exec(select(CaseRow.id).where(CaseRow.locked_by == user_id)).first()
        return CaseId(found) if found else None

    def update(self, case_id: CaseId, **values: object) -> None:
        """Set columns of the case by name."""
        row = self._row(case_id)
        for name, value in values.items():
            setattr(row, name, value)
        self._session.add(row)
        self._session.flush()

    def snapshot(self, case_id: CaseId) -> str:
        """The case as it is, for taking a result back."""
        return self._row(case_id).model_dump_json()

    def restore(self, case_id: CaseId, snapshot: str) -> None:
        """Back to a snapshot; contact attempts stay counted, for the telephone did ring."""
        before: dict[str, Any] = json.loads(snapshot)
        for name in _TIMES:  # a table's model does not validate, so it would keep them as text
            before[name] = datetime.fromisoformat(before[name]) if before[name] else None
        self.update(case_id, **{name: value for name, value in before.items() if name not in _KEPT})

    def count_dial(self, case_id: CaseId, number_id: NumberId, local_day: str) -> None:
        """One more contact attempt."""
        row = self._row(case_id)
        row.dials += 1
        row.dials_that_day = row.dials_that_day + 1 if row.dials_on == local_day else 1
        row.dials_on = local_day
        number = self._session.get(NumberRow, number_id)
        if number is not None:
            number.dials += 1
            self._session.add(number)
        self._session.add(row)
        self._session.flush()

    def dials(self, case_id: CaseId, local_day: str) -> tuple[int, int]:
        """Contact attempts on the case: in all, and on that local day."""
        row = self._row(case_id)
        return row.dials, row.dials_that_day if row.dials_on == local_day else 0

    def history(self, case_id: CaseId, limit: int = 6) -> tuple[HistoryEntry, ...]:
        """Earlier results, oldest first; notes only with the contact key."""
        query = (
            select(AttemptRow)
            .where(AttemptRow.case_id == case_id, col(AttemptRow.disposition).is_not(None))
            .order_by(col(AttemptRow.started_at).desc(), col(AttemptRow.id).desc())
            .limit(limit)
        )
        return tuple(self._entry(row) for row in reversed(list(self._session.exec(query))))

    def block_numbers(self, case_id: CaseId, at: datetime) -> None:
        """Put the numbers of a case on the block list."""
        numbers = [one.number.e164 for one in self.get(case_id).numbers if one.number is not None]
        self._blocklist.add(numbers, at, "result of a call")

    def _entry(self, row: AttemptRow) -> HistoryEntry:
        query = select(CallRow).where(CallRow.attempt_id == row.id)
        seconds = [int((c.ended_at - c.dialled_at).total_seconds()) for c in self._session.exec(query) if c.ended_at]
        note = self._contacts.open_bytes(row.note_sealed) or ""
        return HistoryEntry(row.started_at, row.disposition or "", sum(seconds) if seconds else None, note)

    def _number(self, row: NumberRow) -> ContactNumber:
        e164 = self._contacts.open_bytes(row.sealed)
        number = PhoneNumber(e164, LineKind(row.kind)) if e164 else None
        return ContactNumber(NumberId(row.id), row.position, row.kind, number, row.dials)

    def _row(self, case_id: CaseId) -> CaseRow:
        row = self._session.get(CaseRow, case_id, populate_existing=True)
        if row is None:
            raise LookupError(f"no case {case_id}")
        return row


def _new_row(case: NewCase, *, stop: bool) -> dict[str, Any]:
    row = CaseRow(
        id=case.id,
        case_no=case.case_no,
        frame=case.frame,
        fields=json.dumps(dict(case.fields), ensure_ascii=False),
        state=(CaseState.CLOSED if stop else CaseState.OPEN).value,
        disposition="refusal" if stop else "not_attempted",
    )
    return row.model_dump()


def _case(row: CaseRow, numbers: tuple[ContactNumber, ...]) -> Case:
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
    )
