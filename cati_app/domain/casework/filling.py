"""How quotas filled, day by day, by the interviews that are complete."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import accumulate

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.quota.what_if import in_force

CellDays = Mapping[CellId, Mapping[date, int]]
"""Complete interviews of each cell by the local day on which they ended; days without one are left out."""
Steps = tuple[tuple[date, int], ...]
"""What is done at the end of each day on which it rose, in the order of the days."""


def done_by_day(complete: Iterable[CompleteFact], local_day: Callable[[datetime], date]) -> CellDays:
    """Interviews of every cell; one counts in a cell of each quota that has it.

    Args:
        local_day: The study's own day of an aware time.
    """
    days: defaultdict[CellId, Counter[date]] = defaultdict(Counter)
    for fact in complete:
        for cell in cells_of(fact.quota_place) if fact.quota_place is not None else ():
            days[cell][local_day(fact.ended_at)] += 1
    return {cell: dict(sorted(counts.items())) for cell, counts in days.items()}


def steps_of_cell(days: Mapping[date, int]) -> Steps:
    """What is done of a cell, added up."""
    ordered = sorted(days)
    return tuple(zip(ordered, accumulate(days[day] for day in ordered), strict=True))


def steps_of_quota(counts: Iterable[CellCount], done: CellDays) -> Steps:
    """Interviews that fill cells, added up over these: whoever is above the target of a cell brings no other nearer."""
    rises: Counter[date] = Counter()
    for count in counts:
        before, target = 0, in_force(count)
        for day, so_far in steps_of_cell(done.get(count.cell_id, {})):
            rises[day] += min(so_far, target) - min(before, target)
            before = so_far
    return steps_of_cell({day: more for day, more in rises.items() if more})
