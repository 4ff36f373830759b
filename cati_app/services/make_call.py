"""Dialling: whether a number may be called now, and the row of the call before it is."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.calendar import CallingCalendar
from cati_app.domain.cases import Attempt, Call, Case, ContactNumber
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CallId
from cati_app.domain.people import User
from cati_app.services.holding import check_held
from cati_app.services.logging_events import happened
from cati_app.services.ports import UnitOfWork, Units
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
            RuleViolation: `outside_hours`, `limit_reached`, `day_limit_reached`, each recorded;
                `no_number`; `case_lost` when the case went to others; `result_given`.
        """
        now = self._clock.now()
        if number.number is None:
            raise RuleViolation("no_number")
        with self._units() as unit:
            check_held(unit, user, attempt)
            case = unit.cases.get(attempt.case_id)
            calendar = self._rules.calendar_of(case.place)
            today = calendar.local(now).date()
            blocked = self._blocked(unit, case, number, calendar, now)
            if blocked is not None:
                limit = blocked.context.get("limit")
                unit.log.append([happened("call_blocked", self._clock, user, case.id, rule=blocked.code, limit=limit)])
                unit.commit()
                raise blocked
            day = today.isoformat()
            unit.cases.update(case.id, locked_at=now)
            call = Call(CallId(self._ids.new_id()), attempt.id, number.id, now)
            unit.calls.add_call(call)
            unit.cases.count_dial(attempt.case_id, number.id, day)
            unit.log.append([happened("call_started", self._clock, user, attempt.case_id, call=call.id)])
            unit.commit()
            return call

    def _blocked(
        self, unit: UnitOfWork, case: Case, number: ContactNumber, calendar: CallingCalendar, now: datetime
    ) -> RuleViolation | None:
        """The rule that forbids the call, if there is one."""
        retry = self._rules.retry
        if not calendar.is_open(now):
            return RuleViolation("outside_hours")
        dials, today = unit.cases.dials(case.id, *calendar.day_around(now))
        of_number = next((n.dials for n in case.numbers if n.id == number.id), number.dials)
        shared, shared_today = unit.sample.shared_dials(case.id, *calendar.day_around(now)).get(number.id, (0, 0))
        if max(dials, of_number, shared) >= retry.max_attempts:
            return RuleViolation("limit_reached", limit=retry.max_attempts)
        if max(today, shared_today) >= retry.max_attempts_per_day:
            return RuleViolation("day_limit_reached", limit=retry.max_attempts_per_day)
        return None


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
