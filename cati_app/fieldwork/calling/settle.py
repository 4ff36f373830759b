"""What time did since the last case: done in one transaction before the next one is looked for."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.settle_blocks import settle_blocks
from cati_app.fieldwork.calling.settle_queue import ClockWatch, settle_queue
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.quota.lapsed_places import release_lapsed
from cati_app.fieldwork.rules import StudyRules


class Settle:
    """Opt-outs reach the block list, places lapse, appointments are missed, cases of dead machines come back."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules, watch: ClockWatch) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules
        self._watch = watch

    def __call__(self, user: User) -> int:
        """How many cases and interviews were settled; nothing is written where there were none."""
        with self._units() as unit:
            settled = (
                settle_blocks(unit, self._clock, user.id)
                + release_lapsed(unit, self._clock, self._rules)
                + settle_queue(unit, self._clock, self._rules, user, clock_was_set=self._watch.was_set())
            )
            if settled:
                unit.commit()
        self._watch.seen()  # not before: where nothing could be stored, the next time has to know it too
        return settled
