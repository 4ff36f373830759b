"""Targets moved from one cell to another of its quota in one act: the sum stays, and both are taken back together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId, UserId
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.domain.quota.fitting import categories_of
from cati_app.domain.quota.steering import MOVED, CellEdit, SteeredCell


def movable(cell: SteeredCell) -> int:
    """Interviews of its target that nobody has done or holds a place for."""
    return max(0, cell.count.target - cell.count.taken)


def moved(
    giving: SteeredCell, taking: SteeredCell, edit: CellEdit, at: datetime, by: UserId | None
) -> tuple[SteeredCell, SteeredCell]:
    """Both cells once the targets are moved; the same where this was done before.

    Raises:
        RuleViolation: `move_too_many` beyond what is movable, below 1 too; and as `SteeredCell.edited`.
    """
    move = edit.move
    if move is None:
        raise ValueError("nothing is moved")
    if edit.version in (giving.version, taking.version):
        return giving, taking
    for cell, seen in ((giving, edit.seen), (taking, move.seen)):
        if seen is not None and seen != cell.version:
            raise RuleViolation("cell_changed")
    if not 1 <= move.count <= movable(giving):
        raise RuleViolation("move_too_many")
    less = CellEdit(edit.version, edit.cell, giving.count.target - move.count)
    more = CellEdit(edit.version, move.to, taking.count.target + move.count)
    return giving.edited(less, at, by), taking.edited(more, at, by)


def moved_back(
    cells: Sequence[SteeredCell], edit: CellEdit, at: datetime, by: UserId | None
) -> tuple[tuple[SteeredCell, SteeredCell], ...]:
    """Each cell of a move before and after it is taken back; none where that was done before.

    Args:
        cells: All of the book.

    Raises:
        RuleViolation: `undo_apart` where something was changed of one of them since; and as `SteeredCell.edited`.
    """
    if any(cell.version == edit.version for cell in cells):
        return ()
    both = [cell for cell in cells if cell.version == edit.undoes]
    if edit.cell not in {cell.count.cell_id for cell in both}:
        raise RuleViolation("undo_nothing")
    if len(both) == 1:
        raise RuleViolation("undo_apart")
    return tuple(
        (cell, cell.edited(CellEdit(edit.id, cell.count.cell_id, undoes=edit.undoes), at, by)) for cell in both
    )


def is_move(version: str) -> bool:
    """Whether a version is that of two cells between which targets were moved."""
    return version.endswith(MOVED)


def is_apart(cell: SteeredCell, cells: Sequence[SteeredCell]) -> bool:
    """Whether targets moved last to or from a cell stay there, as the other cell has been changed since.

    Args:
        cells: All of the book.
    """
    return is_move(cell.version) and sum(each.version == cell.version for each in cells) == 1


def check_move(plan: QuotaPlan, edit: CellEdit) -> None:
    """Whether both cells are of one quota. RuleViolation: `move_apart`."""
    if edit.move is not None and (edit.cell == edit.move.to or edit.move.to not in _beside(plan, edit.cell)):
        raise RuleViolation("move_apart")


def neighbours(plan: QuotaPlan, cell: CellId) -> tuple[CellId, ...]:
    """Cells of the same quota that differ in one category: a move between them leaves all margins but one alone."""
    mine = categories_of(cell)

    def differs(other: CellId) -> int:
        return sum(one_ != other_ for one_, other_ in zip(mine, categories_of(other), strict=True))

    return tuple(other for other in _beside(plan, cell) if differs(other) == 1)


def _beside(plan: QuotaPlan, cell: CellId) -> tuple[CellId, ...]:
    """The cells of the quota of one; none for persons without a cell."""
    return next((tuple(quota.targets) for quota in plan.quotas if cell in quota.targets), ())
