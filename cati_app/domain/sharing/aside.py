"""What a hub kept aside because it fits nowhere, or does not count; a supervisor looks at it, and settles it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from cati_app.domain.ids import CaseId
from cati_app.values import dataclass


class AsideKind(StrEnum):
    """What it is."""

    INTERVIEW = "interview"  # it is stored, and does not count
    CASE = "case"  # a case as a station handed it in, which could not be stored so
    EVENT = "event"  # of the log of a station, which could not be kept under its number


class Settling(StrEnum):
    """What a supervisor decides about it."""

    COUNT = "count"  # an interview, where its cell has room
    PLACE = "place"  # a case or an event comes to its place
    LEAVE = "leave"  # it stays as it is, and is asked about no more


LISTED_AT_MOST = 500
"""Of each kind at once, those that came first; the rest is counted."""


@dataclass(frozen=True, slots=True)
class KeptAside:
    """One thing.

    Args:
        key: By which it is known among its kind.
        why: As the hub noted it: `duplicate`, `surplus`, `waits`, `misfit`, `refused`, `otherwise`, `clone`,
            `foreign`, `too_long`, `unreadable`.
        device: The station it came from; blank where that is not noted.
        case_id: None of an event.
        case_no: Number of that case; 0 where it is none of the study.
        cell_id: Of an interview; blank where it is in none.
        number: Of an event in its log; 0 of anything else.
    """

    kind: AsideKind
    key: str
    why: str
    at: datetime
    device: str = ""
    case_id: CaseId | None = None
    case_no: int = 0
    cell_id: str = ""
    number: int = 0


_DECIDED = {
    "surplus": (Settling.COUNT, Settling.LEAVE),
    "misfit": (Settling.PLACE, Settling.LEAVE),
    "refused": (Settling.PLACE, Settling.LEAVE),
    "foreign": (Settling.PLACE, Settling.LEAVE),
}


def choices(aside: KeptAside) -> tuple[Settling, ...]:
    """What can be decided about it: the other things are what they are, and are looked at."""
    return _DECIDED.get(aside.why, (Settling.LEAVE,))
