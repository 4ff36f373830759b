"""What a forecast shows: the day on which a cell, a margin and the total are full, and the chance of being late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cati_app.domain.forecast.fullness import Forecast, Fullness
from cati_app.domain.forecast.play import NEVER, Days, PlayedField, play
from cati_app.domain.forecast.so_far import CellSoFar, FieldSoFar

DRAWS = 400
_CELLS, _TOTAL = (0.12, 0.88), (0.10, 0.90)
"""Quantiles of the interval of 80 %: days are coarse, so that those of cells lie further in."""


def forecast(field: FieldSoFar, seed: int, draws: int = DRAWS) -> Forecast | None:
    """When cells, margins and the total will be full.

    Args:
        seed: Number of the last event: the same data give the same forecast.

    Returns:
        None: it is too early (`FieldSoFar.is_too_early`), or there is no cell.
    """
    if field.is_too_early or not field.cells:
        return None
    return shown(field, play(field, draws, seed))


def shown(field: FieldSoFar, played: PlayedField) -> Forecast:
    """The draws as days and intervals."""
    days, cells = played.cells, field.cells
    counted = [n for n, cell in enumerate(cells) if not cell.closed]
    margins = {
        (dimension, category): _fullness(_last(days, members), _CELLS, field.days_left)
        for dimension, category, members in _margins(cells)
    }
    return Forecast(
        _fullness(_last(days, counted), _TOTAL, field.days_left),
        {cell.cell_id: _fullness(days[:, n], _CELLS, field.days_left) for n, cell in enumerate(cells)},
        margins,
    )


def _margins(cells: Sequence[CellSoFar]) -> list[tuple[int, str, list[int]]]:
    told: dict[tuple[int, str], list[int]] = {}
    for n, cell in enumerate(cells):
        for dimension, category in enumerate(cell.categories):
            members = told.setdefault((dimension, category), [])
            if not cell.closed:
                members.append(n)
    return [(dimension, category, told[dimension, category]) for dimension, category in sorted(told, key=_dimension)]


def _dimension(margin: tuple[int, str]) -> int:
    return margin[0]


def _last(days: Days, members: Sequence[int]) -> Days:
    """The day on which the last of them is full; of none, at once."""
    last: Days = days[:, list(members)].max(axis=1, initial=0)
    return last


def _fullness(days: Days, ends: tuple[float, float], days_left: int | None) -> Fullness:
    low, median, high = (int(day) for day in np.quantile(days, (ends[0], 0.5, ends[1]), method="inverted_cdf").tolist())
    late = None if days_left is None else float((days > days_left).mean())
    return Fullness(_seen(low), _seen(median), _seen(high), late)


def _seen(day: int) -> int | None:
    return None if day >= NEVER else day
