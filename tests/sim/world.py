"""A hub, stations and the lines between them; a chance decides what happens to every message and every machine."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, Never

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.calendar import CallingWindow
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CellId, InterviewId, UserId
from cati_app.domain.people.users import User
from cati_app.domain.quota.steering import SteeredCell
from cati_app.domain.sharing.handing import LentCase, PlaceAnswer
from cati_app.domain.sharing.leases import BeforeCall, LeaseToken, Renewal
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.make_call import StartCall
from cati_app.fieldwork.calling.record_result import RecordResult
from cati_app.fieldwork.calling.settle_queue import KeepCase, LetGoOfCase
from cati_app.fieldwork.calling.take_case import Offer, ReturnCase
from cati_app.fieldwork.interview.finish_interview import EndedSitting, FinishInterview
from cati_app.fieldwork.interview.start_interview import ResumeInterview, StartInterview
from cati_app.fieldwork.people.note_hub import answer_fact
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.borrow_case import KeepPackages
from cati_app.fieldwork.sharing.halt_stations import PauseStation, ReadmitStation
from cati_app.fieldwork.sharing.lend_case import settle_shared
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.offer_lent import OfferLentCase
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.fieldwork.sharing.work_at_station import (
    KeepLentCase,
    ReserveLentPlace,
    ResumeLentInterview,
    StartLentCall,
    TakeLentCase,
)
from cati_app.hub.case_calls import CASE_CALLS
from cati_app.hub.casework import CaseRefusal, LendingDesk
from cati_app.hub.receipts import Receipts
from cati_app.hub.seats import SeatsOfStudies
from cati_app.station.hub_link import StationOutbox
from cati_app.station.machine import UuidSource
from cati_app.station.station_packages import StationPackages
from cati_app.store.hub.changes import IN_FILES
from cati_app.store.hub.inbox import Arrived, Inbox, LogMark
from cati_app.store.hub.register import HubRefused, NotTaken, Sender
from cati_app.store.hub.schema import make_study_tables
from cati_app.store.log_outbox import LogOutbox
from cati_app.store.times import utc_text
from cati_app.sync.case_client import CaseClient
from cati_app.sync.case_messages import Act, ActDone
from cati_app.sync.case_store import KeptReceipt
from cati_app.sync.case_values import shut_cells
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import (
    Epoch,
    EventVerdict,
    HubRefusal,
    HubStanding,
    Message,
    Push,
    Pushed,
    ReceiptShown,
    Refused,
    read,
    written,
)
from cati_app.sync.session import HubSession
from cati_app.sync.steering_messages import Steered
from cati_app.sync.supervisor_client import SupervisorAtHub
from tests.sim.acts import ACTS, ACTS_DONE, SimActs
from tests.sim.corrections import NamedAtHub, SimCorrections
from tests.sim.crashes import Crash, CrashingDriver
from tests.sim.desk import SimDesk
from tests.sim.engines import KeptOnServer, in_a_file, on_the_server
from tests.sim.kept import Beginning, HubInMemory, KeptInMemory, beginning, units_of
from tests.stations import TUESDAY

HUB_ID, STUDY, SESSION = "b" * 32, "c" * 32, "5" * 64
PEOPLE = (
    {"sex": "1", "age_group": "young"},
    {"sex": "1", "age_group": "young"},
    {"sex": "2", "age_group": "old"},
    {"sex": "1", "age_group": ""},
)
ALL_DAY = CallingWindow(time(0), time(23, 59))
_ENROLLED = "INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, false)"
_ENDS = ("complete", "complete", "break_off", "interview_suspended")
_JUDGED = (
    "SELECT i.case_id, n.why IS NOT NULL FROM interview i LEFT JOIN not_counted n ON n.interview_id = i.id"
    " WHERE i.state = 'completed' AND (n.why IS NULL OR n.why = 'rejected') ORDER BY i.id"
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


class SimHub:
    """The hub; it may come back from a copy."""

    def __init__(
        self, begin: Beginning, clock: SimulatedClock, rules: StudyRules, devices: Sequence[str], engine: str
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._engine = engine
        if engine == "server":
            self.kept: KeptInMemory = on_the_server(begin, STUDY)
        else:
            self.kept = begin.hub()
            make_study_tables(self.kept.driver, STUDY, IN_FILES)
            self._put_in_a_file()
        self._lives = [Epoch(n=1, id=f"{1:032x}")]
        self._receipts = Receipts(b"of the hub")
        self.seats = SeatsOfStudies()
        self._users = {begin.ann.id: begin.ann, begin.bob.id: begin.bob}
        self.kept.driver.executemany(_ENROLLED, [(device,) for device in devices])
        self.copies: list[tuple[Any, Epoch]] = []
        self.restores = self.unnoticed = self.done_again = 0
        self.done: set[str] = set()  # what supervisors decided, in all its lives
        self.acknowledged: set[str] = set()

    @property
    def units(self) -> Any:
        """Without keys."""
        return lambda: HubInMemory(self.kept, self._clock.now())

    @property
    def epoch(self) -> Epoch:
        """Its life."""
        return self._lives[-1]

    def answer(self, device: str, user: User, call: HubCall, body: bytes) -> Reply:
        """As over HTTP."""
        try:
            if call is HubCall.STATE:
                return Reply(200, written(self._standing(device)))
            if call is HubCall.PUSH:
                return Reply(200, written(self._pushed(device, read(Push, body))))
            if call is HubCall.RECEIPT:
                return Reply(200, written(self._shown(device, read(ReceiptShown, body))))
            message: Message = CASE_CALLS[call].prepared(body)(self._desk(device, user))
            if isinstance(message, ActDone | Steered):
                self.done.update(each.text for each in message.vouched)
        except CaseRefusal as refused:
            return Reply(409, written(HubRefusal(refused=refused.reason)))
        except HubRefused as refused:
            return Reply(409, written(HubRefusal(refused=Refused(refused.reason.value))))
        return Reply(200, written(message))

    def _desk(self, device: str, user: User) -> LendingDesk:
        receipt = partial(self._receipts.of, Sender(STUDY, device), self.epoch)
        return LendingDesk(
            self.units,
            self._clock,
            self._rules,
            device,
            self.epoch,
            self._mark(device).n,
            lambda session: user if session else None,
            receipt,
            _no_erasure,
            STUDY,
            self.seats,
            partial(self._receipts.vouch, STUDY),
        )

    def _mark(self, device: str) -> LogMark:
        statements = self.kept.begin()
        mark = Inbox(statements, self._clock.now()).mark(device)
        statements.end()
        return mark

    def _pushed(self, device: str, push: Push) -> Pushed:
        if push.epoch != self.epoch:
            raise HubRefused(NotTaken.EPOCH)
        statements = self.kept.begin()
        try:
            events = [Arrived(event.row, event.digest) for event in push.events]
            _, judged = Inbox(statements, self._clock.now()).push(device, push.first, push.last, events)
            statements.commit()
        finally:
            statements.end()
        verdicts = tuple(EventVerdict(verdict.value) for verdict in judged)
        return Pushed(standing=self._standing(device), verdicts=verdicts)

    def _standing(self, device: str) -> HubStanding:
        mark, at = self._mark(device), utc_text(self._clock.now())
        with self.units() as unit:
            receipt = self._receipts.of(Sender(STUDY, device), self.epoch, mark.n, unit.stations.acts(device))
            known, shut = unit.stations.get(device), shut_cells(unit.quota.shut())
        halt = None if known is None else known.halt
        life, digest = self.epoch, mark.digest
        return HubStanding(
            hub=HUB_ID, epoch=life, mark=mark.n, digest=digest, server_time=at, receipt=receipt, halt=halt, shut=shut
        )

    def _shown(self, device: str, shown: ReceiptShown) -> HubStanding:
        """As the reception judges it, which has tests of its own."""
        told = self._standing(device).receipt
        assert told is not None
        assert self._receipts.is_mine(Sender(STUDY, device), shown.epoch, shown.receipt)
        lost = shown.receipt.acts > told.acts or shown.receipt.mark > told.mark
        if (shown.epoch == self.epoch and lost) or (shown.epoch != self.epoch and shown.epoch.n >= self.epoch.n):
            self._begin_life(shown.epoch.n)
        return self._standing(device)

    def _begin_life(self, behind: int = 0) -> None:
        n = max(self.epoch.n, behind) + 1
        self._lives.append(Epoch(n=n, id=f"{len(self._lives) + 1:032x}"))

    def _put_in_a_file(self) -> None:
        if self._engine == "file":
            self.kept = KeptInMemory(in_a_file(self.kept.driver, encrypted=False), "hub")

    def acts_done(self) -> int:
        """How much it has noted of what supervisors decided."""
        return int(self.kept.driver.execute(ACTS_DONE).fetchone()[0])

    def back_up(self) -> None:
        """A copy, to come back from some time."""
        self.copies.append((self.kept.copy(), self.epoch))

    def restore(self, chance: random.Random, *, noticed: bool) -> None:
        """Back from a copy, in a new life, or in the life of the copy where nobody says so."""
        copied, life = chance.choice(self.copies)
        if isinstance(self.kept, KeptOnServer):
            self.kept.fill(copied)
        else:
            self.kept = KeptInMemory(KeptInMemory(copied, "hub").copy(), "hub")
            self._put_in_a_file()
        if noticed:
            self._begin_life()  # its number is a time: it never comes again
        else:
            self._lives.append(life)
            self.unnoticed += 1
        self.restores += 1


@dataclass
class Trouble:
    """How often what happens to messages and machines."""

    lost: float = 0.08
    answer_lost: float = 0.08
    doubled: float = 0.05
    late: float = 0.05


class SimLine:
    """A line on which a chance decides; an old request may arrive once more at any time."""

    def __init__(self, hub: SimHub, device: str, user: User, chance: random.Random, trouble: Trouble) -> None:
        self.is_up = True
        self._hub, self._device, self._user, self._chance, self._trouble = hub, device, user, chance, trouble
        self._sent: list[tuple[HubCall, bytes]] = []

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask."""
        chance, trouble = self._chance, self._trouble
        if not self.is_up or chance.random() < trouble.lost:
            raise LineCut
        if self._sent and chance.random() < trouble.late:
            self._copied(*chance.choice(self._sent))
        if call is not HubCall.STATE:
            self._sent.append((call, body))
        reply = self._hub.answer(self._device, self._user, call, body)
        if chance.random() < trouble.doubled:
            reply = self._copied(call, body)
        if chance.random() < trouble.answer_lost:
            raise LineCut
        return reply

    def _copied(self, call: HubCall, body: bytes) -> Reply:
        """A request that the hub has had before; what a supervisor decided is done once."""
        before = self._hub.acts_done() if call in ACTS else 0
        reply = self._hub.answer(self._device, self._user, call, body)
        if call in ACTS and self._hub.acts_done() != before and not self._hub.unnoticed:
            self._hub.done_again += 1
        return reply


def outbox_of(kept: KeptInMemory) -> StationOutbox:
    """The log of a station, as it is sent."""
    database: Any = SimpleNamespace(driver=lambda: kept.driver)
    return StationOutbox(LogOutbox(database))


class _SignedIn:
    """The client with the session of who is signed in."""

    def __init__(self, client: CaseClient) -> None:
        self._client = client
        self.hold, self.before_call, self.places_back = client.hold, client.before_call, client.places_back
        self.check_calls = client.check_calls
        self.before_call_later = lambda token: BeforeCall.UNKNOWN  # it waits for every answer
        self._yields: dict[UserId, datetime] = {}

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
        return self._client.next_case(SESSION, request, lasts, waits=waits)

    def places_ahead(self, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        """Places for work without a line."""
        return self._client.places_ahead(SESSION, request, each, lasts)

    def ask_place(self, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId) -> PlaceAnswer:
        """A place."""
        return self._client.ask_place(SESSION, request, token, interview_id, cell_id)


def _no_erasure(text: str, signature: str) -> Never:
    raise HubRefused(NotTaken.CODE)


class SimStation:
    """A station and who works there."""

    def __init__(self, begin: Beginning, hub: SimHub, device: str, user: User, world: World, shift: timedelta) -> None:
        self.device, self.user, self.hub = device, user, hub
        self.kept = begin.station(device)
        if world.engine != "memory":
            self.kept = KeptInMemory(in_a_file(self.kept.driver, encrypted=True), device)
        self._disk = self.kept.driver = CrashingDriver(self.kept.driver)
        self.clock = MovedClock(world.clock, shift)
        self.chance = world.chance
        self.units = units_of(self.kept, begin.keys)
        self.line = SimLine(hub, device, user, world.chance, world.trouble)
        self._rules = world.rules
        self._ids = UuidSource(self.clock, world.chance)
        self.completed: set[str] = set()
        self._start()

    def _start(self) -> None:
        """The program starts: nothing is remembered but what is stored."""
        units, clock, rules, ids = self.units, self.clock, self._rules, self._ids
        KeepPackages(units).begin_anew(PROGRAM)
        client = Client(self.line, "c" * 64, lambda seconds: None, self.chance, Patience(tries=1), hub=HUB_ID)
        hub = _SignedIn(
            CaseClient(client, outbox_of(self.kept), StationPackages(units, self.device), self.device, clock=clock)
        )
        self._lent = LentCases(units, clock, ids, self.device, hub)
        self._ahead, self._hub = WorkAhead(units, clock, ids, self.device), hub
        offer = OfferLentCase(units, clock, ids, rules, ClockWatch(clock), self.device, self._lent.reasons.get)
        self._take = TakeLentCase(offer, self._lent)
        self._resume = ResumeLentInterview(ResumeInterview(units, clock, rules), self._lent, units)
        self._keep = KeepLentCase(KeepCase(units, clock), self._lent)
        assert rules.quota is not None
        self._reserve = ReserveLentPlace(ReservePlace(units, clock, rules.quota), self._lent, rules.quota)
        self._offer: Offer | None = None
        self._interview: Interview | None = None

    def crash(self) -> None:
        """The machine stops, and the program starts again."""
        self._disk.start_again()
        self._start()

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
        if self._offer is None or not leaves:
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
        if self._offer is None:
            with suppress(EnvironmentProblem):
                offered = self._take(self.user)
                self._offer = offered if isinstance(offered, Offer) else None
        elif not self._offer.dialled:
            self._dial(self._offer)
        elif self._interview is None:
            self._answered(self._offer)
        else:
            self._go_on(self._offer, self._interview)

    def _dial(self, offer: Offer) -> None:
        start = StartCall(self.units, self.clock, self._ids, self._rules)
        give_back = ReturnCase(self.units, self.clock)
        try:
            let_go = LetGoOfCase(self.units, self.clock, self._rules)
            StartLentCall(start, give_back, let_go, self._lent)(self.user, offer.attempt, offer.case.numbers[0])
            self._offer = replace(offer, dialled=True)
        except RuleViolation:
            self._offer = None
        except EnvironmentProblem:  # it was fetched ahead, and nobody can be asked
            if self.chance.random() < 0.3:
                with suppress(RuleViolation):
                    give_back(self.user, offer.attempt)
                self._offer = None

    def _answered(self, offer: Offer) -> None:
        if self.chance.random() < 0.4 and offer.case.open_interview is None:
            self._result(offer, self.chance.choice(("no_answer", "busy", "refusal_household")))
            return
        try:
            if offer.case.open_interview is not None:
                self._interview = self._resume(self.user, offer.case.open_interview).interview
            else:
                start = StartInterview(self.units, self.clock, self._ids)
                self._interview = start(self.user, offer.case, "hash", "de")
        except RuleViolation:
            self._forget()
        except EnvironmentProblem:
            pass  # the hub does not answer: it is tried once more

    def _go_on(self, offer: Offer, interview: Interview) -> None:
        if not interview.quota_status:
            self._screen(interview)
            return
        if interview.quota_status == "full" or not interview.held:
            self._finish(offer, interview, "quota_filled")
        else:
            self._finish(
                offer, interview, self.chance.choice(("complete", "complete", "break_off", "interview_suspended"))
            )

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
            pass
        self._forget()

    def _result(self, offer: Offer, result: str) -> None:
        with suppress(RuleViolation):
            RecordResult(self.units, self.clock, self._rules)(self.user, offer.attempt, result)
        self._forget()

    def _forget(self) -> None:
        self._offer = self._interview = None


@dataclass
class World:
    """One history.

    Args:
        taken_before: Achieved and held of each cell when they were looked at last; None: a copy came back since.
    """

    seed: int
    cases: int = 8
    trouble: Trouble = field(default_factory=Trouble)
    write_offs: int = 0
    taken_back: int = 0
    engine: str = "memory"
    steered: int = 0
    taken_before: dict[str, int] | None = None

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        # what a write-off may cause hides what must not happen without one; so there is none in two of three
        self._writes_off = 1 if self.seed % 3 == 0 else 0
        self._restores = (1, 1, 3)[self.seed % 4 % 3]
        self._ahead = 4 if self.seed % 2 else 0
        self._stops = 6 if self.seed % 4 == 1 else 0
        self._halts = (2, 2, 8)[self.seed % 7] if self.seed % 7 < 3 else 0
        self._judges = 8 if self.seed % 5 == 3 else 0
        self._corrects = 6 if self.seed % 4 > 1 else 0
        self._unnoticed = self.seed % 5 == 0  # somebody brings a copy back and does not say so
        begin = beginning(self.cases)
        self.clock = SimulatedClock(TUESDAY)
        calendar = replace(begin.rules.calendar, weekdays=ALL_DAY, saturday=ALL_DAY, sunday=ALL_DAY)
        retry = replace(begin.rules.retry, max_attempts_per_day=50, max_attempts=50)
        self.rules = replace(begin.rules, calendar=calendar, retry=retry)
        devices = ("aaaa0001", "bbbb0002", "cccc0003")
        self.hub = SimHub(begin, self.clock, self.rules, devices, self.engine)
        people = (begin.ann, begin.bob, begin.ann)
        self.stations = [
            SimStation(begin, self.hub, device, user, self, timedelta(minutes=self.chance.choice((0, 0, 7, -400))))
            for device, user in zip(devices, people, strict=True)
        ]
        self._supervisor = begin.sue
        self._steers = 12 if self.seed % 3 == 1 else 0  # in one of three: what it explains must not happen without
        self._corrections: list[SimCorrections] = []
        self._desks, self._acts = zip(*[self._desk(station, begin.sue) for station in self.stations], strict=True)
        if self._ahead:
            self.hub.kept.driver.execute("UPDATE cell SET target = 5 WHERE target > 0")

    def _desk(self, station: SimStation, user: User) -> tuple[SimDesk, SimActs]:
        """A supervisor's place at a station."""
        late = replace(self.trouble, late=8 * self.trouble.late)  # few requests: each is copied more often
        line = SimLine(self.hub, station.device, user, self.chance, late)
        client = Client(line, "c" * 64, lambda seconds: None, self.chance, Patience(tries=1), hub=HUB_ID)
        at_hub = SupervisorAtHub(client, user.id, b"", HubSession(lambda: SESSION))

        def look() -> None:
            line.is_up = station.line.is_up

        def cells() -> tuple[SteeredCell, ...]:
            look()
            with self.hub.units() as unit:
                steered: tuple[SteeredCell, ...] = unit.quota.all_steered()
            return steered

        acts = SimActs(at_hub, self.chance, station.device, look, station.keep_vouched)
        packages = StationPackages(station.units, station.device)
        cases = CaseClient(client, outbox_of(station.kept), packages, station.device, clock=station.clock)
        self._corrections.append(
            SimCorrections(
                station.units,
                self._whole,
                station.clock,
                UuidSource(station.clock, self.chance),
                self.rules,
                station.device,
                NamedAtHub(cases, SESSION),
                user,
                self.chance,
            )
        )
        return SimDesk(at_hub, cells, self.chance, station.device, station.keep_vouched), acts

    def _whole(self) -> Any:
        """The study as the hub has it now."""
        return self.hub.units()

    @property
    def _supervises(self) -> SimActs:
        """A supervisor at some station."""
        acts: SimActs = self.chance.choice(self._acts)
        return acts

    def step(self) -> None:
        """Something happens."""
        chance, station = self.chance, self.chance.choice(self.stations)
        act: Callable[[], None] = chance.choices(
            (
                station.work,
                station.exchange,
                station.keep,
                lambda: self.clock.move(chance.choice((5, 15, 300, 1800))),
                lambda: setattr(station.line, "is_up", not station.line.is_up),
                station.crash,
                self.hub.back_up,
                self._restore,
                lambda: self._silent(station),
                station.take_along,
                station.fetch_next,
                lambda: self._readmit(station),
                lambda: self._pause(station),
                self._go_on,
                lambda: self._stops_within(station),
                self._take_back,
                self._steer,
                self._promote,
                self._correct,
                self._judge,
            ),
            (
                *(110, 30, 15, 12, 4, 3, 3, self._restores if self.hub.copies else 0, self._writes_off, self._ahead),
                *(25, self._writes_off, self._halts, self._halts, self._stops, 2 * self._writes_off),
                *(self._steers, 6 * self._writes_off, self._corrects, self._judges),
            ),
        )[0]
        act()

    def _steer(self) -> None:
        self.chance.choice(self._desks).steer()
        self.steered += 1

    def _restore(self) -> None:
        self.taken_before = None
        self.hub.restore(self.chance, noticed=not self._unnoticed)

    def _stops_within(self, station: SimStation) -> None:
        act = self.chance.choice((station.work, station.work, station.exchange, station.take_along))
        station.stop_within(act, self.chance.randrange(1, 60))

    def _take_back(self) -> None:
        """A supervisor takes a case back, wherever it is; its place may go to somebody else, as after a write-off."""
        out = self.hub.kept.driver.execute("SELECT case_id FROM case_lease WHERE ended_at IS NULL ORDER BY epoch, n")
        cases = [row[0] for row in out.fetchall()]
        if cases:
            self.taken_back += 1
            self._supervises(Act.TAKE_BACK, self.chance.choice(cases))

    def _readmit(self, station: SimStation) -> None:
        """A supervisor takes a station back that was written off."""
        self._supervises(Act.READMIT, station.device)

    def _pause(self, station: SimStation) -> None:
        """A supervisor pauses a station, or lets it call again."""
        with self.hub.units() as unit:
            known = unit.stations.get(station.device)
        paused = known is not None and known.paused
        self._supervises(Act.RESUME if paused else Act.PAUSE, station.device)

    def _go_on(self) -> None:
        """A supervisor has cases lent although stations lack."""
        self._supervises.go_on(self.hub.epoch.id)

    def _silent(self, station: SimStation) -> None:
        """A supervisor does not wait for a station."""
        self.write_offs += 1
        self._supervises.write_off(station.device)

    def _judge(self) -> None:
        """A supervisor gives a verdict on an interview, as it is seen."""
        whose = self.hub.kept.driver.execute(_JUDGED).fetchall()
        if whose:
            case_id, rejected = self.chance.choice(whose)
            self._supervises(Act.ACCEPT if rejected else Act.REJECT, case_id)

    def _correct(self) -> None:
        """A supervisor corrects a result; where no answer comes, nobody asks again."""
        self.chance.choice(self._corrections)(self.hub.kept.driver)

    def _promote(self) -> None:
        """A supervisor has an interview counted that found no place."""
        cells = self.hub.kept.driver.execute(
            "SELECT i.cell_id FROM not_counted n JOIN interview i ON i.id = n.interview_id WHERE n.why = 'surplus'"
            " ORDER BY i.id"
        ).fetchall()
        if cells:
            self._supervises(Act.PROMOTE, self.chance.choice(cells)[0])

    def settle(self) -> None:
        """All lines are whole again, everybody finishes and hands in."""
        self.trouble.lost = self.trouble.answer_lost = self.trouble.doubled = self.trouble.late = 0.0
        for station in self.stations:
            station.line.is_up = True
            ReadmitStation(self.hub.units, self.clock)(self._supervisor, station.device)
            PauseStation(self.hub.units, self.clock)(self._supervisor, station.device, paused=False)
        for rounds in range(8):
            for station in self.stations:
                for _ in range(5):
                    if station.is_at_work or rounds == 0:  # an answer that was lost is asked for once more
                        station.work()
            self.clock.move(11)
            for station in self.stations:
                station.exchange(leaves=True)
        for station in self.stations:
            station.give_back()
        self.clock.move(self.rules.schedule.lease.total_seconds())
        with self.hub.units() as unit:  # what was fetched ahead, and its answer lost: whoever asks next may have it
            settle_shared(unit, self.clock, self.rules)
            unit.commit()
