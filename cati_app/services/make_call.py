"""Dialling: whether a number may be called now, and the row of the call before it is."""

from __future__ import annotations

from cati_app.domain.cases import Attempt, Call, ContactNumber
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CallId
from cati_app.domain.people import User
from cati_app.services.logging_events import happened
from cati_app.services.ports import Units
from cati_app.services.rules import StudyRules


class StartCall:
    """Writes the call, after asking the rules; the line is only touched when this has returned."""

    def __init__(self, units: Units, clock: Clock, ids: IdSource, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._rules = rules

    def __call__(self, user: User, attempt: Attempt, number: ContactNumber) -> Call:
        """The call to be made.

        Raises:
            RuleViolation: `outside_hours`, `limit_reached`, `day_limit_reached`, `no_number`.
        """
        now = self._clock.now()
        if number.number is None:
            raise RuleViolation("no_number")
        if not self._rules.calendar.is_open(now):
            raise RuleViolation("outside_hours")
        day = self._rules.calendar.local(now).date().isoformat()
        with self._units() as unit:
            dials, today = unit.cases.dials(attempt.case_id, day)
            retry = self._rules.retry
            if max(dials, number.dials) >= retry.max_attempts:
                raise RuleViolation("limit_reached", limit=retry.max_attempts)
            if today >= retry.max_attempts_per_day:
                raise RuleViolation("day_limit_reached", limit=retry.max_attempts_per_day)
            call = Call(CallId(self._ids.new_id()), attempt.id, number.id, now)
            unit.calls.add_call(call)
            unit.cases.count_dial(attempt.case_id, number.id, day)
            unit.log.append([happened("call_started", self._clock, user, attempt.case_id, call=call.id)])
            unit.commit()
            return call


class EndCall:
    """The call is over; the interview or the result goes on."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def __call__(self, user: User, attempt: Attempt, call_id: CallId, ended_by: str) -> None:
        """Write the end of the call."""
        with self._units() as unit:
            unit.calls.end_call(call_id, self._clock.now(), ended_by)
            unit.log.append(
                [happened("call_ended", self._clock, user, attempt.case_id, call=call_id, ended_by=ended_by)]
            )
            unit.commit()
