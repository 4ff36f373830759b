"""The path of an answer into the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cati_app.domain.events import NewEvent
from cati_app.domain.ids import InterviewId


class AnswerLog(Protocol):
    """The path of an answer: its events and where the interview stands now, durable on return."""

    def record(
        self, interview_id: InterviewId, form_hash: str, ref: str, language: str, events: Sequence[NewEvent]
    ) -> int:
        """Write an interview's events; the number of the last one.

        Args:
            form_hash: Of the version of the questionnaire it is held with from here on.
        """
        ...
