"""A station tells its hub whose data were erased, hears what others did, and lets go of it.

What it has heard stands in its database and in the state folder of the machine; a hub that begins another life is told
everything once more. So neither an older copy of the hub nor a database that was restored brings anything back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from cati_app.domain.clock import Clock
from cati_app.domain.sharing.erasures import Erasure
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.erase_case import EraseAtStation, ReadErasures
from cati_app.store.database import Database
from cati_app.store.heads import history_of
from cati_app.store.trust.erasing import checked
from cati_app.store.trust.head import HeadRefused, SignedHead
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.client import Client
from cati_app.sync.erasure_messages import AT_ONCE, ErasuresShown, ErasuresTold, signed_texts
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubRefusal
from cati_app.sync.study_messages import SignedText

_HEARD = "hub_erasures"


class StationErasures:
    """What a station knows of erasures, and its hub."""

    def __init__(self, database: Database, units: SharedUnits, clock: Clock, in_store: StoreStep = at_once) -> None:
        self._database = database
        self._in_store = in_store
        self._read = ReadErasures(units)
        self._erase = EraseAtStation(units, clock, database.device)

    def add(self, erasure: Erasure) -> None:
        """Erase here what was declared; the hub hears of it at the next contact."""
        is_new = self._erase(PROGRAM, erasure)
        self._database.state.keep_erased([erasure.case_id])
        if is_new:
            self._database.sweep()

    def exchange(self, client: Client) -> int:
        """Tell the hub what it may lack, and erase here what others declared; how many were new here.

        Raises:
            EnvironmentProblem: `hub_unreachable`; `hub_head` where the hub takes one for signed by nobody who may.
        """
        epoch = client.standing().epoch
        life, told, heard = self._in_store(self._standing)
        now = f"{epoch.n}.{epoch.id}"
        if life != now:
            told = heard = 0
        new, more = 0, True
        while more:
            mine, up_to = self._in_store(partial(self._read.after, PROGRAM, told, AT_ONCE))
            shown = ErasuresShown(erasures=signed_texts(tuple(mine)), after=heard)
            answer = client.ask(ErasuresTold, HubCall.ERASURES, shown)
            if isinstance(answer, HubRefusal):
                raise refused_in_words(answer.refused)
            heard_new, is_known = self._in_store(partial(self._take, answer.erasures))
            new += heard_new
            more = is_known and (bool(answer.erasures) or len(mine) == AT_ONCE)
            told, heard = up_to, answer.n if is_known else heard
            self._in_store(partial(self._database.keep, _HEARD, json.dumps([now, told, heard])))
        return new

    def _take(self, erasures: Sequence[SignedText]) -> tuple[int, bool]:
        """How many were new here, and whether this station knows everybody who signed them."""
        heads = self._heads()
        new = sum(self._hear(signed, heads) for signed in erasures)
        return new, all(map(partial(_is_signed, heads, self._database.study), erasures))

    def _heads(self) -> Sequence[SignedHead]:
        with self._database.transaction() as statements:
            history = history_of(statements, self._database.state, self._database.study)
        return () if history is None else history.heads

    def _standing(self) -> tuple[str, int, int]:
        kept = self._database.kept(_HEARD)
        if kept is None:
            return "", 0, 0
        life, told, heard = json.loads(kept)
        return str(life), int(told), int(heard)

    def _hear(self, signed: SignedText, heads: Sequence[SignedHead]) -> bool:
        """Erase what the hub tells, if a supervisor signed it: no hub is believed. Whether it was new."""
        if not _is_signed(heads, self._database.study, signed):
            return False
        erasure = checked(signed.text, signed.signature, self._database.study.hex(), heads)
        is_known = self._read.is_erased(PROGRAM, erasure.case_id)
        if not is_known:
            self.add(erasure)
        return not is_known


def _is_signed(heads: Sequence[SignedHead], study: bytes, signed: SignedText) -> bool:
    """Whether somebody signed it whom this station knows; else it is told again, with a later list of people."""
    try:
        checked(signed.text, signed.signature, study.hex(), heads)
    except HeadRefused:
        return False
    return True
