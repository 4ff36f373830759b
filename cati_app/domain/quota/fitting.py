"""Which cells a person fits, and the place of an interview: one cell of each quota of the study, as one text.

`16-29/low/with` is a place where the study has one quota; `16-29/low/with region:west` is one in a cell of the first
quota and in a cell of the quota `region`. Where categories overlap a person fits several cells of one quota: a wish
names them all, `region:west|region:south` for the emptiest of them, `region:west>region:south` for the first with room.
"""

from __future__ import annotations

from collections.abc import Iterable

from cati_app.domain.ids import CellId
from cati_app.values import dataclass

UNCLASSIFIED = CellId("unclassified")
"""The counter of persons who fit no cell of the first quota; further quotas have their own, `region:unclassified`."""
OF_QUOTA = ":"
"""Between the name of a further quota and the categories of its cell."""
_BETWEEN_QUOTAS = " "
_EMPTIEST, _FIRST = "|", ">"


@dataclass(frozen=True, slots=True)
class Fitting:
    """The cells of one quota that a person fits, one or more.

    Args:
        in_order: The first with room is taken, else the emptiest with room.
        names: Under which the categories of the cell are frozen, in their order.
    """

    cells: tuple[CellId, ...]
    in_order: bool = False
    names: tuple[str, ...] = ()


def cells_of(place: CellId) -> tuple[CellId, ...]:
    """The cells of a place, one for each quota that counts it, in the order of the quotas."""
    return tuple(CellId(cell) for cell in place.split(_BETWEEN_QUOTAS))


def place_in(cells: Iterable[CellId]) -> CellId:
    """The place that is one in each of these cells."""
    return CellId(_BETWEEN_QUOTAS.join(cells))


def quota_of(cell: str) -> str:
    """Name of the further quota a cell is of; blank for the first."""
    name, colon, _ = cell.partition(OF_QUOTA)
    return name if colon else ""


def categories_of(cell: str) -> tuple[str, ...]:
    """The categories of a cell, without the name of its quota."""
    return tuple(cell.rpartition(OF_QUOTA)[2].split("/"))


def is_unclassified(cell: CellId) -> bool:
    """Whether it is a counter of persons who fit no cell of its quota."""
    return cell == UNCLASSIFIED or cell.endswith(f"{OF_QUOTA}{UNCLASSIFIED}")


def wish_of(fitting: Iterable[Fitting]) -> CellId:
    """What a station asks for; the place itself where each quota leaves one cell."""
    return place_in(CellId((_FIRST if f.in_order else _EMPTIEST).join(f.cells)) for f in fitting)


def fitting_of(wish: CellId) -> tuple[Fitting, ...]:
    """What `wish_of` was made of."""
    return tuple(
        Fitting(tuple(CellId(cell) for cell in part.replace(_FIRST, _EMPTIEST).split(_EMPTIEST)), _FIRST in part)
        for part in cells_of(wish)
    )
