"""What the page of review asks of the study."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from cati_app.fieldwork.monitor.read_reviewed import OpenedInterview, ReviewedInterview, ReviewedSet
from cati_app.fieldwork.quota.look_at_interview import WantedProposal


class ReviewDesk(Protocol):
    """Complete interviews of a study, and what an analyst proposes for them."""

    @property
    def own_id(self) -> str:
        """Of the analyst, as it stands in proposals."""
        ...

    def now(self) -> datetime:
        """Aware, on the clock of the study."""
        ...

    def local(self, at: datetime) -> datetime:
        """A time on the clock of the study."""
        ...

    def language_name(self, code: str) -> str:
        """What a language is called."""
        ...

    def check(self) -> None:
        """Before they are read, in the store's lane.

        Raises:
            RuleViolation: `signed_out`.
            EnvironmentProblem: `whole_study_coming`.
        """
        ...

    def read(self, on_progress: Callable[[float], None]) -> ReviewedSet:
        """All of them, beside the store's lane.

        Args:
            on_progress: Told the share that is read; what it raises ends the reading.
        """
        ...

    def open(self, interview: ReviewedInterview) -> OpenedInterview:
        """The answers of one. RuleViolation: `not_reviewable`."""
        ...

    def propose(self, interview: ReviewedInterview, wanted: WantedProposal) -> None:
        """Propose something. RuleViolation: as `ProposeReview`."""
        ...

    def withdraw(self, interview: ReviewedInterview) -> None:
        """Take back what was proposed. RuleViolation: as `WithdrawProposal`."""
        ...
