"""Attempts and the calls within them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any

from cati_app.domain.casework.cases import Attempt, Call, CaseBefore
from cati_app.domain.casework.replay import PastAttempt, PastCase
from cati_app.domain.ids import AttemptId, CallId, CaseId, NumberId, UserId
from cati_app.domain.outcomes.dispositions import APPOINTMENTS, Person
from cati_app.store.case_rows import before_as_text, before_from_text
from cati_app.store.contacts import SqlContacts, note_spot
from cati_app.store.staff_words import StaffWords, person_of, words_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_BEGIN = (
    "INSERT INTO attempt (id, case_id, user_id, attempt_no, started_at, rang_back, case_before)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ATTEMPT = (
    f"SELECT id, case_id, {person_of('user_id')}, attempt_no, started_at, ended_at, disposition, result, person,"
    " block_after,"
    " EXISTS (SELECT 1 FROM call WHERE call.attempt_id = attempt.id), rang_back FROM attempt"
)
_OPEN_OF = f"{_ATTEMPT} WHERE {words_of('user_id')} AND ended_at IS NULL"  # one as a rule: sorting them costs more
_OPEN_ON = f"{_ATTEMPT} WHERE case_id = ? AND ended_at IS NULL"
_WITH_RESULT = f"{_ATTEMPT} WHERE case_id = ? AND disposition IS NOT NULL ORDER BY attempt_no"
_BEFORE = "SELECT case_id, case_before FROM attempt WHERE id = ?"
_SAVE = (
    "UPDATE attempt SET ended_at = ?, block_after = ?, disposition = ?, result = ?, person = ?,"
    " note_sealed = coalesce(?, note_sealed) WHERE id = ?"
)
_ADD_CALL = (
    "INSERT INTO call (id, attempt_id, number_id, dialled_at, place)"
    ' SELECT ?, a.id, ?, ?, c.place FROM attempt a JOIN "case" c ON c.id = a.case_id WHERE a.id = ?'
)
_END_CALL = "UPDATE call SET ended_at = ?, ended_by = ? WHERE attempt_id = ? AND id = ? AND ended_at IS NULL"
_BLOCKS = f"{_ATTEMPT} WHERE block_after IS NOT NULL AND block_after <= ?"
# sqlite: group_concat
_RECORD = (
    "SELECT c.case_no, c.place, c.frame, (SELECT group_concat(n.id, ' ') FROM number n WHERE n.case_id = c.id),"
    " a.ended_at, a.disposition, group_concat(k.dialled_at || '|' || k.number_id, ' ') FROM attempt a"
    ' JOIN "case" c ON c.id = a.case_id LEFT JOIN call k ON k.attempt_id = a.id'
    " WHERE a.disposition IS NOT NULL GROUP BY a.id, c.id ORDER BY c.case_no, a.started_at, a.attempt_no"
)
_CALLS = (
    "SELECT id, attempt_id, number_id, dialled_at, ended_at, ended_by FROM call WHERE attempt_id = ?"
    " ORDER BY dialled_at, id"
)


class SqlCalls:
    """Attempts and calls within a unit of work."""

    def __init__(self, statements: Statements, contacts: SqlContacts, staff: StaffWords) -> None:
        self._statements = statements
        self._contacts = contacts
        self._staff = staff

    def begin(self, attempt: Attempt, before: CaseBefore) -> None:
        """A sitting, and the case as it stood before it."""
        started = attempt.started_at
        of_whom = (attempt.id, attempt.case_id, self._staff.word(attempt.user_id, started), attempt.attempt_no)
        kept = before_as_text(before, lambda person: self._staff.newest(person, started))
        self._statements.execute(_BEGIN, (*of_whom, utc_text(started), attempt.rang_back, kept))

    def before(self, attempt_id: AttemptId) -> CaseBefore:
        """The case as it stood before a sitting."""
        case_id, kept = self._row_of(_BEFORE, attempt_id)
        return before_from_text(case_id, kept, self._staff.person)

    def save(self, attempt: Attempt, note: str | None = None) -> None:
        """The sitting as it is now; the note is contact data and sealed, and a former one stays where none is given."""
        sealed = self._contacts.sealed(note, note_spot(attempt.id)) if note else None
        times = _text(attempt.ended_at), _text(attempt.block_at)
        values = (*times, attempt.disposition, attempt.result, attempt.person, sealed, attempt.id)
        if self._statements.execute(_SAVE, values).rowcount != 1:
            raise LookupError(f"no attempt {attempt.id}")

    def drop(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        self._statements.execute("DELETE FROM attempt WHERE id = ?", (attempt_id,))

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt; LookupError for an unknown id."""
        return _attempt(self._row_of(f"{_ATTEMPT} WHERE id = ?", attempt_id))

    def attempts_of(self, case_id: CaseId) -> tuple[Attempt, ...]:
        """A case's sittings that have a result, in order."""
        return tuple(_attempt(row) for row in self._statements.execute(_WITH_RESULT, (case_id,)))

    def open_attempt_of(self, user_id: UserId) -> Attempt | None:
        """A person's sitting that has no result yet."""
        return max(self._open_of(user_id), key=attrgetter("started_at"), default=None)

    def open_attempt_on(self, case_id: CaseId) -> Attempt | None:
        """The sitting on a case that has no result yet."""
        attempts = [_attempt(row) for row in self._statements.all(_OPEN_ON, case_id)]
        return max(attempts, key=attrgetter("started_at"), default=None)

    def add_call(self, call: Call) -> None:
        """The row of a call, written before dialling."""
        values = (call.id, call.number_id, utc_text(call.dialled_at), call.attempt_id)
        if self._statements.execute(_ADD_CALL, values).rowcount != 1:
            raise LookupError(f"no attempt {call.attempt_id}")

    def end_call(self, attempt_id: AttemptId, call_id: CallId, at: datetime, ended_by: str) -> None:
        """The call is over."""
        self._statements.execute(_END_CALL, (utc_text(at), ended_by, attempt_id, call_id))

    def calls_of(self, attempt_id: AttemptId) -> tuple[Call, ...]:
        """Calls of an attempt, in order."""
        return tuple(_call(row) for row in self._statements.execute(_CALLS, (attempt_id,)))

    def last_result_at(self, case_id: CaseId) -> datetime | None:
        """When the case got its latest result."""
        row = self._statements.row("SELECT max(ended_at) FROM attempt WHERE case_id = ?", case_id)
        return datetime.fromisoformat(row[0]) if row[0] else None

    def record(self) -> Iterator[PastCase]:
        """Every case with results, its numbers, its attempts and the times of their calls, oldest first."""
        attempts: dict[tuple[int, str, str, str | None], list[PastAttempt]] = {}
        for *case, ended_at, disposition, dialled in self._statements.execute(_RECORD):
            calls = sorted(call.split("|") for call in (dialled or "").split())  # times sort as texts
            times = tuple(datetime.fromisoformat(at) for at, _ in calls)
            number = calls[-1][1] if calls else None
            agreed = disposition in APPOINTMENTS
            past = PastAttempt(datetime.fromisoformat(ended_at), disposition, times, agreed, number)
            attempts.setdefault((case[0], case[1], case[2], case[3]), []).append(past)
        for (case_no, locality, frame, numbers), made in attempts.items():
            yield PastCase(case_no, locality, tuple(made), frame, tuple((numbers or "").split()))

    def tally(self) -> dict[str | None, int]:
        """Attempts by result; None: no result yet."""
        return dict(self._statements.all("SELECT disposition, count(*) FROM attempt GROUP BY disposition"))

    def blocks_due(self, now: datetime) -> list[Attempt]:
        """Attempts whose numbers are to be blocked by now."""
        return [_attempt(row) for row in self._statements.execute(_BLOCKS, (utc_text(now),))]

    def _open_of(self, user_id: UserId) -> Iterable[Attempt]:
        """A person's sittings without a result, one as a rule, in no order."""
        return [_attempt(row) for row in self._statements.all(_OPEN_OF, user_id, user_id)]

    def _row_of(self, statement: str, attempt_id: AttemptId) -> Any:
        row = self._statements.row(statement, attempt_id)
        if row is None:
            raise LookupError(f"no attempt {attempt_id}")
        return row


def _attempt(row: Any) -> Attempt:
    attempt_id, case_id, user_id, attempt_no, started, ended, disposition, result, person, block_at, *how = row
    return Attempt(
        AttemptId(attempt_id),
        CaseId(case_id),
        UserId(user_id),
        attempt_no,
        datetime.fromisoformat(started),
        _time(ended),
        disposition,
        result,
        Person(person) if person else None,
        _time(block_at),
        *map(bool, how),
    )


def _call(row: tuple[str, str, str, str, str | None, str | None]) -> Call:
    ids = CallId(row[0]), AttemptId(row[1]), NumberId(row[2])
    return Call(*ids, datetime.fromisoformat(row[3]), _time(row[4]), row[5])


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(at: datetime | None) -> str | None:
    return None if at is None else utc_text(at)
