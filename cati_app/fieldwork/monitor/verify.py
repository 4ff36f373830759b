"""Counters of the quota against the interviews."""

from __future__ import annotations

from collections import Counter

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import cells_of
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass


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
    counters: tuple[str, ...]  # counters of interviews that differ from the interviews
    events: int
    last_event: int

    @property
    def agrees(self) -> bool:
        """True when nothing is amiss."""
        return not self.cells and not self.counters and self.events == self.last_event


class Verify:
    """Counts what is otherwise only read: interviews by cell, by state and by length, events by number."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> Verification:
        """In one read transaction."""
        with self._units() as unit:
            interviews = unit.interviews.all_in(list(InterviewState))
            cells = unit.quota.counts()
            counters = unit.interview_counts.miscounted()
            uncounted = unit.interview_book.not_counted()
            events, last = unit.log.extent()
        in_cells = [(i, cell) for i in interviews if i.cell_id is not None for cell in cells_of(i.cell_id)]
        completed = Counter(
            cell for i, cell in in_cells if i.state is InterviewState.COMPLETED and i.id not in uncounted
        )
        holding = Counter(cell for i, cell in in_cells if i.held)
        missing = sorted({*completed, *holding} - {count.cell_id for count in cells})
        cells = (*cells, *(CellCount(cell, 0, 0, 0) for cell in missing))
        counted = [
            Disagreement(c.cell_id, c.achieved, c.in_progress, completed[c.cell_id], holding[c.cell_id]) for c in cells
        ]
        return Verification(
            tuple(d for d in counted if (d.achieved, d.in_progress) != (d.completed, d.holding)),
            counters,
            events,
            last,
        )
