"""A station that has joined a study at a hub: its use cases with cases and places from there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.quota.steering import CellEdit
from cati_app.domain.sharing.clocks import clock_ahead
from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.leases import HoldWord, LeaseToken, Renewal
from cati_app.domain.sharing.places import PlaceDerived, PlaceNow
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.settle_queue import LetGoOfCase
from cati_app.fieldwork.people.team_messages import ExchangeMessages
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import ExtendLease, KeepPackages, PackCases
from cati_app.fieldwork.sharing.caller_at_hub import LeaveLentWord, TakeLentRingBack
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.measure_clock import NoteClock
from cati_app.fieldwork.sharing.offer_lent import OfferLentCase
from cati_app.fieldwork.sharing.read_station import ReadConversations, ReadLeases, ReadUnsent
from cati_app.fieldwork.sharing.word_again import NoteWordHeard, ReadWordsHeard
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.fieldwork.sharing.work_at_station import (
    FinishLentAttempt,
    FinishLentInterview,
    KeepLentCase,
    RecordLentResult,
    ReserveLentPlace,
    ResumeLentInterview,
    SettleLentBlocks,
    StartLentCall,
    TakeBackLentResult,
    TakeLentCase,
)
from cati_app.station.ahead_at_hub import AheadAtHub
from cati_app.station.blocks_at_hub import StationBlocks
from cati_app.station.erasing import StationErasures
from cati_app.station.hub_contact import HubContact, note_contact
from cati_app.station.hub_lines import BETWEEN_CALLS, BY_ITSELF, IN_CONVERSATION, MomentaryLine, client_over
from cati_app.station.hub_link import StationOutbox, StudyAtHub, access_of, push_over
from cati_app.station.hub_worker import HubWorker
from cati_app.station.joining import fetch_over
from cati_app.station.open_study import OpenStudy
from cati_app.station.passwords_at_hub import hear_passwords
from cati_app.station.refused_cases import RefusedCases
from cati_app.station.seats_here import SeatsHere
from cati_app.station.signed_in_cases import SignedInCases
from cati_app.station.station_packages import StationPackages
from cati_app.station.team_at_hub import TeamRounds
from cati_app.store.database import Database
from cati_app.store.joining import has_joined
from cati_app.store.log_outbox import LogOutbox
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.case_client import CaseClient
from cati_app.sync.case_messages import Act
from cati_app.sync.case_store import Brought
from cati_app.sync.client import Client
from cati_app.sync.https import LinePatience
from cati_app.sync.messages import HubStanding
from cati_app.sync.study_client import StudyClient
from cati_app.sync.supervisor_client import SupervisorAtHub
from cati_app.ui.console.services import InterviewerServices

_T = TypeVar("_T")
_ERASURES_EVERY_S = 60.0
TRIES = 2
"""Somebody waits: after that the line counts as cut."""


class HubOfStation:
    """The hub of an open study, over lines of its own for who waits and for what runs by itself.

    Args:
        folder: Of the study.
        patience: For every request where nobody waits; None: as long as whoever is on the telephone, or between calls.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`.
    """

    def __init__(self, study: OpenStudy, folder: Path, patience: LinePatience | None = None) -> None:
        self._study = study
        self._folder = folder
        self._access = access_of(study.database)
        self._between_calls = MomentaryLine(self._access, patience or BETWEEN_CALLS)
        self._in_conversation = MomentaryLine(self._access, patience or IN_CONVERSATION)
        self._before_calls = MomentaryLine(self._access, patience or BETWEEN_CALLS)  # nobody waits for all of it
        self._unwaited = MomentaryLine(self._access, patience or BETWEEN_CALLS)  # Esc does not let go of it
        self.in_store: StoreStep = at_once
        self.worker: HubWorker | None = None
        self._team: TeamRounds | None = None
        self._team_line = MomentaryLine(self._access, IN_CONVERSATION)
        self._duties: _Duties | None = None
        self._files = self._newest = self._files_now()

    def begin(
        self, in_store: StoreStep, when_quiet: StoreStep, report: Callable[[Exception], None], seats: SeatsHere
    ) -> None:
        """From now on work is brought while somebody works.

        Args:
            in_store: Does a step of the store in the thread that owns it.
            when_quiet: The same, for what can wait until nobody types: rows of the log are read so.
            report: Gets an error of the program, in any thread.
            seats: Who is at work here.
        """
        study, units, device = self._study, self._study.units(None), self._study.database.device
        self.in_store = in_store
        self._duties = _Duties(study, self._folder, in_store, when_quiet, self.look)
        self.worker = HubWorker(
            self._duties,
            ReadLeases(units, device),
            ExtendLease(units),
            ReadUnsent(units, study.clock, device),
            ReadConversations(units),
            study.clock,
            in_store,
            report,
        )
        self.worker.standing = replace(self.worker.standing, heard_at=HubContact(study).heard_at())
        self.worker.begin()
        client = client_over(self._team_line, self._access, tries=1)
        exchange = ExchangeMessages(units, study.clock)
        self._team = TeamRounds(
            client,
            exchange,
            ReadWordsHeard(units),
            seats,
            study.clock,
            in_store,
            report,
            answered=self.worker.answered,
        )
        self._team.begin()

    def end_team(self) -> None:
        """Nothing more is told of who is at work; the thread has ended then."""
        if self._team is not None:
            self._team.stop()
            self._team_line.let_go()
            self._team.join()

    def renew(self, study: OpenStudy) -> None:
        """The study folder as it is now is in force."""
        self._study = study
        self._files = self._newest = self._files_now()
        if self._duties is not None:
            self._duties.contact = HubContact(study)

    def look(self) -> None:
        """See whether the study folder is another one by now, whichever program has fetched it; reads a file."""
        self._newest = self._files_now()

    def is_renewed(self) -> bool:
        """Whether the study folder, as it was looked at last, is another one than that in force. From any thread."""
        return self._newest != self._files

    def _files_now(self) -> Mapping[str, str]:
        seen = self._study.database.state.edition(self._study.database.device)
        return {} if seen is None else seen.files

    def stop_waiting(self) -> None:
        """From any thread: whoever waits for the hub waits no longer."""
        self._between_calls.let_go()
        self._in_conversation.let_go()
        self._before_calls.let_go()
        if self.worker is not None:
            self.worker.stop_waiting()

    def signed_in(self, keys: HeldKeys) -> SignedInCases:
        """The hub for somebody who has signed in here."""
        database = self._study.database
        outbox = StationOutbox(LogOutbox(database), self.in_store)
        packages = StationPackages(
            self._study.units(keys), database.device, self.in_store, partial(edition_seen, database)
        )
        asking, quick = (
            client_over(self._between_calls, self._access, TRIES),
            client_over(self._in_conversation, self._access, 1),
        )
        erasures = StationErasures(database, self._study.units(keys), self._study.clock, self.in_store)
        clock, unwaited = self._study.clock, client_over(self._unwaited, self._access, 1)
        listed = database.blocklist is not None
        looking = client_over(self._before_calls, self._access, 1)
        hear = partial(StationBlocks(self._study, self.in_store).hear, looking) if listed else lambda n: None
        return SignedInCases(
            CaseClient(asking, outbox, packages, database.device, quick, clock=clock),
            keys,
            self.worker,
            partial(erasures.exchange, asking),
            CaseClient(unwaited, outbox, packages, database.device, clock=clock),
            hear,
            CaseClient(looking, outbox, packages, database.device, clock=clock),
            self._before_calls.shared,
        )

    def supervisor(self, keys: HeldKeys) -> SupervisorActs:
        """What a supervisor does there."""
        quick = client_over(self._in_conversation, self._access, 1)
        return SupervisorActs(client_over(self._between_calls, self._access, TRIES), quick, keys)

    def lent(self, services: InterviewerServices, keys: HeldKeys, watch: ClockWatch) -> InterviewerServices:
        """The services of an interviewer, whose cases and places come from the hub.

        Args:
            watch: Notices that the clock was set; one for all windows of a station.
        """
        study, units = self._study, self._study.units(keys)
        device = study.database.device
        hub = self.signed_in(keys)
        lent = LentCases(units, study.clock, study.ids, device, hub, self.in_store)
        along = WorkAhead(units, study.clock, study.ids, device, self.in_store)
        offer = OfferLentCase(units, study.clock, study.ids, study.rules, watch, device, lent.reasons.get)
        if self.worker is not None:
            pack = partial(PackCases(units, study.clock, device), services.user)
            self.worker.works(services.user.id, pack, partial(lent.fetch_next, services.user))
        take, record = TakeLentCase(offer, lent), RecordLentResult(services.record_result, lent)
        reserve, plan = services.reserve_place, services.rules.quota
        return replace(
            services,
            take_case=take,
            start_call=StartLentCall(
                services.start_call, services.return_case, LetGoOfCase(units, study.clock, study.rules), lent
            ),
            take_ring_back=TakeLentRingBack(units, study.clock, study.ids, study.rules, lent),
            leave_word=LeaveLentWord(services.leave_word, NoteWordHeard(units, study.clock), units, lent),
            record_result=record,
            finish_attempt=FinishLentAttempt(record),
            finish_interview=FinishLentInterview(services.finish_interview, lent),
            take_back=TakeBackLentResult(services.take_back, lent),
            settle_blocks=SettleLentBlocks(services.settle_blocks, lent),
            resume_interview=ResumeLentInterview(services.resume_interview, lent, units),
            reserve_place=ReserveLentPlace(reserve, lent, plan) if reserve is not None and plan is not None else None,
            keep_case=KeepLentCase(services.keep_case, lent),
            stop_waiting=self.stop_waiting,
            along=AheadAtHub(along, hub, self.in_store),
            begin_pause=partial(lent.give_waiting_back, services.user),
        )


class SupervisorActs:
    """What a supervisor does at the hub, under one session.

    Args:
        quick: A line on which nobody waits long.
    """

    def __init__(self, client: Client, quick: Client, keys: HeldKeys) -> None:
        self.client = client
        self.hub = SupervisorAtHub(client, keys.person, keys.shown or b"")
        self.watched = self.hub.over(quick)

    def act(self, act: str, subject: str, id_: str) -> Sequence[Vouched]:
        """Have something done there, under the id of the act; what the hub vouches for."""
        return self.hub.act(Act(act), subject, id_)

    def steer_cell(self, edit: CellEdit) -> Sequence[Vouched]:
        """Change a cell, or take a change back; what the hub vouches for."""
        return self.hub.steer_cell(edit)

    def follow(self, derived: PlaceDerived, id_: str) -> tuple[PlaceNow, Sequence[Vouched]]:
        """Have an interview count where its codes put it; where it counts now, and what the hub vouches for."""
        return self.hub.follow(derived, id_)


class _Duties:
    """What the worker asks of the hub.

    Args:
        look: Looks at the study folder; in each round, and behind what was fetched.
    """

    def __init__(
        self,
        study: OpenStudy,
        folder: Path,
        in_store: StoreStep,
        when_quiet: StoreStep,
        look: Callable[[], None],
    ) -> None:
        self._look = look
        self._database = study.database
        self._clock = study.clock
        self._ahead = WorkAhead(study.units(None), study.clock, study.ids, study.database.device, in_store)
        self.contact = HubContact(study)
        self._folder = folder
        self._in_store = in_store
        self._access = access_of(study.database)
        self._line = MomentaryLine(self._access, BY_ITSELF)
        self._waited_line = MomentaryLine(self._access, IN_CONVERSATION)
        self._client = client_over(self._line, self._access, tries=1)
        self._waited = client_over(self._waited_line, self._access, tries=1)
        self._parts: dict[str, bytes] = {}  # fetched, and not brought in yet
        self._refused = RefusedCases(study.database)
        self._outbox = StationOutbox(LogOutbox(study.database), in_store, when_quiet)
        packages = StationPackages(
            study.units(None), study.database.device, in_store, partial(edition_seen, study.database)
        )
        self._packages = packages
        self._cases = CaseClient(self._client, self._outbox, packages, study.database.device, clock=study.clock)
        self._erasures = StationErasures(study.database, study.units(None), study.clock, in_store)
        self._blocks = StationBlocks(study, in_store) if study.database.blocklist is not None else None
        self._erases_at = float("-inf")
        self._when_quiet = when_quiet
        self._conversations = ReadConversations(study.units(None))
        self._owes_wiping = False  # what was handed in had numbers, which the journal still holds
        self._standing: HubStanding | None = None  # as it was told a moment ago
        self._units, self._begins = study.units(None), True
        self._note_clock = NoteClock(self._units, study.clock, study.database.device)

    def greet(self) -> None:
        """In another life of the hub it hears what the station has."""
        if self._begins:
            self._in_store(partial(KeepPackages(self._units).begin_anew, PROGRAM))
            self._begins = False
        self._look()
        asked_at = self._clock.now()
        self._standing = self._cases.greet()
        self._measure_clock(asked_at, self._standing)

    def _measure_clock(self, asked_at: datetime, standing: HubStanding) -> None:
        """By how much the clock here differs from the hub's, where the answer came soon enough to tell."""
        ahead = clock_ahead(asked_at, self._clock.now(), standing.server_time)
        if ahead is not None:
            self._in_store(partial(self._note_clock, PROGRAM, ahead))

    def hold(self, word: HoldWord) -> None:
        """Nobody calls the numbers of a case, or again."""
        self._cases.hold(word)

    def renew(self, token: LeaseToken, *, waits: bool) -> Renewal:
        """A case is still here."""
        return self._cases.renewal(token, waits=waits)()

    def shared_line(self) -> AbstractContextManager[None]:
        """What is asked by itself within it goes over one line."""
        return self._line.shared()

    def push(self, went: Callable[[], None]) -> None:
        """The log; told after each message of it."""
        standing, self._standing = self._standing, None
        push_over(self._client, self._database, self._outbox, standing=standing, went=went)

    def hand_in(self) -> Brought:
        """Every case that is packed; and whoever is erased meanwhile is so here as well."""
        brought = self._cases.hand_in(is_greeted=True)
        self._in_store(partial(self._refused.note, brought))
        self._owes_wiping = self._owes_wiping or brought.taken > 0
        self._wipe()
        now = time.monotonic()
        if now >= self._erases_at:
            self._erasures.exchange(self._client)
            if self._blocks is not None:
                self._blocks.exchange(self._client)
            self._erases_at = now + _ERASURES_EVERY_S
        return brought

    def _wipe(self) -> None:
        """Numbers of cases that were handed in leave the journal, while nobody is in a conversation."""
        if self._owes_wiping and not self._in_store(partial(self._conversations, PROGRAM)):
            with suppress(EnvironmentProblem):  # it is owed still
                self._owes_wiping = not self._when_quiet(self._database.wipe_journal)

    def give_back(self) -> None:
        """Places that were taken along and are not used."""
        self._ahead.give_back(PROGRAM, self._cases)

    def note_cut(self) -> None:
        """The line is cut: then what was taken along is used, and the rest goes back afterwards."""
        self._in_store(partial(self._ahead.note_cut, PROGRAM))

    def fetch(self, *, may_change: Callable[[], bool], is_waited_for: bool = False) -> bool:
        """What changed; a station that brought the study to the hub has it all but passwords chosen elsewhere.

        What came during a conversation need not come again when it is over.
        """
        if not self._in_store(partial(has_joined, self._database)):
            hear_passwords(self._database, self._client, self._in_store)
            return True
        client = self._waited if is_waited_for else self._client
        at = StudyAtHub(self._access, StudyClient(client, self._parts))
        fetched = fetch_over(at, self._database, self._folder, in_store=self._in_store, may_change=may_change)
        self._look()
        if not fetched.waits:
            self._parts.clear()
            self._in_store(lambda: note_contact(self._database, self._clock.now()))
        return not fetched.waits

    def sign_in_until(self) -> datetime | None:
        """Until when people sign in without the hub; None where that does not end."""
        return self._in_store(self.contact.until)

    def halt(self) -> Halt | None:
        """Why no call begins here, as the hub said last."""
        return self._packages.halt()

    def let_go_waited(self) -> None:
        """Whoever waits for people and questionnaire waits no longer."""
        self._waited_line.let_go()

    def let_go(self) -> None:
        """Nobody waits for the line any more."""
        self._line.let_go()


def edition_seen(database: Database) -> int:
    """The newest edition of the study that a station has seen; 0: none."""
    seen = database.state.edition(database.device)
    return 0 if seen is None else seen.n
