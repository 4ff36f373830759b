"""Everything that happened to a case, as a supervisor reads it."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.ids import AttemptId, UserId
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PastCall:
    """A dial within an attempt; the number by its position among those of the case."""

    position: int  # from 0
    dialled_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Correction:
    """Another result put in place of the one given."""

    attempt_id: AttemptId
    at: datetime
    by: UserId
    was: str
    now: str  # in the study's own word, if it has one
    reason: str | None  # None: not opened


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """An attempt with its calls and corrections, oldest first."""

    id: AttemptId
    attempt_no: int
    by: UserId
    started_at: datetime
    ended_at: datetime | None
    disposition: str | None  # None: no result yet
    result: str | None  # the study's own word, where it has one
    person: str | None
    calls: tuple[PastCall, ...]
    has_note: bool
    note: str | None  # None: not opened
    corrections: tuple[Correction, ...] = ()
    rang_back: bool = False  # begun by the person who was called before: nobody dialled

    @property
    def word(self) -> str:
        """Its result, in the study's own word if it has one; blank: no result yet."""
        return self.result or self.disposition or ""
