"""Changes of the sample on their way to a hub, within a unit of work: sealed as they are, without keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.samples import SampleChange, SampleChangeKind, SampledCase, SampleTaken
from cati_app.store.case_tables import CASE, NUMBER, BundledTable, as_text, check, from_text, kept_row
from cati_app.store.cases import SqlCases
from cati_app.store.chances import count_first_call
from cati_app.store.sample import SqlSample
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_COLUMNS = "id, kind, cases, told, made_at"
_BEGIN = (
    "INSERT INTO sample_change (id, device, kind, cases, told, made_at, waits, made_n)"
    " VALUES (?, ?, ?, ?, ?, ?, true, (SELECT coalesce(max(made_n), 0) + 1 FROM sample_change))"
    " ON CONFLICT (id) DO NOTHING"
)
_ADD = (
    "INSERT INTO sample_change_case (change_id, position, case_id, renews, file_row, rows) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (change_id, position) DO NOTHING"
)
_ARRIVED = "SELECT count(*) FROM sample_change_case WHERE change_id = ?"
_CASES = (
    "SELECT case_id, renews, file_row, rows FROM sample_change_case WHERE change_id = ? AND position >= ?"
    " ORDER BY position LIMIT ?"
)
_TAKEN = "UPDATE sample_change SET waits = false, taken_at = ?, taken_n = ?, outcome = ? WHERE id = ?"
_LIFE = "SELECT value FROM meta WHERE key = 'hub_sample_life'"
_NOTE_LIFE = (
    "INSERT INTO meta (key, value) VALUES ('hub_sample_life', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_UNFINISHED = "SELECT id FROM sample_change WHERE device = ? AND taken_at IS NULL ORDER BY id"
_LAST_TAKEN = "SELECT coalesce(max(taken_n), 0) FROM sample_change"
_DROP_CASES = "DELETE FROM sample_change_case WHERE change_id = ?"
_NUMBERS_TAKEN = 'SELECT case_no FROM "case" WHERE case_no IN ({marks})'
_LAST_NUMBER = 'SELECT coalesce(max(case_no), 0) FROM "case"'
_NAMED = 'SELECT 1 FROM "case" WHERE sample_id = ? AND id <> ?'
# sqlite: json_each spreads a list
_OWNED = "SELECT 1 FROM number WHERE lookup IN (SELECT value FROM json_each(?)) AND case_id <> ? LIMIT 1"
_KEPT = ("id", "case_no", "locked_by", "locked_at", "replicate", "release_order")
"""Columns of a case that no file changes."""
_RENEWED = tuple(column for column in CASE.columns if column not in _KEPT)
_RENEW = f'UPDATE "case" SET {", ".join(f"{column} = ?" for column in _RENEWED)} WHERE id = ?'
# sqlite: json_each spreads a list
_DROP_NUMBERS = "DELETE FROM number WHERE case_id = ? AND id NOT IN (SELECT value FROM json_each(?))"
_PUT_NUMBER = (
    f"INSERT INTO number ({', '.join(NUMBER.columns)}) VALUES ({', '.join('?' for _ in NUMBER.columns)})"
    " ON CONFLICT (id) DO UPDATE SET position = excluded.position WHERE number.case_id = excluded.case_id"
)
_UNTOUCHED = {"attempts": 0, "dials": 0, "open_interview": None, "appointment_at": None, "locked_by": None}
_ERASED = "{}"
_STATES = (CaseState.OPEN.value, CaseState.UNRELEASED.value)


class SqlSampleChanges:
    """Changes of the sample within a unit of work."""

    def __init__(self, statements: Statements, cases: SqlCases, sample: SqlSample) -> None:
        self._statements = statements
        self._cases = cases
        self._sample = sample

    def begin(self, change: SampleChange, device: str) -> None:
        """A change whose cases follow; one that is known stays."""
        told = {"basis": change.basis, "life": change.life, "facts": list(change.facts), "asked": dict(change.asked)}
        values = change.id, device, change.kind.value, change.cases, json.dumps(told), utc_text(change.made_at)
        self._statements.execute(_BEGIN, values)

    def add(self, change_id: str, position: int, cases: Iterable[SampledCase]) -> None:
        """Cases of it, the first at that position, from 0."""
        rows = (
            (change_id, at, known.bundle.case_id, known.renews, known.row, as_text(known.bundle))
            for at, known in enumerate(cases, start=position)
        )
        self._statements.many(_ADD, rows)

    def get(self, change_id: str) -> SampleChange | None:
        """One of them."""
        row = self._statements.row(f"SELECT {_COLUMNS} FROM sample_change WHERE id = ?", change_id)
        return None if row is None else _change(row)

    def arrived(self, change_id: str) -> int:
        """How many of its cases are here, in a row from the first."""
        return int(self._statements.row(_ARRIVED, change_id)[0])

    def cases(self, change_id: str, position: int, limit: int) -> Sequence[SampledCase]:
        """Some of them, in order."""
        rows = self._statements.all(_CASES, change_id, position, limit)
        return [
            SampledCase(from_text(case_id, text or _ERASED), bool(renews), row) for case_id, renews, row, text in rows
        ]

    def begin_life(self, life: str) -> None:
        """Note the life of the hub; in another one than before everything that was taken waits again."""
        known = self._statements.row(_LIFE)
        if known is not None and known[0] == life:
            return
        self._statements.execute(_NOTE_LIFE, (life,))
        if known is not None:
            self._statements.execute("UPDATE sample_change SET waits = true WHERE NOT waits")

    def waiting(self) -> Sequence[SampleChange]:
        """What the hub has not taken in its present life, in the order in which it was made."""
        return [
            _change(row)
            for row in self._statements.all(
                f"SELECT {_COLUMNS} FROM sample_change WHERE waits ORDER BY made_n, made_at, id"
            )
        ]

    def was_taken(self, change_id: str) -> SampleTaken | None:
        """What was done with it; None while it was not taken."""
        row = self._statements.row("SELECT outcome FROM sample_change WHERE id = ?", change_id)
        if row is None or row[0] is None:
            return None
        added, renewed, opened, left = json.loads(row[0])
        return SampleTaken(added, renewed, opened, tuple(left))

    def taken(self, change_id: str, outcome: SampleTaken, at: datetime, n: int) -> None:
        """It is done, or done again; `n` is the number of the last change of the study by then."""
        told = json.dumps((outcome.added, outcome.renewed, outcome.opened, outcome.left))
        self._statements.execute(_TAKEN, (utc_text(at), n, told, change_id))

    def last_taken(self) -> int:
        """Number of the last change of the study when the sample was changed last; 0 where it never was."""
        return int(self._statements.row(_LAST_TAKEN)[0])

    def let_go(self, change_id: str) -> None:
        """Nothing of it is here any more."""
        self.forget_cases(change_id)
        self._statements.execute("DELETE FROM sample_change WHERE id = ?", (change_id,))

    def unfinished_of(self, device: str) -> Sequence[str]:
        """Changes of a station that were begun and not taken."""
        return [row[0] for row in self._statements.all(_UNFINISHED, device)]

    def forget_cases(self, change_id: str) -> None:
        """Its cases stand in the tables of the study; the change itself is still known."""
        self._statements.execute(_DROP_CASES, (change_id,))

    def erase(self, case_id: CaseId) -> None:
        """Nothing of a case is here any more."""
        self._statements.execute("UPDATE sample_change_case SET rows = '' WHERE case_id = ?", (case_id,))

    # -- at the hub ---------------------------------------------------------------------------------------------

    def enter(self, cases: Sequence[SampledCase]) -> int:
        """New cases, as their rows have them, in their places in the queue; how many. ValueError: they are none."""
        rows = [_new_case(known) for known in cases]
        self._number_anew(rows)
        self._statements.many(CASE.add, rows)
        numbers = [kept_row(NUMBER, row) for known in cases for row in known.bundle.rows.get(NUMBER.name, ())]
        self._statements.many(NUMBER.add, numbers)
        self._sample.queue_up([known.bundle.case_id for known in cases])
        return len(rows)

    def _number_anew(self, rows: Sequence[list[Any]]) -> None:
        """A number that another case has meanwhile, in a hub that came back from a copy, gives way to a free one."""
        at = CASE.columns.index("case_no")
        numbers = [row[at] for row in rows]
        statement = _NUMBERS_TAKEN.format(marks=", ".join("?" for _ in numbers))
        taken = {row[0] for row in self._statements.all(statement, *numbers)} if numbers else set()
        if not taken:
            return
        free = max([self._statements.row(_LAST_NUMBER)[0], *numbers])
        for row in rows:
            if row[at] in taken:
                free += 1
                row[at] = free

    def renew(self, case: SampledCase) -> None:
        """A case that is here has what the rows say of it and its numbers. ValueError: they say something else."""
        row = _row_of(case)
        case_id = case.bundle.case_id
        frame, tried = self._statements.row('SELECT frame, tried FROM "case" WHERE id = ?', case_id)
        if frame != CASE.at(row, "frame"):
            count_first_call(self._statements, frame, tried, "")
            count_first_call(self._statements, str(CASE.at(row, "frame")), "", tried)
        values = [CASE.at(row, column) for column in _RENEWED]
        self._statements.execute(_RENEW, (*values, case_id))
        numbers = [kept_row(NUMBER, told) for told in case.bundle.rows.get(NUMBER.name, ())]
        self._statements.execute(_DROP_NUMBERS, (case_id, json.dumps([number[0] for number in numbers])))
        self._statements.many(_PUT_NUMBER, numbers)
        self._cases.save(self._cases.get(case_id))

    def is_double(self, case: SampledCase) -> bool:
        """Whether another case here has its name or one of its numbers."""
        row, case_id = _row_of(case), case.bundle.case_id
        name = CASE.at(row, "sample_id")
        if name is not None and self._statements.row(_NAMED, name, case_id) is not None:
            return True
        lookups = [NUMBER.at(number, "lookup") for number in case.bundle.rows.get(NUMBER.name, ())]
        return self._statements.row(_OWNED, json.dumps(lookups), case_id) is not None


def _change(row: Any) -> SampleChange:
    change_id, kind, cases, told, made_at = row
    known = json.loads(told)
    facts = tuple((name, case_id, payload) for name, case_id, payload in known["facts"])
    at = datetime.fromisoformat(made_at)
    kind_known = SampleChangeKind(kind)
    return SampleChange(change_id, kind_known, known["basis"], cases, at, known["life"], facts, known["asked"])


def _row_of(known: SampledCase) -> list[Any]:
    """The row of the case. ValueError: there is something beside it and its numbers."""
    check(known.bundle)
    tables: Sequence[BundledTable] = (CASE, NUMBER)
    if set(known.bundle.rows) - {table.name for table in tables}:
        raise ValueError("more than a case of a sample")
    return list(kept_row(CASE, known.bundle.rows[CASE.name][0]))


def _new_case(known: SampledCase) -> list[Any]:
    row = _row_of(known)
    if CASE.at(row, "state") not in _STATES:
        raise ValueError("case.state")
    for column, value in _UNTOUCHED.items():
        if CASE.at(row, column) != value:
            raise ValueError(f"case.{column}")
    return row
