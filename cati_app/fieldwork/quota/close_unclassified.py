"""A supervisor closes the counter of persons without a cell, or opens it again: with a reason, in the log."""

from __future__ import annotations

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import UNCLASSIFIED, QuotaPlan
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs


class CloseUnclassified:
    """From then on persons without a cell are thanked and told why (3.90); interviews that have a place go on."""

    def __init__(self, units: CallingUnits, clock: Clock, plan: QuotaPlan | None) -> None:
        self._units = units
        self._clock = clock
        self._plan = plan

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, reason: str, *, closed: bool) -> ChangeSet:
        """Close it, or open it again.

        Args:
            reason: Why; stored sealed in the log.

        Raises:
            RuleViolation: `supervisor_needed`, `no_quota`, `unclassified_never` in a study that interviews nobody
                without a cell, `reason_needed`, `counter_unchanged` when it stands so already.
        """
        if self._plan is None:
            raise RuleViolation("no_quota")
        if not self._plan.accept_unclassified:
            raise RuleViolation("unclassified_never")
        if not reason.strip():
            raise RuleViolation("reason_needed")
        now = moment(self._clock, user)
        with self._units() as unit:
            count = unit.quota.count(UNCLASSIFIED)
            if count.closed == closed:
                raise RuleViolation("counter_unchanged")
            unit.quota.close(UNCLASSIFIED, closed=closed)
            kind = "unclassified_closed" if closed else "unclassified_opened"
            why = {"reason": reason.strip()}
            unit.log.append([now.fact(kind, contact=why, taken=count.taken, share=count.target)])
            unit.commit()
        return frozenset({Topic.QUOTA})
