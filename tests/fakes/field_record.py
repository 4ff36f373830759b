"""The record of a field on the shelf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.field_days import AttemptFact, CompleteFact, ScreeningFact
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.casework.sittings import SittingFact
from cati_app.domain.ids import CaseId, InterviewId, UserId
from cati_app.domain.outcomes.dispositions import BREAK_OFF, PARTIAL
from cati_app.domain.quota.cells import WITH_PLACE
from tests.fakes.shelf import Shelf


class MemoryFieldRecord:
    """Attempts, screenings and numbers that are left."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def attempts(self) -> Iterator[AttemptFact]:
        """Every attempt, by the time it began."""
        dialled = {call.attempt_id for call in self._shelf.calls.values()}
        for one in sorted(self._shelf.attempts.values(), key=lambda attempt: (attempt.started_at, attempt.id)):
            case = self._shelf.cases[one.case_id]
            closed = case.state is CaseState.CLOSED and one.attempt_no >= case.attempts
            when = one.started_at, one.ended_at
            yield AttemptFact(
                one.case_id, one.attempt_no, one.user_id, *when, one.id in dialled, closed, case.frame, one.disposition
            )

    def sittings(self) -> Iterator[SittingFact]:
        """Every attempt with the appointments of its case."""
        for one in sorted(self._shelf.attempts.values(), key=lambda attempt: (attempt.case_id, attempt.attempt_no)):
            before, now = self._shelf.before[one.id].appointment, self._shelf.cases[one.case_id].appointment
            had, has = (None if each is None else Agreed(each.at, each.firm) for each in (before, now))
            yield SittingFact(
                one.case_id, one.attempt_no, one.started_at, one.ended_at, one.disposition, before=had, now=has
            )

    def hung_up(self) -> Iterator[tuple[CaseId, int, datetime, datetime]]:
        """Of each call that is over when it was."""
        for call in self._shelf.calls.values():
            if call.ended_at is not None:
                attempt = self._shelf.attempts[call.attempt_id]
                yield attempt.case_id, attempt.attempt_no, call.dialled_at, call.ended_at

    def screenings(self) -> Iterator[ScreeningFact]:
        """Every interview whose cell was decided."""
        for one in self._shelf.interviews.values():
            if one.screened_at is None or one.cell_id is None or one.state is InterviewState.SET_ASIDE:
                continue
            accepted = one.quota_status in WITH_PLACE
            times = one.started_at, one.screened_at, one.ended_at
            complete = one.state is InterviewState.COMPLETED
            yield ScreeningFact(one.case_id, one.cell_id, accepted, *times, complete)

    def complete(self) -> Iterator[CompleteFact]:
        """Every complete interview that counts."""
        for one in sorted(self._done(), key=lambda each: (each.ended_at or each.started_at, each.id)):
            yield CompleteFact(one.id, one.case_id, one.language, one.ended_at or one.started_at, one.cell_id)

    def holders(self) -> dict[InterviewId, UserId]:
        """Who held each complete interview that counts."""
        return {one.id: one.user_id for one in self._done()}

    def _done(self) -> list[Interview]:
        return [
            one
            for one in self._shelf.interviews.values()
            if one.state is InterviewState.COMPLETED and one.id not in self._shelf.uncounted
        ]

    def break_offs(self) -> Mapping[str, int]:
        """Interviews broken off, by the question that was asked last."""
        return Counter(
            one.ref
            for one in self._shelf.interviews.values()
            if one.state is InterviewState.BROKEN_OFF and one.disposition in (BREAK_OFF, PARTIAL) and one.ref
        )

    def open_numbers(self) -> dict[int, int]:
        """Cases that can still be called, by attempts made."""
        known = {
            one.case_id
            for one in self._shelf.interviews.values()
            if one.cell_id is not None and one.state is not InterviewState.SET_ASIDE
        }
        left = [one for one in self._shelf.cases.values() if one.state is CaseState.OPEN and one.id not in known]
        return dict(Counter(one.attempts for one in left))

    def closed_portions(self) -> tuple[int, ...]:
        """Cases of the portions that are not released."""
        waiting = Counter(
            self._shelf.drawn[one.id].replicate or 0
            for one in self._shelf.cases.values()
            if one.state is CaseState.UNRELEASED
        )
        return tuple(waiting[portion] for portion in sorted(waiting))
