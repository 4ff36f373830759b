"""Checks a time while it is being offered on the telephone. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta

from cati_app.domain.calling.promise import Promise, PromiseFacts, check
from cati_app.domain.calling.routing import cell_standing
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.limits import holds_place, made_on_case
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules

_AHEAD = timedelta(days=8)  # the nearest good times lie within a week


class CheckPromise:
    """Hours, shift, language, quota and attempts of an appointment nobody has made yet."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, case_id: CaseId, at: datetime) -> Promise:
        """The verdict, with the nearest good times when the hour is at fault."""
        with self._units() as unit:
            return judge_promise(unit, self._clock.now(), self._rules, case_id, at)


def judge_promise(unit: CallingUnit, now: datetime, rules: StudyRules, case_id: CaseId, at: datetime) -> Promise:
    """Every condition of a time for a case, with what is stored now."""
    case = unit.cases.get(case_id)
    calendar = rules.calendar_of(case.locality)
    dials, today = made_on_case(unit, rules, case, now)
    room = True
    if case.cell and not holds_place(unit, case):
        room, _ = cell_standing(unit.quota.counts(), rules.schedule.lag)(case.cell)
    promised = [
        other.at
        for other in unit.cases.queue.appointments(max(at, now) + _AHEAD)
        if other.firm and other.case_id != case_id and other.route.language in ("", case.language or "")
    ]
    facts = PromiseFacts(
        now=now,
        calendar=calendar,
        study_calendar=rules.calendar,
        shifts=rules.shifts,
        people=unit.people.all(),
        language=case.language or "",
        attempts_left=rules.retry.max_attempts - dials,
        today_left=rules.retry.max_attempts_per_day - today,
        room=room,
        spare=rules.schedule.spare,
        promised=promised,
    )
    return check(at, facts)
