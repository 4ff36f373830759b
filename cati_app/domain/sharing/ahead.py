"""Places in the quota that a station is given before it works without a line: how many, so that none is given twice.

They are held at the hub from then on, whether they are used or not. So a station gets a small part of what is free, all
of them together a small part of a target, and where little is left nobody: the last places go to whoever has a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.values import dataclass

AHEAD_AT_MOST = timedelta(days=14)
"""Longer nobody works without a line."""
CASES_AT_MOST = 500
"""So many cases are taken along at once."""
REPORT_AFTER_AHEAD = timedelta(hours=24)
"""A station that does not come back so long after it meant to loses its cases to others."""
SURE_SHARE = 0.99
"""Of a time that the hub gives: by so much less a station counts it, for no clock runs exactly."""


@dataclass(frozen=True, slots=True)
class AheadRequest:
    """Places for work without a line.

    Args:
        request: Made by the station; the same one gets the same answer.
        each: So many of each cell that is open, at most.
    """

    device: str
    request: str
    each: int
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """What a station has for work without a line.

    Args:
        cases: To be called.
        places: Given ahead, unused.
        along: Cases among these that may be worked without a line for long.
        until: So long all of these may be; None where there are none.
    """

    cases: int
    places: Sequence[PlaceGrant]
    along: int = 0
    until: datetime | None = None


def places_ahead(each: int, count: CellCount, *, stations: int, ahead: int, share: float) -> int:
    """How many places of a cell a station gets ahead.

    Args:
        each: How many it wants.
        stations: That work on the study.
        ahead: Places of the cell that stations have ahead already.
        share: Of the target that may be ahead at all stations together; one place always may.
    """
    free = count.target - count.taken
    if is_unclassified(count.cell_id) or count.closed or count.paused or free <= stations:
        return 0  # who is in no cell needs no place; the last ones are for whoever has a line
    if count.mode is not QuotaMode.STRICT:
        return 0  # where nobody is turned away none is needed; an overrun cell is decided with a line only
    most = max(1, free // (2 * stations))
    together = max(1, int(share * count.target))
    return max(0, min(each, most, together - ahead))
