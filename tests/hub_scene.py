"""A study at a hub beside another one, and everybody who could ask something of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from enum import StrEnum
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cati_app.domain.ids import CaseId
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.tables import ON_A_SERVER, STUDY_TABLES
from cati_app.sync.case_messages import (
    AttachRequest,
    HandInCase,
    HoldCase,
    NextCase,
    TokenTold,
)
from cati_app.sync.change_messages import ChangesAsked
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Push, ReceiptTold
from cati_app.sync.receipt_messages import ReceiptShown
from tests.hub_study import StationOfStudy, StudyOfMessages, bundle, bundles
from tests.hubs import MemoryHub, row_of


class Who(StrEnum):
    """Who asks."""

    INTERVIEWER = "interviewer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    NOBODY = "nobody signed in"
    OTHER_STATION = "interviewer at another station"
    TAKEN_ALONG = "session of another station"
    OTHER_PERSON = "session of another study"
    OTHER_STUDY = "station of another study"
    WITHDRAWN = "withdrawn station"
    STRANGER = "stranger"


class Scene:
    """A study at a hub with its stations and people, beside another one of which its people know nothing.

    Args:
        opened: Whether every case has come.
    """

    def __init__(self, hub: MemoryHub, number: int, *, opened: bool) -> None:
        self._hub, self.is_open = hub, opened
        self.study, self.other = (StudyOfMessages(hub.answer, f"{digit}{number}" * 16) for digit in ("a", "b"))
        for study in (self.study, self.other):
            token = hashlib.sha256(study.id.encode()).digest()
            hub.add_code(token)
            study.enrol_first(token)
            study.publish()
            if opened:
                study.bring_cases(bundles(6, study.id))
                study.open()
        self.here, self.there, self.gone, self.withdrawn = (self.study.join(n) for n in range(1, 5))
        self.elsewhere = self.other.join(1)
        self.epoch = Epoch(**self.study.told(HubCall.STATE)["epoch"])
        for station in (self.here, self.there, self.withdrawn):
            self._push(self.study, station)
        self._push(self.other, self.elsewhere)
        if opened:
            self.study.told(HubCall.ATTACH, self.attach(), self.gone)
        hub.withdraw(self.withdrawn.device)

    def _push(self, study: StudyOfMessages, station: StationOfStudy) -> None:
        study.told(HubCall.PUSH, self.push(station), station)

    def push(self, station: StationOfStudy) -> Push:
        """The first event of a station."""
        return Push(epoch=self.epoch, first=1, events=(row_of(1, station.device),), last=1)

    def receipt(self) -> ReceiptShown:
        """Of more than the hub has, made up."""
        return ReceiptShown(epoch=self.epoch, receipt=ReceiptTold(mark=9, acts=9, mac="0" * 64))

    @cached_property
    def sessions(self) -> dict[Who, str]:
        """What each shows as a session."""
        here, there = self.here, self.there
        return dict.fromkeys(Who, "0" * 64) | {
            Who.INTERVIEWER: self.study.session("ann", here),
            Who.SUPERVISOR: self.study.session("sue", here),
            Who.ANALYST: self.study.session("eve", here),
            Who.OTHER_STATION: self.study.session("ann", there),
            Who.TAKEN_ALONG: self.study.session("sue", there),
            Who.OTHER_PERSON: self.other.session("sue", self.elsewhere),
            Who.OTHER_STUDY: self.study.session("sue", here),
            Who.WITHDRAWN: self.study.session("sue", here),
        }

    def station(self, who: Who) -> StationOfStudy:
        """Where who asks sits."""
        special = {
            Who.OTHER_STATION: self.there,
            Who.OTHER_STUDY: self.elsewhere,
            Who.WITHDRAWN: self.withdrawn,
            Who.STRANGER: StationOfStudy("99999999", "9" * 64),
        }
        return special.get(who, self.here)

    def key(self, who: Who) -> Ed25519PrivateKey:
        """With what who asks signs in the supervisor's name."""
        return self.study.sue if who is Who.SUPERVISOR else Ed25519PrivateKey.generate()

    def _lent(self, request: str) -> dict[str, Any]:
        asked = NextCase(epoch=self.epoch, session=self.sessions[Who.INTERVIEWER], request=request)
        told: dict[str, Any] = self.study.told(HubCall.NEXT_CASE, asked, self.here)
        return told

    @cached_property
    def token(self) -> TokenTold:
        """Of a case that the station has in hand, and whose numbers nobody calls any more."""
        token = TokenTold(**self._lent("kept")["lease"]["token"])
        self.study.told(HubCall.HOLD, HoldCase(epoch=self.epoch, token=token, n=1, held=True), self.here)
        return token

    @cached_property
    def handed_in(self) -> HandInCase:
        """A case that the station has handed in."""
        lent = self._lent("handed in")
        token, case_id, rows = lent["lease"]["token"], lent["lease"]["case_id"], lent["rows"]
        body = {"epoch": self.epoch, "token": token, "case_id": case_id, "last": 1, "blocked": False, "rows": rows}
        brought = HandInCase.model_validate_json(json.dumps(body, default=lambda epoch: epoch.model_dump()))
        self.study.told(HubCall.HAND_IN, brought, self.here)
        return brought

    @cached_property
    def case_out(self) -> CaseId:
        """One that a station has in hand."""
        return CaseId(self._lent("out")["lease"]["case_id"])

    @property
    def last_case(self) -> CaseId:
        """The one that nobody is lent by order."""
        return bundle(6, self.study.id).case_id

    def newest_change(self) -> int:
        """Number of the last change of the study; 0 where nobody is told any."""
        asked = ChangesAsked(epoch=self.epoch, session=self.sessions[Who.SUPERVISOR], n=0, within=0)
        reply = self.study.send(HubCall.CHANGES, asked, self.here)
        return int(json.loads(reply.body)["n"]) if reply.status == 200 else 0

    def attach(self) -> AttachRequest:
        """Of a station that has nothing."""
        return AttachRequest(epoch=self.epoch, cases=(), places=(), packed=(), interviews=())

    def kept(self, storage: HubStorage, *, but: str | None = None, answers: bool = True) -> list[str]:
        """Everything the hub keeps of the study but how often somebody failed to sign in, and facts of one kind.

        Args:
            answers: With what was answered to acts that carry an id.
        """
        tables = [table.name for table in STUDY_TABLES.sorted_tables if ON_A_SERVER not in table.info]
        tables.remove("study_change")
        tables += [
            "case_lease",
            "place_grant",
            "known_station",
            "number_hold",
            "cell",
            '"case"',
            "interview",
            "attempt",
        ]
        with closing(storage.study(self.study.id, writable=False)) as store, store.reading() as statements:
            rows = {
                table: sorted(map(repr, statements.all(f"SELECT * FROM {table}")))
                for table in tables
                if table != "hub_sign_in" and (answers or table != "hub_answer")
            }
        return [repr([row for row in kept if but is None or but not in row]) for kept in rows.values()]

    def names(self) -> Sequence[str]:
        """Words that tell of the study."""
        stations = (self.study.first, self.here, self.there, self.gone, self.withdrawn)
        return [self.study.id, f"-{self.study.id[:4]}", *(station.device for station in stations)]
