"""What a hub answers a station that works cases: messages in, use cases of the study, messages out."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.people.users import User
from cati_app.domain.sharing.changes import PageLimits
from cati_app.domain.sharing.decided import VerdictGiven
from cati_app.domain.sharing.erasures import Erasure
from cati_app.domain.sharing.leases import BeforeCall, HoldWord
from cati_app.fieldwork.ports.hub_study import HubStudyUnits
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.admit_cases import AdmitCases
from cati_app.fieldwork.sharing.attach_station import AttachStation
from cati_app.fieldwork.sharing.block_lists import ExchangeBlocks, TakeOffBlocks
from cati_app.fieldwork.sharing.erase_case import EraseAtHub, ReadErasures
from cati_app.fieldwork.sharing.follow_for_all import FollowForAll
from cati_app.fieldwork.sharing.grant_ahead import GrantAhead, TakePlacesBack
from cati_app.fieldwork.sharing.grant_place import GrantPlace
from cati_app.fieldwork.sharing.halt_stations import (
    GoOn,
    PauseStation,
    ReadmitStation,
    WriteOffSilent,
    WriteOffStation,
)
from cati_app.fieldwork.sharing.hold_numbers import AskHolds, HoldNumbers
from cati_app.fieldwork.sharing.lend_case import LendCase, RenewLease
from cati_app.fieldwork.sharing.lend_named_case import LendNamedCase
from cati_app.fieldwork.sharing.lend_to_caller import KeepWord, LendToCaller
from cati_app.fieldwork.sharing.look_at_stations import ReadAside, ReadStations, SettleAside
from cati_app.fieldwork.sharing.remote_acts import PromoteInterview, TakeCaseBack
from cati_app.fieldwork.sharing.requests_back import TakeRequestsBack
from cati_app.fieldwork.sharing.review_at_hub import ReviewForAll
from cati_app.fieldwork.sharing.say_again import TakeUpAgain
from cati_app.fieldwork.sharing.steering_at_hub import SteerForAll
from cati_app.fieldwork.sharing.take_in import TakeIn
from cati_app.fieldwork.sharing.take_sample import KeepSamplePage, ReleaseAtHub, TakeSample
from cati_app.fieldwork.sharing.tell_changes import TellChanges
from cati_app.hub.numbered import done_once
from cati_app.hub.seats import HubSeats
from cati_app.sync.ahead_messages import AskPlacesAhead, GivePlacesBack, PlacesAheadGiven, PlacesBack
from cati_app.sync.block_messages import (
    BlocksHeard,
    BlocksOff,
    BlocksTakenOff,
    BlocksTold,
    items_of,
    page_told,
)
from cati_app.sync.caller_messages import (
    CallerAnswer,
    CallerWordHeard,
    CallerWordTold,
    caller_answer,
)
from cati_app.sync.case_messages import (
    Act,
    ActAsked,
    ActAwaited,
    ActDone,
    AskHold,
    AskPlace,
    Attached,
    AttachRequest,
    CaseAnswer,
    CasesBrought,
    CasesTaken,
    CaseTakenIn,
    HandInCase,
    HoldCase,
    HoldTold,
    NextCase,
    NumberedAct,
    PlaceGiven,
    RenewCase,
    Renewed,
    TakeCallerCase,
    TakeNamedCase,
    WriteOff,
    WrittenOff,
)
from cati_app.sync.case_values import (
    ahead_given,
    ahead_request,
    bundle_told,
    case_answer,
    case_request,
    handed_in_of,
    holdings_of,
    place_given,
    place_request,
    renewed_told,
    taken_in_message,
    token_of,
)
from cati_app.sync.change_messages import ChangesAsked, ChangesTold, changes_told, mark_of
from cati_app.sync.erasure_messages import AT_ONCE, ErasuresShown, ErasuresTold, signed_texts
from cati_app.sync.messages import Epoch, HubRefusal, Message, ReceiptTold, Refused
from cati_app.sync.place_messages import FollowAsked, FollowDone, derived_of
from cati_app.sync.sample_messages import (
    SampleDone,
    SamplePage,
    SamplePageKept,
    SampleReleased,
    SampleWhole,
    cases_of,
    change_of,
    done_told,
)
from cati_app.sync.station_messages import (
    AsideAsked,
    AsideListed,
    SettleAsked,
    Settled,
    SilentWrittenOff,
    StationsAsked,
    StationsTold,
    WriteOffSilentAsked,
    aside_told,
    stations_told,
)
from cati_app.sync.steering_messages import SteerAsked, Steered, edit_of
from cati_app.sync.team_messages import message_of, word_text
from cati_app.sync.vouched_messages import VouchedHeard, VouchedShown, decided_of, vouched_told
from cati_app.values import dataclass

_CODES = {
    "hub_recovers": Refused.RECOVERING,
    "lease_over": Refused.LEASE,
    "no_such_station": Refused.STATION,
    "no_cell": Refused.CELL,
    "no_such_case": Refused.CASE,
    "case_taken": Refused.TAKEN,
    "counter_unchanged": Refused.UNCHANGED,
    "review_unchanged": Refused.UNCHANGED,
    "not_reviewable": Refused.CASE,
    "own_interview": Refused.CASE,
    "cell_changed": Refused.CELL_CHANGED,
    "undo_nothing": Refused.UNDO_NOTHING,
    "undo_late": Refused.UNDO_LATE,
    "undo_apart": Refused.UNDO_APART,
    "move_apart": Refused.MOVE_APART,
    "move_too_many": Refused.MOVE_TOO_MANY,
    "no_room": Refused.NO_ROOM,
    "coded_since": Refused.CODED_SINCE,
    "case_not_out": Refused.NOT_OUT,
    "no_surplus": Refused.NO_SURPLUS,
    "bundle_unfit": Refused.MESSAGE,
    "hub_edition_lost": Refused.EDITION_LOST,
    "station_paused": Refused.PAUSED,
    "station_written_off": Refused.WRITTEN_OFF,
    "nothing_lacks": Refused.NOTHING_LACKS,
    "nothing_aside": Refused.NOTHING_ASIDE,
    "cannot_settle": Refused.CANNOT_SETTLE,
    "still_unfit": Refused.STILL_UNFIT,
    "case_has_interview": Refused.HAS_INTERVIEW,
    "lookups_too_many": Refused.LOOKUPS,
    "look_up_first": Refused.LOOK_UP_FIRST,
    "message_to_nobody": Refused.NOBODY,
    "sample_gap": Refused.GAP,
    "sample_changed": Refused.CHANGED,
}

_M = TypeVar("_M", bound=Message)


class CaseRefusal(Exception):
    """Nothing was done of what a station asked."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LendingDesk:
    """The cases of a study, for a station of it.

    Args:
        life: The hub's.
        mark: How far the log of the station has arrived.
        person: Who signed in under a session; None for one that is over or was never begun.
        erasure: What was declared, by its text and signature; StudyRefusal where nobody may have signed it.
        receipt: For what the station has been told, by how far its log is here and how often the hub acted for it.
        study: Its id; seats: who is at work at its stations.
        vouch: A code of the hub for what it has done.
        edition: Of the study, as the hub has it.
        page: How much of what changed is told at once.
    """

    units: HubStudyUnits
    clock: Clock
    rules: StudyRules
    device: str
    life: Epoch
    mark: int
    person: Callable[[str], User | None]
    receipt: Callable[[int, int], ReceiptTold]
    erasure: Callable[[str, str], Erasure]
    study: str
    seats: HubSeats
    vouch: Callable[[str], str]
    edition: int = 0
    page: PageLimits = PageLimits()

    def bring(self, asked: CasesBrought) -> CasesTaken:
        """Cases come with their study."""
        admit, by = AdmitCases(self.units, self.clock), self._signed_in(asked.session)
        bundles = [bundle_told(case) for case in asked.cases]
        return CasesTaken(new=_allowed(lambda: admit(by, self.device, bundles)))

    def next(self, asked: NextCase) -> CaseAnswer:
        """A case for a person."""
        self._check_acts(asked)
        lend = LendCase(self.units, self.clock, self.rules)
        lent = _allowed(lambda: lend(self._signed_in(asked.session), case_request(asked, self.device)))
        return case_answer(lent).model_copy(update={"receipt": self._acted()})

    def take(self, asked: TakeNamedCase) -> CaseAnswer:
        """One case that a supervisor asks for."""
        self._check_acts(asked)
        lend, request = LendNamedCase(self.units, self.clock, self.rules), case_request(asked, self.device)
        lent = _allowed(lambda: lend(self._signed_in(asked.session), request, CaseId(asked.case_id)))
        return case_answer(lent).model_copy(update={"receipt": self._acted()})

    def take_caller(self, asked: TakeCallerCase) -> CallerAnswer:
        """The case of somebody who rings back."""
        self._check_acts(asked)
        lend, request = LendToCaller(self.units, self.clock, self.rules), case_request(asked, self.device)
        lent = _allowed(lambda: lend(self._signed_in(asked.session), request, asked.lookup))
        return caller_answer(lent).model_copy(update={"receipt": self._acted()})

    def hear_word(self, asked: CallerWordTold) -> CallerWordHeard:
        """What they wish, for whoever has their case."""
        self._check(asked.epoch)
        keep, by = KeepWord(self.units, self.clock), self._signed_in(asked.session)
        _allowed(lambda: keep(by, CaseId(asked.case_id), message_of(asked.message)))
        return CallerWordHeard(id=asked.message.id, mac=self.vouch(word_text(asked.message)))

    def renew(self, asked: RenewCase) -> Renewed:
        """A station still works a case."""
        self._check(asked.epoch)
        renew = RenewLease(self.units, self.clock, self.rules)
        try:
            renewal = renew(PROGRAM, self.device, token_of(asked.token), waits=asked.waits)
        except RuleViolation:
            return Renewed(lease=None)
        return renewed_told(renewal)

    def hand_in(self, asked: HandInCase) -> CaseTakenIn:
        """A case comes back; its log must have come before."""
        self._check_acts(asked)
        if self.mark < asked.last:
            raise CaseRefusal(Refused.GAP)
        take_in = TakeIn(self.units, self.clock, self.rules)
        taken = taken_in_message(take_in(PROGRAM, handed_in_of(asked, self.device)))
        return taken.model_copy(update={"receipt": self._acted()})

    def erasures(self, asked: ErasuresShown) -> ErasuresTold:
        """Whose data are erased, because a supervisor signed it, whoever brings that."""
        erase = EraseAtHub(self.units, self.clock, self.rules)
        for signed in asked.erasures:
            erase(PROGRAM, self.erasure(signed.text, signed.signature))
        erasures, n = ReadErasures(self.units).after(PROGRAM, asked.after, AT_ONCE)
        return ErasuresTold(erasures=signed_texts(tuple(erasures)), n=n)

    def changes(self, asked: ChangesAsked) -> ChangesTold:
        """What changed, for whoever reads the whole study."""
        self._check(asked.epoch)
        tell = TellChanges(self.units, self.page)
        return changes_told(_allowed(lambda: tell(self._signed_in(asked.session), mark_of(asked))))

    def act(self, asked: ActAsked) -> ActDone:
        """What a supervisor decides."""
        return self._once(asked, ActDone, lambda by: self._act(by, asked))

    def _act(self, by: User, asked: ActAsked) -> ActDone:
        subject, units, clock = asked.subject, self.units, self.clock
        if asked.act is Act.GO_ON and subject != self.life.id:
            raise CaseRefusal(Refused.EPOCH)
        acts: Mapping[Act, Callable[[], VerdictGiven | None]] = {
            Act.TAKE_BACK: lambda: TakeCaseBack(units, clock)(by, CaseId(subject)),
            Act.PROMOTE: lambda: PromoteInterview(units, clock, self.rules)(by, self.life.n, CellId(subject)),
            Act.PAUSE: lambda: PauseStation(units, clock)(by, subject, paused=True),
            Act.RESUME: lambda: PauseStation(units, clock)(by, subject, paused=False),
            Act.READMIT: lambda: ReadmitStation(units, clock)(by, subject),
            Act.REJECT: lambda: ReviewForAll(units, clock)(by, self.life.n, CaseId(subject), rejected=True),
            Act.ACCEPT: lambda: ReviewForAll(units, clock)(by, self.life.n, CaseId(subject), rejected=False),
            Act.GO_ON: lambda: GoOn(units, clock)(by, self.life.n),
        }
        given = acts[asked.act]()
        return ActDone(act=asked.act, vouched=() if given is None else (vouched_told(given, self.vouch),))

    def hear_vouched(self, asked: VouchedShown) -> VouchedHeard:
        """What this hub has done in an earlier life; what it has not, is passed over."""
        self._check(asked.epoch)
        decided = []
        for each in asked.vouched:
            if hmac.compare_digest(self.vouch(each.text), each.mac):
                with suppress(LookupError, TypeError, ValueError):  # of a later version of the program
                    decided.append(decided_of(each.text))
        done = TakeUpAgain(self.units, self.clock, self.rules)(PROGRAM, decided)
        return VouchedHeard(waits=done.count(False))

    def steer(self, asked: SteerAsked) -> Steered:
        """A cell has another target, takes nobody any more, or again; or that is taken back."""
        steer = SteerForAll(self.units, self.clock, self.rules.quota)

        def steered(by: User) -> Steered:
            try:
                left = steer(by, edit_of(asked))
            except RuleViolation as rule:
                if rule.code != "undo_used":
                    raise
                return Steered(id=asked.id, used=int(rule.context["used"]))
            return Steered(id=asked.id, vouched=tuple(vouched_told(cell, self.vouch) for cell in left))

        return self._once(asked, Steered, steered, f"{asked.id}:{asked.cell_id}")

    def follow(self, asked: FollowAsked) -> FollowDone:
        """A complete interview counts where its codes put it."""
        follow = FollowForAll(self.units, self.clock, self.rules)

        def followed(by: User) -> FollowDone:
            now, left = follow(by, self.life.n, derived_of(asked))
            return FollowDone(place=now.place, has_room=now.has_room, vouched=(vouched_told(left, self.vouch),))

        return self._once(asked, FollowDone, followed)

    def keep_sample_page(self, asked: SamplePage) -> SamplePageKept:
        """Cases of a sample that wait until all have arrived."""
        self._check(asked.epoch)
        keep, by = KeepSamplePage(self.units), self._signed_in(asked.session)
        here = _allowed(lambda: keep(by, self.device, change_of(asked), asked.position, cases_of(asked)))
        return SamplePageKept(here=here)

    def take_sample(self, asked: SampleWhole) -> SampleDone:
        """All of them come into the study."""
        self._check(asked.epoch)
        take, by = TakeSample(self.units, self.clock), self._signed_in(asked.session)
        taken = _allowed(lambda: take(by, self.life.n, change_of(asked), again=asked.again))
        return done_told(taken).model_copy(update={"receipt": self._acted()})

    def release(self, asked: SampleReleased) -> SampleDone:
        """Random portions may be called."""
        self._check(asked.epoch)
        open_, by = ReleaseAtHub(self.units, self.clock), self._signed_in(asked.session)
        taken = _allowed(lambda: open_(by, self.device, self.life.n, change_of(asked), again=asked.again))
        return done_told(taken).model_copy(update={"receipt": self._acted()})

    def write_off(self, asked: WriteOff) -> WrittenOff:
        """A station will not come back."""
        write_off = WriteOffStation(self.units, self.clock, self.rules)

        def written_off(by: User) -> WrittenOff:
            cases, places = write_off(by, self.life.n, asked.device)
            return WrittenOff(cases=cases, places=places)

        return self._once(asked, WrittenOff, written_off)

    def write_off_silent(self, asked: WriteOffSilentAsked) -> SilentWrittenOff:
        """Stations that nobody has heard since a moment will not come back."""
        write_off = WriteOffSilent(self.units, self.clock, self.rules)

        def written_off(by: User) -> SilentWrittenOff:
            done = write_off(by, self.life.n, asked.since, self.device)
            return SilentWrittenOff(stations=done.stations, cases=done.cases, places=done.places, more=done.more)

        return self._once(asked, SilentWrittenOff, written_off)

    def stations(self, asked: StationsAsked) -> StationsTold:
        """Who is there."""
        look, by = ReadStations(self.units, self.clock), self._signed_in(asked.session)
        return stations_told(_allowed(lambda: look(by, self.life.n, self.life.id)))

    def aside(self, asked: AsideAsked) -> AsideListed:
        """What is kept aside."""
        look, by = ReadAside(self.units), self._signed_in(asked.session)
        return aside_told(_allowed(lambda: look(by)))

    def settle(self, asked: SettleAsked) -> Settled:
        """What a supervisor decides about it."""
        settle = SettleAside(self.units, self.clock, self.rules)

        def settled(by: User) -> Settled:
            settle(by, self.life.n, self.device, asked.kind, asked.key, asked.settling)
            return Settled(settling=asked.settling)

        return self._once(asked, Settled, settled)

    def hold(self, asked: HoldCase) -> HoldTold:
        """Nobody calls the numbers of a case any more."""
        self._check(asked.epoch)
        hold = HoldNumbers(self.units, self.clock)
        return HoldTold(held=hold(PROGRAM, self.device, HoldWord(token_of(asked.token), asked.n, asked.held)))

    def held(self, asked: AskHold) -> HoldTold:
        """Whether a call may begin."""
        self._check(asked.epoch)
        ask = AskHolds(self.units, self.clock)
        told = ask(PROGRAM, self.device, token_of(asked.token))
        blocks = ExchangeBlocks(self.units, self.clock).last(PROGRAM)
        with self.units() as unit:
            station = unit.stations.get(self.device)
        halt = None if station is None else station.halt
        return HoldTold(held=told is BeforeCall.HELD, lost=told is BeforeCall.LOST, halt=halt, blocks=blocks)

    def hear_blocks(self, asked: BlocksTold) -> BlocksHeard:
        """Block lists side by side: one tells and hears."""
        self._check(asked.epoch)
        exchange = ExchangeBlocks(self.units, self.clock)
        return page_told(exchange(PROGRAM, items_of(asked.items), asked.after))

    def take_blocks_off(self, asked: BlocksTakenOff) -> BlocksOff:
        """A number comes off all of them, by two people."""
        take_off, second = TakeOffBlocks(self.units, self.clock), self._signed_in(asked.second)
        return self._once(asked, BlocksOff, lambda by: BlocksOff(stood=take_off(by, second, asked.hashes)))

    def give_place(self, asked: AskPlace) -> PlaceGiven:
        """A place for an interview."""
        self._check_acts(asked)
        grant = GrantPlace(self.units, self.clock)
        request = place_request(asked, self.device)
        given = place_given(_allowed(lambda: grant(self._signed_in(asked.session), self.life.n, request)))
        return given.model_copy(update={"receipt": self._acted()})

    def give_ahead(self, asked: AskPlacesAhead) -> PlacesAheadGiven:
        """Places for work without a line."""
        self._check_acts(asked)
        grant = GrantAhead(self.units, self.clock, self.rules)
        request = ahead_request(asked, self.device)
        given = ahead_given(_allowed(lambda: grant(self._signed_in(asked.session), self.life.n, request)))
        return given.model_copy(update={"receipt": self._acted()})

    def take_back(self, asked: GivePlacesBack) -> PlacesBack:
        """Places that were not used, and cases that never arrived."""
        self._check_acts(asked)
        TakeRequestsBack(self.units, self.clock)(PROGRAM, self.life.n, self.device, asked.cases)
        places = TakePlacesBack(self.units, self.clock)(PROGRAM, self.device, asked.ids, asked.requests)
        return PlacesBack(places=places, receipt=self._acted())

    def attach(self, asked: AttachRequest) -> Attached:
        """What the station has."""
        self._check(asked.epoch)
        attach = AttachStation(self.units, self.clock, self.rules)
        return Attached(new=attach(PROGRAM, self.life.n, holdings_of(asked, self.device), self.edition))

    def _once(self, asked: NumberedAct, kind: type[_M], act: Callable[[User], _M], name: str = "") -> _M:
        """What a supervisor decides is done once, in the life of the hub in which it was decided.

        Args:
            name: Of the act among all; blank: its id.
        """
        by = self._signed_in(asked.session)
        self._check(asked.epoch)

        def done() -> _M | HubRefusal:
            try:
                return _allowed(lambda: act(by))
            except CaseRefusal as refused:
                return HubRefusal(refused=refused.reason)

        answer = done_once(self.units, asked, name or asked.id, kind, done)
        if isinstance(answer, HubRefusal):
            raise CaseRefusal(answer.refused)
        return answer

    def _acted(self) -> ReceiptTold:
        with self.units() as unit:
            acts = unit.stations.count_act(self.device)
            unit.commit()
        return self.receipt(self.mark, acts)

    def _check_acts(self, asked: ActAwaited) -> None:
        """The station asks in this life of the hub, which knows of everything that it has done for it.

        And of what it had: a copy that came back unnoticed may lack that a station said it, which it would not repeat.
        """
        self._check(asked.epoch)
        with self.units() as unit:
            station = unit.stations.get(self.device)
            has_not_said = station is not None and station.epoch < self.life.n
            if has_not_said or asked.acts > unit.stations.acts(self.device):
                raise CaseRefusal(Refused.EPOCH)

    def _check(self, life: Epoch) -> None:
        if life != self.life:
            raise CaseRefusal(Refused.EPOCH)

    def _signed_in(self, session: str) -> User:
        user = self.person(session)
        if user is None:
            raise CaseRefusal(Refused.SESSION)
        return user


_T = TypeVar("_T")


def _allowed(act: Callable[[], _T]) -> _T:
    try:
        return act()
    except RuleViolation as rule:
        if rule.code in _CODES:
            raise CaseRefusal(_CODES[rule.code]) from rule
        raise CaseRefusal(Refused.RIGHT) from rule
