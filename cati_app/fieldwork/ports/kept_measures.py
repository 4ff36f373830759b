"""What complete interviews were measured by, kept from one sign-in to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.interview_quality import InterviewMeasures
from cati_app.domain.ids import InterviewId

Versions = Mapping[InterviewId, str]
"""What the measures of each interview depend on, as a text; where it changes they are made anew."""


class KeptMeasures(Protocol):
    """Measures for whoever may open answers. What cannot be kept or read is made anew, and no error."""

    def of(self, complete: Sequence[CompleteFact], versions: Versions) -> Mapping[InterviewId, InterviewMeasures]:
        """Those that were kept under the same version; of erased interviews none.

        Args:
            complete: All that count; what is kept of others is forgotten.
            versions: Of those of them that are asked for.

        Raises:
            RuleViolation: `answers_sealed` while nobody is signed in.
        """
        ...

    def keep(self, measured: Collection[InterviewMeasures], versions: Versions) -> None:
        """Keep some, in place of what was kept of them.

        Raises:
            RuleViolation: As `of`.
        """
        ...
