"""What supervisors do in the field of `tests.quota_machine`: targets, halts, taking back; judged from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import QuotaMode, QuotaPlan
from cati_app.domain.quota.steering import MOVED, UNDO_FOR, CellEdit, Intake, SteeredCell
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.quota.steer_cell import SteerCell

SUE = User(UserId("sue"), "sue", "Sue", Role.SUPERVISOR, 2)
Counts = Mapping[CellId, tuple[int, int]]
"""Achieved and held, by cell."""


@dataclass(frozen=True)
class Known:
    """The last change of a cell that can be taken back, as whoever watches knows it."""

    id: str
    at: datetime
    target: int
    state: str
    given: int


@dataclass
class Desk:
    """Targets in force and who is let in, kept beside the book.

    Args:
        given: Places given so far, whatever became of them.
    """

    plan: QuotaPlan
    targets: dict[CellId, int] = field(init=False)
    halted: dict[CellId, str] = field(default_factory=dict)
    versions: dict[CellId, str] = field(default_factory=dict)
    last: dict[CellId, Known] = field(default_factory=dict)
    given: Counter[CellId] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.targets = dict(self.plan.all_targets())

    def state(self, cell: CellId) -> str:
        """Whether it takes people, as it was decided."""
        return self.halted.get(cell, "open")

    def planned(self, plan: QuotaPlan) -> None:
        """The plan is another one: the targets it names anew hold."""
        before, self.plan = self.plan.all_targets(), plan
        for cell, target in plan.all_targets().items():
            if target != before[cell]:
                self.targets[cell], self.versions[cell] = target, f"plan {target}"
                self.last.pop(cell, None)

    def mode(self, cell: CellId) -> QuotaMode:
        """The rule of its quota; nobody is turned away for want of a cell."""
        return self.plan.all_modes()[cell]

    def used(self, cell: CellId, counts: Counts) -> int:
        """Places that nobody would have got without the last change."""
        known = self.last.get(cell)
        if known is None:
            return 0
        since = self.given[cell] - known.given
        if known.state != "open" and self.state(cell) == "open":
            return since
        achieved, held = counts[cell]
        if self.targets[cell] <= known.target or self.mode(cell) in (QuotaMode.SOFT, QuotaMode.COUNTER):
            return 0
        if self.mode(cell) is QuotaMode.OVERRUN and achieved < known.target:
            return 0
        return max(0, min(since, achieved + held - known.target))

    def steer(
        self, edit: CellEdit, units: CallingUnits, clock: Clock, counts: Counts, read: Callable[[CellId], SteeredCell]
    ) -> None:
        """A change, made or refused as it must be; Crash rises.

        Args:
            counts: As they stand, from the interviews.
            read: A cell as the book has it.
        """
        now, cells = clock.now(), self._cells_of(edit)
        used = {cell: self.used(cell, counts) for cell in cells}
        try:
            SteerCell(units, clock, self.plan)(SUE, edit, "" if edit.undoes else "why")
        except RuleViolation as refused:
            self._judge(edit, refused, now, used, counts)
            return
        for cell in cells:
            if edit.undoes:
                known = self.last.pop(cell)
                assert known.id == edit.undoes and now <= known.at + UNDO_FOR and not used[cell], edit
                self.targets[cell], self.halted[cell] = known.target, known.state
            else:
                assert self._is_seen(edit, cell), edit
                self.last[cell] = Known(edit.version, now, self.targets[cell], self.state(cell), self.given[cell])
                self._change(edit, cell)
            told = read(cell)
            assert (self.targets[cell], self.state(cell)) == (told.count.target, told.intake.value), edit
            self.versions[cell] = edit.version
        self.done["undone" if edit.undoes else "changed"] += 1
        self.done["moved"] += edit.move is not None
        self.done["moved back"] += len(cells) == 2 and bool(edit.undoes)

    def _cells_of(self, edit: CellEdit) -> list[CellId]:
        """Those an edit is about: of one that takes back, all that have the version."""
        named = [cell for cell, version in self.versions.items() if version == edit.undoes and cell in self.targets]
        return named if edit.cell in named else [*edit.cells]

    def _is_seen(self, edit: CellEdit, cell: CellId) -> bool:
        """Whether the version of a cell was in sight."""
        seen = edit.seen if edit.move is None or cell == edit.cell else edit.move.seen
        return seen in (None, self.versions.get(cell, ""))

    def _change(self, edit: CellEdit, cell: CellId) -> None:
        if edit.target is not None:
            self.targets[cell] = edit.target
        if edit.intake is not None:
            self.halted[cell] = edit.intake.value
        if edit.move is not None:
            self.targets[cell] += edit.move.count if cell == edit.move.to else -edit.move.count

    def _judge(
        self, edit: CellEdit, refused: RuleViolation, now: datetime, used: Mapping[CellId, int], counts: Counts
    ) -> None:
        known, cell, move = self.last.get(edit.cell), edit.cell, edit.move
        reasons = {
            "cell_changed": not all(self._is_seen(edit, named) for named in edit.cells),
            "counter_unchanged": edit.target == self.targets[cell] or edit.intake == Intake(self.state(cell)),
            "undo_nothing": known is None or known.id != edit.undoes,
            "undo_late": known is not None and now > known.at + UNDO_FOR,
            "undo_used": refused.context.get("used") in {places for places in used.values() if places},
            "undo_apart": edit.undoes.endswith(MOVED) and len(used) == 1,
            "move_too_many": move is not None and move.count > self.targets[cell] - sum(counts[cell]),
            "move_apart": len({*edit.cells}) == 1
            or not any({*edit.cells} <= {*quota.targets} for quota in self.plan.quotas),
        }
        assert reasons[refused.code], (edit, refused.code, refused.context, used)
        self.done[refused.code] += 1
