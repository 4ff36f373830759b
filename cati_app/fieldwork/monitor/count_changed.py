"""How many interviews an export since a time would have, before it is made."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.data import Included, belongs, changed_interviews
from cati_app.fieldwork.monitor.read_field_rows import withdrawn_interviews
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ChangedInterviews:
    """What an export since a time has: the rows of its interviews, and those of the table of withdrawn ones."""

    interviews: int
    withdrawn: int


class CountChanged:
    """Counts as `ReadData` and `ReadWithdrawn` read, and opens no answers of interviews that stay."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.EXPORT)
    def __call__(self, by: Actor, since: datetime, include: Included) -> ChangedInterviews:
        """Of which something was written down then or later, aware UTC."""
        with self._units() as unit:
            changed = changed_interviews(unit, since)
            interviews = sum(
                standing.id in changed and belongs(standing.state, standing.disposition, include)
                for standing in unit.interview_book.standings()
            )
            return ChangedInterviews(interviews, sum(1 for _ in withdrawn_interviews(unit, since)))
