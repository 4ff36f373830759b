"""When things are full, as a forecast tells it; this much is known without numpy."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.ids import CellId
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Fullness:
    """When something is full, in days of work from now; 0: it is full already; None: not in sight.

    Args:
        low: First day of the interval of 80 %.
        late: Chance that it is full after the end of field; None: the field has no end.
    """

    low: int | None
    median: int | None
    high: int | None
    late: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A field ahead.

    Args:
        margins: By the number of the dimension, from 0, and category.
    """

    total: Fullness
    cells: Mapping[CellId, Fullness]
    margins: Mapping[tuple[int, str], Fullness]
