"""Attempts and the calls within them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.cases import Attempt, Call, CaseBefore
from cati_app.domain.casework.replay import PastCase
from cati_app.domain.ids import AttemptId, CallId, CaseId, UserId


class Calls(Protocol):
    """Attempts and the calls within them."""

    def begin(self, attempt: Attempt, before: CaseBefore) -> None:
        """A sitting, and the case as it stood before it."""
        ...

    def before(self, attempt_id: AttemptId) -> CaseBefore:
        """The case as it stood before a sitting."""
        ...

    def save(self, attempt: Attempt, note: str | None = None) -> None:
        """The sitting as it is now; a note is kept sealed, and a former one stays where none is given."""
        ...

    def drop(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        ...

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt. LookupError for one that is not there, or was forgotten."""
        ...

    def attempts_of(self, case_id: CaseId) -> tuple[Attempt, ...]:
        """A case's sittings that have a result, in order."""
        ...

    def open_attempt_on(self, case_id: CaseId) -> Attempt | None:
        """The sitting on a case that has no result yet."""
        ...

    def open_attempt_of(self, user_id: UserId) -> Attempt | None:
        """A person's sitting that has no result yet."""
        ...

    def add_call(self, call: Call) -> None:
        """Keep a call; done before dialling."""
        ...

    def end_call(self, attempt_id: AttemptId, call_id: CallId, at: datetime, ended_by: str) -> None:
        """The call is over."""
        ...

    def calls_of(self, attempt_id: AttemptId) -> tuple[Call, ...]:
        """Calls of an attempt, in order."""
        ...

    def last_result_at(self, case_id: CaseId) -> datetime | None:
        """When the case got its latest result."""
        ...

    def record(self) -> Iterable[PastCase]:
        """Every case with results, its attempts and the times of their calls, oldest first."""
        ...

    def tally(self) -> Mapping[str | None, int]:
        """Attempts by result; None: no result yet."""
        ...

    def blocks_due(self, now: datetime) -> Sequence[Attempt]:
        """Attempts whose numbers are to be blocked by now."""
        ...
