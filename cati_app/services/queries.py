"""Reads for lists and monitors; counters are read, never counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from cati_app.domain.clock import Clock
from cati_app.domain.dispositions import OutcomeClass
from cati_app.domain.finality import final_code
from cati_app.domain.ids import CellId
from cati_app.domain.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.people import User
from cati_app.domain.quota import CellCount, Decision, Place, QuotaPlan, Verdict
from cati_app.engine.events import SessionEvent
from cati_app.services.ports import Units
from cati_app.services.record_events import session_events
from cati_app.services.rules import StudyRules

_ENDED = (InterviewState.COMPLETED, InterviewState.SCREENED_OUT, InterviewState.BROKEN_OFF)


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """What the supervisor's board shows."""

    cells: tuple[CellCount, ...]
    completes: int
    completes_today: int
    target: int
    screened_out: int
    median_length_s: float | None  # of completed interviews
    median_screener_s: float | None  # of all that were screened
    appointments_due: int
    running: tuple[tuple[Interview, User | None], ...]
    people: tuple[User, ...]


class ReadBoard:
    """Figures of the board in one read transaction."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    def __call__(self) -> BoardFigures:
        """As they stand now."""
        now = self._clock.now()
        with self._units() as unit:
            people = {user.id: user for user in unit.people.all()}
            interviews = unit.interviews.all_in([*_ENDED, InterviewState.RUNNING, InterviewState.SUSPENDED])
            cells = unit.quota.counts()
            due = unit.cases.appointments_due(now)
        done = [i for i in interviews if i.state is InterviewState.COMPLETED]
        today = self._rules.calendar.local(now).date()
        return BoardFigures(
            cells,
            len(done),
            sum(1 for i in done if self._local_day(i.ended_at) == today),
            sum(cell.target for cell in cells if self._rules.quota and cell.cell_id in self._rules.quota.targets),
            sum(1 for i in interviews if i.state is InterviewState.SCREENED_OUT),
            _median([(i.ended_at - i.started_at).total_seconds() for i in done if i.ended_at]),
            _median([(i.screened_at - i.started_at).total_seconds() for i in interviews if i.screened_at]),
            due,
            tuple((i, people.get(i.user_id)) for i in interviews if i.state is InterviewState.RUNNING),
            tuple(people.values()),
        )

    def _local_day(self, at: datetime | None) -> date | None:
        return self._rules.calendar.local(at).date() if at else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Attempts and what they came to."""

    attempts: int
    dispositions: Mapping[str, int]  # of attempts that have a result


class ReadTally:
    """Counts attempts by result."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def __call__(self) -> Tally:
        """As they stand now."""
        with self._units() as unit:
            found = unit.calls.tally()
        return Tally(sum(found.values()), {name: count for name, count in found.items() if name is not None})


class ReadPlace:
    """The place of an interview that goes on, with the counters as they stand."""

    def __init__(self, units: Units, plan: QuotaPlan | None) -> None:
        self._units = units
        self._plan = plan

    def __call__(self, interview: Interview) -> Decision | None:
        """None while nothing was decided; the counters do not count the interview itself."""
        if self._plan is None or interview.cell_id is None or not interview.quota_status:
            return None
        frozen = interview.frozen or {}
        categories = tuple(frozen.get(d.freeze_as, "unknown") for d in self._plan.dimensions)
        with self._units() as unit:
            count = unit.quota.count(interview.cell_id)
        before = replace(count, in_progress=max(0, count.in_progress - interview.held))
        return Decision(Verdict(interview.quota_status), Place(interview.cell_id, categories, frozen), before)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell whose counters are not what its interviews add up to."""

    cell_id: CellId
    achieved: int
    in_progress: int
    completed: int  # interviews counted
    holding: int  # interviews that hold a place


@dataclass(frozen=True, slots=True)
class Verification:
    """Counters against interviews, numbers of the log against its length."""

    cells: tuple[Disagreement, ...]
    events: int
    last_event: int

    @property
    def agrees(self) -> bool:
        """True when nothing is amiss."""
        return not self.cells and self.events == self.last_event


class Verify:
    """Counts what is otherwise only read: interviews by cell, events by number."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def __call__(self) -> Verification:
        """In one read transaction."""
        with self._units() as unit:
            interviews = unit.interviews.all_in(list(InterviewState))
            cells = unit.quota.counts()
            events, last = unit.log.extent()
        completed = Counter(i.cell_id for i in interviews if i.state is InterviewState.COMPLETED)
        holding = Counter(i.cell_id for i in interviews if i.held)
        found = [
            Disagreement(c.cell_id, c.achieved, c.in_progress, completed[c.cell_id], holding[c.cell_id]) for c in cells
        ]
        return Verification(
            tuple(d for d in found if (d.achieved, d.in_progress) != (d.completed, d.holding)), events, last
        )


@dataclass(frozen=True, slots=True)
class DataRow:
    """An interview with its part of the data set."""

    interview: Interview
    case_no: int
    frame: str
    interviewer_no: int | None
    attempts: int
    values: dict[str, StoredDatum]
    final: str = ""  # the case's code, from all its attempts


class ReadData:
    """The data set, row by row, without any contact data."""

    def __init__(self, units: Units, unscreened: OutcomeClass) -> None:
        self._units = units
        self._unscreened = unscreened

    def __call__(self, *, include_partial: bool = False) -> Iterator[DataRow]:
        """Completed interviews by start; partial ones too if asked."""
        with self._units() as unit:
            people = {user.id: user.number for user in unit.people.all()}
            for interview in unit.interviews.all_in(_ENDED):
                usable = interview.state is InterviewState.COMPLETED
                if not usable and not (include_partial and interview.disposition == "partial"):
                    continue
                case = unit.cases.get(interview.case_id)
                yield DataRow(
                    interview,
                    case.case_no,
                    case.frame,
                    people.get(interview.user_id),
                    case.attempts,
                    dict(unit.interviews.data_of(interview.id)),
                    final_code(unit.histories.of_case(interview.case_id), self._unscreened),
                )


class ReadPaths:
    """How the interviews that are over went: their events, without the contact data in them."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def __call__(self) -> Iterator[tuple[str, str, int | None, list[SessionEvent]]]:
        """Interview id, disposition, number of the interviewer, events; by start."""
        with self._units() as unit:
            people = {user.id: user.number for user in unit.people.all()}
            for interview in unit.interviews.all_in(_ENDED):
                events = session_events(unit.log.of_interview(interview.id), lambda _: "")
                yield interview.id, interview.disposition or "", people.get(interview.user_id), events


def _median(seconds: Sequence[float]) -> float | None:
    return median(seconds) if seconds else None
