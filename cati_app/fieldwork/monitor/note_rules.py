"""Writes the calling rules into the log when they are not those that held until now."""

from __future__ import annotations

from cati_app.domain.calling.rules_in_force import KIND
from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


class NoteRules:
    """Done when a study is opened: the ledger judges each call by the rules of its time."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> bool:
        """Whether the rules had changed."""
        payload = self._rules.in_force.payload()
        with self._units() as unit:
            if payload == unit.log.last_rules():
                return False
            unit.log.append([NewEvent(KIND, self._clock.now(), self._clock.monotonic_ms(), by.id, payload=payload)])
            unit.commit()
        return True
