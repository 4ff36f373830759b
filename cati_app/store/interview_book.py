"""Interviews in pages, with a fixed number of statements for each page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from cati_app.domain.casework.interview_record import InterviewRecord
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId
from cati_app.store.event_log import SqlEventLog
from cati_app.store.histories import SqlHistories
from cati_app.store.interviews import COLUMNS, interview_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_PAGE = (
    f"SELECT {', '.join(f'i.{name}' for name in COLUMNS)}, u.number FROM interview i"
    ' LEFT JOIN "user" u ON u.id = i.user_id WHERE {where} ORDER BY i.started_at, i.id LIMIT ?'
)
_DATA = "SELECT interview_id, variable, text, missing FROM datum WHERE interview_id IN ({marks})"
_ATTEMPTS = 'SELECT id, attempts FROM "case" WHERE id IN ({marks})'


class SqlInterviewBook:
    """Interviews that are over, within a unit of work."""

    def __init__(self, statements: Statements, log: SqlEventLog) -> None:
        self._statements = statements
        self._log = log

    def page(self, states: Sequence[InterviewState], after: Interview | None, limit: int) -> list[InterviewRecord]:
        """The next interviews in these states, each with its values and its case."""
        interviews = self._page(states, after, limit)
        case_ids = {interview.case_id for interview, _ in interviews}
        values = self._values([interview.id for interview, _ in interviews])
        attempts = self._attempts(case_ids)
        histories = SqlHistories(self._statements).of_cases(case_ids)
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
        events = self._log.of_interviews([interview.id for interview, _ in interviews])
        return [(interview, number, events[interview.id]) for interview, number in interviews]

    def _page(
        self, states: Sequence[InterviewState], after: Interview | None, limit: int
    ) -> list[tuple[Interview, int | None]]:
        values: list[object] = [state.value for state in states]
        where = f"i.state IN ({_marks(states)})"
        if after is not None:
            where += " AND (i.started_at, i.id) > (?, ?)"
            values += [utc_text(after.started_at), after.id]
        rows = self._statements.execute(_PAGE.format(where=where), [*values, limit])
        return [(interview_of(dict(zip(COLUMNS, row[:-1], strict=True))), row[-1]) for row in rows]

    def _values(self, ids: Sequence[str]) -> dict[str, dict[str, StoredDatum]]:
        values: dict[str, dict[str, StoredDatum]] = defaultdict(dict)
        for interview_id, variable, text, missing in self._statements.execute(_DATA.format(marks=_marks(ids)), ids):
            values[interview_id][variable] = StoredDatum(variable, text, missing)
        return values

    def _attempts(self, case_ids: set[CaseId]) -> dict[str, int]:
        return dict(self._statements.all(_ATTEMPTS.format(marks=_marks(case_ids)), *case_ids))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" for _ in values)
