"""Attempts and the calls within them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from cati_app.domain.casework.cases import Attempt, Call
from cati_app.domain.casework.replay import PastAttempt, PastCase
from cati_app.domain.ids import AttemptId, CallId, CaseId, NumberId, UserId
from cati_app.domain.outcomes.dispositions import APPOINTMENTS
from cati_app.store.case_rows import driver_of
from cati_app.store.contacts import SqlContacts
from cati_app.store.tables import AttemptRow, utc_text

_OPEN = "INSERT INTO attempt (id, case_id, user_id, attempt_no, started_at, case_before) VALUES (?, ?, ?, ?, ?, ?)"
_OPEN_OF = (
    "SELECT id, case_id, user_id, attempt_no, started_at FROM attempt WHERE user_id = ? AND ended_at IS NULL"
    " ORDER BY started_at DESC LIMIT 1"
)
_ATTEMPT = "SELECT case_id, user_id, attempt_no, started_at, ended_at, disposition FROM attempt WHERE id = ?"
_CLOSE = (
    "UPDATE attempt SET ended_at = ?, disposition = ?, result = ?, person = ?,"
    " note_sealed = coalesce(?, note_sealed) WHERE id = ?"
)
_ADD_CALL = (
    "INSERT INTO call (id, attempt_id, number_id, dialled_at, place)"
    ' SELECT ?, a.id, ?, ?, c.place FROM attempt a JOIN "case" c ON c.id = a.case_id WHERE a.id = ?'
)
_END_CALL = "UPDATE call SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL"
_BLOCKS = "SELECT id, case_id FROM attempt WHERE block_after IS NOT NULL AND block_after <= ?"
_RECORD = (
    "SELECT c.case_no, c.place, c.frame, (SELECT group_concat(n.id, ' ') FROM number n WHERE n.case_id = c.id),"
    " a.ended_at, a.disposition, group_concat(k.dialled_at || '|' || k.number_id, ' ') FROM attempt a"
    ' JOIN "case" c ON c.id = a.case_id LEFT JOIN call k ON k.attempt_id = a.id'
    " WHERE a.disposition IS NOT NULL GROUP BY a.id ORDER BY c.case_no, a.started_at, a.attempt_no"
)
_COUNT_RESULTS = "SELECT count(*) FROM attempt WHERE case_id = ? AND disposition = ? AND ended_at >= ?"
_CALLS = (
    "SELECT id, attempt_id, number_id, dialled_at, ended_at, ended_by FROM call WHERE attempt_id = ?"
    " ORDER BY dialled_at"
)


class SqlCalls:
    """Attempts and calls within a unit of work."""

    def __init__(self, session: Session, contacts: SqlContacts) -> None:
        self._session = session
        self._contacts = contacts

    def open_attempt(self, attempt: Attempt, case_before: str) -> None:
        """Begin a sitting."""
        started = utc_text(attempt.started_at)
        values = (attempt.id, attempt.case_id, attempt.user_id, attempt.attempt_no, started, case_before)
        driver_of(self._session).execute(_OPEN, values)

    def close_attempt(
        self,
        attempt_id: AttemptId,
        at: datetime,
        disposition: str,
        note: str | None = None,
        *,
        result: str | None = None,
        person: str | None = None,
    ) -> None:
        """End it with a result; the note is contact data and sealed."""
        sealed = self._contacts.seal_bytes(note) if note else None
        values = (utc_text(at), disposition, result, person, sealed, attempt_id)
        if driver_of(self._session).execute(_CLOSE, values).rowcount != 1:
            raise LookupError(f"no attempt {attempt_id}")

    def change_result(self, attempt_id: AttemptId, disposition: str, result: str | None, person: str | None) -> None:
        """Another result in place of the one given; when it was given stays."""
        row = self._row(attempt_id)
        row.disposition, row.result, row.person = disposition, result, person
        self._session.add(row)
        self._session.flush()

    def drop_attempt(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        self._session.delete(self._row(attempt_id))
        self._session.flush()

    def reopen_attempt(self, attempt_id: AttemptId) -> str:
        """Take the result back; the snapshot of the case from before."""
        row = self._row(attempt_id)
        row.ended_at = row.disposition = row.result = row.person = row.block_after = None
        self._session.add(row)
        self._session.flush()
        return row.case_before or "{}"

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt; LookupError for an unknown id."""
        found = driver_of(self._session).execute(_ATTEMPT, (attempt_id,)).fetchone()
        if found is None:
            raise LookupError(f"no attempt {attempt_id}")
        started, ended = datetime.fromisoformat(found[3]), datetime.fromisoformat(found[4]) if found[4] else None
        return Attempt(attempt_id, CaseId(found[0]), UserId(found[1]), found[2], started, ended, found[5])

    def count_results(self, case_id: CaseId, disposition: str, since: datetime) -> int:
        """How many attempts of a case came to that from a time on."""
        values = (case_id, disposition, utc_text(since))
        return int(driver_of(self._session).execute(_COUNT_RESULTS, values).fetchone()[0])

    def attempts_of(self, case_id: CaseId) -> tuple[Attempt, ...]:
        """A case's sittings that have a result, in order."""
        query = select(AttemptRow).where(AttemptRow.case_id == case_id, col(AttemptRow.disposition).is_not(None))
        ordered = query.order_by(col(AttemptRow.ended_at), col(AttemptRow.attempt_no))
        return tuple(_attempt(row) for row in self._session.exec(ordered))

    def open_attempt_of(self, user_id: UserId) -> Attempt | None:
        """A person's sitting that has no result yet."""
        row = driver_of(self._session).execute(_OPEN_OF, (user_id,)).fetchone()
        if row is None:
            return None
        started = datetime.fromisoformat(row[4])
        return Attempt(AttemptId(row[0]), CaseId(row[1]), UserId(row[2]), row[3], started)

    def add_call(self, call: Call) -> None:
        """The row of a call, written before dialling."""
        values = (call.id, call.number_id, utc_text(call.dialled_at), call.attempt_id)
        if driver_of(self._session).execute(_ADD_CALL, values).rowcount != 1:
            raise LookupError(f"no attempt {call.attempt_id}")

    def end_call(self, call_id: CallId, at: datetime, ended_by: str) -> None:
        """The call is over."""
        driver_of(self._session).execute(_END_CALL, (utc_text(at), ended_by, call_id))

    def calls_of(self, attempt_id: AttemptId) -> tuple[Call, ...]:
        """Calls of an attempt, in order."""
        return tuple(_call(row) for row in driver_of(self._session).execute(_CALLS, (attempt_id,)))

    def last_result_at(self, case_id: CaseId) -> datetime | None:
        """When the case got its latest result."""
        query = select(AttemptRow.ended_at).where(AttemptRow.case_id == case_id, col(AttemptRow.ended_at).is_not(None))
        return self._session.exec(query.order_by(col(AttemptRow.ended_at).desc())).first()

    def record(self) -> Iterator[PastCase]:
        """Every case with results, its numbers, its attempts and the times of their calls, oldest first."""
        attempts: dict[tuple[int, str, str, str | None], list[PastAttempt]] = {}
        for *case, ended_at, disposition, dialled in driver_of(self._session).execute(_RECORD):
            calls = sorted(call.split("|") for call in (dialled or "").split())  # times sort as texts
            times = tuple(datetime.fromisoformat(at) for at, _ in calls)
            number = calls[-1][1] if calls else None
            agreed = disposition in APPOINTMENTS
            past = PastAttempt(datetime.fromisoformat(ended_at), disposition, times, agreed, number)
            attempts.setdefault((case[0], case[1], case[2], case[3]), []).append(past)
        for (case_no, place, frame, numbers), made in attempts.items():
            yield PastCase(case_no, place, tuple(made), frame, tuple((numbers or "").split()))

    def tally(self) -> dict[str | None, int]:
        """Attempts by result; None: no result yet."""
        query = select(AttemptRow.disposition, func.count()).group_by(col(AttemptRow.disposition))
        return dict(self._session.exec(query).all())

    def block_later(self, attempt_id: AttemptId, at: datetime) -> None:
        """The numbers go to the block list at that time, unless the result is taken back."""
        row = self._row(attempt_id)
        row.block_after = at
        self._session.add(row)
        self._session.flush()

    def blocks_due(self, now: datetime) -> tuple[tuple[AttemptId, CaseId], ...]:
        """Attempts whose numbers are to be blocked by now."""
        rows = driver_of(self._session).execute(_BLOCKS, (utc_text(now),))
        return tuple((AttemptId(row[0]), CaseId(row[1])) for row in rows)

    def block_done(self, attempt_id: AttemptId) -> None:
        """The numbers were put on the block list."""
        row = self._row(attempt_id)
        row.block_after = None
        self._session.add(row)
        self._session.flush()

    def _row(self, attempt_id: AttemptId) -> AttemptRow:
        row = self._session.get(AttemptRow, attempt_id, populate_existing=True)
        if row is None:
            raise LookupError(f"no attempt {attempt_id}")
        return row


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(
        AttemptId(row.id),
        CaseId(row.case_id),
        UserId(row.user_id),
        row.attempt_no,
        row.started_at,
        row.ended_at,
        row.disposition,
    )


def _call(row: tuple[str, str, str, str, str | None, str | None]) -> Call:
    ended = datetime.fromisoformat(row[4]) if row[4] else None
    return Call(CallId(row[0]), AttemptId(row[1]), NumberId(row[2]), datetime.fromisoformat(row[3]), ended, row[5])
