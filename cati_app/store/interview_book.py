"""Interviews in pages, with a fixed number of statements for each page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from cati_app.domain.casework.interview_record import InterviewRecord
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId
from cati_app.store.event_log import events_of_interviews
from cati_app.store.histories import SqlHistories
from cati_app.store.interviews import to_interview
from cati_app.store.tables import CaseRow, DatumRow, InterviewRow, UserRow


class SqlInterviewBook:
    """Interviews that are over, within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, states: Sequence[InterviewState], after: Interview | None, limit: int) -> list[InterviewRecord]:
        """The next interviews in these states, each with its values and its case."""
        interviews = self._page(states, after, limit)
        case_ids = {interview.case_id for interview, _ in interviews}
        values = self._values([interview.id for interview, _ in interviews])
        attempts = self._attempts(case_ids)
        histories = SqlHistories(self._session).of_cases(case_ids)
        return [
            InterviewRecord(
                interview,
                histories[interview.case_id].case_no,
                histories[interview.case_id].frame,
                number,
                attempts[interview.case_id],
                values[interview.id],
                histories[interview.case_id],
            )
            for interview, number in interviews
        ]

    def paths(
        self, states: Sequence[InterviewState], after: Interview | None, limit: int
    ) -> list[tuple[Interview, int | None, Sequence[LoggedEvent]]]:
        """The next interviews in these states, each with the interviewer's number and its events."""
        interviews = self._page(states, after, limit)
        events = events_of_interviews(self._session, [interview.id for interview, _ in interviews])
        return [(interview, number, events[interview.id]) for interview, number in interviews]

    def _page(
        self, states: Sequence[InterviewState], after: Interview | None, limit: int
    ) -> list[tuple[Interview, int | None]]:
        query = (
            select(InterviewRow, UserRow.number)
            .join(UserRow, col(UserRow.id) == col(InterviewRow.user_id), isouter=True)
            .where(col(InterviewRow.state).in_([state.value for state in states]))
            .order_by(col(InterviewRow.started_at), col(InterviewRow.id))
            .limit(limit)
        )
        if after is not None:
            started, same = col(InterviewRow.started_at), col(InterviewRow.started_at) == after.started_at
            query = query.where(or_(started > after.started_at, and_(same, col(InterviewRow.id) > after.id)))
        return [(to_interview(row), number) for row, number in self._session.exec(query)]

    def _values(self, ids: Sequence[str]) -> dict[str, dict[str, StoredDatum]]:
        found: dict[str, dict[str, StoredDatum]] = defaultdict(dict)
        query = select(DatumRow).where(col(DatumRow.interview_id).in_(ids))
        for row in self._session.exec(query):
            found[row.interview_id][row.variable] = StoredDatum(row.variable, row.text, row.missing)
        return found

    def _attempts(self, case_ids: set[CaseId]) -> dict[str, int]:
        query = select(CaseRow.id, CaseRow.attempts).where(col(CaseRow.id).in_(case_ids))
        return dict(self._session.exec(query).all())
