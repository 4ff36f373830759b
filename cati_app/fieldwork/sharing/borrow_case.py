"""At a station: a case that the hub lent is put among its own, and packed when it is worked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cati_app.domain.casework.cases import Case
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.handing import HeldCase, Holdings, LentCase, PlaceAnswer
from cati_app.domain.sharing.leases import REPORT_WITHIN, CaseBundle, CaseLease, LeaseToken, UsedPlace
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.calling.limits import is_blocked
from cati_app.fieldwork.calling.settle_blocks import blocks_to_come, settle_blocks, settle_blocks_of
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import UNDO_WINDOW


class AskForCase:
    """Keeps the request before it is sent: after a crash the same one is sent, and no case is lent to nobody."""

    def __init__(self, units: SharedUnits, ids: IdSource) -> None:
        self._units = units
        self._ids = ids

    @needs(Right.WORK)
    def __call__(self, by: Actor, of: CaseId | None = None) -> str:
        """The request to send; `of`: one case that is asked for, in place of the next one."""
        with self._units() as unit:
            request = unit.packages.request(self._ids.new_id(), by.id, of)
            unit.commit()
        return request

    @needs(Right.WORK)
    def got_nothing(self, by: Actor, of: CaseId | None = None) -> None:
        """There is no case."""
        with self._units() as unit:
            unit.packages.answered(by.id, of)
            unit.commit()

    @needs(Right.WORK)
    def no_more(self, by: Actor, of: CaseId) -> None:
        """Nobody waits for the answer: whatever the hub lent for the request goes back with the next contact."""
        with self._units() as unit:
            unit.packages.give_request_back(by.id, of)
            unit.commit()


WAITS = CaseId("waits")
"""In place of a case in a request: the next one is asked for while another one is worked."""


class PutCaseIn:
    """Once it is there, the scheduler of the station finds it as any other case."""

    def __init__(self, units: SharedUnits, device: str) -> None:
        self._units = units
        self._device = device

    @needs(Right.WORK)
    def __call__(
        self, by: Actor, lent: LentCase, asked_at: datetime, of: CaseId | None = None, *, request: str = ""
    ) -> CaseLease | None:
        """The lease as the station has it; None: whoever asked has left meanwhile, and nothing was changed.

        Args:
            asked_at: When the request was sent, by the clock of the station: a lease lasts no longer than from then on.
            of: The case, where it was asked for by its id.
            request: That it is the answer to: one that goes back puts no case in, for the hub may lend it to others.

        Raises:
            EnvironmentProblem: `hub_turned_back`: something was packed here under that lease, or another case has it.
                Nothing was changed.
        """
        with self._units() as unit:
            if unit.packages.goes_back(request):
                return None
            known = unit.leases.get(lent.lease.token)
            is_of_another = known is not None and known.case_id != lent.lease.case_id
            if is_of_another or _is_packed(unit, lent.lease.token):
                raise _turned_back()
            lease = known or self._put(unit, lent, asked_at, by)
            unit.packages.answered(by.id, of)
            for grant in lent.places:
                unit.grants.save(grant)
            unit.grants.fit_cells()
            unit.commit()
        return lease

    def _put(self, unit: SharedUnit, lent: LentCase, asked_at: datetime, by: Actor) -> CaseLease:
        """The case as the hub has it; what was done under an earlier lease is packed, or goes on under this one."""
        lease = _by_own_clock(lent.lease, asked_at)
        earlier = [known for known in unit.leases.open_of(self._device) if known.case_id == lease.case_id]
        for known in earlier:
            if unit.cases.get(known.case_id).locked_by is None:
                pack_case(unit, known, Moment(asked_at, 0, by.id))
            else:
                unit.leases.forget(known.token)
                # it is in hand, whatever it was asked for as
                lease = replace(lease, waits=False, results=known.results)
        if not unit.bundles.is_here(lease.case_id):
            unit.bundles.put(lent.bundle)
            lease = replace(lease, results=len(unit.calls.attempts_of(lease.case_id)))
        unit.leases.save(lease)
        return lease


def _is_packed(unit: SharedUnit, token: LeaseToken) -> bool:
    try:
        unit.packages.of(token)
    except LookupError:
        return False
    return True


def _turned_back() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_turned_back",
        "The hub lent a case as it had lent one before: it came back from a copy, and does not know it yet. Nothing"
        " was changed.",
        "This station tells it now; the same key asks again.",
    )


class PutPlaceIn:
    """A place that the hub gave is room in the station's own counter of the cell."""

    def __init__(self, units: SharedUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def __call__(self, by: Actor, answer: PlaceAnswer) -> None:
        """Take it up; of one that was refused only that a supervisor closed or paused the cell."""
        with self._units() as unit:
            unit.quota.close(answer.count.cell_id, closed=answer.count.closed, paused=answer.count.paused)
            if answer.grant.is_live:
                unit.quota.close(answer.grant.cell_id, closed=False)
                unit.grants.save(answer.grant)
                unit.grants.fit_cells()
            unit.commit()


class ExtendLease:
    """The hub has had a heartbeat, or says that others have it."""

    def __init__(self, units: SharedUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def __call__(
        self, by: Actor, token: LeaseToken, asked_at: datetime, renewed: CaseLease | None, *, waits: bool = False
    ) -> None:
        """Keep the lease as it is now.

        Args:
            renewed: As the hub has it; None: it is over. What runs is finished, no call begins any more; what waits
                leaves no trace.
            waits: So the hub was asked.
        """
        with self._units() as unit:
            lease = unit.leases.get(token)
            if lease is None:
                return
            if renewed is not None:
                unit.leases.save(replace(_by_own_clock(renewed, asked_at), waits=lease.waits and waits))
            elif waits_here(unit, lease):
                unit.bundles.drop(lease.case_id)
                unit.leases.forget(token)
            else:
                unit.leases.save(replace(lease, expires_at=asked_at))
            unit.commit()


class PackCases:
    """Cases that are worked, and that nothing can be taken back of, leave the tables and wait for the hub."""

    def __init__(self, units: SharedUnits, clock: Clock, device: str) -> None:
        self._units = units
        self._clock = clock
        self._device = device

    @needs(Right.WORK)
    def __call__(self, by: Actor, *, leaves: bool = False) -> int:
        """How many were packed.

        Args:
            leaves: Whoever works here goes: cases that were not worked go back as well, but for those that were taken
                along for work without a line; so does the request for the next one, where it has no answer.
        """
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
        with self._units() as unit:
            settle_blocks(unit, now, leaves=leaves)
            if leaves:
                unit.packages.give_request_back(by.id)
            ready = [
                lease
                for lease in unit.leases.open_of(self._device)
                if _is_ready(unit, lease, unit.cases.get(lease.case_id), now.at, leaves=leaves and _is_of(lease, by))
            ]
            for lease in ready:
                pack_case(unit, lease, now)
            if ready:
                unit.grants.fit_cells()
            unit.commit()
        return len(ready)


class PackWaiting:
    """A case that waits behind another one goes back at once, as it came: nobody was called."""

    def __init__(self, units: SharedUnits, clock: Clock, device: str) -> None:
        self._units = units
        self._clock = clock
        self._device = device

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> int:
        """How many of this person's were packed."""
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
        with self._units() as unit:
            back = [
                lease for lease in unit.leases.open_of(self._device) if _is_of(lease, by) and waits_here(unit, lease)
            ]
            for lease in back:
                pack_case(unit, lease, now)
            unit.commit()
        return len(back)


def pack_case(unit: SharedUnit, lease: CaseLease, now: Moment) -> None:
    """A case leaves the tables, as it is, and waits for the hub under its lease; one that was erased is let go.

    Whoever wanted no more calls in it is on the block list then: what was said cannot be taken back any more.
    """
    places: list[UsedPlace] = []
    for interview in unit.interviews.of_case(lease.case_id):
        for grant in unit.grants.live_of(interview.id):
            unit.grants.save(grant.to(GrantState.BACK))  # with the case: the hub settles what becomes of it
            if grant.use_by is not None:
                places.append(UsedPlace(grant.id, interview.id, grant.cell_id))
    settle_blocks_of(unit, now, lease.case_id)
    if unit.erasures.is_erased(lease.case_id):
        unit.bundles.drop(lease.case_id)
        unit.leases.forget(lease.token)
        return
    blocked = is_blocked(unit, unit.cases.get(lease.case_id))
    bundle = replace(unit.bundles.of(lease.case_id), blocked=blocked, places=tuple(places))
    unit.packages.add(lease.token, bundle, now.at)
    unit.bundles.drop(lease.case_id)
    unit.leases.forget(lease.token)
    unit.log.append([now.fact("case_packed", lease.case_id)])


_A_DAY = timedelta(days=1)


class ReadHoldings:
    """What the station has, for a hub that does not know it."""

    def __init__(self, units: SharedUnits, device: str) -> None:
        self._units = units
        self._device = device

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> Holdings:
        """As it stands."""
        with self._units() as unit:
            leases = unit.leases.open_of(self._device)
            want_none = _want_none(unit, leases)
            cases = tuple(
                HeldCase(lease.token, lease.case_id, lease.user_id, lease.case_id in want_none) for lease in leases
            )
            waiting = [(token, unit.packages.of(token)) for token in unit.packages.waiting()]
            return Holdings(
                self._device,
                cases,
                _places(unit, self._device),
                {token: bundle.case_id for token, bundle in waiting},
                frozenset(interview for _, bundle in waiting for interview in bundle.interviews),
                tuple(used for _, bundle in waiting for used in bundle.places),
                unit.packages.halt() is Halt.PAUSED,
                log_end=unit.log.end(),
            )


def _places(unit: SharedUnit, device: str) -> tuple[PlaceGrant, ...]:
    """Of interviews; first those in which answers have them now: a correction leaves others behind."""
    live = [grant for grant in unit.grants.live_at(device) if grant.interview_id]
    return tuple(sorted(live, key=partial(_is_left_behind, unit)))


def _is_left_behind(unit: SharedUnit, grant: PlaceGrant) -> bool:
    try:
        return grant.cell_id != unit.interviews.get(grant.interview_id).cell_id
    except LookupError:  # the interview is elsewhere, and its place was given here first
        return False


def _want_none(unit: SharedUnit, leases: Sequence[CaseLease]) -> frozenset[CaseId]:
    """Whose results put numbers on the block list: soon, or since a day before the last heartbeat of any."""
    if not leases:
        return frozenset()
    since = min(lease.given_at for lease in leases) - _A_DAY
    done = {fact.event.case_id for fact in unit.log.since(since, {"numbers_blocked"})}
    due = {attempt.case_id for attempt in blocks_to_come(unit)}
    return frozenset(lease.case_id for lease in leases if lease.case_id in due or lease.case_id in done)


class KeepPackages:
    """What of the station's packages the hub has, and in which life of it."""

    def __init__(self, units: SharedUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def begin_anew(self, by: Actor) -> None:
        """The program starts: of what was asked for by name before nobody waits for an answer."""
        with self._units() as unit:
            unit.packages.named_requests_back(WAITS)
            unit.commit()

    @needs(Right.WORK)
    def begin_life(self, by: Actor, life: str, at: datetime) -> bool:
        """Note the life of the hub; in another one than before all that was taken waits from then on; whether it is."""
        with self._units() as unit:
            is_new = unit.packages.begin_life(life, at)
            unit.commit()
        return is_new

    @needs(Right.WORK)
    def has_heard(self, by: Actor, life: str) -> bool:
        """Whether the hub has heard in that life what it vouched for here."""
        with self._units() as unit:
            return unit.packages.heard_in() == life

    @needs(Right.WORK)
    def heard(self, by: Actor, life: str) -> None:
        """It has."""
        with self._units() as unit:
            unit.packages.keep_heard(life)
            unit.commit()

    @needs(Right.WORK)
    def receipt(self, by: Actor) -> str:
        """The last receipt of the hub; blank while there is none."""
        with self._units() as unit:
            return unit.packages.receipt()

    @needs(Right.WORK)
    def keep_receipt(self, by: Actor, receipt: str) -> None:
        """What the hub has acknowledged, to be shown to one that has it no more."""
        with self._units() as unit:
            unit.packages.keep_receipt(receipt)
            unit.commit()

    @needs(Right.WORK)
    def halt(self, by: Actor) -> Halt | None:
        """Why no call begins here, as the hub said last."""
        with self._units() as unit:
            return unit.packages.halt()

    @needs(Right.WORK)
    def keep_halt(self, by: Actor, halt: Halt | None) -> None:
        """What it says now."""
        with self._units() as unit:
            unit.packages.keep_halt(halt)
            unit.commit()

    @needs(Right.WORK)
    def keep_shut(self, by: Actor, closed: Collection[str], paused: Collection[str]) -> None:
        """Cells that take nobody now, and no others, because a supervisor said so: that holds without a line too."""
        with self._units() as unit:
            for count in unit.quota.counts():
                now = count.cell_id in closed, count.cell_id in paused
                if now != (count.closed, count.paused):
                    unit.quota.close(count.cell_id, closed=now[0], paused=now[1])
            unit.commit()

    @needs(Right.WORK)
    def waiting(self, by: Actor) -> Sequence[LeaseToken]:
        """What the hub has not taken, in order."""
        with self._units() as unit:
            return unit.packages.waiting()

    @needs(Right.WORK)
    def package(self, by: Actor, token: LeaseToken) -> CaseBundle:
        """One of them."""
        with self._units() as unit:
            return unit.packages.of(token)

    @needs(Right.WORK)
    def completed(self, by: Actor) -> int:
        """Complete interviews that were held here and packed."""
        with self._units() as unit:
            return unit.packages.completed()

    @needs(Right.WORK)
    def taken(self, by: Actor, token: LeaseToken) -> None:
        """The hub has it."""
        with self._units() as unit:
            unit.packages.taken(token)
            unit.commit()


def waits_here(unit: SharedUnit, lease: CaseLease) -> bool:
    """Whether a case waits behind another one, and nobody has it in hand or has worked it."""
    return lease.waits and unit.cases.get(lease.case_id).locked_by is None and not is_worked(unit, lease)


def is_worked(unit: SharedUnit, lease: CaseLease) -> bool:
    """Whether a result was given under a lease."""
    return len(unit.calls.attempts_of(lease.case_id)) > lease.results


def _is_ready(unit: SharedUnit, lease: CaseLease, case: Case, now: datetime, *, leaves: bool) -> bool:
    if case.locked_by is not None:
        return False
    if is_worked(unit, lease):
        result_at = unit.calls.attempts_of(case.id)[-1].ended_at
        return leaves or result_at is None or now >= result_at + UNDO_WINDOW
    return (leaves and not lease.is_taken_along(now)) or lease.is_over(now)


def _is_of(lease: CaseLease, by: Actor) -> bool:
    """Whether a case was lent for a person; the program looks after all of them."""
    return by.id is None or lease.user_id == by.id


def _by_own_clock(lease: CaseLease, asked_at: datetime) -> CaseLease:
    """The lease by the clock of the station, on which the hub's times mean nothing."""
    over = asked_at + (lease.expires_at - lease.given_at)
    return replace(lease, given_at=asked_at, expires_at=over, report_by=over + REPORT_WITHIN)
