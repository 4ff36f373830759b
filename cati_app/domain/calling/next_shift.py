"""When the team works next, as study.yaml plans it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cati_app.domain.calling.promise import Shift
from cati_app.values import dataclass

_DAYS = 28  # a shift may be planned for a few weeks from now


@dataclass(frozen=True, slots=True)
class NextShift:
    """A planned block of work that has not begun.

    Args:
        at: On the clock of the study.
        seats: Planned at that time; 0: nobody said how many.
    """

    at: datetime
    seats: int


def next_shift(shifts: Sequence[Shift], local: datetime) -> NextShift | None:
    """The next one that begins after now; None where none is planned within four weeks.

    Args:
        local: Now, on the clock of the study.
    """
    for days in range(_DAYS + 1):
        day = local.date() + timedelta(days=days)
        begins = [
            (datetime.combine(day, shift.start, local.tzinfo), shift.seats) for shift in shifts if shift.is_on(day)
        ]
        coming = [(at, seats) for at, seats in begins if at > local]
        if coming:
            first = min(at for at, _ in coming)
            return NextShift(first, sum(seats for at, seats in coming if at == first))
    return None
