"""Interviews that are over, in pages: however many there are, a page costs the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.interview_record import InterviewRecord, InterviewStanding
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import InterviewId
from cati_app.domain.sharing.leases import NotCounted


class InterviewBook(Protocol):
    """Interviews by start; a page goes on after the last interview of the page before."""

    def page(self, states: Sequence[InterviewState], after: Interview | None, limit: int) -> Sequence[InterviewRecord]:
        """The next interviews in these states, each with its values and its case."""
        ...

    def paths(
        self, states: Sequence[InterviewState], after: Interview | None, limit: int
    ) -> Sequence[tuple[Interview, int | None, Sequence[LoggedEvent]]]:
        """The next interviews in these states, each with the interviewer's number and its events in order."""
        ...

    def standings(self) -> Iterator[InterviewStanding]:
        """Every interview that was begun, without anything that was said in it; those set aside too."""
        ...

    def last_at(self) -> datetime | None:
        """When one last began or was over, aware UTC, of all that were begun; None where none was."""
        ...

    def not_counted(self) -> Mapping[InterviewId, NotCounted]:
        """Completed interviews that are kept and not counted."""
        ...

    def set_uncounted(self, uncounted: NotCounted) -> None:
        """One counts no more; nothing where it does not already."""
        ...

    def count_again(self, interview_id: InterviewId) -> None:
        """It counts, whatever it did before."""
        ...
