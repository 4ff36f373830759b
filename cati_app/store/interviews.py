"""Stored interviews and their part of the data set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import InterviewId
from cati_app.store.case_rows import driver_of
from cati_app.store.tables import DatumRow, InterviewRow, utc_text

_LAPSED = """
SELECT i.id, c.state FROM interview i JOIN "case" c ON c.id = i.case_id
WHERE i.state = 'suspended' AND (c.state <> 'open'
  OR i.held AND CASE WHEN i.place_until IS NULL
    THEN coalesce(i.ended_at, i.started_at) <= ?2 ELSE i.place_until <= ?1 END)
ORDER BY i.started_at, i.id
"""


class SqlInterviews:
    """Interviews within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, interview: Interview) -> None:
        """Begin an interview."""
        self._session.add(
            InterviewRow(
                id=interview.id,
                case_id=interview.case_id,
                user_id=interview.user_id,
                state=interview.state.value,
                form_hash=interview.form_hash,
                language=interview.language,
                started_at=interview.started_at,
            )
        )
        self._session.flush()

    def get(self, interview_id: InterviewId) -> Interview:
        """One interview; LookupError for an unknown id."""
        return to_interview(self._row(interview_id))

    def update(self, interview_id: InterviewId, **values: object) -> None:
        """Set columns by name."""
        row = self._row(interview_id)
        for name, value in values.items():
            if isinstance(value, Mapping):
                value = json.dumps(dict(value), ensure_ascii=False)
            setattr(row, name, value)
        self._session.add(row)
        self._session.flush()

    def all_in(self, states: Sequence[InterviewState]) -> tuple[Interview, ...]:
        """Interviews in these states, by start."""
        marks = ", ".join("?" for _ in states)
        any_there = f"SELECT 1 FROM interview WHERE state IN ({marks}) LIMIT 1"
        if driver_of(self._session).execute(any_there, [state.value for state in states]).fetchone() is None:
            return ()  # mostly none; asked before every case
        query = (
            select(InterviewRow)
            .where(col(InterviewRow.state).in_([state.value for state in states]))
            .order_by(col(InterviewRow.started_at), col(InterviewRow.id))
        )
        return tuple(to_interview(row) for row in self._session.exec(query))

    def lapsed(self, now: datetime, ended_before: datetime) -> tuple[tuple[Interview, bool], ...]:
        """Suspended interviews whose place is held too long, or whose case is closed (True beside it)."""
        times = utc_text(now), utc_text(ended_before)
        rows = driver_of(self._session).execute(_LAPSED, times).fetchall()
        return tuple((self.get(InterviewId(row[0])), row[1] != CaseState.OPEN.value) for row in rows)

    def save_data(self, interview_id: InterviewId, data: Iterable[StoredDatum]) -> None:
        """Replace the interview's part of the data set."""
        connection = self._session.connection()
        connection.execute(delete(DatumRow).where(col(DatumRow.interview_id) == interview_id))
        rows = [(interview_id, datum.variable, datum.text, datum.missing) for datum in data]
        if rows:
            connection.exec_driver_sql(
                "INSERT INTO datum (interview_id, variable, text, missing) VALUES (?, ?, ?, ?)", rows
            )

    def data_of(self, interview_id: InterviewId) -> dict[str, StoredDatum]:
        """The interview's part of the data set, by variable."""
        rows = self._session.exec(select(DatumRow).where(DatumRow.interview_id == interview_id))
        return {row.variable: StoredDatum(row.variable, row.text, row.missing) for row in rows}

    def _row(self, interview_id: InterviewId) -> InterviewRow:
        row = self._session.get(InterviewRow, interview_id, populate_existing=True)
        if row is None:
            raise LookupError(f"no interview {interview_id}")
        return row


def to_interview(row: InterviewRow) -> Interview:
    """The value of a row."""
    values: dict[str, Any] = row.model_dump(exclude={"last_seq", "state", "frozen"})
    return Interview(**values, state=InterviewState(row.state), frozen=json.loads(row.frozen))
