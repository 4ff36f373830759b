"""What a hub has done as a supervisor decided, so that it can be told once more to one that came back from a copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.quota.steering import Intake
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """A verdict of review.

    Args:
        at: When the hub did it, by its clock.
        by: The supervisor.
    """

    case_id: CaseId
    interview_id: InterviewId
    rejected: bool
    at: datetime
    by: UserId


@dataclass(frozen=True, slots=True)
class CellLeft:
    """How a change has left a cell.

    Args:
        planned: The target of the plan at that time: where the plan has spoken anew since, `target` is over.
        version: Id of the change.
        at: When the hub did it, by its clock.
        by: The supervisor.
    """

    cell_id: CellId
    target: int
    planned: int
    intake: Intake
    version: str
    at: datetime
    by: UserId


@dataclass(frozen=True, slots=True)
class PlaceFollowed:
    """In which cells a complete interview counts since somebody coded it.

    Args:
        place: These cells, one of each quota.
        seen: The codes it rests on, as of `PlaceDerived`.
        at: When the hub did it, by its clock.
        by: The supervisor.
    """

    case_id: CaseId
    interview_id: InterviewId
    place: CellId
    seen: Mapping[str, int]
    at: datetime
    by: UserId


Decided = VerdictGiven | CellLeft | PlaceFollowed


@dataclass(frozen=True, slots=True)
class Vouched:
    """Something a hub has done as a supervisor decided, as a station keeps it.

    Args:
        text: As the hub wrote it; nobody else reads it.
        mac: The hub alone can make it, and knows it again.
    """

    text: str
    mac: str


@dataclass(frozen=True, slots=True)
class VouchedWord:
    """What somebody who rang back wished, as a hub has taken it.

    Args:
        mac: As for `Vouched`.
    """

    message: SealedMessage
    mac: str
