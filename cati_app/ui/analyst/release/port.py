"""What the page of releases asks of the program; every call is for the store's lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from cati_app.domain.ids import InterviewId
from cati_app.domain.release.cleared_texts import Clearing
from cati_app.domain.release.identifying_texts import IdentifyingSpan
from cati_app.domain.release.release_check import ReleaseCheck
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class TextToClear:
    """A text that would be public.

    Args:
        interview: Its id in the store.
        named: `case_id` of the data set.
        ref: Reference of its variable.
        marks: Where something may tell who somebody is, in order.
        by: Number of who decided last; None: nobody has, or is known.
        at: When, of the study's place; None: nobody has.
    """

    interview: InterviewId
    named: str
    ref: str
    variable: str
    text: str = field(repr=False)
    marks: tuple[IdentifyingSpan, ...] = ()
    clearing: Clearing = Clearing.OPEN
    right_to_left: bool = False
    by: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReleaseSet:
    """How a data set stands before its release.

    Args:
        labels: Of each variable that has texts, by name, in the order of the data set.
        texts: By variable.
        check: What is open.
    """

    labels: tuple[tuple[str, str], ...]
    texts: tuple[TextToClear, ...]
    check: ReleaseCheck


class ReleaseDesk(Protocol):
    """Texts of a study, and what was decided about them."""

    def read(self) -> ReleaseSet:
        """All of them.

        Raises:
            EnvironmentProblem: `whole_study_coming`.
        """
        ...

    def decide(self, texts: Sequence[TextToClear], clearing: Clearing) -> ReleaseSet:
        """Decide about some in one transaction; how everything stands then.

        Raises:
            RuleViolation: `release_no_text` where an interview was erased meanwhile.
        """
        ...
