"""A field as it is and with one cell changed, met with the same luck: what the change is worth in days."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.forecast.forecast import shown
from cati_app.domain.forecast.fullness import Forecast
from cati_app.domain.forecast.play import play
from cati_app.domain.forecast.proposals import DRAWS, total_days
from cati_app.domain.forecast.so_far import CellSoFar, FieldSoFar
from cati_app.domain.ids import CellId
from cati_app.values import dataclass

MOST_PORTIONS = 3
"""Of which it is told what their release gains."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two fields.

    Args:
        days_gained: Days of work by which the total is full sooner with the change, mean of the draws; below 0: later.
    """

    before: Forecast
    after: Forecast
    days_gained: float


def changed(field: FieldSoFar, cell: CellId, target: int | None, *, closed: bool, paused: bool) -> FieldSoFar:
    """The field with another cell; nobody who is inside loses the place.

    Args:
        target: None: as it is; `closed` and `paused` hold then.
    """

    def with_it(known: CellSoFar) -> CellSoFar:
        if known.cell_id != cell:
            return known
        if target is not None:
            return replace(known, target=max(target, known.achieved + known.held))
        return replace(known, closed=closed, paused=paused)

    return replace(field, cells=tuple(map(with_it, field.cells)))


def compared(field: FieldSoFar, other: FieldSoFar, seed: int) -> Compared | None:
    """Both played forward; None where it is too early, or there is no cell."""
    if field.is_too_early or not field.cells:
        return None
    before, after = play(field, DRAWS, seed), play(other, DRAWS, seed)
    gained = float((total_days(field, before) - total_days(other, after)).mean())
    return Compared(shown(field, before), shown(other, after), gained)


def gained_by_releases(field: FieldSoFar, seed: int, most: int = MOST_PORTIONS) -> tuple[float, ...] | None:
    """Days of work by which the total is full sooner with the next 1, 2 … portions of the sample released now.

    Args:
        most: Portions at most; as many figures as there are portions else.

    Returns:
        None: it is too early, or there is no cell.
    """
    if field.is_too_early or not field.cells:
        return None
    without = total_days(field, play(field, DRAWS, seed))
    gained, opened = [], field
    for _ in field.closed_portions[:most]:
        first, *others = opened.closed_portions
        fresh, *worked = opened.open_numbers or (0,)
        opened = replace(opened, open_numbers=(fresh + first, *worked), closed_portions=tuple(others))
        gained.append(float((without - total_days(opened, play(opened, DRAWS, seed))).mean()))
    return tuple(gained)
