"""The cases of a station as the client of its hub asks for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.handing import HandedIn, Holdings
from cati_app.domain.sharing.leases import CaseBundle, LeaseToken
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.people.note_hub import ReadVouched
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import KeepPackages, ReadHoldings


class StationPackages:
    """The cases of a station as the client asks for them; nobody has to be signed in for what stays sealed.

    Args:
        edition: Number of the newest edition of the study that the station has seen.
    """

    def __init__(
        self,
        units: SharedUnits,
        device: str,
        in_store: StoreStep = at_once,
        edition: Callable[[], int] = lambda: 0,
    ) -> None:
        self._edition = edition
        self._keep = KeepPackages(units)
        self._holdings = ReadHoldings(units, device)
        self._vouched = ReadVouched(units)
        self._in_store = in_store

    def holdings(self) -> Holdings:
        """What the station has."""
        return replace(self._in_store(partial(self._holdings, PROGRAM)), edition=self._edition())

    def begin_life(self, life: str, at: datetime) -> bool:
        """Note the life of the hub; whether it is another one than before."""
        return self._in_store(partial(self._keep.begin_life, PROGRAM, life, at))

    def vouched(self, life: str) -> Sequence[Vouched]:
        """What a hub in that life may lack of what it has vouched for here."""
        if self._in_store(partial(self._keep.has_heard, PROGRAM, life)):
            return ()
        return self._in_store(partial(self._vouched, PROGRAM))

    def vouched_heard(self, life: str) -> None:
        """It has heard that."""
        self._in_store(partial(self._keep.heard, PROGRAM, life))

    def receipt(self) -> str:
        """The last receipt of the hub; blank while there is none."""
        return self._in_store(partial(self._keep.receipt, PROGRAM))

    def keep_receipt(self, receipt: str) -> None:
        """In place of the one before."""
        self._in_store(partial(self._keep.keep_receipt, PROGRAM, receipt))

    def halt(self) -> Halt | None:
        """Why no call begins here, as the hub said last."""
        return self._in_store(partial(self._keep.halt, PROGRAM))

    def keep_halt(self, halt: Halt | None) -> None:
        """What it says now."""
        self._in_store(partial(self._keep.keep_halt, PROGRAM, halt))

    def keep_shut(self, closed: Collection[str], paused: Collection[str]) -> None:
        """Cells that take nobody now, and no others, because a supervisor said so."""
        self._in_store(partial(self._keep.keep_shut, PROGRAM, closed, paused))

    def waiting(self) -> Sequence[LeaseToken]:
        """What is to be handed in, in order."""
        return self._in_store(partial(self._keep.waiting, PROGRAM))

    def package(self, token: LeaseToken) -> CaseBundle:
        """One of them."""
        return self._in_store(partial(self._keep.package, PROGRAM, token))

    def taken(self, token: LeaseToken, handed: HandedIn) -> None:
        """The hub has it."""
        self._in_store(partial(self._keep.taken, PROGRAM, token))
