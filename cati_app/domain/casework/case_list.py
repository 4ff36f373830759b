"""What a supervisor's list of cases is asked for, and the lines it is made of; never a number, a name or a note."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.casework.cases import CaseCondition, CaseState, condition_of, is_over
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.ids import CaseId, UserId
from cati_app.values import dataclass


class CaseStanding(StrEnum):
    """Which cases are listed."""

    ALL = "all"
    OPEN = "open"
    AGREED = "agreed"  # with an appointment
    HELD = "held"  # somebody has it in hand
    CLOSED = "closed"
    UNRELEASED = "unreleased"
    REVIEW = "review"  # those of `CaseFilter.among`, whose interviews wait for a look


class CaseOrder(StrEnum):
    """In which order."""

    NUMBER = "number"
    DUE = "due"  # next time first; only cases that have a next time


_WITHOUT_TIME = frozenset({CaseStanding.ALL, CaseStanding.CLOSED, CaseStanding.UNRELEASED, CaseStanding.REVIEW})


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases, in which order. ValueError for cases by a next time that they do not have."""

    standing: CaseStanding = CaseStanding.ALL
    result: str | None = None  # a disposition: the last result of open cases, the final code of closed ones
    order: CaseOrder = CaseOrder.NUMBER
    among: tuple[CaseId, ...] = ()  # the cases of `REVIEW`

    def __post_init__(self) -> None:
        if self.order is CaseOrder.DUE and self.standing in _WITHOUT_TIME:
            raise ValueError(f"{self.standing} cases have no next time")

    def standing_at(self, standing: CaseStanding) -> CaseFilter:
        """Other cases; by number where they have no next time."""
        order = CaseOrder.NUMBER if standing in _WITHOUT_TIME else self.order
        return replace(self, standing=standing, order=order, among=())

    def ordered_by(self, order: CaseOrder) -> CaseFilter:
        """Another order; by next time only open cases are listed."""
        standing = self.standing
        if order is CaseOrder.DUE and standing in _WITHOUT_TIME:
            standing = CaseStanding.OPEN
        return replace(self, standing=standing, order=order)


@dataclass(frozen=True, slots=True, order=True)
class CaseMark:
    """The position of a case in the list; in the order by number `due_s` is 0."""

    due_s: int
    case_no: int


FIRST = CaseMark(-1, -(1 << 62))
"""Before every case."""
LAST = CaseMark(1 << 62, 1 << 62)
"""After every case."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as it is listed."""

    id: CaseId
    case_no: int
    state: CaseState
    disposition: str  # last result of an open case, final code of a closed one
    last: str  # result of the last attempt, in the study's own word if it has one; blank: no attempt
    attempts: int
    due_at: datetime | None
    due_s: int
    rest: str
    locality: str
    language: str
    cell: str
    held_by: UserId | None
    appointment_at: datetime | None
    appointment_firm: bool
    appointment_owner: UserId | None
    is_dialled: bool  # in the attempt that is under way
    interview: InterviewState | None  # of the one that can go on: running or suspended
    usable: bool  # that one is suspended with enough core questions answered for a partial interview

    def condition(self, now: datetime) -> CaseCondition:
        """Where it stands."""
        held, agreed = self.held_by is not None, self.appointment_at is not None
        return condition_of(self.state, self.due_at, now, held=held, agreed=agreed)

    def next_is_now(self, now: datetime, *, hours_open: bool) -> bool:
        """Whether the rules would have it called at once: due, free, nothing agreed on, within its hours."""
        free = self.state is CaseState.OPEN and self.appointment_at is None and self.held_by is None
        return free and hours_open and is_over(self.due_at, now)

    def next_call(self, calendar: CallingCalendar, now: datetime) -> datetime | None:
        """When the case may be called next by the hours at its locality; None for never, and while somebody has it."""
        if self.state is not CaseState.OPEN or self.held_by is not None:
            return None
        if self.appointment_at is not None:
            return self.appointment_at
        return calendar.next_open(max(self.due_at or now, now))

    def mark(self, order: CaseOrder) -> CaseMark:
        """The position of the case in an order."""
        return CaseMark(self.due_s if order is CaseOrder.DUE else 0, self.case_no)
