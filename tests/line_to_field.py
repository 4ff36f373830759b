"""The hub of a field as a station asks it, over a line that can be cut."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.sharing.ahead import AheadRequest
from cati_app.domain.sharing.handing import CaseRequest, LentCase, PlaceAnswer, PlaceRequest
from cati_app.domain.sharing.leases import BeforeCall, HoldWord, LeaseToken, Renewal
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.grant_ahead import GrantAhead, TakePlacesBack
from cati_app.fieldwork.sharing.lend_case import RenewLease
from cati_app.fieldwork.sharing.lend_to_caller import KeepWord, LendToCaller
from cati_app.fieldwork.sharing.requests_back import TakeRequestsBack
from cati_app.station.machine import UuidSource
from cati_app.sync.refusals import unreachable
from tests.many import Borrower, Field


def ids_of(one: Borrower) -> UuidSource:
    """Ids that the station makes."""
    return UuidSource(one.site.clock, random.Random(7))


class LineToField:
    """The hub of the field as a station asks it; its line can be cut, before a request or behind it."""

    def __init__(self, field: Field, station: Borrower) -> None:
        self.field, self.station = field, station
        self.is_up = self.answers = True
        self.yields: datetime | None = None
        self.in_hand = 0
        self.loses_next = False
        self.is_slow = False
        """Its answers before a call come after that has begun."""

    def _check(self, *, behind: bool = False) -> None:
        if not (self.answers if behind else self.is_up):
            raise unreachable()

    def next_case(self, request: str, lasts: timedelta | None = None, *, waits: bool = False) -> LentCase | Nothing:
        self._check()
        asked = CaseRequest(self.field.epoch, self.station.device, request, lasts, waits=waits)
        lent = self.field.lend(self.station.user, asked)
        if self.loses_next:
            raise unreachable()
        return lent

    def caller_case(self, request: str, lookup: str) -> LentCase | CallerCase:
        self._check()
        hub = self.field.hub
        lend = LendToCaller(hub.blind_units(), hub.clock, hub.station.rules)
        told = lend(self.station.user, CaseRequest(self.field.epoch, self.station.device, request), lookup)
        self._check(behind=True)
        return told

    def leave_word(self, case_id: CaseId, message: SealedMessage) -> str:
        self._check()
        KeepWord(self.field.hub.blind_units(), self.field.hub.clock)(self.station.user, case_id, message)
        self._check(behind=True)
        return "c0" * 32

    def yields_at(self, user_id: UserId) -> datetime | None:
        return self.yields

    def offered(self, user_id: UserId) -> None:
        self.in_hand += 1

    def places_ahead(self, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        self._check()
        hub = self.field.hub
        give = GrantAhead(hub.blind_units(), hub.clock, hub.station.rules)
        given = give(self.station.user, self.field.epoch, AheadRequest(self.station.device, request, each, lasts))
        self._check(behind=True)
        return given

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        self._check()
        hub = self.field.hub
        TakePlacesBack(hub.blind_units(), hub.clock)(PROGRAM, self.station.device, ids, requests)
        TakeRequestsBack(hub.blind_units(), hub.clock)(PROGRAM, self.field.epoch, self.station.device, cases)
        self._check(behind=True)

    def ask_place(self, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId) -> PlaceAnswer:
        self._check()
        asked = PlaceRequest(request, self.station.device, token, interview_id, cell_id)
        return self.field.grant(self.station.user, self.field.epoch, asked)

    def hand_in(self) -> bool:
        self._check()
        self.station.hand_in()
        return True

    def worked(self) -> None: ...

    def renew(self, token: LeaseToken, at: datetime, *, waits: bool) -> tuple[datetime, Renewal] | None:
        self._check()
        hub = self.field.hub
        renew = RenewLease(hub.blind_units(), hub.clock, hub.station.rules)
        try:
            return at, renew(PROGRAM, self.station.device, token, waits=waits)
        except RuleViolation:
            return at, Renewal(None)

    def hold(self, word: HoldWord) -> None: ...

    def before_call(self, token: LeaseToken) -> BeforeCall:
        self._check()
        told = self.field.ask_hold(PROGRAM, self.station.device, token)
        return BeforeCall.UNKNOWN if self.is_slow else told

    def before_call_later(self, token: LeaseToken) -> BeforeCall:
        return self.field.ask_hold(PROGRAM, self.station.device, token) if self.is_slow else BeforeCall.UNKNOWN

    def check_calls(self, *, asks: bool = True) -> None: ...

    def take_case(self, request: str, case_id: CaseId) -> LentCase:
        raise AssertionError("asked for one case")
