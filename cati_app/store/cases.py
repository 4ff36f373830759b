"""Cases, their numbers and the order in which they are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter

from cati_app.domain.calling.chances import Chances
from cati_app.domain.casework.after_call import Made
from cati_app.domain.casework.cases import Case, ContactNumber, HistoryEntry
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, NumberId, UserId
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.store.blocked import SqlBlockList
from cati_app.store.case_rows import Row, case_of, read_row, row_of, write_row
from cati_app.store.chances import count_first_call, read_chances
from cati_app.store.contacts import SqlContacts, note_spot
from cati_app.store.event_log import SqlEventLog
from cati_app.store.queue import SqlQueue
from cati_app.store.staff_words import StaffWords, words_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

# sqlite: group_concat; sorted by who reads it, for a limit that is a value makes a table of its own for each question
_HISTORY = (
    "SELECT a.started_at, a.id, a.disposition, a.result, a.note_sealed, a.rang_back,"
    " (SELECT group_concat(k.dialled_at || '|' || k.ended_at, ' ') FROM call k"
    "  WHERE k.attempt_id = a.id AND k.ended_at IS NOT NULL)"
    " FROM attempt a WHERE a.case_id = ? AND a.disposition IS NOT NULL"
)
_LOCKED_BY = f'SELECT id FROM "case" WHERE {words_of("locked_by")}'
_NUMBERS = "SELECT id, position, kind, sealed, dials FROM number WHERE case_id = ? ORDER BY position"
# sqlite: INDEXED BY
_APPOINTMENTS = (
    'SELECT count(*) FROM "case" INDEXED BY ix_case_agreed'
    " WHERE appointment_at IS NOT NULL AND appointment_at > ? AND appointment_at <= ? AND state = 'open'"
)
_MADE = (
    "SELECT count(*) FROM call JOIN attempt ON attempt.id = call.attempt_id"
    " WHERE attempt.case_id = ? AND call.dialled_at >= ? AND call.dialled_at < ?"
)

_SHARED = """
SELECT n.id, count(k.id), count(k.id) FILTER (WHERE k.dialled_at >= ? AND k.dialled_at < ?)
 FROM number n JOIN number m ON m.lookup = n.lookup
 LEFT JOIN attempt a ON a.case_id = m.case_id LEFT JOIN call k ON k.attempt_id = a.id AND k.number_id = m.id
 WHERE n.case_id = ?
 AND EXISTS (SELECT 1 FROM number o WHERE o.lookup = n.lookup AND o.case_id <> n.case_id) GROUP BY n.id
"""


class SqlCases:
    """Cases within a unit of work."""

    def __init__(
        self,
        statements: Statements,
        contacts: SqlContacts,
        blocklist: SqlBlockList,
        log: SqlEventLog,
        staff: StaffWords,
    ) -> None:
        self._statements = statements
        self._contacts = contacts
        self.queue = SqlQueue(statements)
        self._blocklist = blocklist
        self._log = log
        self._staff = staff
        self._read: dict[CaseId, tuple[Row, tuple[ContactNumber, ...]]] = {}  # as they stand in the database

    def count(self) -> int:
        """How many cases there are."""
        return int(self._statements.row('SELECT count(*) FROM "case"')[0])

    def id_of(self, case_no: int) -> CaseId | None:
        """The case with that number."""
        row = self._statements.row('SELECT id FROM "case" WHERE case_no = ?', case_no)
        return CaseId(row[0]) if row else None

    def get(self, case_id: CaseId) -> Case:
        """A case with its numbers; they are None for a role without the contact key."""
        row = read_row(self._statements, case_id)
        numbers = tuple(self._number(*number) for number in self._statements.all(_NUMBERS, case_id))
        self._read[case_id] = row, numbers
        return case_of(row, numbers, self._contacts.opened)

    def save(self, case: Case, facts: Sequence[NewEvent] = ()) -> None:
        """Write what changed since the case was read, its position in the queue, and what happened."""
        if case.id not in self._read:
            self.get(case.id)
        row, numbers = self._read[case.id]
        changed = write_row(
            self._statements, self._staff, case.id, row, {**row_of(case), **self.queue.queue_columns(case)}
        )
        if "tried" in changed:
            count_first_call(self._statements, case.frame, row["tried"], changed["tried"])
        dials = {number.id: number.dials for number in numbers}
        for number in case.numbers:
            if number.dials != dials[number.id]:
                self._statements.execute("UPDATE number SET dials = ? WHERE id = ?", (number.dials, number.id))
        self._read[case.id] = {**row, **changed}, case.numbers
        if facts:
            self._log.append(facts)

    def appointments_between(self, after: datetime, until: datetime) -> int:
        """How many open appointments are for a time after the one and up to the other."""
        return int(self._statements.row(_APPOINTMENTS, utc_text(after), utc_text(until))[0])

    def locked_by(self, user_id: UserId) -> CaseId | None:
        """The case a person holds."""
        row = self._statements.row(_LOCKED_BY, user_id, user_id)
        return CaseId(row[0]) if row else None

    def chances(self) -> Chances:
        """How often first calls reached somebody, by frame and part of the week."""
        return read_chances(self._statements)

    def made_within(self, case_id: CaseId, since: datetime, until: datetime) -> int:
        """Contact attempts on the case from `since` to before `until`, counted from the calls."""
        return int(self._statements.row(_MADE, case_id, utc_text(since), utc_text(until))[0])

    def made_elsewhere(self, case_id: CaseId, since: datetime, until: datetime) -> dict[NumberId, Made]:
        """Of the case's numbers that other cases have too: contact attempts in all of these, and in the time."""
        rows = self._statements.execute(_SHARED, (utc_text(since), utc_text(until), case_id))
        return {NumberId(number): Made(in_all, then) for number, in_all, then in rows}

    def history(self, case_id: CaseId, limit: int = 6) -> tuple[HistoryEntry, ...]:
        """Earlier results, oldest first; notes only with the contact key."""
        rows = sorted(self._statements.all(_HISTORY, case_id), key=itemgetter(0, 1))
        return tuple(self._entry(*row) for row in rows[-limit:])

    def block_numbers(self, case_id: CaseId, at: datetime) -> None:
        """Put the numbers of a case on the block list."""
        numbers = [number.number.e164 for number in self.get(case_id).numbers if number.number is not None]
        self._blocklist.add(numbers, at, "result of a call")

    def _entry(
        self,
        started_at: str,
        attempt_id: str,
        disposition: str,
        result: str | None,
        note_sealed: bytes | None,
        rang_back: int,
        calls: str | None,
    ) -> HistoryEntry:
        times = [[_time(text) for text in call.split("|")] for call in (calls or "").split()]
        ring_s = sum(int((end - begin).total_seconds()) for begin, end in times) if times else None
        note = self._contacts.opened(note_sealed, note_spot(attempt_id)) or ""
        return HistoryEntry(_time(started_at), disposition, ring_s, note, result, bool(rang_back))

    def _number(self, number_id: str, position: int, kind: str, sealed: bytes, dials: int) -> ContactNumber:
        e164 = self._contacts.number(sealed, number_id)
        number = PhoneNumber(e164, LineKind(kind)) if e164 else None
        return ContactNumber(NumberId(number_id), position, kind, number, dials)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
