"""At the hub: which interviews of a case count, and on which places; the counters follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.quota.cells import ALWAYS_TAKES
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.domain.sharing.leases import LeaseToken, NotCounted, SetAside, UsedPlace
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.ports.sharing import SharedUnit
from cati_app.fieldwork.quota.given_places import hold_if_room, still_to_hold, too_many_for
from cati_app.fieldwork.quota.passing import passed
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

AGREED_AT_MOST = timedelta(days=90)
"""So far ahead an appointment is believed, and a case waits at most: a station's clock may be wrong."""


def settle_interviews(
    unit: SharedUnit,
    rules: StudyRules,
    now: Moment,
    device: str,
    case_id: CaseId,
    before: Mapping[InterviewId, Interview],
    *,
    recovers: bool,
) -> tuple[NotCounted, ...]:
    """Bring the counters to what the interviews of a case are now, and the case to what they say.

    Args:
        device: The station that brought them.
        before: The interviews as they were; one that was complete has been judged.
        recovers: The hub came back from a copy and does not know yet which places stations have: what has none here
            waits, for its place may have been given after the copy, and others that are held here may be free.

    Returns:
        What of the case is not counted.
    """
    judge = _Judge(unit, rules, now, recovers)
    for interview in unit.interviews.of_case(case_id):
        was = before.get(interview.id)
        if was is None or was.state is not InterviewState.COMPLETED:
            judge.settle(device, interview)
    judge.close(case_id)
    return tuple(unit.bundles.uncounted_of(case_id))


def settle_waiting(unit: SharedUnit, rules: StudyRules, now: Moment) -> None:
    """What waited is judged, in the order in which it came: now every place is known that a station has."""
    judge = _Judge(unit, rules, now, recovers=False)
    for interview_id in unit.bundles.waiting():
        interview = unit.interviews.get(interview_id)
        lease = unit.leases.newest_of(interview.case_id)
        judge.settle("" if lease is None else lease.device, interview)
        judge.close(interview.case_id)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges interviews within one transaction."""

    unit: SharedUnit
    rules: StudyRules
    now: Moment
    recovers: bool

    def settle(self, device: str, interview: Interview) -> None:
        """One interview, as it is now."""
        self.unit.bundles.judged(interview.id)
        if interview.state is InterviewState.COMPLETED:
            self._count(device, interview)
        elif interview.place is not None:
            self._keep_place(device, interview, interview.place)
        else:
            give_back(self.unit, interview.id)

    def _count(self, device: str, interview: Interview) -> None:
        """A complete interview: counted on its place, else where there is room, else kept."""
        cell = interview.cell_id
        others = {uncounted.interview_id for uncounted in self.unit.bundles.uncounted_of(interview.case_id)}
        if any(
            other.state is InterviewState.COMPLETED and other.id != interview.id and other.id not in others
            for other in self.unit.interviews.of_case(interview.case_id)
        ):
            give_back(self.unit, interview.id)
            self._set_aside(interview, SetAside.DUPLICATE)
        elif cell is None:
            give_back(self.unit, interview.id)
        else:
            grant = self._place_in(device, interview.id, cell)
            if grant is None:
                give_back(self.unit, interview.id)
                self._set_aside(interview, SetAside.WAITS if self.recovers else SetAside.SURPLUS)
            else:
                self.unit.quota.complete(cell)
                self.unit.grants.save(grant.to(GrantState.USED))

    def _keep_place(self, device: str, interview: Interview, cell: CellId) -> None:
        """A suspended interview keeps its place; one that has none, and finds none, goes on without."""
        grant = self._place_in(device, interview.id, cell)
        if grant is None:
            give_back(self.unit, interview.id)
        if grant is None and self.recovers:
            self._set_aside(interview, SetAside.WAITS)
        elif grant is None:
            self.unit.interviews.save(interview.lapse())
        else:
            self.unit.interviews.save(replace(interview, place_until=self._place_until(interview)))

    def _place_until(self, interview: Interview) -> datetime:
        """By the clock of the hub, whatever that of the station says: from now, or the appointment on."""
        agreed = self.unit.cases.get(interview.case_id).appointment
        since = self.now.at if agreed is None else max(self.now.at, min(agreed.at, self.now.at + AGREED_AT_MOST))
        return since + self.rules.suspended_keeps_place

    def _set_aside(self, interview: Interview, why: SetAside) -> None:
        self.unit.bundles.not_counted(NotCounted(interview.id, why, self.now.at))

    def _place_in(self, device: str, interview_id: InterviewId, place: CellId) -> PlaceGrant | None:
        """The place an interview has, or gets where there is room; nobody without a cell is turned away.

        What it has of its place in some cells is kept, what it has in others goes back.
        """
        live = list(self.unit.grants.live_of(interview_id))
        held = [grant.cell_id for grant in live]
        missing = still_to_hold(place, held)
        if missing:
            asks = any(not is_unclassified(c) and self.unit.quota.count(c).mode not in ALWAYS_TAKES for c in missing)
            if (self.recovers and asks) or not hold_if_room(self.unit.quota, missing):
                return None
            counts = [self.unit.quota.count(cell) for cell in missing]
            self.unit.log.append(passed(self.now, interview_id, counts))
        over = too_many_for(place, held)
        if over is not None:
            self.unit.quota.give_back(over)
        same = next((grant for grant in live if grant.cell_id == place), None)
        for grant in live:
            if grant is not same:
                self.unit.grants.save(grant.to(GrantState.BACK))
        if same is not None:
            return same
        grant = PlaceGrant(f"{interview_id}/{place}", device, interview_id, place, self.now.at, GrantState.LIVE)
        self.unit.grants.save(grant)
        return grant

    def close(self, case_id: CaseId) -> None:
        """A case with a counted interview is closed, whoever has it in hand: no call begins on it any more."""
        case = self.unit.cases.get(case_id)
        aside = {uncounted.interview_id for uncounted in self.unit.bundles.uncounted_of(case_id)}
        done = [i for i in self.unit.interviews.of_case(case_id) if i.state is InterviewState.COMPLETED]
        if any(interview.id not in aside for interview in done):
            self.unit.cases.save(case.close())
        save_case(self.unit, self.rules, self.unit.cases.get(case_id))


def bind_places(
    unit: SharedUnit, device: str, places: Sequence[UsedPlace], judged: Collection[InterviewId] = frozenset()
) -> None:
    """Places that a station was given ahead are held for the interviews it used them for.

    Args:
        judged: Interviews that need none any more, as `is_judged`: a place for one of them is free again.
    """
    for used in places:
        grant = unit.grants.get(used.grant_id)
        if grant is None or not grant.is_live or grant.interview_id:
            continue
        if (grant.device, grant.cell_id) != (device, used.cell_id):
            continue
        if used.interview_id in judged:
            release_place(unit, grant)
        else:
            unit.grants.save(grant.for_interview(used.interview_id))


def is_judged(unit: SharedUnit, interview_id: InterviewId) -> bool:
    """Whether an interview is here complete, and it is known whether it counts: no further place can be its own."""
    try:
        interview = unit.interviews.get(interview_id)
    except LookupError:
        return False
    if interview.state is not InterviewState.COMPLETED:
        return False
    uncounted = unit.bundles.uncounted_of(interview.case_id)
    return all((each.interview_id, each.why) != (interview_id, SetAside.WAITS) for each in uncounted)


def release_strays(unit: SharedUnit, token: LeaseToken) -> None:
    """Places of a lease that is over, for interviews that did not come with its case, or need none: free again."""
    for grant in unit.grants.live_under(token):
        if not _is_here(unit, grant.interview_id) or is_judged(unit, grant.interview_id):
            release_place(unit, grant)


def release_of(unit: SharedUnit, device: str, interviews: Sequence[InterviewId]) -> None:
    """Places that a station has for interviews which are not here, as what it brought was kept aside, or need none."""
    for interview_id in interviews:
        for grant in unit.grants.live_of(interview_id):
            needed = _is_here(unit, interview_id) and not is_judged(unit, interview_id)
            if grant.device == device and not needed:
                release_place(unit, grant)


def _is_here(unit: SharedUnit, interview_id: InterviewId) -> bool:
    try:
        unit.interviews.get(interview_id)
    except LookupError:
        return False
    return True


def give_back(unit: SharedUnit, interview_id: InterviewId) -> None:
    """The places of an interview are free again, by whoever settles what becomes of it."""
    for grant in unit.grants.live_of(interview_id):
        unit.quota.give_back(grant.cell_id)
        unit.grants.save(grant.to(GrantState.BACK))


def release_place(unit: SharedUnit, grant: PlaceGrant, state: GrantState = GrantState.BACK) -> None:
    """A place is free again. Its interview, if it rests here and had this one alone, goes on without: none is held
    here but on a place."""
    unit.quota.give_back(grant.cell_id)
    unit.grants.save(grant.to(state))
    if not _is_here(unit, grant.interview_id) or unit.grants.live_of(grant.interview_id):
        return
    interview = unit.interviews.get(grant.interview_id)
    if interview.held:
        unit.interviews.save(interview.lapse())
        unit.cases.save(unit.cases.get(interview.case_id))  # it waits for room from now on: that moves it in the queue
