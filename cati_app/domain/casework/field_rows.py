"""Cases and calls as data sets take them: no number, no name, no place."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.ids import CaseId, InterviewId
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CaseInData:
    """A released case as it stands."""

    case_id: CaseId
    frame: str
    numbers: int
    attempts: int  # in which somebody was dialled
    calls: int  # dials, and persons who rang back
    final: str  # code of all its attempts
    first_at: datetime | None  # of its results
    last_at: datetime | None
    eligible: bool  # screening established that it belongs to the population
    interview: InterviewId | None  # complete, and counted


@dataclass(frozen=True, slots=True)
class CallInData:
    """A dial, or a person who rang back."""

    case_id: CaseId
    frame: str
    attempt_no: int  # from 1
    call_no: int  # within its attempt, from 1
    at: datetime
    local_at: datetime  # as the clock of the person showed it, without zone; so are the other local times
    answered_local: datetime | None  # to the minute; None: the program did not hear it
    ended_local: datetime | None  # the call was over, to the minute; None: it is not, or nothing was told
    wrap_up_end_local: datetime | None  # the result was given after the last call of the attempt, to the minute
    rang_back: bool
    language: str  # spoken last in the interview of its attempt; blank: there was none
    appointment: str  # made in its attempt: `firm`, `soft`; blank: none, or nothing tells
    appointment_local: datetime | None  # for when
    appointment_due_local: datetime | None  # the one that the case had when the attempt began
    result: str  # of its attempt; blank: none yet
    result_at: datetime | None
    person: str  # who gave the result, as far as it was learnt
    interviewer: str  # a pseudonym; blank where nobody is known, or is told any more


@dataclass(frozen=True, slots=True)
class WithdrawnInData:
    """An interview that counted, or was under way, and does not any more."""

    interview: InterviewId
    why: str  # `duplicate`, `surplus`, `rejected`, `waits`, or `set_aside`
    at: datetime
