"""Figures of the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from cati_app.domain.casework.interviews import ENDED, Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rules import StudyRules


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
            interviews = unit.interviews.all_in([*ENDED, InterviewState.RUNNING, InterviewState.SUSPENDED])
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


def _median(seconds: Sequence[float]) -> float | None:
    return median(seconds) if seconds else None
