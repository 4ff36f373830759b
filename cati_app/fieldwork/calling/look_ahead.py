"""What a person would be offered now, without taking it. Reads only.

What the window settles before it offers is not foreseen, but flagged (`unsettled`): missed appointments, cases of
machines that died, places that lapsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cati_app.domain.calling.queue import Because, Nothing, Waits
from cati_app.domain.calling.routing import Sorted
from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.explain_case import of_person
from cati_app.fieldwork.calling.limits import by_limits, is_blocked
from cati_app.fieldwork.calling.queueing import (
    PassedOver,
    appointments_now,
    because_due,
    because_of,
    nothing_now,
    standing_now,
)
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.quota.lapsed_places import lapsed_now
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules


class LookAhead:
    """In the order of `TakeCase`, with what it asks; the block list only where numbers can be read."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.ASK_WHY)
    def __call__(self, user: User, *, whose: User | None = None) -> tuple[CaseId, Because] | Nothing:
        """The case, or why there is none.

        Args:
            whose: As in `ExplainCase`, which says what it raises.
        """
        person = of_person(user, whose)
        now = self._clock.now()
        with self._units() as unit:
            held = unit.calls.open_attempt_of(person.id)
            if held is not None:
                return held.case_id, Because.RESUME
            standing = standing_now(unit, self._rules, person, now)
            passed: list[PassedOver] = []
            for case_id, because in self._in_order(unit, person, standing, now):
                over = self._passed_over(unit, unit.cases.get(case_id), now)
                if over is None:
                    return case_id, because
                passed.append(over)
            return nothing_now(unit, self._rules, person, standing, now, passed)

    @needs(Right.ASK_WHY)
    def unsettled(self, user: User, *, whose: User | None = None) -> bool:
        """Whether the window would first settle something that can put another case in front."""
        person = of_person(user, whose)
        now, schedule = self._clock.now(), self._rules.schedule
        with self._units() as unit:
            missed = next(iter(unit.cases.queue.appointments(schedule.missed_at_or_before(now))), None) is not None
            silent = any(who != person.id and schedule.is_silent(seen, now) for _, who, seen in unit.cases.queue.held())
            return missed or silent or bool(lapsed_now(unit, self._rules, now))

    def _in_order(
        self, unit: CallingUnit, user: User, standing: Sorted, now: datetime
    ) -> Iterator[tuple[CaseId, Because]]:
        for agreed in appointments_now(unit, self._rules, user, now):
            yield agreed.case_id, because_of(agreed, now, self._rules)
        for due in unit.cases.queue.due_cases(standing.lanes, now, user.id):
            yield due.case_id, because_due(due)

    def _passed_over(self, unit: CallingUnit, case: Case, now: datetime) -> PassedOver | None:
        """What would keep the case from being called; None when nothing does. As `limits.stop` decides it."""
        if is_blocked(unit, case):
            return PassedOver(case, None)
        waits = by_limits(unit, self._rules, case, now)
        if waits.state is CaseState.CLOSED:
            return PassedOver(case, None)
        return PassedOver(case, waits.due_at) if waits.rest == Waits.DAY_LIMIT else None
