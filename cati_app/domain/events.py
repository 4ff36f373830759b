"""The one log: every local fact is an event with a number of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cati_app.domain.ids import UserId


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A fact to be written; the log gives it its number."""

    kind: str
    at: datetime  # aware UTC
    mono_ms: int
    user_id: str | None = None
    case_id: str | None = None
    interview_id: str | None = None
    payload: Mapping[str, object] | None = None  # JSON-able; contact data only sealed


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A fact as it stands in the log; `seq` has no holes within a device."""

    device: str
    seq: int
    event: NewEvent


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happens and by whom: what a fact needs beside itself."""

    at: datetime  # aware UTC
    mono_ms: int
    by: UserId | None = None  # None: nobody in particular

    def fact(
        self, kind: str, case_id: str | None = None, interview_id: str | None = None, **payload: object
    ) -> NewEvent:
        """A fact of this moment; the payload holds ids, codes and figures only."""
        return NewEvent(kind, self.at, self.mono_ms, self.by, case_id, interview_id, payload or None)
