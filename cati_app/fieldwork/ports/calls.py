"""Attempts and the calls within them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.cases import Attempt, Call
from cati_app.domain.casework.replay import PastCase
from cati_app.domain.ids import AttemptId, CallId, CaseId, UserId


class Calls(Protocol):
    """Attempts and the calls within them."""

    def open_attempt(self, attempt: Attempt, case_before: str) -> None:
        """Begin a sitting."""
        ...

    def close_attempt(
        self,
        attempt_id: AttemptId,
        at: datetime,
        disposition: str,
        note: str | None = None,
        *,
        result: str | None = None,
        person: str | None = None,
    ) -> None:
        """End it with a result; `result` is the study's own word for it, `person` who gave it."""
        ...

    def change_result(self, attempt_id: AttemptId, disposition: str, result: str | None, person: str | None) -> None:
        """Another result in place of the one given; when it was given stays."""
        ...

    def reopen_attempt(self, attempt_id: AttemptId) -> str:
        """Take the result back; the snapshot of the case from before."""
        ...

    def drop_attempt(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        ...

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt."""
        ...

    def count_results(self, case_id: CaseId, disposition: str, since: datetime) -> int:
        """How many attempts of a case came to that from a time on."""
        ...

    def attempts_of(self, case_id: CaseId) -> tuple[Attempt, ...]:
        """A case's sittings that have a result, in order."""
        ...

    def open_attempt_of(self, user_id: UserId) -> Attempt | None:
        """A person's sitting that has no result yet."""
        ...

    def add_call(self, call: Call) -> None:
        """The row of a call, written before dialling."""
        ...

    def end_call(self, call_id: CallId, at: datetime, ended_by: str) -> None:
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

    def block_later(self, attempt_id: AttemptId, at: datetime) -> None:
        """The numbers go to the block list at that time, unless the result is taken back."""
        ...

    def blocks_due(self, now: datetime) -> tuple[tuple[AttemptId, CaseId], ...]:
        """Attempts whose numbers are to be blocked by now."""
        ...

    def block_done(self, attempt_id: AttemptId) -> None:
        """The numbers were put on the block list."""
        ...
