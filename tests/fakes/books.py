"""Lists of cases, pages of interviews and their counters, in memory: looked through anew at each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from cati_app.domain.casework.case_list import CaseFilter, CaseLine, CaseMark, CaseOrder, CaseStanding
from cati_app.domain.casework.case_record import AttemptRecord, Correction, PastCall
from cati_app.domain.casework.cases import Attempt, Case, CaseState
from cati_app.domain.casework.interview_record import InterviewRecord, InterviewStanding
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.casework.lengths import Length
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import AttemptId, CaseId, CellId, InterviewId, UserId
from cati_app.domain.outcomes.finality import History
from cati_app.domain.sharing.leases import NotCounted
from tests.fakes.shelf import EPOCH, Shelf, due_seconds

_STANDS: dict[CaseStanding, Callable[[Case], bool]] = {
    CaseStanding.ALL: lambda case: True,
    CaseStanding.OPEN: lambda case: case.state is CaseState.OPEN,
    CaseStanding.AGREED: lambda case: case.appointment is not None,
    CaseStanding.HELD: lambda case: case.locked_by is not None,
    CaseStanding.CLOSED: lambda case: case.state is CaseState.CLOSED,
    CaseStanding.UNRELEASED: lambda case: case.state is CaseState.UNRELEASED,
    CaseStanding.REVIEW: lambda case: True,
}


_GO_ON = (InterviewState.RUNNING, InterviewState.SUSPENDED)


class Opener(Protocol):
    """What opens contact data of facts."""

    @property
    def may_open(self) -> bool: ...

    def of_fact(self, logged: LoggedEvent, name: str) -> str: ...


class Teller(Protocol):
    """What tells the history of a case."""

    def of_case(self, case_id: CaseId) -> History: ...


class MemoryCaseBook:
    """Lists of cases, and the record of one case."""

    def __init__(self, shelf: Shelf, contacts: Opener) -> None:
        self._shelf = shelf
        self._contacts = contacts

    def after(self, wanted: CaseFilter, mark: CaseMark, limit: int) -> Sequence[CaseLine]:
        """The next cases after a place in the list."""
        return [line for line in self._lines(wanted) if _is_behind(line.mark(wanted.order), mark, wanted)][:limit]

    def before(self, wanted: CaseFilter, mark: CaseMark, limit: int) -> Sequence[CaseLine]:
        """The cases just before a place in the list, in the list's order."""
        return [line for line in self._lines(wanted) if _is_behind(mark, line.mark(wanted.order), wanted)][-limit:]

    def count(self, wanted: CaseFilter, at_most: int) -> int:
        """How many cases there are, counted no further than `at_most`."""
        return min(at_most, len(self._lines(wanted)))

    def results(self) -> Sequence[str]:
        """Dispositions that cases have now."""
        return sorted({case.disposition for case in self._shelf.cases.values()})

    def case_numbers(self) -> tuple[int, int] | None:
        """The lowest and the highest number of a case; None without cases."""
        numbers = [case.case_no for case in self._shelf.cases.values()]
        return (min(numbers), max(numbers)) if numbers else None

    def sittings(self, case_id: CaseId, *, opened: bool) -> tuple[AttemptRecord, ...]:
        """What happened to a case, oldest first; `opened`: with notes and reasons."""
        made = [attempt for attempt in self._shelf.attempts.values() if attempt.case_id == case_id]
        made.sort(key=lambda attempt: (attempt.started_at, attempt.attempt_no))
        return tuple(self._sitting(attempt, opened and self._contacts.may_open) for attempt in made)

    def _lines(self, wanted: CaseFilter) -> list[CaseLine]:
        cases = [
            case
            for case in self._shelf.cases.values()
            if _STANDS[wanted.standing](case)
            and wanted.result in (None, case.disposition)
            and (wanted.standing is not CaseStanding.REVIEW or case.id in wanted.among)
        ]
        return sorted((self._line(case) for case in cases), key=lambda line: line.mark(wanted.order))

    def _line(self, case: Case) -> CaseLine:
        ended = [one for one in self._shelf.attempts.values() if one.case_id == case.id and one.disposition]
        latest = max(ended, key=lambda one: (one.ended_at or EPOCH, one.attempt_no), default=None)
        agreed = case.appointment
        attempts = [one for one in self._shelf.attempts.values() if one.case_id == case.id]
        under_way = max(attempts, key=lambda one: (one.started_at, one.attempt_no), default=None)
        dialled = {call.attempt_id for call in self._shelf.calls.values()}
        is_called = under_way is not None and (under_way.rang_back or under_way.id in dialled)
        going_on = [i for i in self._shelf.interviews.values() if i.case_id == case.id and i.state in _GO_ON]
        interview = max(going_on, key=lambda one: one.started_at, default=None)
        return CaseLine(
            id=case.id,
            case_no=case.case_no,
            state=case.state,
            disposition=case.disposition,
            last=(latest.result or latest.disposition or "") if latest is not None else "",
            attempts=case.attempts,
            due_at=case.due_at,
            due_s=due_seconds(case),
            rest=case.rest,
            locality=case.locality,
            language=case.language or "",
            cell=case.cell,
            held_by=case.locked_by,
            appointment_at=agreed.at if agreed is not None else None,
            appointment_firm=agreed is not None and agreed.firm,
            appointment_owner=(agreed.owner or None) if agreed is not None else None,
            is_dialled=bool(case.locked_by) and is_called,
            interview=interview.state if interview is not None else None,
            usable=interview is not None and interview.usable,
        )

    def _sitting(self, attempt: Attempt, opened: bool) -> AttemptRecord:
        places = {number.id: number.position for number in self._shelf.cases[attempt.case_id].numbers}
        calls = [call for call in self._shelf.calls.values() if call.attempt_id == attempt.id]
        calls.sort(key=lambda call: (call.dialled_at, call.id))
        note = self._shelf.notes.get(attempt.id)
        return AttemptRecord(
            attempt.id,
            attempt.attempt_no,
            attempt.user_id,
            attempt.started_at,
            attempt.ended_at,
            attempt.disposition,
            attempt.result,
            attempt.person,
            tuple(PastCall(places[call.number_id], call.dialled_at, call.ended_at) for call in calls),
            note is not None,
            note if opened else None,
            tuple(self._correction(one, opened) for one in self._shelf.log if _corrects(one, attempt)),
            attempt.rang_back,
        )

    def _correction(self, logged: LoggedEvent, opened: bool) -> Correction:
        event, said = logged.event, {name: str(value) for name, value in (logged.event.payload or {}).items()}
        reason = self._contacts.of_fact(logged, "reason") if opened else None
        return Correction(
            AttemptId(said["attempt"]), event.at, UserId(event.user_id or ""), said["was"], said["result"], reason
        )


class MemoryInterviewBook:
    """Interviews by start, in pages."""

    def __init__(self, shelf: Shelf, histories: Teller, *, signed_in: bool) -> None:
        self._shelf = shelf
        self._histories = histories
        self._signed_in = signed_in

    def page(self, states: Sequence[InterviewState], after: Interview | None, limit: int) -> Sequence[InterviewRecord]:
        """The next interviews in these states, each with its values and its case."""
        return [self._record(interview) for interview in self._page(states, after, limit)]

    def paths(
        self, states: Sequence[InterviewState], after: Interview | None, limit: int
    ) -> Sequence[tuple[Interview, int | None, Sequence[LoggedEvent]]]:
        """The next interviews in these states, each with the interviewer's number and its events in order."""
        return [
            (interview, self._number_of(interview.user_id), self._events(interview))
            for interview in self._page(states, after, limit)
        ]

    def standings(self) -> Iterator[InterviewStanding]:
        """Every interview that was begun."""
        for one in sorted(self._shelf.interviews.values(), key=_by_start):
            yield InterviewStanding(one.id, one.state, one.disposition or "", one.language)

    def last_at(self) -> datetime | None:
        """When one last began or was over."""
        return max((one.ended_at or one.started_at for one in self._shelf.interviews.values()), default=None)

    def not_counted(self) -> Mapping[InterviewId, NotCounted]:
        """Those that were rejected: one machine has the study."""
        return dict(self._shelf.uncounted)

    def set_uncounted(self, uncounted: NotCounted) -> None:
        """One counts no more."""
        self._shelf.uncounted.setdefault(uncounted.interview_id, uncounted)

    def count_again(self, interview_id: InterviewId) -> None:
        """It counts."""
        self._shelf.uncounted.pop(interview_id, None)

    def _page(self, states: Sequence[InterviewState], after: Interview | None, limit: int) -> list[Interview]:
        if not self._signed_in:
            raise RuleViolation("answers_sealed")
        ordered = sorted((one for one in self._shelf.interviews.values() if one.state in states), key=_by_start)
        return [one for one in ordered if after is None or _by_start(one) > _by_start(after)][:limit]

    def _record(self, interview: Interview) -> InterviewRecord:
        case = self._shelf.cases[interview.case_id]
        values = self._shelf.data.get(interview.id, {})
        number, history = self._number_of(interview.user_id), self._histories.of_case(case.id)
        return InterviewRecord(interview, case.case_no, case.frame, number, case.attempts, values, history)

    def _number_of(self, user_id: UserId) -> int | None:
        return next((user.number for user in self._shelf.people if user.id == user_id), None)

    def _events(self, interview: Interview) -> list[LoggedEvent]:
        return [one for one in self._shelf.log if one.event.interview_id == interview.id]


class MemoryInterviewCounts:
    """Counters that are counted anew each time, and so are never wrong."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def by_state(self) -> Mapping[InterviewState, int]:
        """Interviews by state."""
        return Counter(interview.state for interview in self._shelf.interviews.values())

    def suspended_places(self) -> Mapping[CellId, int]:
        """Places that suspended interviews hold, by place."""
        waiting = (one for one in self._shelf.interviews.values() if one.state is InterviewState.SUSPENDED)
        return Counter(one.place for one in waiting if one.place is not None)

    def completed_between(self, since: datetime, until: datetime) -> int:
        """Interviews completed from `since` to before `until`."""
        ends = [one.ended_at for one in self._shelf.interviews.values() if one.state is InterviewState.COMPLETED]
        return sum(at is not None and since <= at < until for at in ends)

    def lengths(self, length: Length) -> Mapping[int, int]:
        """How many took so many whole seconds, by seconds."""
        attempts = self._shelf.attempts.values()
        spans = [_span(interview, length, attempts) for interview in self._shelf.interviews.values()]
        return Counter(seconds for seconds in spans if seconds is not None)

    def miscounted(self) -> tuple[str, ...]:
        """None."""
        return ()


def _is_behind(one: CaseMark, other: CaseMark, wanted: CaseFilter) -> bool:
    """Whether a place comes later in the list than another one."""
    return one.case_no > other.case_no if wanted.order is CaseOrder.NUMBER else one > other


def _corrects(logged: LoggedEvent, attempt: Attempt) -> bool:
    return logged.event.kind == "result_changed" and (logged.event.payload or {}).get("attempt") == attempt.id


def _by_start(interview: Interview) -> tuple[datetime, str]:
    return interview.started_at, interview.id


def _span(interview: Interview, length: Length, attempts: Iterable[Attempt]) -> int | None:
    """Seconds between the ends of a span; None where it is not counted."""
    between = 0
    if length is Length.COMPLETE:
        end = interview.ended_at if interview.state is InterviewState.COMPLETED else None
        between = _between(interview, end, attempts) if end is not None else 0
    else:
        end = interview.screened_at if interview.state is not InterviewState.SET_ASIDE else None
    return None if end is None else int((end - interview.started_at).total_seconds() + 0.5) - between


def _between(interview: Interview, end: datetime, attempts: Iterable[Attempt]) -> int:
    """Seconds that lie in no attempt on the case; none where no attempt is known that fits."""
    begin = interview.started_at
    known = [(one.started_at, one.ended_at or end) for one in attempts if one.case_id == interview.case_id]
    held = [min(last, end) - max(first, begin) for first, last in known if first < end and last > begin]
    gap = (end - begin - sum(held, timedelta())).total_seconds()
    return max(0, int(gap + 0.5)) if held else 0
