"""The place of a complete interview goes where its codes put it, on one machine and at a hub: the same transaction."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.quota.cells import Decision
from cati_app.domain.quota.fitting import cells_of
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.own_place import move_counted
from cati_app.fieldwork.quota.passing import passed

FOLLOWED, NOT_FOLLOWED = "place_followed_codes", "place_stayed_at_codes"
"""Facts: it counts in other cells since then; it was to, and they had no room."""
STOOD_RIGHT = "place_stood_at_codes"
"""Fact of a hub that was told: it counts where its codes put it, and did before."""
PLACED = (FOLLOWED, NOT_FOLLOWED, STOOD_RIGHT)


def follow(unit: CallingUnit, now: Moment, interview: Interview, decision: Decision) -> list[NewEvent]:
    """Move the place, or mark that there is no room; the facts to be written in the same transaction."""
    unit.interviews.save(interview.move(decision))
    return count_elsewhere(unit, now, interview, decision)


def count_elsewhere(
    unit: CallingUnit, now: Moment, interview: Interview, decision: Decision, **told: object
) -> list[NewEvent]:
    """The counters follow, where there is room; the interview is saved by whoever may read what it stands on.

    Args:
        told: What the fact says beside the cells.
    """
    assert interview.cell_id is not None
    stood, belongs = interview.cell_id, decision.classification.cell_id
    kind = FOLLOWED if decision.has_place else NOT_FOLLOWED
    facts = [now.fact(kind, interview.case_id, interview.id, None, stood=stood, belongs=belongs, **told)]
    if decision.has_place:
        come = move_counted(unit.quota, cells_of(stood), cells_of(belongs))
        beyond = [replace(count, achieved=count.achieved + 1) for count in decision.beyond if count.cell_id in come]
        facts += passed(now, interview.id, beyond)
    return facts
