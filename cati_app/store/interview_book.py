"""Interviews in pages, with a fixed number of statements for each page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from cati_app.domain.casework.interview_record import InterviewRecord, InterviewStanding
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.sharing.leases import NotCounted, SetAside
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_log import SqlEventLog
from cati_app.store.histories import SqlHistories
from cati_app.store.interviews import SEALED, interview_of, read_interview
from cati_app.store.staff_words import person_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

# put together with nothing, a state is no column of an index: rows come in order, and no more of them than a page
_CHOSEN = "SELECT * FROM interview WHERE state || '' IN ({states}){after} ORDER BY started_at, id LIMIT ?"
_PAGE = (
    f"SELECT u.number, {SEALED.replace('FROM interview i', 'FROM ({chosen}) i')}"
    f' LEFT JOIN "user" u ON u.id = {person_of("i.user_id")} ORDER BY i.started_at, i.id'
)
"""Documents are read of the interviews of the page alone."""
_STANDINGS = "SELECT id, state, coalesce(disposition, ''), language FROM interview ORDER BY started_at, id"
_LAST_AT = "SELECT max(coalesce(ended_at, started_at)) FROM interview"
_NOT_COUNTED = (
    "SELECT n.interview_id, n.why, n.at FROM not_counted n JOIN interview i ON i.id = n.interview_id"
    " WHERE i.state = 'completed'"
)
_SET_UNCOUNTED = (
    "INSERT INTO not_counted (interview_id, why, at) VALUES (?, ?, ?) ON CONFLICT (interview_id) DO NOTHING"
)
_ATTEMPTS = 'SELECT id, attempts FROM "case" WHERE id IN ({marks})'


class SqlInterviewBook:
    """Interviews that are over, within a unit of work; RuleViolation `answers_sealed` while nobody is signed in."""

    def __init__(self, statements: Statements, documents: InterviewDocuments, log: SqlEventLog) -> None:
        self._statements = statements
        self._documents = documents
        self._log = log

    def page(self, states: Sequence[InterviewState], after: Interview | None, limit: int) -> list[InterviewRecord]:
        """The next interviews in these states, each with its values and its case."""
        interviews = self._page(states, after, limit)
        case_ids = {interview.case_id for interview, _, _ in interviews}
        attempts = self._attempts(case_ids)
        histories = SqlHistories(self._statements).of_cases(case_ids)
        return [
            InterviewRecord(
                interview,
                histories[interview.case_id].case_no,
                histories[interview.case_id].frame,
                number,
                attempts[interview.case_id],
                data,
                histories[interview.case_id],
            )
            for interview, data, number in interviews
        ]

    def paths(
        self, states: Sequence[InterviewState], after: Interview | None, limit: int
    ) -> list[tuple[Interview, int | None, Sequence[LoggedEvent]]]:
        """The next interviews in these states, each with the interviewer's number and its events."""
        interviews = self._page(states, after, limit, with_data=False)
        events = self._log.of_interviews([interview.id for interview, _, _ in interviews])
        return [(interview, number, events[interview.id]) for interview, _, number in interviews]

    def standings(self) -> Iterator[InterviewStanding]:
        """Every interview that was begun."""
        for known, state, disposition, language in self._statements.execute(_STANDINGS):
            yield InterviewStanding(InterviewId(known), InterviewState(state), disposition, language)

    def last_at(self) -> datetime | None:
        """When one last began or was over; None where none was begun."""
        (last,) = self._statements.row(_LAST_AT)
        return None if last is None else datetime.fromisoformat(last)

    def not_counted(self) -> Mapping[InterviewId, NotCounted]:
        """Completed interviews that are kept and not counted."""
        rows = self._statements.all(_NOT_COUNTED)
        kept = (NotCounted(InterviewId(i), SetAside(why), datetime.fromisoformat(at)) for i, why, at in rows)
        return {uncounted.interview_id: uncounted for uncounted in kept}

    def set_uncounted(self, uncounted: NotCounted) -> None:
        """One counts no more."""
        row = (uncounted.interview_id, uncounted.why.value, utc_text(uncounted.at))
        self._statements.execute(_SET_UNCOUNTED, row)

    def count_again(self, interview_id: InterviewId) -> None:
        """It counts."""
        self._statements.execute("DELETE FROM not_counted WHERE interview_id = ?", (interview_id,))

    def _page(
        self, states: Sequence[InterviewState], after: Interview | None, limit: int, *, with_data: bool = True
    ) -> list[tuple[Interview, Mapping[str, StoredDatum], int | None]]:
        if not self._documents.may_open:
            raise RuleViolation("answers_sealed")
        values: list[object] = [state.value for state in states]
        if after is not None:
            values += [utc_text(after.started_at), after.id]
        further = "" if after is None else " AND (started_at, id) > (?, ?)"
        chosen = _CHOSEN.format(states=_marks(states), after=further)
        page = []
        for number, *row in self._statements.execute(_PAGE.format(chosen=chosen), [*values, limit]):
            known, document = read_interview(row, self._documents, with_data=with_data)
            page.append((interview_of(known, document), document.data, number))
        return page

    def _attempts(self, case_ids: set[CaseId]) -> dict[str, int]:
        if not case_ids:
            return {}
        return dict(self._statements.all(_ATTEMPTS.format(marks=_marks(case_ids)), *case_ids))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" for _ in values)
