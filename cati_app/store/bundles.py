"""Cases whole, as rows: read from the tables and written to them, sealed as they stand. So it needs no keys."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from cati_app.domain.casework.cases import Case, ContactNumber
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId, CellId, InterviewId, NumberId
from cati_app.domain.people.users import NOBODY
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.sharing.leases import CaseBundle, LeaseToken, NotCounted, Rows, SetAside
from cati_app.store.case_people import people_in, staff_of, with_staff
from cati_app.store.case_rows import PEOPLE, case_of
from cati_app.store.case_tables import (
    ATTEMPT,
    CALL,
    CARRIED,
    CASE,
    CODE,
    COMPLETED,
    INTERVIEW,
    NAMED,
    NUMBER,
    TABLES,
    BundledTable,
    as_text,
    check,
    is_of,
    kept_row,
    told_row,
    without_contact_data,
)
from cati_app.store.cases import SqlCases
from cati_app.store.event_rows import COLUMNS as EVENT_COLUMNS
from cati_app.store.event_rows import NOT_CARRIED
from cati_app.store.staff_words import StaffWords
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_OPEN_ONES = "SELECT id FROM interview WHERE case_id = ? AND state IN ('running', 'suspended')"
_WRITTEN_HERE = (
    f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE interview_id = ? AND {NOT_CARRIED.format(marks='?')}"
    " ORDER BY seq"
)
_LAST_CARRIED = "SELECT max(position) FROM carried_event WHERE interview_id = ?"
_ATTEMPTS = "SELECT max(attempt_no), count(*) FROM attempt WHERE case_id = ?"
_CALLS = (
    'SELECT k.number_id, count(*) FROM "call" k JOIN attempt a ON a.id = k.attempt_id WHERE a.case_id = ?'
    " GROUP BY k.number_id"
)
_NOT_COUNTED = (
    "SELECT n.interview_id, n.why, n.at FROM not_counted n JOIN interview i ON i.id = n.interview_id"
    " WHERE i.case_id = ? ORDER BY n.at, n.interview_id"
)
_NOTE = "INSERT INTO not_counted (interview_id, why, at) VALUES (?, ?, ?) ON CONFLICT (interview_id) DO NOTHING"
_WAITING = "SELECT interview_id FROM not_counted WHERE why = ? ORDER BY at, interview_id"
_JUDGED = "DELETE FROM not_counted WHERE interview_id = ? AND why = ?"
_ASIDE = (
    "INSERT INTO bundle_aside (device, epoch, n, digest, case_id, why, at, rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (device, epoch, n, digest) DO NOTHING"
)


_SURPLUS = (
    "SELECT n.interview_id FROM not_counted n JOIN interview i ON i.id = n.interview_id"
    " WHERE n.why = ? AND i.cell_id = ? AND i.state = 'completed' ORDER BY n.at, n.interview_id"
)
_FORGET = "DELETE FROM recontact WHERE case_id = ?"
_INTERVIEWS_OF = "(SELECT id FROM interview WHERE case_id = ?)"
_ERASE = (
    *(
        f"DELETE FROM {name} WHERE interview_id IN {_INTERVIEWS_OF}"
        for name in ("not_counted", "interview_key", "code_entry", "interview_document", "set_apart", "carried_event")
    ),
    "DELETE FROM interview WHERE case_id = ?",
    _FORGET,
    "DELETE FROM bundle_aside WHERE case_id = ?",
    "UPDATE attempt SET note_sealed = NULL WHERE case_id = ?",
    "UPDATE number SET sealed = coalesce(substr(sealed, 1, 0), sealed), lookup = NULL WHERE case_id = ?",
    'UPDATE "case" SET sealed_fields = NULL, sample_id = NULL, sample_id_sealed = NULL, open_interview = NULL'
    " WHERE id = ?",
)
_TELLS = """
SELECT id FROM "case" c WHERE id = ? AND (sealed_fields IS NOT NULL OR sample_id IS NOT NULL
  OR EXISTS (SELECT 1 FROM interview WHERE case_id = c.id)
  OR EXISTS (SELECT 1 FROM recontact WHERE case_id = c.id)
  OR EXISTS (SELECT 1 FROM attempt WHERE case_id = c.id AND note_sealed IS NOT NULL)
  OR EXISTS (SELECT 1 FROM number WHERE case_id = c.id AND (length(sealed) > 0 OR lookup IS NOT NULL)))
"""


class SqlBundles:
    """Bundles within a unit of work."""

    def __init__(self, statements: Statements, cases: SqlCases) -> None:
        self._statements = statements
        self._cases = cases
        self._staff = StaffWords(statements.execute)

    def is_here(self, case_id: CaseId) -> bool:
        """Whether the case is among those that are here."""
        return self._statements.row('SELECT 1 FROM "case" WHERE id = ?', case_id) is not None

    def after(self, case_no: int, limit: int) -> tuple[CaseBundle, ...]:
        """The next cases behind a number, in order."""
        ids = self._statements.all('SELECT id FROM "case" WHERE case_no > ? ORDER BY case_no LIMIT ?', case_no, limit)
        return tuple(self.of(CaseId(row[0])) for row in ids)

    def of(self, case_id: CaseId) -> CaseBundle:
        """A case with everything that belongs to it, in hand with nobody. LookupError for an unknown one."""
        rows: dict[str, list[list[object]]] = {
            table.name: [told_row(table, row) for row in self._statements.all(table.read, case_id)] for table in TABLES
        }
        if not rows[CASE.name]:
            raise LookupError(f"no case {case_id}")
        rows[CARRIED.name] += self._written_here(case_id)
        if not rows[CODE.name]:  # as a case without codes was always told: its digest stays the same
            del rows[CODE.name]
        return self.told(CaseBundle(case_id, rows))

    def told(self, bundle: CaseBundle) -> CaseBundle:
        """A case with whose the words in it are, as far as that is known here."""
        return with_staff(bundle, self._staff.among(sorted(people_in(bundle))))

    def case(self, bundle: CaseBundle) -> Case:
        """The case as the bundle has it, in hand with nobody; its numbers are those that are here."""
        dials = {row[0]: row[NUMBER.columns.index("dials")] for row in bundle.rows.get(NUMBER.name, ())}
        known = self._cases.get(bundle.case_id)
        numbers = tuple(
            ContactNumber(NumberId(n.id), n.position, n.kind, n.number, max(n.dials, int(str(dials.get(n.id, 0)))))
            for n in known.numbers
        )
        row = dict(zip(CASE.columns, kept_row(CASE, bundle.rows[CASE.name][0]), strict=True))
        row |= {name: self._staff.person(str(row[name])) for name in PEOPLE if row[name]}
        return case_of({**row, "locked_by": None, "locked_at": None}, numbers, lambda field, spot: None)

    def put(self, bundle: CaseBundle) -> None:
        """A case that is not here, or replaces the one that is; in hand with nobody, in its place in the queue."""
        check(bundle)
        self._staff.learn(staff_of(bundle))
        self._check_people(bundle)
        self.drop(bundle.case_id)
        for table in TABLES:
            self._statements.many(table.write, self._rows(table, bundle))
        self._cases.save(self._cases.get(bundle.case_id))

    def unite(self, bundle: CaseBundle) -> bool:
        """What belongs to the case, as the bundle has it; not the case itself, and no interview that is complete here.

        Returns:
            Whether all of it is here now as the bundle has it.
        """
        self._check_here(bundle)
        here = self.of(bundle.case_id).rows
        stay = self._complete(here)
        self._write(bundle, here, stay)
        if not bundle.rows.get("recontact"):  # withdrawn there
            self._statements.execute(_FORGET, (bundle.case_id,))
        return not self._differing(bundle, here) & stay

    def add_unknown(self, bundle: CaseBundle) -> bool:
        """Of what belongs to the case, what is not here yet, and interviews that are complete there and not here.

        Returns:
            Whether all of it is here now as the bundle has it.
        """
        self._check_here(bundle)
        here = self.of(bundle.case_id).rows
        differing = self._differing(bundle, here)
        stay = differing - (self._complete(bundle.rows) - self._complete(here))
        self._write(bundle, here, stay, only_new=True)
        return not stay

    def _write(self, bundle: CaseBundle, here: Rows, stay: set[object], *, only_new: bool = False) -> None:
        """Write the rows of a bundle, but for interviews that stay as they are.

        Args:
            only_new: Attempts and calls that are here stay as they are as well.
        """
        for table in TABLES[2:]:  # of a number only its contact attempts change, and those come with the case
            statement = table.add if only_new and table in (ATTEMPT, CALL) else table.write
            rows = [row for row in self._rows(table, bundle) if not is_of(table, row, stay)]
            self._statements.many(statement, rows)

    @staticmethod
    def _complete(rows: Rows) -> set[object]:
        """Interviews that are complete, by their rows."""
        return {row[0] for row in rows.get(INTERVIEW.name, ()) if INTERVIEW.at(row, "state") == COMPLETED}

    @staticmethod
    def _differing(bundle: CaseBundle, here: Rows) -> set[object]:
        """Interviews that are here otherwise than in the bundle."""
        known = {row[0]: list(row) for row in here[INTERVIEW.name]}
        return {row[0] for row in bundle.rows.get(INTERVIEW.name, ()) if known.get(row[0], list(row)) != list(row)}

    def digest(self, bundle: CaseBundle) -> str:
        """Of all that a station keeps of a case it has handed in; the same whenever it hands that in.

        Raises:
            ValueError: it is no bundle.
        """
        check(bundle)
        return hashlib.sha256(as_text(without_contact_data(bundle)).encode()).hexdigest()

    def recounted(self, case: Case) -> Case:
        """The case with at least as many attempts and contact attempts as several stations have made on it."""
        last, made = self._statements.row(_ATTEMPTS, case.id)  # two stations may have made attempts of one number
        dials = {NumberId(number): calls for number, calls in self._statements.all(_CALLS, case.id)}
        return case.at_least(max(last or 0, made), dials)

    def drop(self, case_id: CaseId) -> None:
        """The case and everything that belongs to it are here no more."""
        for table in reversed(TABLES):
            self._statements.execute(f'DELETE FROM "{table.name}" WHERE {table.of}', (case_id,))

    def surplus_of(self, cell_id: CellId) -> tuple[InterviewId, ...]:
        """Complete interviews that found no place in a cell, in the order in which they came."""
        return tuple(InterviewId(row[0]) for row in self._statements.all(_SURPLUS, SetAside.SURPLUS.value, cell_id))

    def count(self, interview_id: InterviewId) -> None:
        """An interview that was not counted counts from now on."""
        self._statements.execute("DELETE FROM not_counted WHERE interview_id = ?", (interview_id,))

    def telling(self, cases: Collection[CaseId]) -> tuple[CaseId, ...]:
        """Which of these cases are here with something that tells whom was called or what was said, by their ids."""
        return tuple(case_id for case_id in sorted(cases) if self._statements.row(_TELLS, case_id) is not None)

    def erase(self, case_id: CaseId) -> None:
        """Nothing of the case tells whom was called, what was said or written about it; its attempts stay, bare."""
        for statement in _ERASE:
            self._statements.execute(statement, (case_id,))
        self._statements.wiped()

    def keep_aside(self, token: LeaseToken, device: str, bundle: CaseBundle, why: str, at: datetime) -> None:
        """A bundle that cannot be stored as it is, whole."""
        rows = as_text(bundle)
        digest = hashlib.sha256(rows.encode()).hexdigest()
        values = device, token.epoch, token.n, digest, bundle.case_id, why, utc_text(at), rows
        self._statements.execute(_ASIDE, values)

    def not_counted(self, interview: NotCounted) -> None:
        """Note that an interview is not counted."""
        self._statements.execute(_NOTE, (interview.interview_id, interview.why.value, utc_text(interview.at)))

    def uncounted_of(self, case_id: CaseId) -> tuple[NotCounted, ...]:
        """Interviews of a case that are not counted."""
        rows = self._statements.all(_NOT_COUNTED, case_id)
        return tuple(NotCounted(InterviewId(i), SetAside(why), datetime.fromisoformat(at)) for i, why, at in rows)

    def waiting(self) -> tuple[InterviewId, ...]:
        """Interviews that wait to be judged, in the order in which they came."""
        return tuple(InterviewId(row[0]) for row in self._statements.all(_WAITING, SetAside.WAITS.value))

    def judged(self, interview_id: InterviewId) -> None:
        """An interview waits no more."""
        self._statements.execute(_JUDGED, (interview_id, SetAside.WAITS.value))

    def _check_people(self, bundle: CaseBundle) -> None:
        if self._unknown_people(bundle):
            raise EnvironmentProblem(
                "people_behind",
                "A case names somebody whom this station does not know yet. Nothing was changed.",
                "`cati hub fetch STUDY` brings the newest list of people; then ask for a case again.",
            )

    def _unknown_people(self, bundle: CaseBundle) -> set[str]:
        """Whom the rows of attempts and interviews name by an id that nobody has, or by a word of such a one."""
        rows = ((table, row) for table in (ATTEMPT, INTERVIEW) for row in bundle.rows.get(table.name, ()))
        told = {str(person) for table, row in rows if (person := table.at(row, "user_id")) is not None}
        people = set(map(self._staff.person, told)) - {NOBODY}
        return people - self._ids('SELECT id FROM "user" WHERE id IN (', people)

    def _check_here(self, bundle: CaseBundle) -> None:
        """What a bundle names is here, and none of its rows is one of another case. ValueError names the table."""
        check(bundle)
        self._staff.learn(staff_of(bundle))
        if self._unknown_people(bundle):
            raise ValueError("user_id: unknown")
        for table in TABLES[1:]:
            rows = bundle.rows.get(table.name, ())
            for column, name in NAMED.get(table.name, ()):
                named = {part for row in rows for part in _named(column, table.at(row, column))}
                if named - self._ids(f'SELECT id FROM "{name}" WHERE id IN (', named):
                    raise ValueError(f"{table.name}.{column}: unknown")
            if table.key == ("id",) and "case_id" in table.columns:
                ids = {str(table.at(row, "id")) for row in rows}
                if self._ids(f'SELECT id FROM "{table.name}" WHERE case_id <> ? AND id IN (', ids, bundle.case_id):
                    raise ValueError(f"{table.name}: of another case")

    def _ids(self, beginning: str, ids: set[str], *values: object) -> set[str]:
        """Which of these ids a statement finds that lacks its list of them."""
        if not ids:
            return set()
        marks = ", ".join("?" for _ in ids)
        return {str(row[0]) for row in self._statements.all(f"{beginning}{marks})", *values, *sorted(ids))}

    def _written_here(self, case_id: CaseId) -> Iterator[list[object]]:
        """Facts of interviews that may go on elsewhere, behind those that were carried here."""
        for (interview_id,) in self._statements.all(_OPEN_ONES, case_id):
            last = self._statements.row(_LAST_CARRIED, interview_id)[0] or 0
            written = self._statements.all(_WRITTEN_HERE, interview_id, interview_id)
            for position, event in enumerate(written, start=last + 1):
                known = dict(zip(EVENT_COLUMNS, event, strict=True))
                values = {**known, "interview_id": interview_id, "position": position}
                yield told_row(CARRIED, [values[column] for column in CARRIED.columns])

    @staticmethod
    def _rows(table: BundledTable, bundle: CaseBundle) -> list[tuple[object, ...]]:
        return [tuple(kept_row(table, row)) for row in bundle.rows.get(table.name, ())]


def _named(column: str, value: object) -> Sequence[str]:
    """The rows that a value names: of a place each of its cells."""
    if value is None:
        return ()
    return cells_of(CellId(str(value))) if column == "cell_id" else (str(value),)
