"""A supervisor pauses or closes a cell, or the counter of persons without one, or opens it again: with a reason."""

from __future__ import annotations

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, QuotaPlan
from cati_app.domain.quota.fitting import UNCLASSIFIED, is_unclassified
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.quota_book import QuotaBook
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs


class HaltCell:
    """From then on it takes nobody: a person of the cell is thanked (4.80), one without a cell is told why (3.90).

    Interviews that have a place go on.
    """

    def __init__(self, units: CallingUnits, clock: Clock, plan: QuotaPlan | None) -> None:
        self._units = units
        self._clock = clock
        self._plan = plan

    @needs(Right.SUPERVISE)
    def __call__(
        self, user: User, reason: str, *, closed: bool, paused: bool = False, cell: CellId = UNCLASSIFIED
    ) -> ChangeSet:
        """Close it, pause it, or with neither open it again.

        Args:
            reason: Why; stored sealed in the log.

        Raises:
            RuleViolation: `supervisor_needed`, `no_quota`, `no_cell`, `unclassified_never` where the quota interviews
                nobody without a cell, `reason_needed`, `counter_unchanged` when it stands so already.
        """
        check_halt(self._plan, cell, reason)
        now = moment(self._clock, user)
        with self._units() as unit:
            count = halt(unit.quota, cell, closed=closed, paused=paused)
            unit.log.append([halted(now, count, closed=closed, paused=paused, why={"reason": reason.strip()})])
            unit.commit()
        return frozenset({Topic.QUOTA})


def check_halt(plan: QuotaPlan | None, cell: CellId, reason: str) -> None:
    """Whether the study has the cell, and the act its reason."""
    if plan is None:
        raise RuleViolation("no_quota")
    if cell not in plan.all_targets():
        raise RuleViolation("no_cell")
    if any(cell == quota.unclassified and not quota.accept_unclassified for quota in plan.quotas):
        raise RuleViolation("unclassified_never")
    if not reason.strip():
        raise RuleViolation("reason_needed")


def halt(book: QuotaBook, cell: CellId, *, closed: bool, paused: bool) -> CellCount:
    """The cell as it stood. RuleViolation: `counter_unchanged`."""
    count = book.count(cell)
    if (count.closed, count.paused) == (closed, paused):
        raise RuleViolation("counter_unchanged")
    book.close(cell, closed=closed, paused=paused)
    return count


def halted(now: Moment, count: CellCount, *, closed: bool, paused: bool, why: dict[str, str] | None = None) -> NewEvent:
    """The fact of it."""
    kind, taken = halt_kind(count.cell_id, closed=closed, paused=paused), count.taken
    if count.cell_id == UNCLASSIFIED:
        return now.fact(kind, contact=why, taken=taken, share=count.target)
    return now.fact(kind, contact=why, cell=count.cell_id, taken=taken, target=count.target)


def halt_kind(cell: CellId, *, closed: bool, paused: bool) -> str:
    """What the fact is called."""
    of = "unclassified" if is_unclassified(cell) else "cell"
    return f"{of}_{'closed' if closed else 'paused' if paused else 'opened'}"
