"""Stored interviews and their data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import CaseId, InterviewId


class Interviews(Protocol):
    """Stored interviews and their data."""

    def add(self, interview: Interview) -> None:
        """Begin an interview."""
        ...

    def get(self, interview_id: InterviewId) -> Interview:
        """One interview."""
        ...

    def save(self, interview: Interview) -> None:
        """The interview as it is now; what the answer log keeps of it (question, language) is not saved here."""
        ...

    def of_case(self, case_id: CaseId) -> tuple[Interview, ...]:
        """Every interview of a case, by start; those set aside too."""
        ...

    def all_in(self, states: Sequence[InterviewState]) -> tuple[Interview, ...]:
        """Interviews in these states, by start."""
        ...

    def lapsed(self, now: datetime, ended_before: datetime) -> Sequence[tuple[Interview, bool]]:
        """Suspended ones whose place is held too long, or whose case is closed: then True stands beside it.

        `ended_before` is for interviews without a time of their own until which the place is kept.
        """
        ...

    def note_end(self, interview_id: InterviewId) -> None:
        """Keep where its facts end now, sealed with its answers; nothing where nobody may open them."""
        ...

    def is_cut(self, interview_id: InterviewId) -> bool:
        """Whether facts of it are missing, or other ones, that were there when its end was noted last."""
        ...

    def sealed_keys(self, ids: Collection[InterviewId]) -> Mapping[InterviewId, bytes]:
        """Their keys as they lie here, sealed; without those of interviews that were erased."""
        ...

    def data_of(self, interview_id: InterviewId) -> Mapping[str, StoredDatum]:
        """The interview's part of the data set, by variable."""
        ...

    def save_data(self, interview_id: InterviewId, data: Iterable[StoredDatum]) -> None:
        """Replace the interview's part of the data set."""
        ...
