"""Cases whole, as rows: read from the tables and written to them, sealed as they stand.

Nothing is opened for that, so it needs no keys. What comes from elsewhere is looked at first: the shape of each row,
and that it belongs to the case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cati_app.domain.casework.cases import Case, ContactNumber
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.ids import CaseId, InterviewId, NumberId
from cati_app.domain.sharing.leases import CaseBundle, LeaseToken, NotCounted, Rows, SetAside
from cati_app.store.case_rows import case_of
from cati_app.store.cases import SqlCases
from cati_app.store.event_rows import COLUMNS as EVENT_COLUMNS
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text


@dataclass(frozen=True, slots=True)
class _Table:
    """Of what belongs to a case.

    Args:
        key: Of the table.
        columns: Of a row as it travels, the key among them.
        of: Which rows belong to the case with the id `?`.
        order: Of the rows.
        changes: Columns that work on a case changes; the others stay as they are where the row is known.
        sealed: Columns that hold bytes.
        flags: Columns that hold a truth value.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    of: str
    order: str
    changes: tuple[str, ...]
    sealed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def read(self) -> str:
        """Statement that reads the rows of a case."""
        return f'SELECT {", ".join(self.columns)} FROM "{self.name}" WHERE {self.of} ORDER BY {self.order}'

    @property
    def write(self) -> str:
        """Statement that writes a row, new or known."""
        sets = ", ".join(f"{column} = excluded.{column}" for column in self.changes)
        return f"{self._insert} DO {f'UPDATE SET {sets}' if sets else 'NOTHING'}"

    @property
    def add(self) -> str:
        """Statement that writes a row that is not there."""
        return f"{self._insert} DO NOTHING"

    @property
    def _insert(self) -> str:
        marks = ", ".join("?" for _ in self.columns)
        columns, key = ", ".join(self.columns), ", ".join(self.key)
        return f'INSERT INTO "{self.name}" ({columns}) VALUES ({marks}) ON CONFLICT ({key})'

    def at(self, row: Sequence[object], column: str) -> object:
        """A value of a row."""
        return row[self.columns.index(column)]


_OF_INTERVIEWS = "interview_id IN (SELECT id FROM interview WHERE case_id = ?)"
_CASE = _Table(
    "case",
    ("id",),
    (
        *("id", "case_no", "frame", "state", "fields", "attempts", "dials", "disposition", "due_at", "locked_by"),
        *("locked_at", "language", "open_interview", "appointment_at", "appointment_firm", "appointment_owner"),
        *("place", "cell", "skill", "not_by", "refusals", "tried", "rest", "level_0", "level_1", "level_2", "level_3"),
        *("sample_id", "sample_id_sealed", "sealed_fields", "replicate", "release_order"),
    ),
    "id = ?",
    "id",
    (),
    sealed=("sample_id_sealed", "sealed_fields"),
    flags=("appointment_firm",),
)
_NUMBER = _Table(
    "number",
    ("id",),
    ("id", "case_id", "position", "kind", "sealed", "dials", "lookup", "region", "time_zone"),
    "case_id = ?",
    "position, id",
    ("dials",),
    sealed=("sealed",),
)
_ATTEMPT = _Table(
    "attempt",
    ("id",),
    (
        *("id", "case_id", "user_id", "attempt_no", "started_at", "ended_at", "disposition", "result", "person"),
        *("case_before", "block_after", "note_sealed", "rang_back"),
    ),
    "case_id = ?",
    "attempt_no, id",
    ("ended_at", "disposition", "result", "person", "block_after", "note_sealed"),
    sealed=("note_sealed",),
    flags=("rang_back",),
)
_CALL = _Table(
    "call",
    ("attempt_id", "id"),
    ("id", "attempt_id", "number_id", "dialled_at", "ended_at", "ended_by", "place"),
    "attempt_id IN (SELECT id FROM attempt WHERE case_id = ?)",
    "attempt_id, id",
    ("ended_at", "ended_by"),
)
_INTERVIEW = _Table(
    "interview",
    ("id",),
    (
        *("id", "case_id", "user_id", "state", "form_hash", "language", "started_at", "screened_at", "ended_at"),
        *("disposition", "quota_status", "cell_id", "held", "place_until", "usable", "frozen", "ref", "last_seq"),
    ),
    "case_id = ?",
    "started_at, id",
    (
        *("user_id", "state", "form_hash", "language", "screened_at", "ended_at", "disposition", "quota_status"),
        *("cell_id", "held", "place_until", "usable", "ref", "last_seq"),
    ),
    flags=("held", "usable"),
)
_KEY = _Table(
    "interview_key",
    ("interview_id",),
    ("interview_id", "g", "sealed"),
    _OF_INTERVIEWS,
    "interview_id",
    ("g", "sealed"),
    sealed=("sealed",),
)
_DOCUMENT = _Table(
    "interview_document",
    ("interview_id",),
    ("interview_id", "sealed"),
    _OF_INTERVIEWS,
    "interview_id",
    ("sealed",),
    sealed=("sealed",),
)
_APART = _Table(
    "set_apart",
    ("interview_id", "form_hash"),
    ("interview_id", "form_hash"),
    _OF_INTERVIEWS,
    "interview_id, form_hash",
    (),
)
_RECONTACT = _Table(
    "recontact", ("id",), ("id", "case_id", "consented_at", "sealed"), "case_id = ?", "id", (), sealed=("sealed",)
)
_CARRIED = _Table(
    "carried_event",
    ("interview_id", "position"),
    ("interview_id", "position", "seq", "device", "at", "mono_ms", "kind", "user_id", "case_id", "payload", "sealed"),
    _OF_INTERVIEWS,
    "interview_id, position",
    (),
    sealed=("sealed",),
)
TABLES = (_CASE, _NUMBER, _ATTEMPT, _CALL, _INTERVIEW, _KEY, _DOCUMENT, _APART, _RECONTACT, _CARRIED)
"""In the order in which rows point to one another."""
CONTACT = {_CASE.name: ("sealed_fields", "sample_id", "sample_id_sealed"), _NUMBER.name: ("sealed", "lookup")}
"""What a station keeps no longer than the case: columns by table."""
_NAMED = {
    _ATTEMPT.name: (("user_id", "user"),),
    _CALL.name: (("number_id", "number"),),
    _INTERVIEW.name: (("user_id", "user"), ("cell_id", "cell")),
}
"""Columns by table that name a row of another table, which does not belong to the case."""
_COMPLETED = InterviewState.COMPLETED.value
_BY_NAME = {table.name: table for table in TABLES}
_OPEN_ONES = "SELECT id FROM interview WHERE case_id = ? AND state IN ('running', 'suspended')"
_WRITTEN_HERE = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE interview_id = ? ORDER BY seq"
_LAST_CARRIED = "SELECT max(position) FROM carried_event WHERE interview_id = ?"
_LAST_ATTEMPT = "SELECT max(attempt_no) FROM attempt WHERE case_id = ?"
_CALLS = (
    'SELECT k.number_id, count(*) FROM "call" k JOIN attempt a ON a.id = k.attempt_id WHERE a.case_id = ?'
    " GROUP BY k.number_id"
)
_NOT_COUNTED = (
    "SELECT n.interview_id, n.why, n.at FROM not_counted n JOIN interview i ON i.id = n.interview_id"
    " WHERE i.case_id = ? ORDER BY n.at, n.interview_id"
)
_NOTE = "INSERT INTO not_counted (interview_id, why, at) VALUES (?, ?, ?) ON CONFLICT (interview_id) DO NOTHING"
_ASIDE = (
    "INSERT INTO bundle_aside (epoch, n, device, case_id, why, at, rows) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (epoch, n) DO NOTHING"
)


class SqlBundles:
    """Bundles within a unit of work."""

    def __init__(self, statements: Statements, cases: SqlCases) -> None:
        self._statements = statements
        self._cases = cases

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
            table.name: [_told(table, row) for row in self._statements.all(table.read, case_id)] for table in TABLES
        }
        if not rows[_CASE.name]:
            raise LookupError(f"no case {case_id}")
        rows[_CARRIED.name] += self._written_here(case_id)
        return CaseBundle(case_id, rows)

    def case(self, bundle: CaseBundle) -> Case:
        """The case as the bundle has it, in hand with nobody; its numbers are those that are here."""
        dials = {row[0]: row[_NUMBER.columns.index("dials")] for row in bundle.rows.get(_NUMBER.name, ())}
        known = self._cases.get(bundle.case_id)
        numbers = tuple(
            ContactNumber(NumberId(n.id), n.position, n.kind, n.number, max(n.dials, int(str(dials.get(n.id, 0)))))
            for n in known.numbers
        )
        row = dict(zip(_CASE.columns, _row(_CASE, bundle.rows[_CASE.name][0]), strict=True))
        return case_of({**row, "locked_by": None, "locked_at": None}, numbers, lambda field, spot: None)

    def put(self, bundle: CaseBundle) -> None:
        """A case that is not here, or replaces the one that is; in hand with nobody, in its place in the queue."""
        check(bundle)
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
            statement = table.add if only_new and table in (_ATTEMPT, _CALL) else table.write
            rows = [row for row in self._rows(table, bundle) if not _is_of(table, row, stay)]
            self._statements.many(statement, rows)

    @staticmethod
    def _complete(rows: Rows) -> set[object]:
        """Interviews that are complete, by their rows."""
        return {row[0] for row in rows.get(_INTERVIEW.name, ()) if _INTERVIEW.at(row, "state") == _COMPLETED}

    @staticmethod
    def _differing(bundle: CaseBundle, here: Rows) -> set[object]:
        """Interviews that are here otherwise than in the bundle."""
        known = {row[0]: list(row) for row in here[_INTERVIEW.name]}
        return {row[0] for row in bundle.rows.get(_INTERVIEW.name, ()) if known.get(row[0], list(row)) != list(row)}

    def recounted(self, case: Case) -> Case:
        """The case with at least as many attempts and contact attempts as several stations have made on it."""
        last = self._statements.row(_LAST_ATTEMPT, case.id)[0] or 0
        dials = {NumberId(number): calls for number, calls in self._statements.all(_CALLS, case.id)}
        return case.at_least(last, dials)

    def drop(self, case_id: CaseId) -> None:
        """The case and everything that belongs to it are here no more."""
        for table in reversed(TABLES):
            self._statements.execute(f'DELETE FROM "{table.name}" WHERE {table.of}', (case_id,))

    def keep_aside(self, token: LeaseToken, device: str, bundle: CaseBundle, why: str, at: datetime) -> None:
        """A bundle that cannot be stored as it is, whole."""
        values = token.epoch, token.n, device, bundle.case_id, why, utc_text(at), as_text(bundle)
        self._statements.execute(_ASIDE, values)

    def not_counted(self, interview: NotCounted) -> None:
        """Note that a completed interview is not counted."""
        self._statements.execute(_NOTE, (interview.interview_id, interview.why.value, utc_text(interview.at)))

    def uncounted_of(self, case_id: CaseId) -> tuple[NotCounted, ...]:
        """Completed interviews of a case that are not counted."""
        rows = self._statements.all(_NOT_COUNTED, case_id)
        return tuple(NotCounted(InterviewId(i), SetAside(why), datetime.fromisoformat(at)) for i, why, at in rows)

    def _check_here(self, bundle: CaseBundle) -> None:
        """What a bundle names is here, and none of its rows is one of another case. ValueError names the table."""
        check(bundle)
        for table in TABLES[1:]:
            rows = bundle.rows.get(table.name, ())
            for column, name in _NAMED.get(table.name, ()):
                named = {str(value) for row in rows if (value := table.at(row, column)) is not None}
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
            for position, event in enumerate(self._statements.all(_WRITTEN_HERE, interview_id), start=last + 1):
                known = dict(zip(EVENT_COLUMNS, event, strict=True))
                values = {**known, "interview_id": interview_id, "position": position}
                yield _told(_CARRIED, [values[column] for column in _CARRIED.columns])

    @staticmethod
    def _rows(table: _Table, bundle: CaseBundle) -> list[tuple[object, ...]]:
        return [tuple(_row(table, row)) for row in bundle.rows.get(table.name, ())]


def as_text(bundle: CaseBundle) -> str:
    """A bundle as it is kept."""
    return json.dumps(bundle.rows, ensure_ascii=False, separators=(",", ":"))


def from_text(case_id: str, text: str) -> CaseBundle:
    """The same read again."""
    rows: Rows = json.loads(text)
    return CaseBundle(CaseId(case_id), rows)


def without_contact_data(bundle: CaseBundle) -> CaseBundle:
    """What a station may keep once the hub has the case: nothing that tells whom was called, and no number."""
    rows = dict(bundle.rows)
    for name, gone in CONTACT.items():
        columns = _BY_NAME[name].columns
        rows[name] = [
            [None if column in gone else value for column, value in zip(columns, row, strict=True)]
            for row in rows[name]
        ]
    return CaseBundle(bundle.case_id, rows)


def check(bundle: CaseBundle) -> None:
    """Every row has the form of its table and belongs to the case. ValueError names table and column."""
    case_id = bundle.case_id
    for name, rows in bundle.rows.items():
        table = _BY_NAME.get(name)
        if table is None:
            raise ValueError("unknown table")
        for row in rows:
            if len(row) != len(table.columns):
                raise ValueError(f"{name}: columns")
            for column, value in zip(table.columns, row, strict=True):
                if not _fits(table, column, value):
                    raise ValueError(f"{name}.{column}")
    cases = [row[0] for row in bundle.rows.get(_CASE.name, ())]
    attempts = {row[0] for row in bundle.rows.get(_ATTEMPT.name, ())}
    interviews = {row[0] for row in bundle.rows.get(_INTERVIEW.name, ())}
    if cases != [case_id]:
        raise ValueError("case.id")
    for table in TABLES[1:]:
        for row in bundle.rows.get(table.name, ()):
            if not _belongs(table, row, case_id, attempts, interviews):
                raise ValueError(f"{table.name}: of another case")


def _belongs(
    table: _Table, row: Sequence[object], case_id: str, attempts: set[object], interviews: set[object]
) -> bool:
    if table is _CALL:
        return table.at(row, "attempt_id") in attempts
    if "interview_id" in table.columns:
        return table.at(row, "interview_id") in interviews
    return table.at(row, "case_id") == case_id


def _is_of(table: _Table, row: Sequence[object], interviews: set[object]) -> bool:
    """Whether a row tells of one of these interviews."""
    column = "id" if table is _INTERVIEW else "interview_id"
    return column in table.columns and table.at(row, column) in interviews


def _fits(table: _Table, column: str, value: object) -> bool:
    if value is None:
        return column not in table.key
    if column in table.sealed:
        return isinstance(value, str) and _bytes_of(value) is not None
    if column in table.flags:
        return isinstance(value, bool)
    if column in _FIGURES:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and "\x00" not in value


_FIGURES = frozenset(
    (
        *("case_no", "attempts", "dials", "refusals", "level_0", "level_1", "level_2", "level_3", "replicate"),
        *("release_order", "position", "attempt_no", "last_seq", "g", "seq", "mono_ms"),
    )
)


def _key(table: _Table, row: Sequence[object]) -> tuple[object, ...]:
    return tuple(table.at(row, column) for column in table.key)


def _told(table: _Table, row: Sequence[Any]) -> list[object]:
    """A row as it travels: bytes in hexadecimal, truth values as such; nobody has it in hand on the way."""
    told: list[object] = []
    for column, value in zip(table.columns, row, strict=True):
        if value is None or (table is _CASE and column in ("locked_by", "locked_at")):
            told.append(None)
        elif column in table.sealed:
            told.append(bytes(value).hex())
        else:
            told.append(bool(value) if column in table.flags else value)
    return told


def _row(table: _Table, told: Sequence[object]) -> list[object]:
    """The same as the tables have it."""
    return [
        _bytes_of(value) if column in table.sealed and isinstance(value, str) else value
        for column, value in zip(table.columns, told, strict=True)
    ]


def _bytes_of(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def columns_by_table() -> Mapping[str, tuple[str, ...]]:
    """What of each table travels."""
    return {table.name: table.columns for table in TABLES}
