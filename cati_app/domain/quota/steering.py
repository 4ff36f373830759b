"""What a supervisor changes of a cell while the field runs: its target, whether it takes people, and taking that back.

The target of the plan stays beside the one in force. Every change has an id, which is the version of the cell from
then on: whoever decides names the version that was in sight, and whoever was slower decides again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId, UserId
from cati_app.domain.quota.cells import ALWAYS_TAKES, CellCount, QuotaMode
from cati_app.values import dataclass

UNDO_FOR = timedelta(minutes=10)
"""So long a change can be taken back, unless something else is changed of the cell before."""
MOST = 1_000_000
"""No target is larger."""


MOVED = "/moved"
"""Ends the version of two cells between which targets were moved: both have it, and both are taken back."""


def planned_version(target: int) -> str:
    """The version of a cell whose target the plan named anew."""
    return f"plan {target}"


class Intake(StrEnum):
    """Whether a cell takes people, as far as a supervisor decides it."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class TargetMove:
    """Interviews that another cell shall have instead.

    Args:
        to: The other cell, of the same quota.
        count: 1 and more.
        seen: Version of the other cell that was in sight; None: whatever it is now.
    """

    to: CellId
    count: int
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One change of one cell, or of two between which targets move: exactly one of target, intake, move and undoing.

    Args:
        id: Made where it is decided; the same change told twice is done once.
        seen: The version that was in sight; None: whatever it is now.
        undoes: Version that is taken back.
    """

    id: str
    cell: CellId
    target: int | None = None
    intake: Intake | None = None
    seen: str | None = None
    undoes: str = ""
    move: TargetMove | None = None

    def __post_init__(self) -> None:
        named = self.target is not None, self.intake is not None, self.move is not None, bool(self.undoes)
        if named.count(True) != 1:
            raise ValueError("one thing is changed at a time")

    @property
    def version(self) -> str:
        """Of what it changes, from then on."""
        return self.id if self.move is None else f"{self.id}{MOVED}"

    @property
    def cells(self) -> tuple[CellId, ...]:
        """Those it names."""
        return (self.cell,) if self.move is None else (self.cell, self.move.to)


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last change of a cell, and how it stood before.

    Args:
        given: Places given until then, whatever became of them.
    """

    at: datetime
    by: UserId | None
    target: int
    intake: Intake
    given: int

    @property
    def until(self) -> datetime:
        """When it can no longer be taken back."""
        return self.at + UNDO_FOR


@dataclass(frozen=True, slots=True)
class SteeredCell:
    """A cell with what supervisors decided of it.

    Args:
        planned: The target of study.yaml.
        version: Id of the last change; blank where nobody has changed anything.
        change: The last change, where it is one that can be taken back.
    """

    count: CellCount
    planned: int
    version: str = ""
    change: LastChange | None = None

    @property
    def intake(self) -> Intake:
        """Whether it takes people, by what was decided."""
        if self.count.closed:
            return Intake.CLOSED
        return Intake.PAUSED if self.count.paused else Intake.OPEN

    @property
    def given(self) -> int:
        """Places given so far, whatever became of them."""
        return self.count.taken + self.count.rolled_back

    @property
    def used(self) -> int:
        """Places that people took only because of the last change."""
        if self.change is None:
            return 0
        since = self.given - self.change.given
        if self.change.intake is not Intake.OPEN and self.intake is Intake.OPEN:
            return since
        mode, before = self.count.mode, self.change.target
        if before >= self.count.target or mode in ALWAYS_TAKES:
            return 0
        if mode is QuotaMode.OVERRUN and self.count.achieved < before:
            return 0
        return max(0, min(since, self.count.taken - before))

    def carried(self) -> tuple[CellEdit, ...]:
        """What another book has to be told that knows the plan alone; the same changes whenever it is told."""
        cell = self.count.cell_id
        edits = []
        if self.count.target != self.planned:
            edits.append(CellEdit(f"{self.version}/target", cell, self.count.target))
        if self.intake is not Intake.OPEN:
            edits.append(CellEdit(f"{self.version}/intake", cell, intake=self.intake))
        return tuple(edits)

    def edited(self, edit: CellEdit, at: datetime, by: UserId | None) -> SteeredCell:
        """The cell as a supervisor wants it; the same where this change was made before.

        Raises:
            RuleViolation: `cell_changed` where somebody else has changed it since it was looked at;
                `counter_unchanged` where it stands so already; `target_impossible` outside 0 to `MOST`; of what is
                taken back also `undo_nothing`, `undo_late` and `undo_used`, with the places that people took.
        """
        if edit.id == self.version:
            return self
        if edit.undoes:
            return self._undone(edit, at)
        if edit.seen is not None and edit.seen != self.version:
            raise RuleViolation("cell_changed")
        target = self.count.target if edit.target is None else edit.target
        intake = edit.intake or self.intake
        if not 0 <= target <= MOST:
            raise RuleViolation("target_impossible", most=MOST)
        if (target, intake) == (self.count.target, self.intake):
            raise RuleViolation("counter_unchanged")
        change = LastChange(at, by, self.count.target, self.intake, self.given)
        return replace(self.standing(target, intake), version=edit.id, change=change)

    def _undone(self, edit: CellEdit, at: datetime) -> SteeredCell:
        if edit.undoes != self.version or self.change is None:
            raise RuleViolation("undo_nothing")
        if at > self.change.until:
            raise RuleViolation("undo_late")
        if self.used:
            raise RuleViolation("undo_used", used=self.used)
        return replace(self.standing(self.change.target, self.change.intake), version=edit.id, change=None)

    def standing(self, target: int, intake: Intake) -> SteeredCell:
        """With another target or intake; counters, version and last change stay."""
        closed, paused = intake is Intake.CLOSED, intake is Intake.PAUSED
        return replace(self, count=replace(self.count, target=target, closed=closed, paused=paused))
