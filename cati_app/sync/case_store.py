"""What a station keeps of its cases and of its hub, as whoever speaks with the hub asks for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.handing import HandedIn, Holdings
from cati_app.domain.sharing.leases import CaseBundle, LeaseToken
from cati_app.domain.sharing.stations import Halt
from cati_app.sync.messages import Epoch, HubStanding, Message, ReceiptTold
from cati_app.values import dataclass


class KeptReceipt(Message):
    """What a hub has acknowledged, as the station keeps it."""

    life: Epoch
    receipt: ReceiptTold

    def proves_rollback(self, standing: HubStanding) -> bool:
        """Whether a hub that stands so has lost something of it."""
        if standing.receipt is None:
            return False
        if self.life != standing.epoch:
            return self.life.n >= standing.epoch.n
        return self.receipt.acts > standing.receipt.acts or self.receipt.mark > standing.receipt.mark


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the cases that were to be handed in.

    Args:
        taken: So many the hub has taken.
        refused: So many it does not take; they wait, and keep no other from going.
        refusal: What it said of the first of these.
    """

    taken: int = 0
    refused: int = 0
    refusal: EnvironmentProblem | None = None


class CaseStore(Protocol):
    """The cases of the station."""

    def holdings(self) -> Holdings:
        """What it has."""
        ...

    def begin_life(self, life: str, at: datetime) -> bool:
        """Note the life of the hub; in another one than before, whatever was handed in waits again; whether it is."""
        ...

    def vouched(self, life: str) -> Sequence[Vouched]:
        """What a hub in that life may lack of what it has vouched for here; empty once it has heard it."""
        ...

    def vouched_heard(self, life: str) -> None:
        """It has, and nothing of it waits."""
        ...

    def receipt(self) -> str:
        """The last receipt of the hub, as it was kept; blank while there is none."""
        ...

    def keep_receipt(self, receipt: str) -> None:
        """In place of the one before."""
        ...

    def halt(self) -> Halt | None:
        """Why no call begins here, as the hub said last."""
        ...

    def keep_halt(self, halt: Halt | None) -> None:
        """What it says now."""
        ...

    def keep_shut(self, closed: Collection[str], paused: Collection[str]) -> None:
        """Cells that take nobody now, and no others, because a supervisor said so."""
        ...

    def waiting(self) -> Sequence[LeaseToken]:
        """What is to be handed in, in order."""
        ...

    def package(self, token: LeaseToken) -> CaseBundle:
        """One of them."""
        ...

    def taken(self, token: LeaseToken, handed: HandedIn) -> None:
        """The hub has it."""
        ...
