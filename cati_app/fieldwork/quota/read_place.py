"""The decision an interview stands on."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import Classification, Decision, QuotaPlan, Verdict
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
        categories = tuple(frozen.get(d.freeze_as, "unknown") for d in self._plan.dimensions)
        with self._units() as unit:
            count = unit.quota.count(interview.cell_id)
        before = replace(count, in_progress=max(0, count.in_progress - interview.held))
        return Decision(Verdict(interview.quota_status), Classification(interview.cell_id, categories, frozen), before)
