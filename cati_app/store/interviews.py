"""Stored interviews and their part of the data set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.store.documents import InterviewDocument, InterviewDocuments
from cati_app.store.interview_end import end_of, is_cut
from cati_app.store.staff_words import StaffWords, person_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.values import replace

COLUMNS = tuple(field.name for field in fields(Interview) if field.name != "frozen")
"""What of an interview stands in its row, and is no secret; what was said stands in its document."""
OF_INTERVIEW = ", ".join(person_of("i.user_id") if name == "user_id" else f"i.{name}" for name in COLUMNS)
SEALED = (
    f"{OF_INTERVIEW}, d.sealed, k.sealed FROM interview i LEFT JOIN interview_key k ON k.interview_id = i.id"
    " LEFT JOIN interview_document d ON d.interview_id = i.id"
)
"""The same with its document, to be read by `InterviewDocuments.document`."""
_TIMES = ("started_at", "screened_at", "ended_at", "place_until")
# sqlite: numbered marks
_LAPSED = """
SELECT i.id, c.state FROM interview i JOIN "case" c ON c.id = i.case_id
WHERE i.state = 'suspended' AND (c.state <> 'open'
  OR i.held AND CASE WHEN i.place_until IS NULL
    THEN coalesce(i.ended_at, i.started_at) <= ?2 ELSE i.place_until <= ?1 END)
ORDER BY i.started_at, i.id
"""


class SqlInterviews:
    """Interviews within a unit of work."""

    def __init__(self, statements: Statements, documents: InterviewDocuments, staff: StaffWords) -> None:
        self._statements = statements
        self._documents = documents
        self._staff = staff
        self._select = SEALED if documents.may_open else f"{OF_INTERVIEW}, NULL, NULL FROM interview i"
        self._read: dict[str, tuple[dict[str, Any], InterviewDocument]] = {}  # as they stand in the database

    def add(self, interview: Interview) -> None:
        """Begin an interview."""
        row = _row_of(interview)
        told = {**row, "user_id": self._word(interview)}
        marks = ", ".join("?" for _ in row)
        self._statements.execute(
            f"INSERT INTO interview ({', '.join(row)}, frozen, last_seq) VALUES ({marks}, '{{}}', 0)",
            tuple(told.values()),
        )
        self._documents.begin(interview.id)
        self._read[interview.id] = row, InterviewDocument()
        if interview.frozen:
            self._write(interview.id, InterviewDocument(dict(interview.frozen)))

    def get(self, interview_id: InterviewId) -> Interview:
        """One interview; LookupError for an unknown id."""
        row = self._statements.row(f"SELECT {self._select} WHERE i.id = ?", interview_id)
        if row is None:
            raise LookupError(f"no interview {interview_id}")
        return self._interview(row)

    def save(self, interview: Interview) -> None:
        """Write what changed since the interview was read."""
        before, document = self._read[interview.id]
        after = _row_of(interview)
        changed = {name: value for name, value in after.items() if value != before[name]}
        if changed:
            sets = " = ?, ".join(changed) + " = ?"
            told = {**changed, "user_id": self._word(interview)} if "user_id" in changed else changed
            self._statements.execute(f"UPDATE interview SET {sets} WHERE id = ?", (*told.values(), interview.id))
        self._read[interview.id] = after, document
        frozen = dict(interview.frozen or {})
        if frozen != document.frozen:
            self._write(interview.id, replace(document, frozen=frozen))

    def note_end(self, interview_id: InterviewId) -> None:
        """Keep where its facts end now, sealed with its answers; nothing where nobody may open them."""
        if self._documents.opens(interview_id):
            end = end_of(self._statements, interview_id)
            self._write(interview_id, replace(self._document(interview_id), end=end))

    def is_cut(self, interview_id: InterviewId) -> bool:
        """Whether facts are missing that were there when it was suspended last. RuleViolation: `answers_sealed`."""
        end = self._document(interview_id).end
        return end is not None and is_cut(self._statements, interview_id, end)

    def of_case(self, case_id: CaseId) -> tuple[Interview, ...]:
        """Every interview of a case, by start."""
        return self._all("i.case_id = ?", case_id)

    def all_in(self, states: Sequence[InterviewState]) -> tuple[Interview, ...]:
        """Interviews in these states, by start."""
        marks = ", ".join("?" for _ in states)
        return self._all(f"i.state IN ({marks})", *(state.value for state in states))

    def lapsed(self, now: datetime, ended_before: datetime) -> tuple[tuple[Interview, bool], ...]:
        """Suspended interviews whose place is held too long, or whose case is closed (True beside it)."""
        times = utc_text(now), utc_text(ended_before)
        rows = self._statements.execute(_LAPSED, times).fetchall()
        return tuple((self.get(InterviewId(row[0])), row[1] != CaseState.OPEN.value) for row in rows)

    def save_data(self, interview_id: InterviewId, data: Iterable[StoredDatum]) -> None:
        """Replace the interview's part of the data set."""
        document = replace(self._document(interview_id), data={datum.variable: datum for datum in data})
        self._documents.note_origins(interview_id, document)
        self._write(interview_id, document)

    def sealed_keys(self, ids: Collection[InterviewId]) -> Mapping[InterviewId, bytes]:
        """Their keys as they lie here, sealed; without those of interviews that were erased."""
        return self._documents.sealed_keys(ids)

    def data_of(self, interview_id: InterviewId) -> Mapping[str, StoredDatum]:
        """The interview's part of the data set, by variable."""
        return self._documents.read(interview_id).data

    def _word(self, interview: Interview) -> str:
        return self._staff.newest(interview.user_id, interview.started_at)

    def _document(self, interview_id: str) -> InterviewDocument:
        known = self._read.get(interview_id)
        return known[1] if known is not None else self._documents.read(interview_id)

    def _write(self, interview_id: str, document: InterviewDocument) -> None:
        self._documents.write(interview_id, document)
        if interview_id in self._read:
            self._read[interview_id] = self._read[interview_id][0], document

    def _all(self, where: str, *values: object) -> tuple[Interview, ...]:
        rows = self._statements.all(f"SELECT {self._select} WHERE {where} ORDER BY i.started_at, i.id", *values)
        return tuple(self._interview(row) for row in rows)

    def _interview(self, row: Sequence[Any]) -> Interview:
        values, document = read_interview(row, self._documents)
        self._read[values["id"]] = values, document
        return interview_of(values, document)


def read_interview(
    row: Sequence[Any], documents: InterviewDocuments, *, with_data: bool = True
) -> tuple[dict[str, Any], InterviewDocument]:
    """The values of a row of `COLUMNS` by name, and the document behind them, with the data set's part if asked."""
    *known, sealed, key = row
    values = dict(zip(COLUMNS, known, strict=True))
    return values, documents.document(values["id"], sealed, key, with_data=with_data)


def interview_of(row: Mapping[str, Any], document: InterviewDocument) -> Interview:
    """The value of a row of `COLUMNS` and its document."""
    values: dict[str, Any] = {name: _time(row[name]) for name in _TIMES}
    values |= {"held": bool(row["held"]), "usable": bool(row["usable"]), "state": InterviewState(row["state"])}
    return Interview(**{**row, **values}, frozen=document.frozen)


def _row_of(interview: Interview) -> dict[str, Any]:
    values = {name: getattr(interview, name) for name in COLUMNS}
    values |= {name: _text(values[name]) for name in _TIMES}
    return {
        **values,
        "state": interview.state.value,
        "held": int(interview.held),
        "usable": int(interview.usable),
    }


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(at: datetime | None) -> str | None:
    return None if at is None else utc_text(at)
