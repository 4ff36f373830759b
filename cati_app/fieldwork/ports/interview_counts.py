"""Counters of interviews that are kept as they happen, so that a board never reads the interviews themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.casework.lengths import Length
from cati_app.domain.ids import CellId


class InterviewCounts(Protocol):
    """How many interviews stand where, and how long they took."""

    def by_state(self) -> Mapping[InterviewState, int]:
        """Interviews by state; a state without interviews may be missing."""
        ...

    def suspended_places(self) -> Mapping[CellId, int]:
        """Places that suspended interviews hold, by place; one that nobody holds is missing."""
        ...

    def completed_between(self, since: datetime, until: datetime) -> int:
        """Interviews completed from `since` to before `until`."""
        ...

    def lengths(self, length: Length) -> Mapping[int, int]:
        """How many took so many whole seconds, by seconds; complete ones without what lies in no attempt."""
        ...

    def miscounted(self) -> tuple[str, ...]:
        """Counters that differ from what the interviews add up to, by name; none when all is well."""
        ...
