"""Quotas beside the one that is played: to which of their cells a person belongs, and who finds room in all of them.

Given the cell of the quota that is played, the cells of the others are drawn each by itself, with the chances that
persons met so far tell, held towards what is met of each cell by ten persons for each row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cati_app.domain.forecast.persons import Counts, Places
from cati_app.domain.forecast.shares import met_shares
from cati_app.domain.forecast.so_far import CellSoFar, OtherQuota
from cati_app.domain.forecast.yields import Numbers
from cati_app.values import dataclass

_PERSONS = 10.0
_NO_END = 10**9


@dataclass(frozen=True, slots=True)
class Room:
    """When cells take one more person; a row for each draw where counts have one.

    Args:
        target: By cell.
        takes: By cell: nobody closed or paused it.
        soft: By cell: always.
        overruns: By cell: while the target is not achieved, whoever is held.
    """

    target: Counts
    takes: NDArray[np.bool_]
    soft: NDArray[np.bool_]
    overruns: NDArray[np.bool_]

    def left(self, achieved: Counts, waiting: Counts) -> Counts:
        """Persons whom each cell takes still."""
        taken = achieved + np.where(self.overruns, 0, waiting)
        room: Counts = np.where(self.soft, _NO_END, np.maximum(0, self.target - taken)) * self.takes
        return room


def room_of(cells: Sequence[CellSoFar]) -> Room:
    """As the quota has it."""
    return Room(
        np.array([cell.target for cell in cells]),
        np.array([not (cell.closed or cell.paused) for cell in cells]),
        np.array([cell.takes_more for cell in cells]),
        np.array([cell.overruns for cell in cells]),
    )


class Beside:
    """One of the other quotas in all draws.

    Attributes:
        achieved: By draw and cell, persons it does not count in the last column.
        waiting: Persons with a place who are not done, likewise.
    """

    def __init__(self, quota: OtherQuota, draws: int, rng: np.random.Generator) -> None:
        nobody = CellSoFar(quota.cells[0].cell_id, (), 0, 0, 0, 0, takes_more=True)
        cells = (*quota.cells, nobody)
        self._room = room_of(cells)
        self._chances = _chances(quota, draws, rng)
        self.achieved: Counts = np.tile(np.array([cell.achieved for cell in cells]), (draws, 1))
        self.waiting: Counts = np.tile(np.array([cell.held for cell in cells]), (draws, 1))

    def keep(self, goes_on: NDArray[np.bool_]) -> None:
        """These draws alone."""
        self._chances = self._chances[goes_on]
        self.achieved, self.waiting = self.achieved[goes_on], self.waiting[goes_on]

    def room(self) -> Counts:
        """Persons whom each cell takes still."""
        return self._room.left(self.achieved, self.waiting)

    def open_share(self) -> Numbers:
        """Of the persons of each cell of the quota that is played, the share that this one has room for, by draw."""
        open_ones = (self.room() > 0).astype(np.float64)
        told: Numbers = np.einsum("dab,db->da", self._chances, open_ones)
        return told

    def drawn(self, rng: np.random.Generator, rows: Places, columns: Places, room: Counts) -> Places:
        """The cell of each person, who belongs to one that has room.

        Args:
            rows: The draw of each.
            columns: The cell of each in the quota that is played.
            room: As `room` told.
        """
        ends = np.cumsum(self._chances[rows, columns] * (room > 0)[rows], axis=1)
        luck = rng.random(len(rows)) * ends[:, -1]
        cells: Places = np.minimum((ends <= luck[:, None]).sum(axis=1), room.shape[1] - 1)
        return cells


def _chances(quota: OtherQuota, draws: int, rng: np.random.Generator) -> Numbers:
    """Of each cell of the quota that is played to be in each of these cells: by draw, row and column; rows sum to 1."""
    met, possible = np.array(quota.met, dtype=float), np.array(quota.possible)
    by_cell = met.sum(axis=0)
    counted = by_cell[:-1]
    targets = [0 if cell.takes_more else cell.target for cell in quota.cells]
    shares = met_shares(targets, counted.tolist(), [cell.categories for cell in quota.cells]).draw(rng, draws)
    total = max(1.0, by_cell.sum())
    base = np.concatenate([shares * counted.sum() / total, np.full((draws, 1), by_cell[-1] / total)], axis=1)
    base = np.maximum(base, 1e-9)[:, None, :] * possible
    base /= np.maximum(base.sum(axis=2, keepdims=True), 1e-30)
    told: Numbers = (met + _PERSONS * base) / (met.sum(axis=1)[:, None] + _PERSONS)
    return told


def accepted(places: Sequence[Places], rooms: Sequence[Counts]) -> NDArray[np.bool_]:
    """Who of the persons of a day is taken: whoever comes while there is room in every quota.

    Args:
        places: For each quota the cell of each person, in the order in which they come: index into flat `rooms`.
        rooms: For each quota, persons whom each cell takes, by draw.
    """
    left = [room.ravel().copy() for room in rooms]
    taken = np.zeros(len(places[0]), dtype=bool)
    waits = np.arange(len(places[0]))
    while len(waits):
        here = [cells[waits] for cells in places]
        fits = np.ones(len(waits), dtype=bool)
        for cells, room in zip(here, left, strict=True):
            fits &= room[cells] > 0
        waits, here = waits[fits], [cells[fits] for cells in here]
        first = np.ones(len(waits), dtype=bool)
        for cells, room in zip(here, left, strict=True):
            wanted = np.bincount(cells, minlength=len(room))
            contested = np.flatnonzero((wanted > room)[cells])
            first[contested] &= _rank(cells[contested]) < room[cells[contested]]
        taken[waits[first]] = True
        for cells, room in zip(here, left, strict=True):
            room -= np.bincount(cells[first], minlength=len(room))
        waits = waits[~first]
    return taken


def _rank(cells: Places) -> Places:
    """How many before each one are of the same cell."""
    order = np.argsort(cells, kind="stable")
    sorted_cells = cells[order]
    begins = np.concatenate([[True], sorted_cells[1:] != sorted_cells[:-1]]) if len(cells) else np.zeros(0, dtype=bool)
    number = np.arange(len(cells))
    starts = np.maximum.accumulate(np.where(begins, number, 0))
    ranks: Places = np.empty(len(cells), dtype=np.intp)
    ranks[order] = number - starts
    return ranks
