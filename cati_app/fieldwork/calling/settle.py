"""What time did since the last case: done in the transaction in which the next one is looked for."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.settle_blocks import settle_blocks
from cati_app.fieldwork.calling.settle_queue import settle_queue
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.lapsed_places import release_lapsed
from cati_app.fieldwork.rules import StudyRules


def settle(unit: CallingUnit, clock: Clock, rules: StudyRules, user: User, *, clock_was_set: bool) -> int:
    """Opt-outs reach the block list, places lapse, appointments are missed, cases of dead machines come back.

    Args:
        clock_was_set: The wall clock was set, or the machine slept.

    Returns:
        How many cases and interviews were settled.
    """
    return (
        settle_blocks(unit, moment(clock, user))
        + release_lapsed(unit, clock, rules)
        + settle_queue(unit, clock, rules, user, clock_was_set=clock_was_set)
    )
