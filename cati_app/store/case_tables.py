"""What of each table belongs to a case, and how its rows travel: bytes in hexadecimal, truth values as such.

What comes from elsewhere is looked at first: the shape of each row, and that it belongs to the case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.leases import CaseBundle, Rows
from cati_app.store.case_values import TIMES, WORDS, is_time
from cati_app.store.staff_words import is_word
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class BundledTable:
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


_DAY, _QUARTER = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-[1-4]")
_OF_INTERVIEWS = "interview_id IN (SELECT id FROM interview WHERE case_id = ?)"
CASE = BundledTable(
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
NUMBER = BundledTable(
    "number",
    ("id",),
    ("id", "case_id", "position", "kind", "sealed", "dials", "lookup", "region", "time_zone"),
    "case_id = ?",
    "position, id",
    ("dials",),
    sealed=("sealed",),
)
ATTEMPT = BundledTable(
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
CALL = BundledTable(
    "call",
    ("attempt_id", "id"),
    ("id", "attempt_id", "number_id", "dialled_at", "ended_at", "ended_by", "place"),
    "attempt_id IN (SELECT id FROM attempt WHERE case_id = ?)",
    "attempt_id, id",
    ("ended_at", "ended_by"),
)
INTERVIEW = BundledTable(
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
_KEY = BundledTable(
    "interview_key",
    ("interview_id",),
    ("interview_id", "g", "sealed"),
    _OF_INTERVIEWS,
    "interview_id",
    ("g", "sealed"),
    sealed=("sealed",),
)
CODE = BundledTable(
    "code_entry", ("interview_id",), ("interview_id", "key_id", "value"), _OF_INTERVIEWS, "interview_id", ()
)
_DOCUMENT = BundledTable(
    "interview_document",
    ("interview_id",),
    ("interview_id", "sealed"),
    _OF_INTERVIEWS,
    "interview_id",
    ("sealed",),
    sealed=("sealed",),
)
_APART = BundledTable(
    "set_apart",
    ("interview_id", "form_hash"),
    ("interview_id", "form_hash"),
    _OF_INTERVIEWS,
    "interview_id, form_hash",
    (),
)
_RECONTACT = BundledTable(
    "recontact",
    ("id",),
    ("id", "case_id", "consented_at", "sealed"),
    "case_id = ?",
    "id",
    ("consented_at", "sealed"),
    sealed=("sealed",),
)
CARRIED = BundledTable(
    "carried_event",
    ("interview_id", "position"),
    ("interview_id", "position", "seq", "device", "at", "mono_ms", "kind", "user_id", "case_id", "payload", "sealed"),
    _OF_INTERVIEWS,
    "interview_id, position",
    (),
    sealed=("sealed",),
)
TABLES = (CASE, NUMBER, ATTEMPT, CALL, INTERVIEW, _KEY, CODE, _DOCUMENT, _APART, _RECONTACT, CARRIED)
"""In the order in which rows point to one another."""
CONTACT = {CASE.name: ("sealed_fields", "sample_id", "sample_id_sealed"), NUMBER.name: ("sealed", "lookup")}
"""What a station keeps no longer than the case: columns by table."""
NAMED = {
    CALL.name: (("number_id", "number"),),
    INTERVIEW.name: (("cell_id", "cell"),),
}
"""Columns by table that name a row of another table, which does not belong to the case."""
STAFF = BundledTable("staff_word", ("word",), ("word", "person", "quarter", "until"), "", "word", ())
"""Whose the words in a case are, told to whoever works it next; no part of the case, which is the same without."""
COMPLETED = InterviewState.COMPLETED.value
_BY_NAME = {table.name: table for table in (*TABLES, STAFF)}


def as_text(bundle: CaseBundle) -> str:
    """A bundle as it is kept and compared: without whose the words in it are, which nobody knows for long."""
    rows = {name: rows for name, rows in bundle.rows.items() if name != STAFF.name}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


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
    for word, _, quarter, until in bundle.rows.get(STAFF.name, ()):
        if not (is_word(word) and _QUARTER.fullmatch(str(quarter)) and _DAY.fullmatch(str(until))):
            raise ValueError(STAFF.name)
    cases = [row[0] for row in bundle.rows.get(CASE.name, ())]
    attempts = {row[0] for row in bundle.rows.get(ATTEMPT.name, ())}
    interviews = {row[0] for row in bundle.rows.get(INTERVIEW.name, ())}
    if cases != [case_id]:
        raise ValueError("case.id")
    for table in TABLES[1:]:
        for row in bundle.rows.get(table.name, ()):
            if not _belongs(table, row, case_id, attempts, interviews):
                raise ValueError(f"{table.name}: of another case")


def _belongs(
    table: BundledTable, row: Sequence[object], case_id: str, attempts: set[object], interviews: set[object]
) -> bool:
    if table is CALL:
        return table.at(row, "attempt_id") in attempts
    if "interview_id" in table.columns:
        return table.at(row, "interview_id") in interviews
    return table.at(row, "case_id") == case_id


def is_of(table: BundledTable, row: Sequence[object], interviews: set[object]) -> bool:
    """Whether a row tells of one of these interviews."""
    column = "id" if table is INTERVIEW else "interview_id"
    return column in table.columns and table.at(row, column) in interviews


def _fits(table: BundledTable, column: str, value: object) -> bool:
    if value is None:
        return column not in table.key
    if column in table.sealed:
        return isinstance(value, str) and _bytes_of(value) is not None
    if column in table.flags:
        return isinstance(value, bool)
    if column in _FIGURES:
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str) or "\x00" in value:
        return False
    if column in TIMES:
        return is_time(value)
    known = WORDS.get((table.name, column))
    return known is None or value in known


_FIGURES = frozenset(
    (
        *("case_no", "attempts", "dials", "refusals", "level_0", "level_1", "level_2", "level_3", "replicate"),
        *("release_order", "position", "attempt_no", "last_seq", "g", "seq", "mono_ms"),
    )
)


def _key(table: BundledTable, row: Sequence[object]) -> tuple[object, ...]:
    return tuple(table.at(row, column) for column in table.key)


def told_row(table: BundledTable, row: Sequence[Any]) -> list[object]:
    """A row as it travels: bytes in hexadecimal, truth values as such; nobody has it in hand on the way."""
    told: list[object] = []
    for column, value in zip(table.columns, row, strict=True):
        if value is None or (table is CASE and column in ("locked_by", "locked_at")):
            told.append(None)
        elif column in table.sealed:
            told.append(bytes(value).hex())
        else:
            told.append(bool(value) if column in table.flags else value)
    return told


def kept_row(table: BundledTable, told: Sequence[object]) -> list[object]:
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
