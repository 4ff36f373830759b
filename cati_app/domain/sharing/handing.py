"""What goes between hub and station with a case: asked, lent, handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.domain.calling.queue import Because
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.sharing.leases import CaseBundle, CaseLease, LeaseToken, NotCounted, UsedPlace
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.domain.sharing.stations import Halt
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """Who asks for a case, and how the answer is known again.

    Args:
        epoch: The life of the hub.
        device: The station.
        request: Made by the station.
        lasts: For work without a line; None: as long as any lease.
        waits: The person works another case still: whatever comes next waits at the station, and no appointment does.
    """

    epoch: int
    device: str
    request: str
    lasts: timedelta | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class LentCase:
    """A case on its way to a station.

    Args:
        because: Why the hub's order has it now.
        places: Places in the quota that go with its interviews.
    """

    lease: CaseLease
    bundle: CaseBundle
    because: Because | None  # None: asked for again
    places: tuple[PlaceGrant, ...] = ()


class TakenAs(StrEnum):
    """What became of a case that was handed in."""

    WHOLE = "whole"  # as the station has it
    UNITED = "united"  # others had the case meanwhile: what the station did was added
    KNOWN = "known"  # handed in before
    ASIDE = "aside"  # kept as it came, for a supervisor to look at


@dataclass(frozen=True, slots=True)
class HandIn:
    """A case on its way back.

    Args:
        epoch: The life of the hub.
        device: The station.
        token: Of the lease; one of an earlier life may be unknown since.
        sent_at: By the clock of the station: how wrong that is; None: it does not say.
    """

    epoch: int
    device: str
    token: LeaseToken
    bundle: CaseBundle
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The answer to a station.

    Args:
        not_counted: Interviews of it that are kept and not counted.
    """

    taken_as: TakenAs
    not_counted: tuple[NotCounted, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceRequest:
    """A place that is asked for.

    Args:
        request: Made by the station; the same one gets the same answer.
        token: Of the lease in which the interview is held.
    """

    request: str
    device: str
    token: LeaseToken
    interview_id: InterviewId
    cell_id: CellId


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """Whether there is a place, and the cell as it stands with it."""

    grant: PlaceGrant
    count: CellCount


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case that a station has in hand; when it got it, only its own clock knows.

    Args:
        wants_none: Whoever was called wants no more calls.
    """

    token: LeaseToken
    case_id: CaseId
    user_id: UserId
    wants_none: bool = False


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a station has, as it says itself.

    Args:
        cases: Which it has in hand.
        places: Places it has for interviews of these cases.
        packed: Cases that wait there to be handed in, by token.
        interviews: Of the packed cases.
        used: Places given ahead, that these are on.
        paused: It was told last that a supervisor has paused it.
        edition: Of the study, the newest that it has seen; 0: none.
        log_end: Number of its last event.
    """

    device: str
    cases: tuple[HeldCase, ...]
    places: tuple[PlaceGrant, ...]
    packed: Mapping[LeaseToken, CaseId]
    interviews: frozenset[InterviewId] = frozenset()
    used: tuple[UsedPlace, ...] = ()
    paused: bool = False
    edition: int = 0
    log_end: int = 0


@dataclass(frozen=True, slots=True)
class KnownStation:
    """A station as the hub knows it.

    Args:
        epoch: The last life of the hub in which it said what it has.
        written_off: A person decided that it will not come back.
        awaited: Leases of cases it has packed and the hub has not: until they come nobody knows which places are taken.
        paused: A supervisor lets it begin no call.
    """

    device: str
    epoch: int
    written_off: bool = False
    awaited: frozenset[LeaseToken] = frozenset()
    paused: bool = False

    @property
    def halt(self) -> Halt | None:
        """Why it begins no call; None: it does."""
        if self.written_off:
            return Halt.WRITTEN_OFF
        return Halt.PAUSED if self.paused else None

    def has_come_back(self, epoch: int) -> bool:
        """Whether the hub, in that life, knows everything the station has, or a person waits for it no more."""
        return self.written_off or (self.epoch >= epoch and not self.awaited)

    def brought(self, token: LeaseToken) -> KnownStation:
        """With one case less to wait for."""
        return replace(self, awaited=self.awaited - {token})
