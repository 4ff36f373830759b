"""Cases, their numbers, attempts, calls and appointments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cati_app.domain.calling.schedule import NEVER_TRIED, Tried
from cati_app.domain.ids import AppointmentId, AttemptId, CallId, CaseId, InterviewId, NumberId, UserId
from cati_app.domain.sampling.phone import PhoneNumber


class CaseState(StrEnum):
    """Whether a case can still be called."""

    OPEN = "open"
    CLOSED = "closed"
    UNRELEASED = "unreleased"  # drawn, but not handed out yet: never offered


@dataclass(frozen=True, slots=True)
class ContactNumber:
    """A number of a case; `number` is None for a role that may not see contact data."""

    id: NumberId
    position: int
    kind: str
    number: PhoneNumber | None
    dials: int = 0  # contact attempts so far: dials that rang or may have rung


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time agreed with a person."""

    id: AppointmentId
    case_id: CaseId
    at: datetime
    firm: bool
    owner: UserId


@dataclass(frozen=True, slots=True)
class Case:
    """One sampled unit as it is worked in a study."""

    id: CaseId
    case_no: int
    frame: str
    state: CaseState
    fields: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 0
    dials: int = 0  # contact attempts: dials that rang or may have rung
    disposition: str = "not_attempted"  # the last result, interim or final
    due_at: datetime | None = None  # None: at once
    locked_by: UserId | None = None
    language: str | None = None  # language wished or agreed
    appointment: Appointment | None = None
    open_interview: InterviewId | None = None  # running or suspended
    numbers: tuple[ContactNumber, ...] = ()
    locked_at: datetime | None = None
    place: str = ""  # see `domain.routing`
    cell: str = ""
    skill: str = ""
    not_by: UserId | None = None  # whom the next attempt must not be made by: the one who was refused
    refusals: int = 0
    tried: Tried = NEVER_TRIED
    rest: str = ""  # why the case is not due: a word of `domain.queue.Waits`


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting of an interviewer on a case."""

    id: AttemptId
    case_id: CaseId
    user_id: UserId
    attempt_no: int  # from 1
    started_at: datetime
    ended_at: datetime | None = None
    disposition: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One dial on one number within an attempt."""

    id: CallId
    attempt_id: AttemptId
    number_id: NumberId
    dialled_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What came of an earlier attempt, as the next interviewer reads it."""

    at: datetime
    disposition: str
    ring_s: int | None
    note: str = ""
    result: str | None = None  # the study's own word for it, where it has one


@dataclass(frozen=True, slots=True)
class NewCase:
    """A sampled unit to be added."""

    id: CaseId
    case_no: int
    frame: str
    fields: Mapping[str, str]
    numbers: tuple[tuple[NumberId, PhoneNumber], ...]
    place: str = ""
    language: str | None = None
    cell: str = ""
