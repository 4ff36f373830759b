"""A respondent's data are erased, at the hub and at every station, and nothing brings them back.

What a supervisor declared stays. Whatever comes in of the case later - a late hand-in, a copy of the hub, a station
that was restored - meets it and is let go. Attempts, calls and results stay without a word of what was said.
"""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.erasures import Erasure
from cati_app.domain.sharing.leases import LeaseEnd
from cati_app.domain.sharing.places import GrantState
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.settle_blocks import settle_blocks_of
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.quota.own_place import roll_back
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


class NoteErasure:
    """At the station from which it is declared: why, sealed, for a hub could read it."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, reason: str) -> None:
        """Write it. RuleViolation: `reason_needed`."""
        if not reason.strip():
            raise RuleViolation("reason_needed")
        with self._units() as unit:
            now = moment(self._clock, user)
            unit.log.append([now.fact("erasure_declared", case_id, contact={"reason": reason.strip()})])
            unit.commit()


class ReadErasures:
    """What is known here of erasures."""

    def __init__(self, units: SharedUnits) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def after(self, by: Actor, n: int, limit: int) -> tuple[Sequence[Erasure], int]:
        """Those that came behind a number, in order, and the number of the last of them."""
        with self._units() as unit:
            return unit.erasures.after(n, limit)

    @needs(Right.SUPERVISE)
    def is_erased(self, by: Actor, case_id: CaseId) -> bool:
        """Whether the data of a case are erased."""
        with self._units() as unit:
            return unit.erasures.is_erased(case_id)


class EraseAtHub:
    """At the hub: the case is closed, and the places of its interviews are free again."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, erasure: Erasure) -> bool:
        """Erase what was declared; whether that was new."""
        now, case_id = Moment(self._clock.now(), self._clock.monotonic_ms(), erasure.by), erasure.case_id
        with self._units() as unit:
            if unit.erasures.is_erased(case_id):
                return False
            unit.erasures.add(erasure, now.at)
            if unit.bundles.is_here(case_id):
                self._give_places_back(unit, erasure)
                lease = unit.leases.newest_of(case_id)
                if lease is not None and lease.is_open:
                    unit.leases.save(lease.end(now.at, LeaseEnd.TAKEN_BACK))
                unit.bundles.erase(case_id)
                case = unit.cases.get(case_id).free()
                unit.cases.save(
                    case.close() if case.state is CaseState.OPEN else case, [now.fact("case_erased", case_id)]
                )
                save_case(unit, self._rules, unit.cases.get(case_id))
            unit.commit()
        return True

    @staticmethod
    def _give_places_back(unit: SharedUnit, erasure: Erasure) -> None:
        uncounted = {known.interview_id for known in unit.bundles.uncounted_of(erasure.case_id)}
        for interview in unit.interviews.of_case(erasure.case_id):
            for grant in unit.grants.live_of(interview.id):
                unit.quota.give_back(grant.cell_id)
                unit.grants.save(grant.to(GrantState.BACK))
            counted = interview.state is InterviewState.COMPLETED and interview.id not in uncounted
            if counted:
                roll_back(unit.quota, interview)


class EraseAtStation:
    """At a station: what it has of the case, and has packed of it. A case in hand is erased when it would be packed."""

    def __init__(self, units: SharedUnits, clock: Clock, device: str) -> None:
        self._units = units
        self._clock = clock
        self._device = device

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, erasure: Erasure) -> bool:
        """Erase what was declared; whether that was new."""
        now, case_id = Moment(self._clock.now(), self._clock.monotonic_ms(), erasure.by), erasure.case_id
        with self._units() as unit:
            is_new = not unit.erasures.is_erased(case_id)
            unit.erasures.add(erasure, now.at)
            unit.packages.erase(case_id)
            unit.sample_changes.erase(case_id)
            if unit.bundles.is_here(case_id) and unit.cases.get(case_id).locked_by is None:
                settle_blocks_of(unit, now, case_id)
                unit.bundles.drop(case_id)
                for lease in unit.leases.open_of(self._device):
                    if lease.case_id == case_id:
                        unit.leases.forget(lease.token)
                unit.grants.fit_cells()
            if is_new:
                unit.log.append([now.fact("case_erased", case_id)])
            unit.commit()
        return is_new
