"""Places that were given elsewhere, or are owed: held here in every cell, also above a target lowered since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import has_room
from cati_app.domain.quota.fitting import cells_of, is_unclassified, place_in
from cati_app.fieldwork.ports.quota_book import QuotaBook


def hold_given(book: QuotaBook, place: CellId) -> None:
    """Hold a place that somebody has, whether there is room or not."""
    for cell in cells_of(place):
        (book.hold if has_room(book.count(cell)) else book.hold_beyond)(cell)


def hold_if_room(book: QuotaBook, cells: Iterable[CellId]) -> bool:
    """Hold a place where every cell has room; persons without a cell always get one."""
    counts = [book.count(cell) for cell in cells]
    if not all(has_room(count) or is_unclassified(count.cell_id) for count in counts):
        return False
    for count in counts:
        (book.hold if has_room(count) else book.hold_beyond)(count.cell_id)
    return True


def still_to_hold(place: CellId, held: Iterable[CellId]) -> tuple[CellId, ...]:
    """The cells of a place that none of these places is in."""
    known = {cell for other in held for cell in cells_of(other)}
    return tuple(cell for cell in cells_of(place) if cell not in known)


def too_many_for(place: CellId, held: Iterable[CellId]) -> CellId | None:
    """What of these places goes back when one interview has this place; None: nothing."""
    over = Counter(cell for other in held for cell in cells_of(other)) - Counter(cells_of(place))
    return place_in(sorted(over.elements())) if over else None
