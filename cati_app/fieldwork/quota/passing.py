"""That a cell has one more than there are to be: nobody is turned away there, and a supervisor hears of it."""

from __future__ import annotations

from collections.abc import Iterable

from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import is_unclassified

TARGET_PASSED, SHARE_PASSED = "target_passed", "unclassified_above_share"
"""Facts of a cell that takes more than its target, and of the share of persons without a cell."""


def passed(now: Moment, interview_id: InterviewId, counts: Iterable[CellCount]) -> list[NewEvent]:
    """A fact for each cell that took more than its target with this interview.

    Args:
        counts: As they are with it, of the cells it came into.
    """
    facts = []
    for count in counts:
        if count.mode is QuotaMode.COUNTER or count.taken <= count.target:
            continue
        if is_unclassified(count.cell_id):
            facts.append(now.fact(SHARE_PASSED, None, interview_id, None, taken=count.taken, share=count.target))
        else:
            told: dict[str, object] = {"cell": count.cell_id, "taken": count.taken, "target": count.target}
            facts.append(now.fact(TARGET_PASSED, None, interview_id, None, **told))
    return facts
