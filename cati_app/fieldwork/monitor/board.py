"""Figures of the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.casework.lengths import Length, median_length
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.quota.steering import SteeredCell
from cati_app.domain.quota.what_if import in_force
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """What the supervisor's board shows."""

    cells: tuple[CellCount, ...]
    completes: int
    completes_today: int
    target: int
    screened_out: int
    suspended: int  # can go on later
    broken_off: int
    median_length_s: float | None  # of completed interviews
    median_screener_s: float | None  # of all that were screened
    appointments_due: int  # due or late, see routing.keeping
    not_counted: int  # complete, kept, and no part of the others
    running: tuple[tuple[Interview, User | None], ...]
    running_places: Mapping[CellId, int]  # held by running interviews
    suspended_places: Mapping[CellId, int]  # by suspended ones; what else is held, stations of a hub have
    people: tuple[User, ...]
    steered: tuple[SteeredCell, ...] = ()  # the cells with what supervisors decided of them


class ReadBoard:
    """Figures of the board from counters, in one read transaction: interviews that are over are never read."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> BoardFigures:
        """As they stand now."""
        now, schedule = self._clock.now(), self._rules.schedule
        with self._units() as unit:
            people = {user.id: user for user in unit.people.all()}
            running = unit.interviews.all_in([InterviewState.RUNNING])
            steered = unit.quota.all_steered()
            cells = tuple(cell.count for cell in steered)
            counts = unit.interview_counts.by_state()
            uncounted = unit.interview_book.not_counted().values()
            today = self._rules.calendar.day_around(now)
            return BoardFigures(
                cells,
                counts.get(InterviewState.COMPLETED, 0) - len(uncounted),
                unit.interview_counts.completed_between(*today) - sum(today[0] <= n.at < today[1] for n in uncounted),
                self._wanted(cells),
                counts.get(InterviewState.SCREENED_OUT, 0),
                counts.get(InterviewState.SUSPENDED, 0),
                counts.get(InterviewState.BROKEN_OFF, 0),
                median_length(unit.interview_counts.lengths(Length.COMPLETE)),
                median_length(unit.interview_counts.lengths(Length.SCREENER)),
                unit.cases.appointments_between(schedule.missed_at_or_before(now), now + schedule.early),
                len(uncounted),
                tuple((interview, people.get(interview.user_id)) for interview in running),
                Counter(cell for held in running if held.place is not None for cell in cells_of(held.place)),
                _by_cell(unit.interview_counts.suspended_places()),
                tuple(people.values()),
                steered,
            )

    def _wanted(self, cells: Iterable[CellCount]) -> int:
        quota = self._rules.quota
        if quota is None:
            return self._rules.wanted
        return sum(in_force(cell) for cell in cells if cell.cell_id in quota.targets)


def _by_cell(places: Mapping[CellId, int]) -> Mapping[CellId, int]:
    """Of places, each of which may be one in several quotas: how many a cell has."""
    cells: Counter[CellId] = Counter()
    for place, count in places.items():
        cells.update(dict.fromkeys(cells_of(place), count))
    return cells
