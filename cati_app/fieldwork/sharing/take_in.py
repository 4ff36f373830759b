"""At the hub: take a case in that a station hands in. Whoever holds the last lease says how the case stands.

What belongs to a case is never refused and never dropped: what cannot be stored as it is, is kept aside whole.
"""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.cells import UNCLASSIFIED, has_room
from cati_app.domain.sharing.handing import HandedIn, HandIn, TakenAs
from cati_app.domain.sharing.leases import CaseLease, LeaseEnd, NotCounted, SetAside
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules

MISFIT = "misfit"
"""Why a bundle is kept aside that this study cannot hold: it names people or cells that are not there."""


OTHERWISE = "otherwise"
"""Why a bundle is kept aside of which an interview is here otherwise, complete or gone on with by others."""


class TakeIn:
    """One transaction: what belongs to the case, the case, its places in the quota, the end of the lease."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.WORK)
    def __call__(self, by: Actor, handed: HandIn) -> HandedIn:
        """Take it in; the same answer to the same token."""
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
        try:
            with self._units() as unit:
                taken = self._take(unit, now, handed)
                _note_brought(unit, handed)
                unit.commit()
            return taken
        except (RuleViolation, LookupError, ArithmeticError, TypeError, ValueError):
            return self._aside(now, handed)

    def _take(self, unit: SharedUnit, now: Moment, handed: HandIn) -> HandedIn:
        case_id, device, bundle = handed.bundle.case_id, handed.device, handed.bundle
        lease = _lease_of(unit, now, handed)
        before = {interview.id: interview for interview in unit.interviews.of_case(case_id)}
        again = lease.ended_as is LeaseEnd.HANDED_IN
        if again and before.keys() >= set(bundle.interviews):
            return HandedIn(TakenAs.KNOWN, tuple(unit.bundles.uncounted_of(case_id)))
        newest = unit.leases.newest_of(case_id)
        if not again and (newest is None or newest.token <= handed.token):
            taken_as, all_here = TakenAs.WHOLE, unit.bundles.unite(bundle)
            unit.cases.get(case_id)
            unit.cases.save(unit.bundles.recounted(unit.bundles.case(bundle)))
        else:
            taken_as, all_here = TakenAs.UNITED, unit.bundles.add_unknown(bundle)
            unit.cases.save(unit.bundles.recounted(unit.cases.get(case_id)))
        if not all_here:
            taken_as = TakenAs.ASIDE
            unit.bundles.keep_aside(handed.token, device, bundle, OTHERWISE, now.at)
        not_counted = self._settle_places(unit, now, device, case_id, before)
        unit.leases.save(lease.hand_in(now.at))
        if bundle.blocked:
            unit.holds.hold(case_id, None)
        self._close_with_interview(unit, case_id, not_counted)
        save_case(unit, self._rules, unit.cases.get(case_id))
        return HandedIn(taken_as, not_counted)

    def _aside(self, now: Moment, handed: HandIn) -> HandedIn:
        with self._units() as unit:
            unit.bundles.keep_aside(handed.token, handed.device, handed.bundle, MISFIT, now.at)
            lease = unit.leases.get(handed.token)
            if lease is not None and lease.device == handed.device and lease.is_open:
                unit.leases.save(lease.hand_in(now.at))
                unit.cases.save(unit.cases.get(lease.case_id).free())
            _note_brought(unit, handed)
            unit.commit()
        return HandedIn(TakenAs.ASIDE)

    def _close_with_interview(self, unit: SharedUnit, case_id: CaseId, not_counted: tuple[NotCounted, ...]) -> None:
        """A case with a counted interview is closed, whoever has it in hand: no call begins on it any more."""
        case = unit.cases.get(case_id)
        aside = {uncounted.interview_id for uncounted in not_counted}
        done = [i for i in unit.interviews.of_case(case_id) if i.state is InterviewState.COMPLETED]
        if any(interview.id not in aside for interview in done):
            unit.cases.save(case.close())

    # -- places -------------------------------------------------------------------------------------------------

    def _settle_places(
        self, unit: SharedUnit, now: Moment, device: str, case_id: CaseId, before: Mapping[InterviewId, Interview]
    ) -> tuple[NotCounted, ...]:
        """Bring the counters to what the interviews of the case are now."""
        for interview in unit.interviews.of_case(case_id):
            was = before.get(interview.id)
            if was is not None and was.state is InterviewState.COMPLETED:
                continue
            if interview.state is InterviewState.COMPLETED:
                self._count(unit, now, device, interview)
            elif interview.place is not None:
                self._keep_place(unit, now, device, interview, interview.place)
            else:
                _give_back(unit, interview.id)
        return tuple(unit.bundles.uncounted_of(case_id))

    def _count(self, unit: SharedUnit, now: Moment, device: str, interview: Interview) -> None:
        """A complete interview: counted on its place, else where there is room, else kept."""
        cell = interview.cell_id
        others = {uncounted.interview_id for uncounted in unit.bundles.uncounted_of(interview.case_id)}
        if any(
            other.state is InterviewState.COMPLETED and other.id != interview.id and other.id not in others
            for other in unit.interviews.of_case(interview.case_id)
        ):
            _give_back(unit, interview.id)
            unit.bundles.not_counted(NotCounted(interview.id, SetAside.DUPLICATE, now.at))
        elif cell is None:
            _give_back(unit, interview.id)
        else:
            grant = self._place_in(unit, now, device, interview.id, cell)
            _give_back(unit, interview.id, but=grant)
            if grant is None:
                unit.bundles.not_counted(NotCounted(interview.id, SetAside.SURPLUS, now.at))
            else:
                unit.quota.complete(cell)
                unit.grants.save(grant.to(GrantState.USED))

    def _keep_place(self, unit: SharedUnit, now: Moment, device: str, interview: Interview, cell: CellId) -> None:
        """A suspended interview keeps its place; one that has none, and finds none, goes on without."""
        grant = self._place_in(unit, now, device, interview.id, cell)
        _give_back(unit, interview.id, but=grant)
        if grant is None:
            unit.interviews.save(interview.lapse())

    def _place_in(
        self, unit: SharedUnit, now: Moment, device: str, interview_id: InterviewId, cell: CellId
    ) -> PlaceGrant | None:
        """The place an interview has in a cell, or gets where there is room; nobody without a cell is turned away."""
        live = next((grant for grant in unit.grants.live_of(interview_id) if grant.cell_id == cell), None)
        if live is not None:
            return live
        if not hold_one(unit, cell):
            return None
        grant = PlaceGrant(f"{interview_id}/{cell}", device, interview_id, cell, now.at, GrantState.LIVE)
        unit.grants.save(grant)
        return grant


def _note_brought(unit: SharedUnit, handed: HandIn) -> None:
    """A hub that came back from a copy waits for this case no more."""
    station = unit.stations.get(handed.device)
    if station is not None and handed.token in station.awaited:
        unit.stations.save(station.brought(handed.token))


def _lease_of(unit: SharedUnit, now: Moment, handed: HandIn) -> CaseLease:
    """The lease in which the case was worked; one of an earlier life, which the copy lacks, is believed.

    Raises:
        LookupError: it was given to another station, or for another case, or never.
    """
    lease, case_id = unit.leases.get(handed.token), handed.bundle.case_id
    if lease is None and handed.token.epoch < handed.epoch:
        at, request = now.at, f"{handed.token.epoch}.{handed.token.n}"
        return CaseLease(handed.token, case_id, handed.device, UserId(""), request, at, at, at)
    if lease is None or (lease.device, lease.case_id) != (handed.device, case_id):
        raise LookupError("no such lease of this station")
    return lease


def hold_one(unit: SharedUnit, cell: CellId) -> bool:
    """Hold a place where the cell has one; persons without a cell always get one."""
    count = unit.quota.count(cell)
    if has_room(count):
        unit.quota.hold(cell)
    elif cell == UNCLASSIFIED:
        unit.quota.hold_beyond(cell)
    else:
        return False
    return True


def _give_back(unit: SharedUnit, interview_id: InterviewId, but: PlaceGrant | None = None) -> None:
    for grant in unit.grants.live_of(interview_id):
        if but is None or grant.id != but.id:
            unit.quota.give_back(grant.cell_id)
            unit.grants.save(grant.to(GrantState.BACK))
