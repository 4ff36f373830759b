"""Places in the quota that a station may use, given by the hub before anybody is interviewed on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.sharing.leases import LeaseToken
from cati_app.values import dataclass


class GrantState(StrEnum):
    """What became of a place that was asked for."""

    LIVE = "live"  # held for the interview
    USED = "used"  # the interview is complete and counted on it
    BACK = "back"  # given back
    REFUSED = "refused"  # there was none: kept so that a late copy of the request gets none
    WRITTEN_OFF = "written_off"  # a person decided that it will not be used


@dataclass(frozen=True, slots=True)
class PlaceGrant:
    """The right to one place of a cell.

    Args:
        id: Made by the station that asks; asked again, it gets the same answer.
        device: The station that has it; it goes with the interview to another one.
        lease: In which it was asked for; None where the hub gave it by itself.
        interview_id: Blank while it is given ahead and not used.
        use_by: Of one that is given ahead: no interview begins on it from then on.
    """

    id: str
    device: str
    interview_id: InterviewId
    cell_id: CellId
    given_at: datetime
    state: GrantState
    lease: LeaseToken | None = None
    use_by: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether a place is held on it."""
        return self.state is GrantState.LIVE

    def to(self, state: GrantState) -> PlaceGrant:
        """In another state."""
        return replace(self, state=state)

    def for_interview(self, interview_id: InterviewId) -> PlaceGrant:
        """Used for an interview."""
        return replace(self, interview_id=interview_id)

    def until(self, use_by: datetime) -> PlaceGrant:
        """To be used until then."""
        return replace(self, use_by=use_by)

    def at(self, device: str) -> PlaceGrant:
        """With another station."""
        return replace(self, device=device)


@dataclass(frozen=True, slots=True)
class PlaceDerived:
    """Where a complete interview belongs by its codes, as a station derived it that can read them.

    Args:
        wish: The cells it fits, as `wish_of` writes them.
        seen: The codes it was derived from: by device of a station the number of the last event of its log that gave
            the interview codes, or took them back.
    """

    case_id: CaseId
    interview_id: InterviewId
    wish: CellId
    seen: Mapping[str, int]

    def knows(self, others: Mapping[str, int]) -> bool:
        """Whether it was derived from these codes, too."""
        return all(self.seen.get(device, 0) >= number for device, number in others.items())


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """Where an interview counts, as the hub has decided.

    Args:
        place: The cells the interview counts in.
        has_room: False: it belongs elsewhere, and one of those cells takes nobody.
    """

    place: CellId
    has_room: bool
