"""Stored interviews and their part of the data set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

COLUMNS = tuple(field.name for field in fields(Interview))  # the table names them as the value does
_TIMES = ("started_at", "screened_at", "ended_at", "place_until")
_READ = f"SELECT {', '.join(COLUMNS)} FROM interview"
_DATA = "SELECT variable, text, missing FROM datum WHERE interview_id = ?"
# sqlite: numbered marks; flags are 0 and 1
_LAPSED = """
SELECT i.id, c.state FROM interview i JOIN "case" c ON c.id = i.case_id
WHERE i.state = 'suspended' AND (c.state <> 'open'
  OR i.held AND CASE WHEN i.place_until IS NULL
    THEN coalesce(i.ended_at, i.started_at) <= ?2 ELSE i.place_until <= ?1 END)
ORDER BY i.started_at, i.id
"""


class SqlInterviews:
    """Interviews within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._read: dict[str, dict[str, Any]] = {}  # as they stand in the database

    def add(self, interview: Interview) -> None:
        """Begin an interview."""
        row = _row_of(interview)
        marks = ", ".join("?" for _ in row)
        self._statements.execute(
            f"INSERT INTO interview ({', '.join(row)}, last_seq) VALUES ({marks}, 0)", tuple(row.values())
        )
        self._read[interview.id] = row

    def get(self, interview_id: InterviewId) -> Interview:
        """One interview; LookupError for an unknown id."""
        row = self._statements.row(f"{_READ} WHERE id = ?", interview_id)
        if row is None:
            raise LookupError(f"no interview {interview_id}")
        return self._interview(row)

    def save(self, interview: Interview) -> None:
        """Write what changed since the interview was read."""
        before = self._read[interview.id]
        after = _row_of(interview)
        changed = {name: value for name, value in after.items() if value != before[name]}
        if changed:
            sets = ", ".join(f"{name} = ?" for name in changed)
            self._statements.execute(f"UPDATE interview SET {sets} WHERE id = ?", (*changed.values(), interview.id))
        self._read[interview.id] = after

    def of_case(self, case_id: CaseId) -> tuple[Interview, ...]:
        """Every interview of a case, by start."""
        rows = self._statements.all(f"{_READ} WHERE case_id = ? ORDER BY started_at, id", case_id)
        return tuple(self._interview(row) for row in rows)

    def all_in(self, states: Sequence[InterviewState]) -> tuple[Interview, ...]:
        """Interviews in these states, by start."""
        marks = ", ".join("?" for _ in states)
        values = [state.value for state in states]
        rows = self._statements.all(f"{_READ} WHERE state IN ({marks}) ORDER BY started_at, id", *values)
        return tuple(self._interview(row) for row in rows)

    def lapsed(self, now: datetime, ended_before: datetime) -> tuple[tuple[Interview, bool], ...]:
        """Suspended interviews whose place is held too long, or whose case is closed (True beside it)."""
        times = utc_text(now), utc_text(ended_before)
        rows = self._statements.execute(_LAPSED, times).fetchall()
        return tuple((self.get(InterviewId(row[0])), row[1] != CaseState.OPEN.value) for row in rows)

    def save_data(self, interview_id: InterviewId, data: Iterable[StoredDatum]) -> None:
        """Replace the interview's part of the data set."""
        self._statements.execute("DELETE FROM datum WHERE interview_id = ?", (interview_id,))
        rows = [(interview_id, datum.variable, datum.text, datum.missing) for datum in data]
        self._statements.many("INSERT INTO datum (interview_id, variable, text, missing) VALUES (?, ?, ?, ?)", rows)

    def data_of(self, interview_id: InterviewId) -> dict[str, StoredDatum]:
        """The interview's part of the data set, by variable."""
        rows = self._statements.execute(_DATA, (interview_id,))
        return {variable: StoredDatum(variable, text, missing) for variable, text, missing in rows}

    def _interview(self, values: Sequence[Any]) -> Interview:
        row = dict(zip(COLUMNS, values, strict=True))
        self._read[row["id"]] = row
        return interview_of(row)


def interview_of(row: Mapping[str, Any]) -> Interview:
    """The value of a row of `COLUMNS`."""
    values: dict[str, Any] = {name: _time(row[name]) for name in _TIMES}
    values |= {"held": bool(row["held"]), "usable": bool(row["usable"])}
    values |= {"state": InterviewState(row["state"]), "frozen": json.loads(row["frozen"])}
    return Interview(**{**row, **values})


def _row_of(interview: Interview) -> dict[str, Any]:
    values = {name: getattr(interview, name) for name in COLUMNS}
    values |= {name: _text(values[name]) for name in _TIMES}
    frozen = json.dumps(dict(interview.frozen or {}), ensure_ascii=False)
    return {
        **values,
        "state": interview.state.value,
        "held": int(interview.held),
        "usable": int(interview.usable),
        "frozen": frozen,
    }


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(at: datetime | None) -> str | None:
    return None if at is None else utc_text(at)
