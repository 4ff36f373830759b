"""An interview as a data set takes it, and as much of its case as may leave the house."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import InterviewId
from cati_app.domain.outcomes.finality import History
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class InterviewStanding:
    """How an interview stands, without anything that was said in it."""

    id: InterviewId
    state: InterviewState
    disposition: str  # blank: it is not over
    language: str  # spoken last


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """An interview with its part of the data set and the result of its case; no contact data."""

    interview: Interview
    case_no: int
    frame: str
    interviewer_no: int | None
    attempts: int  # of the case
    values: Mapping[str, StoredDatum]  # by variable
    history: History
