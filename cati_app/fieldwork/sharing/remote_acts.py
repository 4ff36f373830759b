"""At the hub: what a supervisor decides about cases and interviews. Why stands sealed in the log of the station."""

from __future__ import annotations

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import has_room
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.sharing.leases import LeaseEnd
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.recovery import check_open

TAKEN_BACK, PROMOTED = "case_taken_back", "interview_promoted"
"""Facts of both acts."""


class TakeCaseBack:
    """A case goes from a station to others. What runs there is finished, and what was done on the case is added."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId) -> None:
        """Take it back.

        Raises:
            RuleViolation: `no_such_case`; `case_not_out` where no station has it.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            if not unit.bundles.is_here(case_id):
                raise RuleViolation("no_such_case")
            lease = unit.leases.newest_of(case_id)
            if lease is None or not lease.is_open:
                raise RuleViolation("case_not_out")
            unit.leases.save(lease.end(now.at, LeaseEnd.TAKEN_BACK))
            fact = now.fact(TAKEN_BACK, case_id, device=lease.device)
            unit.cases.save(unit.cases.get(case_id).free(), [fact])
            unit.commit()


class PromoteInterview:
    """Of the interviews of a cell that had no place, the one that arrived first counts, where there is room now."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, cell_id: CellId) -> None:
        """Count it.

        Raises:
            RuleViolation: `no_cell`; `no_surplus` where no interview of the cell waits for that; `no_room`;
                `hub_recovers`, `hub_edition_lost` while nobody knows which places are free.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            check_open(unit, epoch)
            if not set(cells_of(cell_id)) <= {count.cell_id for count in unit.quota.counts()}:
                raise RuleViolation("no_cell")
            interview = first_surplus(unit, cell_id)
            if interview is None:
                raise RuleViolation("no_surplus")
            promote_interview(unit, self._rules, now, interview, cell_id)
            unit.commit()


def first_surplus(unit: SharedUnit, cell_id: CellId) -> Interview | None:
    """In the order in which they came; one of whose case another interview counts stays as it is."""
    for interview_id in unit.bundles.surplus_of(cell_id):
        interview = unit.interviews.get(interview_id)
        uncounted = {known.interview_id for known in unit.bundles.uncounted_of(interview.case_id)}
        others = unit.interviews.of_case(interview.case_id)
        if not any(o.state is InterviewState.COMPLETED and o.id not in uncounted for o in others):
            return interview
    return None


def promote_interview(unit: SharedUnit, rules: StudyRules, now: Moment, interview: Interview, cell_id: CellId) -> None:
    """An interview that had no place counts from now on. RuleViolation: `no_room`."""
    if not all(has_room(unit.quota.count(cell)) for cell in cells_of(cell_id)):
        raise RuleViolation("no_room")
    unit.quota.hold(cell_id)
    unit.quota.complete(cell_id)
    grant = PlaceGrant(f"{interview.id}/{cell_id}", "", interview.id, cell_id, now.at, GrantState.USED)
    unit.grants.save(grant)
    unit.bundles.count(interview.id)
    unit.cases.save(unit.cases.get(interview.case_id).close(), [now.fact(PROMOTED, interview.case_id)])
    save_case(unit, rules, unit.cases.get(interview.case_id))
