"""What a field came to so far, read from the rows of attempts, interviews and cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.field_days import AttemptFact, CompleteFact, ScreeningFact
from cati_app.domain.casework.sittings import SittingFact
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.outcomes.dispositions import BREAK_OFF, PARTIAL
from cati_app.domain.quota.cells import WITH_PLACE
from cati_app.store.case_rows import before_from_text
from cati_app.store.staff_words import person_of
from cati_app.store.statements import Statements

_ATTEMPTS = f"""
SELECT a.case_id, a.attempt_no, {person_of("a.user_id")}, a.started_at, a.ended_at,
 EXISTS (SELECT 1 FROM "call" k WHERE k.attempt_id = a.id), c.state = 'closed' AND a.attempt_no >= c.attempts,
 c.frame, a.disposition
 FROM attempt a JOIN "case" c ON c.id = a.case_id ORDER BY a.started_at, a.id
"""
_SITTINGS = """
SELECT a.case_id, a.attempt_no, a.started_at, a.ended_at, a.disposition, a.case_before,
 c.appointment_at, c.appointment_firm FROM attempt a JOIN "case" c ON c.id = a.case_id ORDER BY a.case_id, a.attempt_no
"""
_HUNG_UP = """
SELECT a.case_id, a.attempt_no, k.dialled_at, k.ended_at FROM "call" k JOIN attempt a ON a.id = k.attempt_id
 WHERE k.ended_at IS NOT NULL
"""
_SCREENINGS = """
SELECT case_id, cell_id, quota_status, started_at, screened_at, ended_at, state = 'completed' FROM interview
 WHERE screened_at IS NOT NULL AND cell_id IS NOT NULL AND state <> 'set_aside' ORDER BY screened_at, id
"""
_COMPLETE = """
SELECT i.id, i.case_id, i.language, coalesce(i.ended_at, i.started_at), i.cell_id FROM interview i
 LEFT JOIN not_counted n ON n.interview_id = i.id WHERE i.state = 'completed' AND n.interview_id IS NULL
 ORDER BY i.ended_at, i.id
"""
_HOLDERS = f"""
SELECT i.id, {person_of("i.user_id")} FROM interview i LEFT JOIN not_counted n ON n.interview_id = i.id
 WHERE i.state = 'completed' AND n.interview_id IS NULL
"""
_BREAK_OFFS = f"""
SELECT ref, count(*) FROM interview WHERE state = 'broken_off' AND disposition IN ('{BREAK_OFF}', '{PARTIAL}')
 AND ref <> '' GROUP BY ref ORDER BY ref
"""
_OPEN = """
SELECT c.attempts, count(*) FROM "case" c WHERE c.state = 'open'
 AND NOT EXISTS (SELECT 1 FROM interview i WHERE i.case_id = c.id AND i.cell_id IS NOT NULL AND i.state <> 'set_aside')
 GROUP BY c.attempts
"""
_PORTIONS = "SELECT count(*) FROM \"case\" WHERE state = 'unreleased' GROUP BY replicate ORDER BY replicate"


class SqlFieldRecord:
    """The record within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def attempts(self) -> Iterator[AttemptFact]:
        """Every attempt, by the time it began."""
        for case_id, attempt_no, person, began, ended, dialled, closed, *more in self._statements.execute(_ATTEMPTS):
            told = case_id, attempt_no, person, _at(began), _maybe(ended), bool(dialled), bool(closed)
            yield AttemptFact(*told, *more)

    def sittings(self) -> Iterator[SittingFact]:
        """Every attempt with the appointments of its case."""
        for case_id, attempt_no, began, ended, result, before, at, firm in self._statements.execute(_SITTINGS):
            agreed = before_from_text(case_id, before).appointment if before else None
            had = None if agreed is None else Agreed(agreed.at, agreed.firm)
            now = None if at is None else Agreed(_at(at), bool(firm))
            yield SittingFact(CaseId(case_id), attempt_no, _at(began), _maybe(ended), result, had, now)

    def hung_up(self) -> Iterator[tuple[CaseId, int, datetime, datetime]]:
        """Of each call that is over when it was."""
        for case_id, attempt_no, dialled, ended in self._statements.execute(_HUNG_UP):
            yield CaseId(case_id), attempt_no, _at(dialled), _at(ended)

    def screenings(self) -> Iterator[ScreeningFact]:
        """Every interview whose cell was decided."""
        for case_id, cells, status, began, screened, ended, complete in self._statements.execute(_SCREENINGS):
            times = _at(began), _at(screened), _maybe(ended)
            yield ScreeningFact(case_id, CellId(cells), status in WITH_PLACE, *times, bool(complete))

    def complete(self) -> Iterator[CompleteFact]:
        """Every complete interview that counts."""
        for known, case_id, language, ended, cells in self._statements.execute(_COMPLETE):
            quota_place = None if cells is None else CellId(cells)
            yield CompleteFact(InterviewId(known), CaseId(case_id), language, _at(ended), quota_place)

    def holders(self) -> dict[InterviewId, UserId]:
        """Who held each complete interview that counts."""
        return {InterviewId(known): UserId(person) for known, person in self._statements.execute(_HOLDERS)}

    def break_offs(self) -> Mapping[str, int]:
        """Interviews broken off, by the question that was asked last."""
        return dict(self._statements.all(_BREAK_OFFS))

    def open_numbers(self) -> dict[int, int]:
        """Cases that can still be called, by attempts made."""
        return dict(self._statements.all(_OPEN))

    def closed_portions(self) -> tuple[int, ...]:
        """Cases of the portions that are not released."""
        return tuple(row[0] for row in self._statements.execute(_PORTIONS))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
