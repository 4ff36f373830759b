"""The decision an interview stands on."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import QUOTA_FULL, UNKNOWN, Classification, Decision, QuotaPlan, Verdict
from cati_app.domain.quota.fitting import cells_of
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs


class ReadPlace:
    """The place of an interview that goes on, with the counters as they stand."""

    def __init__(self, units: CallingUnits, plan: QuotaPlan | None) -> None:
        self._units = units
        self._plan = plan

    @needs(Right.CALL)
    def __call__(self, user: User, interview: Interview) -> Decision | None:
        """None while nothing was decided; the counters do not count the interview itself."""
        if self._plan is None or interview.cell_id is None or not interview.quota_status:
            return None
        frozen = interview.frozen or {}
        categories = tuple(frozen.get(d.freeze_as, UNKNOWN) for d in self._plan.dimensions)
        with self._units() as unit:
            counts = [unit.quota.count(cell) for cell in cells_of(interview.cell_id)]
        before = [replace(c, in_progress=max(0, c.in_progress - interview.held)) for c in counts]
        named = next((count for count in before if count.cell_id == frozen.get(QUOTA_FULL)), before[0])
        place = Classification(interview.cell_id, categories, frozen)
        return Decision(Verdict(interview.quota_status), place, named, tuple(before))
