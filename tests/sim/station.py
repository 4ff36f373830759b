"""A station of a simulated hub, who works there, and the line between the two."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sharing.handing import LentCase, PlaceAnswer
from cati_app.domain.sharing.leases import BeforeCall, HoldWord, LeaseToken, Renewal
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.make_call import StartCall
from cati_app.fieldwork.calling.record_result import GivenResult, RecordResult, TakeBackResult
from cati_app.fieldwork.calling.ring_back import RungBack
from cati_app.fieldwork.calling.settle_queue import KeepCase, LetGoOfCase
from cati_app.fieldwork.calling.take_case import Offer, ReturnCase, TakeCase
from cati_app.fieldwork.interview.finish_interview import EndedSitting, FinishInterview
from cati_app.fieldwork.interview.start_interview import ResumeInterview, StartInterview
from cati_app.fieldwork.people.note_hub import answer_fact
from cati_app.fieldwork.ports.hub import at_once
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.borrow_case import ExtendLease, KeepPackages
from cati_app.fieldwork.sharing.caller_at_hub import TakeLentRingBack
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.offer_lent import OfferLentCase
from cati_app.fieldwork.sharing.read_station import ReadLeases
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.fieldwork.sharing.work_at_station import (
    KeepLentCase,
    RecordLentResult,
    ReserveLentPlace,
    ResumeLentInterview,
    StartLentCall,
    TakeBackLentResult,
    TakeLentCase,
)
from cati_app.station.hub_link import StationOutbox
from cati_app.station.hub_pulse import HubPulse
from cati_app.station.machine import UuidSource
from cati_app.station.station_packages import StationPackages
from cati_app.store.log_outbox import LogOutbox
from cati_app.sync.case_client import CaseClient
from cati_app.sync.case_store import KeptReceipt
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.session import HubSession
from tests.sim.acts import ACTS
from tests.sim.crashes import Crash, CrashingDriver
from tests.sim.engines import in_a_file
from tests.sim.hub import HUB_ID, SimHub
from tests.sim.kept import SHOWN, Beginning, KeptInMemory, units_of
from tests.sim.opt_outs import ListInMemory, SimDuties

PEOPLE = (
    {"sex": "1", "age_group": "young"},
    {"sex": "1", "age_group": "young"},
    {"sex": "2", "age_group": "old"},
    {"sex": "1", "age_group": ""},
)
DATA = (StoredDatum("/screener/sex", "1", None),)


class MovedClock:
    """A clock of a station: that of the world, shifted, and set by somebody now and then."""

    def __init__(self, world: SimulatedClock, shift: timedelta) -> None:
        self._world = world
        self.shift = shift

    def now(self) -> datetime:
        """Its wall clock."""
        return self._world.now() + self.shift

    def monotonic_ms(self) -> int:
        """Runs with the world's."""
        return self._world.monotonic_ms()


@dataclass
class Trouble:
    """How often what happens to messages and machines."""

    lost: float = 0.08
    answer_lost: float = 0.08
    doubled: float = 0.05
    late: float = 0.05


@dataclass
class InCommon:
    """What the stations of a history have in common.

    Args:
        opts_out: Whether people say that they want no more calls.
        callers: Numbers of people who ring back now and then, wherever their case is; none: nobody does.
        appoints: Whether people name times, which are what they say by the clock that the interviewer sees.
    """

    clock: SimulatedClock
    chance: random.Random
    trouble: Trouble
    rules: StudyRules
    engine: str
    opts_out: bool
    appoints: bool
    callers: tuple[PhoneNumber, ...] = ()


class SimLine:
    """A line on which a chance decides; an old request may arrive once more at any time."""

    def __init__(
        self, hub: SimHub, device: str, user: User, chance: random.Random, trouble: Trouble, often: int = 1
    ) -> None:
        self.is_up = True
        self._often = often
        self._hub, self._device, self._user, self._chance, self._trouble = hub, device, user, chance, trouble
        self._sent: list[tuple[HubCall, bytes]] = []
        self._acts_heard: set[bytes] = set()  # of supervisors: answered, or done by a hub that stopped in it

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask."""
        chance, trouble = self._chance, self._trouble
        if not self.is_up or chance.random() < trouble.lost:
            raise LineCut
        if self._sent and chance.random() < self._often * trouble.late:
            words = [sent for sent in self._sent if sent[0] is HubCall.HOLD]
            self._copied(*chance.choice(words if words and chance.random() < 0.5 else self._sent))
        if call is not HubCall.STATE:
            self._sent.append((call, body))
        reply = self._asked(call, body)
        if chance.random() < trouble.doubled:
            reply = self._copied(call, body)
        if chance.random() < trouble.answer_lost:
            raise LineCut
        return reply

    def comes_late(self, *calls: HubCall) -> None:
        """One of these requests, which was sent some time, arrives once more; LineCut: the hub stops in it."""
        sent = [each for each in self._sent if each[0] in calls]
        if sent:
            self._copied(*self._chance.choice(sent))

    def _asked(self, call: HubCall, body: bytes) -> Reply:
        """A request that comes for the first time, or is said once more."""
        if call not in ACTS:
            return self._hub.answer(self._device, self._user, call, body)
        before = self._hub.acts_done()
        try:
            reply = self._hub.answer(self._device, self._user, call, body)
        except LineCut:
            if self._hub.acts_done() != before:
                self._acts_heard.add(body)
            raise
        self._acts_heard.add(body)
        return reply

    def _copied(self, call: HubCall, body: bytes) -> Reply:
        """A request that was sent before; what a supervisor decided, and the hub has heard, is done once."""
        heard = body in self._acts_heard
        before = self._hub.acts_done() if heard else 0
        reply = self._asked(call, body)
        if heard and self._hub.acts_done() != before and not self._hub.unnoticed:
            self._hub.done_again += 1
        return reply


def outbox_of(kept: KeptInMemory) -> StationOutbox:
    """The log of a station, as it is sent."""
    database: Any = SimpleNamespace(driver=lambda: kept.driver)
    return StationOutbox(LogOutbox(database))


def numbers_of(offer: Offer) -> set[str]:
    """Of the case that is offered."""
    return {number.number.e164 for number in offer.case.numbers if number.number is not None}


class _SignedIn:
    """The client with the session of who is signed in; it begins anew where it is over."""

    def __init__(self, client: CaseClient, user: User, hub: SimHub, pulse: HubPulse) -> None:
        self._client, self._hub, self.pulse = client, hub, pulse
        self.check_calls = client.check_calls
        self.before_call_later = lambda token: BeforeCall.UNKNOWN  # it waits for every answer
        self._session = HubSession(lambda: client.sign_in(user.id, SHOWN))
        self._yields: dict[UserId, datetime] = {}

    def hold(self, word: HoldWord) -> None:
        """Said until the hub has heard it."""
        if not word.held:
            self._hub.said.take_back(word.token)
        self.pulse.hold(word)
        self.pulse.tell_holds()

    def before_call(self, token: LeaseToken) -> BeforeCall:
        """Whether a call may begin; what the hub says is held against what it was told."""
        told = self._client.before_call(token)
        if told is BeforeCall.FREE and not self._hub.recovers():
            self._hub.said.may_call(self._hub.kept.driver, token)
        return told

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        """Places that were given ahead; the station forgets those that the hub says it has back."""
        self._client.places_back(ids, requests, cases)
        self._hub.given_back.update(ids)

    def hand_in(self) -> bool:
        """Log and cases."""
        self._client.hand_in()
        return True

    def worked(self) -> None:
        """Here somebody hands in from time to time."""

    def renew(self, token: LeaseToken, at: datetime, *, waits: bool) -> tuple[datetime, Renewal] | None:
        """A heartbeat; here nobody waits for it, so it is answered at once or not at all."""
        with suppress(EnvironmentProblem):
            renewal = self._client.renewal(token, waits=waits)()
            if waits and renewal.lease is not None:
                yields_in = timedelta(days=1) if renewal.yields_in is None else renewal.yields_in
                self._yields[renewal.lease.user_id] = at + yields_in
            return at, renewal
        return None

    def yields_at(self, user_id: UserId) -> datetime | None:
        """When an appointment comes first, as far as is known."""
        return self._yields.get(user_id)

    def offered(self, user_id: UserId) -> None:
        """Here a chance decides when the next one is fetched."""

    def next_case(self, request: str, lasts: timedelta | None = None, *, waits: bool = False) -> LentCase | Nothing:
        """A case."""
        return self._session.under(lambda session: self._client.next_case(session, request, lasts, waits=waits))

    def caller_case(self, request: str, lookup: str) -> LentCase | CallerCase:
        """The case of somebody who rings back."""
        return self._session.under(lambda session: self._client.caller_case(session, request, lookup))

    def leave_word(self, case_id: CaseId, message: SealedMessage) -> str:
        """What they wish."""
        return self._session.under(lambda session: self._client.leave_word(session, case_id, message))

    def places_ahead(self, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        """Places for work without a line."""
        return self._session.under(lambda session: self._client.places_ahead(session, request, each, lasts))

    def ask_place(self, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId) -> PlaceAnswer:
        """A place."""
        return self._session.under(
            lambda session: self._client.ask_place(session, request, token, interview_id, cell_id)
        )


class SimStation:
    """A station and who works there.

    Args:
        field: What stations have in common.
        has_study: Every case is here, and none at the hub.
    """

    def __init__(
        self,
        begin: Beginning,
        hub: SimHub,
        device: str,
        user: User,
        field: InCommon,
        shift: timedelta,
        *,
        has_study: bool = False,
    ) -> None:
        self.device, self.user, self.hub = device, user, hub
        self.kept = begin.first_station(device) if has_study else begin.station(device)
        if field.engine != "memory":
            self.kept = KeptInMemory(in_a_file(self.kept.driver, encrypted=True), device)
        self._disk = self.kept.driver = CrashingDriver(self.kept.driver)
        self.kept.blocklist = self.blocked = cast("Any", ListInMemory())
        self.clock = MovedClock(field.clock, shift)
        self.chance = field.chance
        self.units = units_of(self.kept, begin.keys)
        often = 4 if field.opts_out else 1  # few words of numbers: each is copied more often
        self.line = SimLine(hub, device, user, field.chance, field.trouble, often)
        self._rules, self._opts_out, self._appoints = field.rules, field.opts_out, field.appoints
        self._callers = field.callers
        self._ids = UuidSource(field.clock, field.chance)  # that of the world: ids hold a time, and order nothing else
        self.completed: set[str] = set()
        self.wishes: set[str] = set()  # numbers of whoever asked for no more calls, and did not take that back
        self.rung_back = 0
        self._half_taken_back: CaseId | None = None  # a machine stopped while a result was taken back
        self._start()

    def _start(self) -> None:
        """The program starts: nothing is remembered but what is stored."""
        units, clock, rules, ids = self.units, self.clock, self._rules, self._ids
        KeepPackages(units).begin_anew(PROGRAM)
        client = Client(self.line, "c" * 64, lambda seconds: None, self.chance, Patience(tries=1), hub=HUB_ID)
        packages = StationPackages(units, self.device)
        cases = CaseClient(client, outbox_of(self.kept), packages, self.device, clock=clock)
        duties = SimDuties(self.hub.said, cases.hold)
        leases, extend = ReadLeases(units, self.device), ExtendLease(units)
        pulse = HubPulse(duties, leases, extend, clock, at_once, lambda problem: None, lambda error: None)
        hub = _SignedIn(cases, self.user, self.hub, pulse)
        self._lent = LentCases(units, clock, ids, self.device, hub)
        self._ahead, self._hub = WorkAhead(units, clock, ids, self.device), hub
        offer = OfferLentCase(units, clock, ids, rules, ClockWatch(clock), self.device, self._lent.reasons.get)
        self._take = TakeLentCase(offer, self._lent)
        self._rings_back = TakeLentRingBack(units, clock, ids, rules, self._lent)
        self._resume = ResumeLentInterview(ResumeInterview(units, clock, rules), self._lent, units)
        self._keep = KeepLentCase(KeepCase(units, clock), self._lent)
        assert rules.quota is not None
        self._reserve = ReserveLentPlace(ReservePlace(units, clock, rules.quota), self._lent, rules.quota)
        self._call = StartLentCall(
            StartCall(units, clock, ids, rules),
            ReturnCase(units, clock),
            LetGoOfCase(units, clock, rules),
            self._lent,
        )
        self._record = RecordLentResult(RecordResult(units, clock, rules), self._lent)
        self._take_back = TakeBackLentResult(TakeBackResult(units, clock), self._lent)
        self._offer: Offer | None = None
        self._interview: Interview | None = None
        self._given: tuple[Offer, GivenResult] | None = None

    def alone(self) -> None:
        """Until the program is started again no hub has a part in it: people are called as on a laptop."""
        units, clock, rules, ids = self.units, self.clock, self._rules, self._ids
        alone: Any = self
        assert rules.quota is not None
        alone._take = TakeCase(units, clock, ids, rules, ClockWatch(clock))
        alone._call = StartCall(units, clock, ids, rules)
        alone._resume = ResumeInterview(units, clock, rules)
        alone._reserve = ReservePlace(units, clock, rules.quota)
        alone._record = RecordResult(units, clock, rules)
        alone._take_back = TakeBackResult(units, clock)

    def stops_before(self, statement: int) -> None:
        """The machine stops before so manieth statement from now on; 0: it runs again."""
        self._disk.start_again()
        self._disk.stop_before(statement)

    def crash(self) -> None:
        """The machine stops, and the program starts again."""
        self._disk.start_again()
        self._start()
        if self._half_taken_back is not None:  # whether it was taken back stands in the file alone (seed 977181)
            with self.units() as unit:
                lease = unit.leases.newest_of(self._half_taken_back)
            if lease is not None:
                self.hub.said.take_back(lease.token)
            self._half_taken_back = None

    def stop_within(self, act: Callable[[], None], statement: int) -> None:
        """The machine stops before some statement of what is being done, or after all of them."""
        self._disk.stop_before(statement)
        with suppress(Crash):
            act()
        self.crash()

    @property
    def is_at_work(self) -> bool:
        """Whether somebody is being called."""
        return self._offer is not None

    @property
    def receipt(self) -> KeptReceipt | None:
        """The last one of the hub."""
        with self.units() as unit:
            text = unit.packages.receipt()
        return KeptReceipt.model_validate_json(text) if text else None

    def keep_vouched(self, vouched: object) -> None:
        """What the hub vouches for stands in the log."""
        if isinstance(vouched, list) and vouched:
            self.hub.acknowledged.update(each.text for each in vouched)
            with self.units() as unit:
                now = Moment(self.clock.now(), self.clock.monotonic_ms(), None)
                unit.log.append([answer_fact(now, "an act", vouched)])
                unit.commit()

    # -- with the hub -------------------------------------------------------------------------------------------

    def exchange(self, *, leaves: bool = False) -> None:
        """Pack what is worked, and hand it in."""
        leaves = leaves and self._offer is None  # whoever has somebody on the line stays; what is packed goes
        with suppress(EnvironmentProblem):
            self._hub.pulse.tell_holds()
        if leaves:
            self._given = None
        with suppress(EnvironmentProblem):
            self._lent.hand_in(self.user, leaves=leaves)

    def take_along(self) -> None:
        """Cases and places for work without a line, which is cut then, or not."""
        with suppress(EnvironmentProblem):
            self._ahead.take_along(self.user, self._hub, 2, timedelta(hours=self.chance.choice((1, 6))))
        self.line.is_up = self.chance.random() < 0.3

    def give_back(self) -> None:
        """Nobody goes without a line any more."""
        self._ahead.pack_cases(self.user)
        self.exchange()
        with suppress(EnvironmentProblem):
            self._ahead.give_back(self.user, self._hub, at_once=True)

    def keep(self) -> None:
        """A heartbeat."""
        self._keep(self.user)

    def fetch_next(self) -> None:
        """While a case is worked: the one that comes after it; a pause gives it back now and then."""
        with suppress(EnvironmentProblem):
            self._lent.fetch_next(self.user)
        if self.chance.random() < 0.1:
            self._lent.give_waiting_back(self.user)

    # -- with people --------------------------------------------------------------------------------------------

    def work(self) -> None:
        """The next step of a sitting."""
        if self._offer is None and self._given is not None and self.chance.random() < 0.5:
            self._takes_back(*self._given)
        elif self._offer is None and self._callers and self.chance.random() < 0.3:
            self._rung(self.chance.choice(self._callers))
        elif self._offer is None:
            with suppress(EnvironmentProblem):
                offered = self._take(self.user)
                self._offer = offered if isinstance(offered, Offer) else None
        elif not self._offer.dialled:
            self._dial(self._offer)
        elif self._interview is None:
            self._answered(self._offer)
        else:
            self._go_on(self._offer, self._interview)

    def _rung(self, number: PhoneNumber) -> None:
        """The telephone rings; whoever calls is on the line already, where their case can be taken up."""
        with suppress(EnvironmentProblem, RuleViolation):  # nobody can be asked, or too many rang
            rung = self._rings_back.of_number(self.user, number)
            if isinstance(rung, RungBack):
                self._offer = rung.offer
                self.rung_back += 1

    def _dial(self, offer: Offer) -> None:
        give_back = ReturnCase(self.units, self.clock)
        try:
            self._call(self.user, offer.attempt, offer.case.numbers[0])
            self._offer = replace(offer, dialled=True)
        except RuleViolation:
            with suppress(RuleViolation, LookupError):  # it is gone already, or nobody may be called at this hour
                give_back(self.user, offer.attempt)
            self._offer = None
        except EnvironmentProblem:  # it was fetched ahead, and nobody can be asked
            if self.chance.random() < 0.3:
                with suppress(RuleViolation):
                    give_back(self.user, offer.attempt)
                self._offer = None

    def _answered(self, offer: Offer) -> None:
        if self.chance.random() < 0.4 and offer.case.open_interview is None:
            nobody = () if offer.attempt.rang_back else ("no_answer", "busy")
            self._result(offer, self.chance.choice((*nobody, "refusal_household")))
            return
        if self._opts_out and offer.case.open_interview is None and self.chance.random() < 0.4:
            self._result(offer, "refusal_household", never_again=True)
            return
        try:
            if offer.case.open_interview is not None:
                self._interview = self._resume(self.user, offer.case.open_interview).interview
            else:
                start = StartInterview(self.units, self.clock, self._ids)
                self._interview = start(self.user, offer.case, "hash", "de")
        except RuleViolation:
            self._forget()
        except EnvironmentProblem as problem:
            if problem.code == "hub_lost_case":  # else it does not answer, and is asked once more
                self.keep()
                LetGoOfCase(self.units, self.clock, self._rules)(self.user, offer.attempt)
                self._forget()

    def _go_on(self, offer: Offer, interview: Interview) -> None:
        if not interview.quota_status:
            self._screen(interview)
            return
        if interview.quota_status == "full" or not interview.held:
            self._finish(offer, interview, "quota_filled")
        else:
            name = self.chance.choice(("complete", "complete", "break_off", "interview_suspended"))
            is_told_a_time = name == "interview_suspended"
            self._finish(offer, interview, "break_off" if is_told_a_time and not self._appoints else name)

    def _screen(self, interview: Interview) -> None:
        """A place is asked for at the hub; where it does not answer, the person is asked to wait."""
        with suppress(EnvironmentProblem):
            self._reserve(self.user, interview.id, self.chance.choice(PEOPLE))
            with self.units() as unit:
                self._interview = unit.interviews.get(interview.id)

    def _finish(self, offer: Offer, interview: Interview, name: str) -> None:
        agreed = None
        if name == "interview_suspended":
            agreed = Agreed(self.clock.now() + timedelta(minutes=20), firm=False)
        ended = EndedSitting(interview.id, offer.attempt, name, DATA, {}, agreed)
        try:
            FinishInterview(self.units, self.clock, self._rules)(self.user, ended)
            if name == "complete":
                self.completed.add(interview.id)
        except RuleViolation:
            if agreed is not None:  # nobody calls at that hour: the person names no other, and hangs up
                self._finish(offer, interview, "break_off")
        self._forget()

    def _result(self, offer: Offer, result: str, *, never_again: bool = False) -> None:
        self._given = None
        with suppress(RuleViolation):
            given = self._record(self.user, offer.attempt, result, never_again=never_again)
            if never_again:
                self._given = offer, given
                self.wishes |= numbers_of(offer)
        self._forget()

    def _takes_back(self, offer: Offer, given: GivenResult) -> None:
        """Within ten seconds: the person is on the line again, and has said something else."""
        self._given = None
        taken_back = numbers_of(offer)
        self.wishes -= taken_back
        try:
            self._take_back(self.user, given)
            self._offer = offer
        except RuleViolation:
            self.wishes |= taken_back
        except Crash:
            self._half_taken_back = offer.case.id
            raise

    def _forget(self) -> None:
        self._offer = self._interview = None
