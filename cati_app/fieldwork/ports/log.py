"""The one log as use cases use it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.domain.ids import InterviewId


class EventLog(Protocol):
    """The one log."""

    def append(self, events: Iterable[NewEvent]) -> int:
        """Write facts; the number of the last one."""
        ...

    def of_interview(self, interview_id: InterviewId) -> tuple[LoggedEvent, ...]:
        """Facts of an interview, in order."""
        ...

    def of_sittings(self, ids: Collection[InterviewId]) -> Mapping[InterviewId, Sequence[LoggedEvent]]:
        """Facts of the sittings held in these interviews, of each in order; without interviews in which none was.

        Raises:
            RuleViolation: `answers_sealed` without keys that open answers.
        """
        ...

    def facts_of_interviews(self, ids: Collection[InterviewId]) -> Mapping[InterviewId, int]:
        """How many facts each of these has here; without interviews that have none, or were erased."""
        ...

    def of_kind(self, kind: str) -> Iterator[LoggedEvent]:
        """Facts of a kind, in order."""
        ...

    def of_cells(self) -> Iterator[LoggedEvent]:
        """What supervisors changed of cells, and why, in order."""
        ...

    def of_watch(self) -> Iterator[LoggedEvent]:
        """Facts of reviews and of alerts put to rest, in order."""
        ...

    def of_weightings(self) -> Iterator[LoggedEvent]:
        """Weightings that somebody chose, in order."""
        ...

    def of_release(self) -> Iterator[LoggedEvent]:
        """Texts that were cleared, and relations that were decided, in order."""
        ...

    def of_groups(self) -> Iterator[LoggedEvent]:
        """Draws of focus groups, answers to invitations and consents taken back, in order."""
        ...

    def of_codings(self, only: Collection[InterviewId] | None = None) -> Iterator[LoggedEvent]:
        """Codes given to open answers, in order; of these interviews alone, or of all."""
        ...

    def of_units(self, only: Collection[InterviewId] | None = None) -> Iterator[LoggedEvent]:
        """Facts of units that are coded by the frame, in order; of these interviews alone, or of all."""
        ...

    def of_coders(self) -> Iterator[LoggedEvent]:
        """Who codes units, and by which version of the frame, in order."""
        ...

    def remark(self, logged: LoggedEvent, name: str) -> str:
        """The remark of that name in a fact; RuleViolation `answers_sealed` without keys that open answers."""
        ...

    def on_answers(self, facts: Iterable[LoggedEvent]) -> Iterator[tuple[LoggedEvent, Mapping[str, str]]]:
        """The words in facts about the answers of interviews, by name; in order.

        Facts about interviews that were erased, or are not here, are left out. RuleViolation: `answers_sealed`.
        """
        ...

    def since(self, at: datetime, kinds: Collection[str]) -> tuple[LoggedEvent, ...]:
        """Facts of these kinds since a time, by time; what a clock that was set wrote before it is left out."""
        ...

    def last_rules(self) -> Mapping[str, object] | None:
        """The calling rules that hold since the last change; None when none were written yet."""
        ...

    def last_at(self) -> datetime | None:
        """When the last fact of the fieldwork happened, which is not one of `TRACES`; None for an empty log."""
        ...

    def kinds(self) -> Mapping[str, int]:
        """How many facts of each kind there are."""
        ...

    def end(self) -> int:
        """Number of the last fact; 0 for an empty log."""
        ...

    def extent(self) -> tuple[int, int]:
        """How many facts there are, and the number of the last one; the same in a log without holes."""
        ...
