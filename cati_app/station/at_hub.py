"""A station that has joined a study at a hub: its use cases with cases and places from there."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.sharing.handing import HandedIn, Holdings, LentCase, PlaceAnswer
from cati_app.domain.sharing.leases import CaseBundle, CaseLease, LeaseToken
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import KeepPackages, ReadHoldings
from cati_app.fieldwork.sharing.work_at_station import (
    FinishLentAttempt,
    FinishLentInterview,
    KeepLentCase,
    LentCases,
    RecordLentResult,
    ReserveLentPlace,
    ResumeLentInterview,
    SettleLentBlocks,
    StartLentCall,
    TakeBackLentResult,
    TakeLentCase,
)
from cati_app.station.hub_link import StationOutbox, access_of
from cati_app.store.database import Database
from cati_app.store.log_outbox import LogOutbox
from cati_app.store.state_folder import HubAccess
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.case_client import CaseClient
from cati_app.sync.client import Client, Patience
from cati_app.sync.code import HubAddress
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.supervisor_client import SupervisorAtHub
from cati_app.ui.console.services import InterviewerServices

_T = TypeVar("_T")
QUICKLY_S = 1.0
"""For each step of what is asked in a conversation; the answer takes a few hundredths of a second."""
TRIES = 2
"""Somebody waits: after that the line counts as cut."""


class StationPackages:
    """The cases of a station as the client asks for them; nobody has to be signed in for what stays sealed."""

    def __init__(self, units: SharedUnits, device: str) -> None:
        self._keep = KeepPackages(units)
        self._holdings = ReadHoldings(units, device)

    def holdings(self) -> Holdings:
        """What the station has."""
        return self._holdings(PROGRAM)

    def begin_life(self, life: str) -> bool:
        """Note the life of the hub; whether it is another one than before."""
        return self._keep.begin_life(PROGRAM, life)

    def receipt(self) -> str:
        """The last receipt of the hub; blank while there is none."""
        return self._keep.receipt(PROGRAM)

    def keep_receipt(self, receipt: str) -> None:
        """In place of the one before."""
        self._keep.keep_receipt(PROGRAM, receipt)

    def waiting(self) -> Sequence[tuple[LeaseToken, CaseBundle]]:
        """What is to be handed in, by token."""
        return self._keep.waiting(PROGRAM)

    def taken(self, token: LeaseToken, handed: HandedIn) -> None:
        """The hub has it."""
        self._keep.taken(PROGRAM, token)


class Renewal(threading.Thread):
    """Says once to the hub that a case is worked.

    Args:
        at: When, by the clock of the station.
    """

    def __init__(self, at: datetime, renew: Callable[[], CaseLease | None]) -> None:
        super().__init__(name="hub-renewal", daemon=True)
        self._at = at
        self._renew = renew
        self._answer: tuple[datetime, CaseLease | None] | None = None

    def run(self) -> None:
        """Ask; without an answer the lease runs on."""
        with suppress(EnvironmentProblem):
            self._answer = self._at, self._renew()

    def answered(self) -> tuple[datetime, CaseLease | None] | None:
        """What the hub has said."""
        return self._answer


class SignedInCases:
    """A hub for somebody who is signed in at the station; the session there is begun when it is needed."""

    def __init__(self, client: CaseClient, keys: HeldKeys) -> None:
        self._client = client
        self._keys = keys
        self._session: str | None = None
        self._renewals: dict[LeaseToken, Renewal] = {}

    def next_case(self, request: str, lasts: timedelta | None = None) -> LentCase | Nothing:
        """A case."""
        return self._signed_in(lambda session: self._client.next_case(session, request, lasts))

    def places_ahead(self, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        """Places for work without a line."""
        return self._signed_in(lambda session: self._client.places_ahead(session, request, each, lasts))

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = ()) -> None:
        """Those that were not used."""
        self._client.places_back(ids, requests)

    def take_case(self, request: str, case_id: CaseId) -> LentCase:
        """One case."""
        return self._signed_in(lambda session: self._client.take_case(session, request, case_id))

    def renew(self, token: LeaseToken, at: datetime) -> tuple[datetime, CaseLease | None] | None:
        """A heartbeat, in a thread of its own: an interview goes on meanwhile, whatever the line does."""
        under_way = self._renewals.pop(token, None)
        answered = under_way.answered() if under_way is not None else None
        if under_way is not None and under_way.is_alive():
            self._renewals[token] = under_way
            return None
        try:
            self._renewals[token] = Renewal(at, self._client.renewal(token))
        except EnvironmentProblem:
            return answered
        self._renewals[token].start()
        return answered

    def ask_place(self, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId) -> PlaceAnswer:
        """A place."""
        return self._signed_in(lambda session: self._client.ask_place(session, request, token, interview_id, cell_id))

    def hold(self, token: LeaseToken, *, held: bool) -> None:
        """Nobody calls the numbers of a case any more, or again."""
        self._client.hold(token, held=held)

    def is_held(self, token: LeaseToken) -> bool:
        """Whether no call may begin on a case."""
        return self._client.is_held(token)

    def hand_in(self) -> int:
        """Log and cases."""
        return self._client.hand_in()

    def _signed_in(self, ask: Callable[[str], _T]) -> _T:
        """Ask under a session; where it is over, under a new one."""
        if self._session is not None:
            try:
                return ask(self._session)
            except EnvironmentProblem as problem:
                if problem.code != "hub_session":
                    raise
        self._session = self._client.sign_in(self._keys.person, self._keys.shown or b"")
        return ask(self._session)


class MomentaryLine:
    """A line that is opened for each request: stations ask seldom, and one left open may be cut unnoticed."""

    def __init__(self, access: HubAccess, patience_s: float | None = None) -> None:
        self._address = HubAddress.typed(access.address)
        self._certificate = access.certificate
        self._patience_s = patience_s

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask and wait. LineCut; EnvironmentProblem: as `HttpsLine.send`."""
        with closing(HttpsLine(self._address, self._certificate, self._patience_s)) as line:
            return line.send(call, body, credential)


class SupervisorActs:
    """What a supervisor does at the hub, each time over a line and under a session of its own."""

    def __init__(self, database: Database, keys: HeldKeys) -> None:
        self._database = database
        self._keys = keys

    def close_counter(self, *, closed: bool) -> None:
        """Close the counter of persons without a cell, or open it again."""
        self._hub().close_counter(closed=closed)

    def _hub(self) -> SupervisorAtHub:
        access = access_of(self._database)
        client = Client(
            MomentaryLine(access),
            access.secret,
            time.sleep,
            random.SystemRandom(),
            Patience(tries=TRIES),
            hub=access.hub,
        )
        return SupervisorAtHub(client, self._keys.person, self._keys.shown or b"")


def hub_of_station(database: Database, units: SharedUnits, keys: HeldKeys, clock: Clock) -> SignedInCases:
    """The hub of a station for who has signed in there.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`.
    """
    access = access_of(database)
    client, quick = (
        Client(
            MomentaryLine(access, patience_s),
            access.secret,
            time.sleep,
            random.SystemRandom(),
            Patience(tries=tries),
            hub=access.hub,
        )
        for patience_s, tries in ((None, TRIES), (QUICKLY_S, 1))
    )
    outbox, packages = StationOutbox(LogOutbox(database)), StationPackages(units, database.device)
    return SignedInCases(CaseClient(client, outbox, packages, database.device, quick, clock=clock), keys)


def with_hub(
    services: InterviewerServices,
    units: SharedUnits,
    clock: Clock,
    ids: IdSource,
    device: str,
    hub: SignedInCases,
) -> InterviewerServices:
    """The services of an interviewer, whose cases and places come from a hub."""
    lent = LentCases(units, clock, ids, device, hub)
    take, record = TakeLentCase(services.take_case, lent), RecordLentResult(services.record_result, lent)
    reserve, plan = services.reserve_place, services.rules.quota
    return replace(
        services,
        take_case=take,
        start_call=StartLentCall(services.start_call, services.return_case, lent),
        record_result=record,
        finish_attempt=FinishLentAttempt(record, take),
        finish_interview=FinishLentInterview(services.finish_interview, lent),
        take_back=TakeBackLentResult(services.take_back, lent),
        settle_blocks=SettleLentBlocks(services.settle_blocks, lent),
        resume_interview=ResumeLentInterview(services.resume_interview, lent, units),
        reserve_place=ReserveLentPlace(reserve, lent, plan) if reserve is not None and plan is not None else None,
        keep_case=KeepLentCase(services.keep_case, lent),
    )
