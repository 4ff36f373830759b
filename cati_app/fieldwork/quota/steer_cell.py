"""A supervisor changes the target of a cell, pauses, closes or opens it, and takes that back: with a reason."""

from __future__ import annotations

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.domain.quota.fitting import UNCLASSIFIED, is_unclassified
from cati_app.domain.quota.moving import check_move, is_move, moved, moved_back
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell
from cati_app.domain.quota.steering_facts import TARGET_CHANGED, UNDONE
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.quota_book import QuotaBook
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs

REASON = "reason"
"""Name of what a fact keeps sealed."""


class SteerCell:
    """One transaction; it holds for whoever is screened from then on. Interviews that have a place go on.

    Of a cell that takes nobody a person is thanked (4.80), one without a cell is told why (3.90).
    """

    def __init__(self, units: CallingUnits, clock: Clock, plan: QuotaPlan | None) -> None:
        self._units = units
        self._clock = clock
        self._plan = plan

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, edit: CellEdit, reason: str = "") -> ChangeSet:
        """Make a change; one that is made already is made once.

        Args:
            reason: Why; stored sealed in the log. What is taken back needs none.

        Raises:
            RuleViolation: `supervisor_needed`, `no_quota`, `no_cell`, `unclassified_never` where the quota interviews
                nobody without a cell, `move_apart` between two quotas, `reason_needed`, and as `SteeredCell.edited`,
                `moved` and `moved_back`.
        """
        check_edit(self._plan, edit, reason)
        why = {REASON: reason.strip()} if reason.strip() else None
        with self._units() as unit:
            unit.log.append(steer(unit.quota, edit, moment(self._clock, user), why))
            unit.commit()
        return frozenset({Topic.QUOTA})


def check_edit(plan: QuotaPlan | None, edit: CellEdit, reason: str) -> None:
    """Whether the study has the cell, and the act its reason."""
    if plan is None:
        raise RuleViolation("no_quota")
    if not plan.all_targets().keys() >= {*edit.cells}:
        raise RuleViolation("no_cell")
    check_move(plan, edit)
    if any(edit.cell == quota.unclassified and not quota.accept_unclassified for quota in plan.quotas):
        raise RuleViolation("unclassified_never")
    if not reason.strip() and not edit.undoes:
        raise RuleViolation("reason_needed")


def steer(book: QuotaBook, edit: CellEdit, now: Moment, why: dict[str, str] | None = None) -> list[NewEvent]:
    """Make a change in the book; a fact for each cell, none where it was made before.

    RuleViolation: as `SteeredCell.edited`, `moved` and `moved_back`.
    """
    facts = []
    for before, after in _changed_cells(book, edit, now):
        if after != before:
            book.steer(after)
            facts.append(_changed(now, edit, before, after, why))
    return facts


def _changed_cells(book: QuotaBook, edit: CellEdit, now: Moment) -> tuple[tuple[SteeredCell, SteeredCell], ...]:
    """Each cell before and after."""
    if is_move(edit.undoes):
        return moved_back(book.all_steered(), edit, now.at, now.by)
    before = book.steered(edit.cell)
    if edit.move is None:
        return ((before, before.edited(edit, now.at, now.by)),)
    other = book.steered(edit.move.to)
    return tuple(zip((before, other), moved(before, other, edit, now.at, now.by), strict=True))


def kind_of(edit: CellEdit) -> str:
    """What the fact of a change is called."""
    if edit.undoes:
        return UNDONE
    if edit.intake is None:
        return TARGET_CHANGED
    done = {Intake.CLOSED: "closed", Intake.PAUSED: "paused", Intake.OPEN: "opened"}[edit.intake]
    return f"{'unclassified' if is_unclassified(edit.cell) else 'cell'}_{done}"


def _changed(
    now: Moment, edit: CellEdit, before: SteeredCell, after: SteeredCell, why: dict[str, str] | None
) -> NewEvent:
    kind, count = kind_of(edit), after.count
    told: dict[str, object] = {"change": edit.version, "taken": count.taken}
    if kind in (TARGET_CHANGED, UNDONE):
        told |= {"before": before.count.target, "intake": after.intake.value}
    if edit.undoes:
        told["undoes"] = edit.undoes
    if count.cell_id == UNCLASSIFIED:
        return now.fact(kind, None, None, why, **told, share=count.target)
    return now.fact(kind, None, None, why, **told, cell=count.cell_id, target=count.target)
