"""A respondent's data are erased, at the hub and at every station, and nothing brings them back.

What a supervisor declared stays. Whatever comes in of the case later - a late hand-in, a copy of the hub, a station
that was restored - meets it and is let go. Attempts, calls and results stay without a word of what was said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cati_app.domain.casework.cases import Case, CaseState
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
                for interview in unit.interviews.of_case(case_id):
                    for grant in unit.grants.live_of(interview.id):
                        unit.quota.give_back(grant.cell_id)
                        unit.grants.save(grant.to(GrantState.BACK))
                lease = unit.leases.newest_of(case_id)
                if lease is not None and lease.is_open:
                    unit.leases.save(lease.end(now.at, LeaseEnd.TAKEN_BACK))
                _let_go(unit, now, case_id, self._rules)
            unit.commit()
        return True


class EraseHere:
    """Where one machine has the study: at once, and nobody else has to hear of it."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def check(self, by: Actor, case_id: CaseId) -> None:
        """Nobody has the case in hand. RuleViolation: `case_in_hand`; LookupError for an unknown case."""
        with self._units() as unit:
            _check_free(unit.cases.get(case_id))

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, erasure: Erasure) -> None:
        """Erase what was declared; what is erased already stays so.

        Raises:
            RuleViolation: `case_in_hand`.
        """
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), erasure.by)
        with self._units() as unit:
            _check_free(unit.cases.get(erasure.case_id))
            unit.erasures.add(erasure, now.at)
            self._erase(unit, now, erasure.case_id)
            unit.commit()

    @needs(Right.SUPERVISE)
    def again(self, by: Actor, cases: Collection[CaseId]) -> int:
        """Of cases that were erased, what a kill left of them or a backup brought back; how many these were.

        One in hand whose data are whole waits: it was taken up after a kill.
        """
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), None)
        with self._units() as unit:
            left = [case_id for case_id in unit.bundles.telling(cases) if not _is_worked(unit, case_id)]
            for case_id in left:
                self._erase(unit, now, case_id)
            if left:
                unit.commit()
        return len(left)

    def _erase(self, unit: SharedUnit, now: Moment, case_id: CaseId) -> None:
        settle_blocks_of(unit, now, case_id)
        for interview in unit.interviews.of_case(case_id):
            if interview.place is not None:
                unit.quota.give_back(interview.place)
        _let_go(unit, now, case_id, self._rules)


def _check_free(case: Case) -> None:
    if case.locked_by is not None:
        raise RuleViolation("case_in_hand")


def _is_worked(unit: SharedUnit, case_id: CaseId) -> bool:
    """Whether somebody has the case in hand as it was before it was erased."""
    if unit.cases.get(case_id).locked_by is None:
        return False
    interviews = [interview.id for interview in unit.interviews.of_case(case_id)]
    return not interviews or bool(unit.interviews.sealed_keys(interviews))


def _let_go(unit: SharedUnit, now: Moment, case_id: CaseId, rules: StudyRules) -> None:
    """What counted counts no more, nothing tells of anybody, and the case is closed."""
    uncounted = {known.interview_id for known in unit.bundles.uncounted_of(case_id)}
    for interview in unit.interviews.of_case(case_id):
        if interview.state is InterviewState.COMPLETED and interview.id not in uncounted:
            roll_back(unit.quota, interview)
    unit.bundles.erase(case_id)
    case = unit.cases.get(case_id).free()
    unit.cases.save(case.close() if case.state is CaseState.OPEN else case, [now.fact("case_erased", case_id)])
    save_case(unit, rules, unit.cases.get(case_id))


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
