"""At the hub: a station says what it has, once in each life of the hub; until all have, nothing is handed out.

A hub that came back from a copy does not know what it gave since. Places and cases that stations name become theirs
again; those that it knows and their station does not name never arrived there, and are released.
"""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import NOBODY
from cati_app.domain.sharing.handing import HeldCase, Holdings, KnownStation
from cati_app.domain.sharing.leases import REPORT_WITHIN, CaseLease, HoldWord, LeaseEnd, LeaseToken, UsedPlace
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.quota.given_places import hold_given
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.hold_numbers import take_word
from cati_app.fieldwork.sharing.judge_interviews import bind_places, is_judged, release_place
from cati_app.fieldwork.sharing.recovery import end_older, end_recovery


class AttachStation:
    """Once in each life of the hub and for each station; a later copy of the same changes nothing."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.WORK)
    def __call__(self, by: Actor, epoch: int, holdings: Holdings, edition: int = 0) -> bool:
        """Take note of what a station has; whether it had not been noted before.

        Paused is whoever is so by its own word or by the copy, which does not know whether the station knows;
        one that was written off stays so, until a supervisor re-admits it: nobody waits for it meanwhile.

        Args:
            edition: Of the study, as the hub has it.
        """
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
        with self._units() as unit:
            known = unit.stations.get(holdings.device)
            if known is not None and known.epoch >= epoch and not known.written_off:
                return False
            awaited = frozenset[LeaseToken]() if known is None else known.awaited
            if known is not None and known.epoch < epoch:
                self._release_unnamed(unit, now, holdings)
                awaited = frozenset(token for token in holdings.packed if not _has_come(unit, token))
                self._claim(unit, now, epoch, holdings)
                self._hold_numbers(unit, now, holdings)
            if holdings.edition > edition:
                unit.stations.lacks_edition(epoch, holdings.edition)
            before = known or KnownStation(holdings.device, epoch)
            paused = before.paused or (before.epoch != epoch and holdings.paused)
            unit.stations.save(replace(before, epoch=epoch, awaited=awaited, paused=paused))
            end_recovery(unit, self._rules, now, epoch)
            unit.commit()
        return True

    def _release_unnamed(self, unit: SharedUnit, now: Moment, holdings: Holdings) -> None:
        tokens = {held.token for held in holdings.cases} | set(holdings.packed)
        for lease in unit.leases.open_of(holdings.device):
            if lease.token not in tokens:
                unit.leases.save(lease.end(now.at, LeaseEnd.SUPERSEDED))
                unit.cases.save(unit.cases.get(lease.case_id).free(), [now.fact("case_came_back", lease.case_id)])
        in_hand = [UsedPlace(grant.id, grant.interview_id, grant.cell_id) for grant in holdings.places]
        bound = [*in_hand, *holdings.used]
        judged = {used.interview_id for used in bound if is_judged(unit, used.interview_id)}
        bind_places(unit, holdings.device, bound, judged)
        named = {used.grant_id for used in (*in_hand, *holdings.used)}
        for grant in unit.grants.live_at(holdings.device):
            on_its_way = grant.interview_id in holdings.interviews or is_suspended_here(unit, grant)
            if grant.id not in named and not on_its_way:
                release_place(unit, grant)

    def _claim(self, unit: SharedUnit, now: Moment, epoch: int, holdings: Holdings) -> None:
        """Of an earlier life alone, and no more places than cases: nothing is given on a station's word otherwise.

        Somebody whose answers were corrected has several; the first is the one that they lead to now.
        """
        cases = [held for held in holdings.cases if held.token.epoch < epoch]
        for held in cases:
            self._claim_case(unit, now, holdings.device, held)
        of_person: dict[InterviewId, PlaceGrant] = {}
        for grant in holdings.places:
            if grant.is_live:
                of_person.setdefault(grant.interview_id, grant)
        for grant in list(of_person.values())[: len(cases)]:
            self._claim_place(unit, replace(grant, given_at=now.at))

    def _claim_case(self, unit: SharedUnit, now: Moment, device: str, held: HeldCase) -> None:
        """As if it were lent now: what the station's clock says is nothing to the hub."""
        known = unit.leases.get(held.token)
        if known is not None:
            if known.is_open and known.user_id == NOBODY:  # the copy does not tell who has the case
                unit.leases.save(replace(known, user_id=held.user_id))
                case = unit.cases.get(known.case_id)
                unit.cases.save(case if case.locked_by is None else case.hold_for(held.user_id, now.at))
            return
        newest = unit.leases.newest_of(held.case_id)
        case = unit.cases.get(held.case_id)
        if end_older(unit, newest, held.token, now):
            case = case.free()
        over = now.at + self._rules.schedule.lease
        request = f"{held.token.epoch}.{held.token.n}"
        times = now.at, over, over + REPORT_WITHIN
        lease = CaseLease(held.token, held.case_id, device, held.user_id, request, *times)
        if (newest is not None and newest.token > held.token) or not case.is_callable:
            unit.leases.save(lease.end(now.at, LeaseEnd.SUPERSEDED))
            return  # others have it by now: what the station does is added when it comes
        unit.leases.save(lease)
        unit.cases.save(case.hold_for(held.user_id, now.at))

    @staticmethod
    def _hold_numbers(unit: SharedUnit, now: Moment, holdings: Holdings) -> None:
        """Whoever wants no more calls, and whose station had said so to an earlier life, is called by nobody."""
        for held in holdings.cases:
            if held.wants_none:
                take_word(unit, holdings.device, HoldWord(held.token, holdings.log_end, held=True), now.at)

    @staticmethod
    def _claim_place(unit: SharedUnit, grant: PlaceGrant) -> None:
        if unit.grants.get(grant.id) is not None or is_judged(unit, grant.interview_id):
            return  # an interview that others completed meanwhile has its place
        hold_given(unit.quota, grant.cell_id)
        unit.grants.save(grant)


def _has_come(unit: SharedUnit, token: LeaseToken) -> bool:
    lease = unit.leases.get(token)
    return lease is not None and lease.ended_as is LeaseEnd.HANDED_IN


def is_suspended_here(unit: SharedUnit, grant: PlaceGrant) -> bool:
    """Whether a place is of an interview that waits at the hub and is not lent."""
    try:
        interview = unit.interviews.get(grant.interview_id)
    except LookupError:
        return False
    return interview.held and unit.cases.get(interview.case_id).locked_by is None
