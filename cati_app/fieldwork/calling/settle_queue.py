"""What time does to the queue: appointments nobody kept are missed, and cases come back from machines that died."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from cati_app.domain.casework.cases import Attempt, Case
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.ids import UserId
from cati_app.domain.outcomes.dispositions import RETURNED, SUSPENDED
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import NOBODY, User
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.holding import InHand, in_hand, put_back
from cati_app.fieldwork.calling.interrupted import rest_interview
from cati_app.fieldwork.calling.limits import made_on_case
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules

_AT_ONCE = 20  # appointments settled in one go; the rest follows with the next case


def settle_queue(unit: CallingUnit, clock: Clock, rules: StudyRules, user: User, *, clock_was_set: bool) -> int:
    """How many cases were settled.

    When the clock was set, nobody knows how long ago the last heartbeats were, so all leases start again.
    """
    now = moment(clock, user)
    return miss_appointments(unit, rules, now) + _stale(unit, rules, user, now, clock_was_set)


def miss_appointments(unit: CallingUnit, rules: StudyRules, now: Moment) -> int:
    """Appointments past the time of the team: the case is due by the ordinary rules; how many."""
    due = list(islice(unit.cases.queue.appointments(rules.schedule.missed_at_or_before(now.at)), _AT_ONCE))
    for agreed in due:
        case = unit.cases.get(agreed.case_id)
        missed = case.miss(made_on_case(unit, rules, case, now.at), now, rules.for_case(case.locality))
        save_case(unit, rules, *missed)
    return len(due)


def _stale(unit: CallingUnit, rules: StudyRules, user: User, now: Moment, clock_was_set: bool) -> int:
    """Cases whose holder sent no heartbeat for the time of a lease; one's own comes back as it was."""
    settled = 0
    for case_id, holder, seen in unit.cases.queue.held():
        if clock_was_set or seen > now.at:
            unit.cases.save(unit.cases.get(case_id).keep(now.at))
        elif holder != user.id and rules.schedule.is_silent(seen, now.at):
            case = _back(unit, rules, unit.cases.get(case_id), holder, now.at)
            save_case(unit, rules, case, [now.fact("case_came_back", case_id)])
        else:
            continue
        settled += 1
    return settled


def _back(unit: CallingUnit, rules: StudyRules, case: Case, holder: UserId, now: datetime) -> Case:
    """The case as a machine that is silent releases it."""
    known = holder != NOBODY
    attempt = unit.calls.open_attempt_of(holder) if known else unit.calls.open_attempt_on(case.id)
    if attempt is None or attempt.case_id != case.id:
        return case.free()
    interview = rest_interview(unit, rules, case, now)
    if not attempt.had_call:
        return put_back(unit, InHand(attempt, case))
    asked = interview is not None and interview.state is InterviewState.RUNNING
    unit.calls.save(attempt.come_back(now, SUSPENDED if asked else RETURNED))
    return case.come_back(made_on_case(unit, rules, case, now), now, rules.for_case(case.locality), suspended=asked)


def _is_interviewed(unit: CallingUnit, case: Case) -> bool:
    interview = case.open_interview
    return interview is not None and unit.interviews.get(interview).state is InterviewState.RUNNING


class LetGoOfCase:
    """A case that was called leaves the hand of whoever has it: nobody may call it any more, or others have it."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt) -> bool:
        """Whether it left; an interview that runs goes on, and a result that was given stays."""
        with self._units() as unit:
            hand = in_hand(unit, user, attempt)
            if hand is None or hand.attempt.ended_at is not None or _is_interviewed(unit, hand.case):
                return False
            now = moment(self._clock, user)
            case = _back(unit, self._rules, hand.case, user.id, now.at)
            save_case(unit, self._rules, case, [now.fact("case_came_back", case.id)])
            unit.commit()
        return True


class KeepCase:
    """The heartbeat of somebody who holds a case."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User) -> bool:
        """Whether the person still holds a case."""
        with self._units() as unit:
            case_id = unit.cases.locked_by(user.id)
            if case_id is not None:
                unit.cases.save(unit.cases.get(case_id).keep(self._clock.now()))
                unit.commit()
        return case_id is not None
