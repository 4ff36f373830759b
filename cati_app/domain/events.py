"""The one log: every local fact is an event with a number of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


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
