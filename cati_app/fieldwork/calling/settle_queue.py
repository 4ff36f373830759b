"""What time does to the queue: appointments nobody kept are missed, and cases come back from machines that died."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.casework.interviews import SUSPENDED, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.limits import due_by_limits
from cati_app.fieldwork.calling.record_result import rest_interview
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rules import StudyRules

_AT_ONCE = 20  # appointments settled in one go; the rest follows with the next case
_TOLERANCE_MS = 60_000  # a sign of life comes once a minute


class ClockWatch:
    """Notices that the clock on the wall was set, or the machine slept: one for all windows of a station."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms = self._ahead()

    def was_set(self) -> bool:
        """Whether it was since `seen`, by more than a minute."""
        return abs(self._ahead() - self._ahead_ms) > _TOLERANCE_MS

    def seen(self) -> None:
        """What followed from it is stored: from here on it is watched anew."""
        self._ahead_ms = self._ahead()

    def _ahead(self) -> int:
        """By how much the wall is ahead of the counter that nobody sets."""
        return int(self._clock.now().timestamp() * 1000) - self._clock.monotonic_ms()


def settle_queue(unit: UnitOfWork, clock: Clock, rules: StudyRules, user: User, *, clock_was_set: bool) -> int:
    """How many cases were settled.

    When the clock was set, nobody knows how long ago the last signs of life were, so all leases begin anew.
    """
    return _missed(unit, clock, rules, user) + _stale(unit, clock, rules, user, clock_was_set)


def _missed(unit: UnitOfWork, clock: Clock, rules: StudyRules, user: User) -> int:
    """Appointments past the time of the team: the case is due by the ordinary rules."""
    now, found = clock.now(), 0
    free: dict[str, object] = {"appointment_at": None, "appointment_owner": None, "appointment_firm": False}
    for agreed in list(unit.cases.queue.appointments(now - rules.schedule.team_until)):
        unit.cases.update(agreed.case_id, **free, **due_by_limits(unit, rules, unit.cases.get(agreed.case_id), now))
        unit.log.append([happened("appointment_missed", clock, user, agreed.case_id, at=agreed.at.isoformat())])
        found += 1
        if found == _AT_ONCE:
            break
    return found


def _stale(unit: UnitOfWork, clock: Clock, rules: StudyRules, user: User, clock_was_set: bool) -> int:
    """Cases whose holder gave no sign of life for the time of a lease; one's own comes back as it was."""
    now, settled = clock.now(), 0
    for case_id, holder, seen in unit.cases.queue.held():
        if clock_was_set or seen > now:
            unit.cases.update(case_id, locked_at=now)
        elif holder != user.id and now - seen > rules.schedule.lease:
            _release(unit, rules, case_id, holder, now)
            unit.log.append([happened("case_came_back", clock, user, case_id)])
        else:
            continue
        settled += 1
    return settled


def _release(unit: UnitOfWork, rules: StudyRules, case_id: CaseId, holder: UserId, now: datetime) -> None:
    attempt = unit.calls.open_attempt_of(holder)
    if attempt is None or attempt.case_id != case_id:
        unit.cases.update(case_id, locked_by=None, locked_at=None)
        return
    begun = rest_interview(unit, rules, attempt, now)
    if not unit.calls.calls_of(attempt.id):
        unit.cases.restore(case_id, unit.calls.reopen_attempt(attempt.id))
        unit.calls.drop_attempt(attempt.id)
        return
    asked = begun is not None and begun.state is InterviewState.RUNNING
    unit.calls.close_attempt(attempt.id, now, SUSPENDED if asked else "returned")
    values = {"disposition": SUSPENDED} if asked else {}
    at_once = due_by_limits(unit, rules, unit.cases.get(case_id), now)
    unit.cases.update(case_id, locked_by=None, locked_at=None, **{**values, **at_once})


class KeepCase:
    """The sign of life of somebody who holds a case."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def __call__(self, user: User) -> bool:
        """Whether the person still holds a case."""
        with self._units() as unit:
            case_id = unit.cases.locked_by(user.id)
            if case_id is not None:
                unit.cases.update(case_id, locked_at=self._clock.now())
                unit.commit()
        return case_id is not None
