"""At the hub: take a case in that a station hands in. Whoever holds the last lease says how the case stands.

What belongs to a case is never refused and never dropped: what cannot be stored as it is, is kept aside whole.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cati_app.domain.casework.cases import Case
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RowRefused, RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.handing import HandedIn, HandIn, TakenAs
from cati_app.domain.sharing.leases import CaseLease, LeaseEnd
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.judge_interviews import (
    AGREED_AT_MOST,
    bind_places,
    is_judged,
    release_of,
    release_strays,
    settle_interviews,
)
from cati_app.fieldwork.sharing.recovery import end_older, end_recovery, missing_stations

MISFIT = "misfit"
"""Why a bundle is kept aside that this study cannot hold: it names people or cells that are not there."""
REFUSED = "refused"
"""Why a bundle is kept aside of which the tables refuse a row: it comes from a damaged station, or one of a later
version of the program."""
OTHERWISE = "otherwise"
"""Why a bundle is kept aside of which an interview is here otherwise, complete or gone on with by others."""


_CLOCKS_DIFFER = timedelta(minutes=1)
"""From then on a station's clock is wrong; below that it is the way of the message."""


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
                self._note_brought(unit, now, handed)
                unit.commit()
            return taken
        except RowRefused:
            return self._aside(now, handed, REFUSED)
        except (RuleViolation, LookupError, ArithmeticError, TypeError, ValueError):
            return self._aside(now, handed, MISFIT)

    def _take(self, unit: SharedUnit, now: Moment, handed: HandIn) -> HandedIn:
        case_id, device, bundle = handed.bundle.case_id, handed.device, handed.bundle
        lease = _lease_of(unit, now, handed)
        if unit.erasures.is_erased(case_id):
            unit.leases.save(lease.hand_in(now.at, unit.bundles.digest(bundle)))
            release_strays(unit, lease.token)
            return HandedIn(TakenAs.KNOWN)
        before = {interview.id: interview for interview in unit.interviews.of_case(case_id)}
        judged = {interview_id for interview_id in before if is_judged(unit, interview_id)}
        again, digest = lease.ended_as is LeaseEnd.HANDED_IN, unit.bundles.digest(bundle)
        if again and lease.digest in (None, digest) and before.keys() >= set(bundle.interviews):
            return HandedIn(TakenAs.KNOWN, tuple(unit.bundles.uncounted_of(case_id)))
        newest = unit.leases.newest_of(case_id)
        if not again and (newest is None or newest.token <= handed.token):
            due_before = unit.cases.get(case_id).due_at
            end_older(unit, newest, handed.token, now)
            taken_as, all_here = TakenAs.WHOLE, unit.bundles.unite(bundle)
            case = unit.bundles.recounted(unit.bundles.case(bundle))
            unit.cases.save(_by_hub_clock(case, due_before, handed.sent_at, now.at))
        else:
            taken_as, all_here = TakenAs.UNITED, unit.bundles.add_unknown(bundle)
            case = unit.bundles.recounted(unit.cases.get(case_id))
            is_nobodys = lease.is_open and (newest is None or not newest.is_open)  # a later one ended before this
            unit.cases.save(case.free() if is_nobodys else case)
        if again or not all_here:  # a copy of the station works under the same lease: kept as it came
            taken_as = taken_as if all_here else TakenAs.ASIDE
            unit.bundles.keep_aside(handed.token, device, bundle, OTHERWISE, now.at)
        unit.leases.save(lease.hand_in(now.at, digest))
        unit.holds.release(lease.token)  # the case says now whether its numbers are on the block list
        if bundle.blocked:
            unit.holds.hold_for_good(case_id)
        bind_places(unit, device, bundle.places, judged)
        recovers = bool(missing_stations(unit, handed.epoch))
        not_counted = settle_interviews(unit, self._rules, now, device, case_id, before, recovers=recovers)
        release_strays(unit, lease.token)
        return HandedIn(taken_as, not_counted)

    def _aside(self, now: Moment, handed: HandIn, why: str) -> HandedIn:
        with self._units() as unit:
            if unit.erasures.is_erased(handed.bundle.case_id):
                return HandedIn(TakenAs.KNOWN)
            unit.bundles.keep_aside(handed.token, handed.device, handed.bundle, why, now.at)
            lease = unit.leases.get(handed.token)
            is_of_this = lease is not None and (lease.device, lease.case_id) == (handed.device, handed.bundle.case_id)
            if handed.bundle.blocked and is_of_this:  # also where the rest is kept aside
                unit.holds.hold_for_good(handed.bundle.case_id)
            if lease is not None and lease.device == handed.device and lease.is_open:
                unit.leases.save(lease.hand_in(now.at, ""))
                unit.holds.release(lease.token)
                unit.cases.save(unit.cases.get(lease.case_id).free())
                release_strays(unit, lease.token)
            release_of(unit, handed.device, handed.bundle.interviews)
            self._note_brought(unit, now, handed)
            unit.commit()
        return HandedIn(TakenAs.ASIDE)

    def _note_brought(self, unit: SharedUnit, now: Moment, handed: HandIn) -> None:
        """A hub that came back from a copy waits for this case no more."""
        station = unit.stations.get(handed.device)
        if station is not None and handed.token in station.awaited:
            unit.stations.save(station.brought(handed.token))
            end_recovery(unit, self._rules, now, handed.epoch)


def _lease_of(unit: SharedUnit, now: Moment, handed: HandIn) -> CaseLease:
    """The lease in which the case was worked; one that the copy lacks is believed where the station named it at once.

    Raises:
        LookupError: it was given to another station, or for another case, or never.
    """
    lease, case_id = unit.leases.get(handed.token), handed.bundle.case_id
    station = unit.stations.get(handed.device)
    if lease is None and station is not None and handed.token in station.awaited:
        at, request = now.at, f"{handed.token.epoch}.{handed.token.n}"
        return CaseLease(handed.token, case_id, handed.device, UserId(""), request, at, at, at)
    if lease is None or (lease.device, lease.case_id) != (handed.device, case_id):
        raise LookupError("no such lease of this station")
    return lease


def _by_hub_clock(case: Case, due_before: datetime | None, sent_at: datetime | None, now: datetime) -> Case:
    """When a case is due by the rules, whose times the station told by its own clock; appointments are people's words.

    Args:
        due_before: By the clock of the hub, as the case was lent: what comes back as it was is no word of the station.
        sent_at: By the clock of the station, when it handed the case in; None: it did not say.

    Raises:
        ValueError: an appointment lies further ahead than any is made.
    """
    if case.appointment is not None:
        if case.appointment.at > now + AGREED_AT_MOST:
            raise ValueError("case.appointment_at")
        return case
    if case.due_at is None or case.due_at == due_before:
        return case
    ahead = timedelta(0) if sent_at is None else sent_at - now
    due_at = case.due_at if abs(ahead) < _CLOCKS_DIFFER else case.due_at - ahead
    return replace(case, due_at=min(due_at, now + AGREED_AT_MOST))
