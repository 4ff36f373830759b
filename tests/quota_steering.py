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
from cati_app.domain.quota.steering import UNDO_FOR, CellEdit, Intake, SteeredCell
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
        self, edit: CellEdit, units: CallingUnits, clock: Clock, counts: Counts, read: Callable[[], SteeredCell]
    ) -> None:
        """A change, made or refused as it must be; Crash rises.

        Args:
            counts: As they stand, from the interviews.
            read: The cell as the book has it.
        """
        cell, now = edit.cell, clock.now()
        used, known = self.used(cell, counts), self.last.get(cell)
        try:
            SteerCell(units, clock, self.plan)(SUE, edit, "" if edit.undoes else "why")
        except RuleViolation as refused:
            self._judge(edit, refused, now, used)
            return
        told = read()
        if edit.undoes:
            assert known is not None and known.id == edit.undoes and now <= known.at + UNDO_FOR and not used, edit
            assert (known.target, known.state) == (told.count.target, told.intake.value)
            del self.last[cell]
        else:
            assert edit.seen in (None, self.versions.get(cell, "")), edit
            self.last[cell] = Known(edit.id, now, self.targets[cell], self.state(cell), self.given[cell])
            self.targets[cell] = self.targets[cell] if edit.target is None else edit.target
            self.halted[cell] = self.state(cell) if edit.intake is None else edit.intake.value
        self.targets[cell], self.halted[cell] = told.count.target, told.intake.value
        self.versions[cell] = edit.id
        self.done["undone" if edit.undoes else "changed"] += 1

    def _judge(self, edit: CellEdit, refused: RuleViolation, now: datetime, used: int) -> None:
        known, cell = self.last.get(edit.cell), edit.cell
        reasons = {
            "cell_changed": edit.seen is not None and edit.seen != self.versions.get(cell, ""),
            "counter_unchanged": edit.target == self.targets[cell] or edit.intake == Intake(self.state(cell)),
            "undo_nothing": known is None or known.id != edit.undoes,
            "undo_late": known is not None and now > known.at + UNDO_FOR,
            "undo_used": used > 0 and refused.context.get("used") == used,
        }
        assert reasons[refused.code], (edit, refused.code, refused.context, used)
        self.done[refused.code] += 1
