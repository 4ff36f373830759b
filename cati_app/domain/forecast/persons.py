"""Persons of a day in all draws: whom the dials bring, how many of each cell, and some of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cati_app.domain.forecast.yields import Numbers

Counts = NDArray[np.int64]
"""By draw and cell."""
Places = NDArray[np.intp]
"""For each person the place of the cell in the flat array of draws and cells."""


class SomePersons:
    """Of the persons in each cell, some: each with the same chance.

    Attributes:
        cells: Where there are persons, in the flat array.
        taken: Of them, there.
        rest: The others, there.
    """

    def __init__(self, persons: Counts, rng: np.random.Generator, chance: float) -> None:
        flat = persons.ravel()
        self.cells = np.flatnonzero(flat)
        self.taken: Counts = rng.binomial(flat[self.cells], chance)
        self.rest: Counts = flat[self.cells] - self.taken
        self._shape = persons.shape[0], persons.shape[1]

    def by_draw(self) -> Numbers:
        """Taken, of all cells."""
        draws, cells = self._shape
        told: Numbers = np.bincount(self.cells // cells, self.taken, draws).astype(np.float64)
        return told


def met_persons(rng: np.random.Generator, mean: Numbers, open_shares: Numbers, with_room: Numbers) -> Places:
    """Screened persons of open cells: Poisson, each in a cell in proportion to the shares, as they come in each draw.

    The number of all is drawn, then the cell of each: far fewer draws than one for each cell.

    Returns:
        For each person the place of the cell in the flat array of draws and cells.
    """
    draws, cells = open_shares.shape
    persons = rng.poisson(mean * with_room)
    rows = np.repeat(np.arange(draws), persons)
    ends = np.cumsum(open_shares, axis=1)
    ends /= np.where(with_room > 0, ends[:, -1], 1.0)[:, None]
    ends += np.arange(draws)[:, None]
    places = np.searchsorted(ends.ravel(), rows + rng.random(len(rows)), side="right")
    within: Places = np.minimum(places, (rows + 1) * cells - 1)
    return within


def by_cell(places: Places, like: Counts) -> Counts:
    """Persons by draw and cell, as another array has these."""
    told: Counts = np.bincount(places, minlength=like.size).reshape(like.shape)
    return told
