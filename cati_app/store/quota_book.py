"""Counters of the quota cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.quota.steering import Intake, LastChange, SteeredCell, planned_version
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_COUNTED = "id, target, achieved, in_progress, rolled_back, closed, paused, mode"
_COUNTS = f"SELECT {_COUNTED} FROM cell"
_SHUT = f"{_COUNTS} WHERE closed OR paused ORDER BY position"
_STEERED = f"SELECT planned, version, changed_at, changed_by, was_target, was_intake, was_given, {_COUNTED} FROM cell"
_ABOVE = "CASE WHEN cell.achieved + cell.in_progress > {target} THEN cell.achieved + cell.in_progress ELSE 0 END"
# sqlite: numbered marks, which the server is given as its own
_IN_FORCE = "CASE WHEN cell.planned = ?3 THEN cell.target ELSE ?3 END"
# sqlite: numbered marks
_SET_TARGET = (
    "INSERT INTO cell (id, position, target, planned, version, room, achieved, in_progress, rolled_back, closed,"
    " paused, mode) VALUES (?1, ?2, ?3, ?3, '', 0, 0, 0, 0, false, false, ?4)"
    f" ON CONFLICT (id) DO UPDATE SET position = ?2, target = {_IN_FORCE}, planned = ?3, mode = ?4,"
    f" room = {_ABOVE.format(target=f'({_IN_FORCE})')},"
    " version = CASE WHEN cell.planned = ?3 THEN cell.version ELSE ?5 END,"
    " changed_at = CASE WHEN cell.planned = ?3 THEN cell.changed_at ELSE NULL END"
)
# sqlite: numbered marks
_STEER = (
    f"UPDATE cell SET target = ?2, room = {_ABOVE.format(target='?2')}, closed = ?3, paused = ?4, version = ?5,"
    " changed_at = ?6, changed_by = ?7, was_target = ?8, was_intake = ?9, was_given = ?10 WHERE id = ?1"
)


class SqlQuotaBook:
    """The cells within a unit of work; the table refuses one place too many, by the mode of the quota."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def set_targets(self, targets: Mapping[CellId, int], modes: Mapping[CellId, QuotaMode] | None = None) -> None:
        """Targets of the plan in their order, strict where no mode is named; counters stay.

        A target that a supervisor changed stays in force until the plan names another one than before.
        """
        told = modes or {}
        cells = enumerate(targets.items())
        modes_of = ((cell, n, target, told.get(cell, QuotaMode.STRICT).value) for n, (cell, target) in cells)
        self._statements.many(_SET_TARGET, [(*values, planned_version(values[2])) for values in modes_of])

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        return tuple(_count(row) for row in self._statements.execute(f"{_COUNTS} ORDER BY position"))

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        row = self._statements.row(f"{_COUNTS} WHERE id = ?", cell_id)
        return _count(row) if row else CellCount(cell_id, 0, 0, 0)

    def steered(self, cell_id: CellId) -> SteeredCell:
        """One cell with what was decided of it. LookupError for one that is not in the book."""
        row = self._statements.row(f"{_STEERED} WHERE id = ?", cell_id)
        if row is None:
            raise LookupError(f"no cell {cell_id}")
        return _steered(row)

    def all_steered(self) -> tuple[SteeredCell, ...]:
        """All cells in order."""
        return tuple(_steered(row) for row in self._statements.execute(f"{_STEERED} ORDER BY position"))

    def steer(self, cell: SteeredCell) -> None:
        """Target, intake, version and last change of a cell; counters stay as they are."""
        count, change = cell.count, cell.change
        last = (None,) * 5
        if change is not None:
            last = utc_text(change.at), change.by, change.target, change.intake.value, change.given  # type: ignore[assignment]
        values = (count.cell_id, count.target, count.closed, count.paused, cell.version, *last)
        if self._statements.execute(_STEER, values).rowcount != 1:
            raise LookupError(f"no cell {count.cell_id}")

    def hold(self, place: CellId) -> None:
        """One place from free to in progress, in each of its cells."""
        self._move(place, "in_progress = in_progress + 1")

    def hold_beyond(self, place: CellId) -> None:
        """One place more than the target has."""
        self._move(
            place,
            "in_progress = in_progress + 1, room = CASE WHEN achieved + in_progress + 1 > target"
            " THEN achieved + in_progress + 1 ELSE room END",
        )

    def complete(self, place: CellId) -> None:
        """One place from in progress to achieved."""
        self._move(place, "in_progress = in_progress - 1, achieved = achieved + 1")

    def reopen(self, place: CellId) -> None:
        """One place from achieved back to in progress."""
        self._move(place, "achieved = achieved - 1, in_progress = in_progress + 1")

    def give_back(self, place: CellId) -> None:
        """One place from in progress to rolled back; room above a lowered target shrinks with it."""
        self._move(
            place,
            "in_progress = in_progress - 1, rolled_back = rolled_back + 1,"
            " room = CASE WHEN room > 0 THEN room - 1 ELSE 0 END",
        )

    def shut(self) -> tuple[CellCount, ...]:
        """Those that are closed or paused."""
        return tuple(_count(row) for row in self._statements.execute(_SHUT))

    def is_empty(self) -> bool:
        """Whether there is no cell at all."""
        return self._statements.row("SELECT 1 FROM cell LIMIT 1") is None

    def close(self, cell_id: CellId, *, closed: bool, paused: bool = False) -> None:
        """Take nobody any more, or for now, or again."""
        self._move(cell_id, f"closed = {str(closed).lower()}, paused = {str(paused).lower()}")

    def _move(self, place: CellId, assignment: str) -> None:
        for cell in cells_of(place):
            if self._statements.execute(f"UPDATE cell SET {assignment} WHERE id = ?", (cell,)).rowcount != 1:
                raise LookupError(f"no cell {cell}")


def _count(row: Any) -> CellCount:
    cell_id, target, achieved, in_progress, rolled_back, closed, paused, mode = row
    counters = target, achieved, in_progress, rolled_back
    return CellCount(CellId(cell_id), *counters, bool(closed), bool(paused), QuotaMode(mode))


def _steered(row: Any) -> SteeredCell:
    planned, version, changed_at, changed_by, target, intake, given, *count = row
    change = None
    if changed_at is not None:
        change = LastChange(datetime.fromisoformat(changed_at), changed_by, target, Intake(intake), given)
    return SteeredCell(_count(count), planned, version, change)
