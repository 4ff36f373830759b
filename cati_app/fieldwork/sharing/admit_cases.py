"""At the hub: cases come with their study, as they stand at the station that had them."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.quota.given_places import hold_given
from cati_app.fieldwork.rights import needs


class AdmitCases:
    """A case that is here already changes nothing, so whatever is sent may be sent again."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, device: str, bundles: Sequence[CaseBundle]) -> int:
        """How many were new.

        Raises:
            RuleViolation: `bundle_unfit` for one that this study cannot hold; nothing was taken.
        """
        new = 0
        with self._units() as unit:
            for bundle in bundles:
                if not unit.bundles.is_here(bundle.case_id):
                    self._admit(unit, device, bundle)
                    new += 1
            unit.commit()
        return new

    def _admit(self, unit: SharedUnit, device: str, bundle: CaseBundle) -> None:
        try:
            unit.bundles.put(bundle)
        except ValueError as error:
            raise RuleViolation("bundle_unfit") from error
        for interview in unit.interviews.of_case(bundle.case_id):
            self._count(unit, device, interview)
        if bundle.blocked:
            unit.holds.hold_for_good(bundle.case_id)

    def _count(self, unit: SharedUnit, device: str, interview: Interview) -> None:
        """What was counted or held there is so here, also above a target that was lowered since."""
        cell = interview.cell_id
        completed = interview.state is InterviewState.COMPLETED
        if cell is None or not (completed or interview.held):
            return
        hold_given(unit.quota, cell)
        state = GrantState.USED if completed else GrantState.LIVE
        if completed:
            unit.quota.complete(cell)
        unit.grants.save(PlaceGrant(f"{interview.id}/{cell}", device, interview.id, cell, self._clock.now(), state))
