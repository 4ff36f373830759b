"""At the hub: lend a station the next case for a person, by the rules and in the order of a laptop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.calling.routing import may_from
from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import NOBODY, User
from cati_app.domain.sharing.ahead import AHEAD_AT_MOST, REPORT_AFTER_AHEAD
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.domain.sharing.leases import REPORT_WITHIN, CaseLease, LeaseEnd, LeaseToken, Renewal
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.calling.limits import CallsMade
from cati_app.fieldwork.calling.settle_queue import miss_appointments
from cati_app.fieldwork.calling.take_case import next_case
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.quota.lapsed_places import release_lapsed
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.hold_numbers import stopped_by_hold
from cati_app.fieldwork.sharing.judge_interviews import give_back
from cati_app.fieldwork.sharing.recovery import check_calls, check_lends

NO_CASE = CaseId("")
"""Of the lease that was not given."""
_LOOKED_AT = 20
"""So many cases that wait behind somebody's work are looked at for a person for whom nothing else is due."""


_Due = tuple[Case, Because, CallsMade]


class LendCase:
    """Settles what time did, and lends the first case of the order.

    One that waits behind the work of its person comes to others where nothing else is due for them.
    """

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, asked: CaseRequest) -> LentCase | Nothing:
        """The case to call now, or why there is none; the same answer to the same request.

        Raises:
            RuleViolation: `hub_recovers` while the hub does not know what all stations have, and nobody goes on
                without them; `station_paused`, `station_written_off`.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            given = unit.leases.asked(asked.device, asked.request)
            if given is not None:
                return self._again(unit, user, given)
            check_lends(unit, asked.epoch)
            check_calls(unit, asked.device)
            settle_shared(unit, self._clock, self._rules)
            due = self._due(unit, user, now, agreed=not asked.waits)
            if isinstance(due, Nothing) and not asked.waits:
                due = self._waiting(unit, user, now) or due
            lent = due if isinstance(due, Nothing) else self._lend(unit, user, asked, now, due[0], due[1])
            if isinstance(lent, Nothing):
                refused = self._lease(unit, user, asked, now, NO_CASE)
                unit.leases.save(refused.end(now.at, LeaseEnd.NOTHING))
            unit.commit()
        return lent

    def _due(self, unit: SharedUnit, user: User, now: Moment, *, agreed: bool = True) -> _Due | Nothing:
        due = next_case(unit, self._rules, user, now, agreed=agreed)
        passed: set[CaseId] = set()
        while not isinstance(due, Nothing) and stopped_by_hold(unit, self._rules, due[0], now):
            if due[0].id in passed:  # an appointment on a number that is held for a while comes up again
                return Nothing({}, None, 0)
            passed.add(due[0].id)
            due = next_case(unit, self._rules, user, now, agreed=agreed)
        return due

    def _waiting(self, unit: SharedUnit, user: User, now: Moment) -> _Due | None:
        """The first case that waits behind somebody's work and that this person may call: it is lent anew."""
        for lease in unit.leases.waiting(_LOOKED_AT):
            case = unit.cases.get(lease.case_id)
            if case.locked_by is None:
                continue
            unit.leases.save(lease.end(now.at, LeaseEnd.SUPERSEDED))
            unit.cases.save(case.free())
            due = self._due(unit, user, now)
            if not isinstance(due, Nothing):
                return due
            unit.leases.save(lease)
            unit.cases.save(case)
        return None

    def _lend(
        self, unit: SharedUnit, user: User, asked: CaseRequest, now: Moment, case: Case, because: Because
    ) -> LentCase:
        lease = self._lease(unit, user, asked, now, case.id)
        lent = lent_under(unit, lease, because)
        unit.cases.save(*case.lend(now, because))
        return lent

    def _lease(self, unit: SharedUnit, user: User, asked: CaseRequest, now: Moment, case_id: CaseId) -> CaseLease:
        return new_lease(unit, self._rules, user, asked, now, case_id)

    def _again(self, unit: SharedUnit, user: User, lease: CaseLease) -> LentCase | Nothing:
        return lent_again(unit, user, lease) if lease.is_open else Nothing({}, None, 0)


def new_lease(
    unit: SharedUnit, rules: StudyRules, user: User, asked: CaseRequest, now: Moment, case_id: CaseId
) -> CaseLease:
    """A lease for who asks, from now on; not kept yet."""
    over, report_within = now.at + rules.schedule.lease, REPORT_WITHIN
    if asked.lasts is not None:
        over, report_within = max(over, now.at + min(asked.lasts, AHEAD_AT_MOST)), REPORT_AFTER_AHEAD
    token = unit.leases.next_token(asked.epoch, now.at)
    if asked.waits:
        report_within = timedelta(0)  # nobody is called under it before the hub says so: nobody is waited for
    report_by = over + report_within
    return CaseLease(token, case_id, asked.device, user.id, asked.request, now.at, over, report_by, waits=asked.waits)


def lent_under(unit: SharedUnit, lease: CaseLease, because: Because | None) -> LentCase:
    """A case as it goes to a station: the lease is kept, and places of its interviews go with it."""
    unit.leases.save(lease)
    places = [grant.at(lease.device) for grant in _places_of(unit, lease.case_id)]
    for grant in places:
        unit.grants.save(grant)
    return LentCase(lease, unit.bundles.of(lease.case_id), because, tuple(places))


def lent_again(unit: SharedUnit, user: User, lease: CaseLease) -> LentCase:
    """The same, asked for once more; a hub from a copy does not know any more who asked before."""
    lease = replace(lease, user_id=user.id) if lease.user_id == NOBODY else lease
    return LentCase(lease, unit.bundles.of(lease.case_id), None, tuple(_places_of(unit, lease.case_id)))


def _places_of(unit: SharedUnit, case_id: CaseId) -> list[PlaceGrant]:
    return [grant for interview in unit.interviews.of_case(case_id) for grant in unit.grants.live_of(interview.id)]


class RenewLease:
    """A station says that it still works a case."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.WORK)
    def __call__(self, by: Actor, device: str, token: LeaseToken, *, waits: bool = False) -> Renewal:
        """The lease from now on, told as one that was given now: its length counts from when the station asked.

        Args:
            waits: Another case is worked still.

        Raises:
            RuleViolation: `lease_over` where the case went to others, or was handed in.
        """
        now = self._clock.now()
        with self._units() as unit:
            lease = unit.leases.get(token)
            if lease is None or lease.device != device:
                raise RuleViolation("lease_over")
            renewed = lease.renew(now, self._rules.schedule.lease, waits=waits)
            case = unit.cases.get(lease.case_id)
            if case.locked_by is None:  # it was closed meanwhile, with an interview that others had held
                raise RuleViolation("lease_over")
            unit.leases.save(renewed)
            unit.cases.save(case.keep(now))
            yields_in = _yields_in(unit, self._rules, lease.user_id, now) if renewed.waits else None
            unit.commit()
        return Renewal(replace(renewed, given_at=now), yields_in)


def _yields_in(unit: SharedUnit, rules: StudyRules, user_id: UserId, now: datetime) -> timedelta | None:
    """How soon a firm appointment comes before a case that waits for a person; None: not while the lease lasts.

    That of the person as soon as it may be kept; others' once it may be kept and nobody has taken it. Who may keep it
    in the end is said where it is asked for.
    """
    schedule = rules.schedule
    for agreed in unit.cases.queue.coming():
        if agreed.at - schedule.early > now + schedule.lease:
            return None
        if not agreed.firm:
            continue
        begins = may_from(user_id, agreed.owner, agreed.at, schedule, firm=True)
        if begins <= now or agreed.owner == user_id:
            return max(begins - now, timedelta(0))
    return None


def _outlasts_time(unit: SharedUnit, interview: Interview) -> bool:
    """It may go on at the station that has its case, or waits: then no place is held for it yet that could lapse."""
    return unit.cases.get(interview.case_id).locked_by is not None or interview.id in unit.bundles.waiting()


def _give_back(unit: SharedUnit, interview: Interview) -> None:
    """What the hub holds for it, which a correction at a station may have moved since the interview came."""
    give_back(unit, interview.id)


def settle_shared(unit: SharedUnit, clock: Clock, rules: StudyRules) -> None:
    """What time did at the hub: places lapse, appointments are missed, cases of silent stations go to others.

    Opt-outs reach the block list at the stations, which alone can read numbers.
    """
    now = Moment(clock.now(), clock.monotonic_ms())
    release_lapsed(unit, clock, rules, partial(_outlasts_time, unit), partial(_give_back, unit))
    miss_appointments(unit, rules, now)
    for lease in unit.leases.silent(now.at):
        unit.leases.save(lease.end(now.at, LeaseEnd.SUPERSEDED))
        unit.cases.save(unit.cases.get(lease.case_id).free(), [now.fact("case_came_back", lease.case_id)])
