"""What a person could call now: routes that are open, appointments, and why there is nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cache

from cati_app.domain.calling.queue import Because, DueAppointment, DueCase, Nothing, Waits
from cati_app.domain.calling.routing import Sorted, cell_standing, is_for, may_from, may_keep, sort_routes, turn_of
from cati_app.domain.casework.cases import Case
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


def standing_now(unit: CallingUnit, rules: StudyRules, user: User, now: datetime) -> Sorted:
    """Routes the person may call from now, and what keeps the others."""
    routes = unit.cases.queue.routes()
    cells = unit.quota.counts() if any(route.cell for _, route in routes) else ()
    return sort_routes(routes, user, now, rules.calendar, rules.schedule, cells)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A due case that may not be called now."""

    case: Case
    due_at: datetime | None  # None: it will be closed


def appointment_now(unit: CallingUnit, rules: StudyRules, user: User, now: datetime) -> DueAppointment | None:
    """The first appointment that is this person's business now, at an allowed hour and in a language spoken."""
    return next(appointments_now(unit, rules, user, now), None)


def appointments_now(unit: CallingUnit, rules: StudyRules, user: User, now: datetime) -> Iterator[DueAppointment]:
    """All of them, in their order."""
    schedule = rules.schedule
    mine = [
        agreed
        for agreed in unit.cases.queue.appointments(now + schedule.early)
        if is_for(user.id, agreed.owner, agreed.at, now, schedule, firm=agreed.firm) and may_keep(user, agreed)
    ]
    for agreed in sorted(mine, key=lambda agreed: turn_of(agreed, now, schedule)):
        if not rules.calendar_of(agreed.route.locality).is_open(now):
            continue
        if not agreed.route.cell or cell_standing(unit.quota.counts(), schedule.lag)(agreed.route.cell)[0]:
            yield agreed


def because_of(agreed: DueAppointment, now: datetime, rules: StudyRules) -> Because:
    """The reason an appointment is offered."""
    if agreed.resumes:
        return Because.RESUME
    if rules.schedule.is_late(agreed.at, now):
        return Because.LATE_APPOINTMENT
    return Because.FIRM_APPOINTMENT if agreed.firm else Because.SOFT_APPOINTMENT


def because_due(due: DueCase) -> Because:
    """The reason a case of the queue is offered."""
    if due.lagging:
        return Because.LAGGING_CELL
    if due.attempts == 0:
        return Because.NEVER_CALLED
    if due.skill:
        return Because.CONVERSION
    return Because.DAY_PART if due.best_part else Because.FEWEST_ATTEMPTS


def nothing_now(
    unit: CallingUnit, rules: StudyRules, user: User, routes: Sorted, now: datetime, passed: Sequence[PassedOver] = ()
) -> Nothing:
    """How many cases wait for which reason, and when this person can call the next one.

    Args:
        passed: Due cases that may not be called, which are still to be settled.
    """
    queue = unit.cases.queue
    waiting: Counter[Waits] = Counter()
    for (route_id, rest), count in queue.counts().items():
        waiting[routes.waits.get(route_id) or Waits(rest or Waits.NOT_DUE)] += count
    for (route_id, rest), others in queue.due_for_others(user.id, now).items():
        if route_id not in routes.waits:  # else they wait for that already, whoever was refused
            waiting[Waits(rest or Waits.NOT_DUE)] -= others
            waiting[Waits.OTHER_PERSON] += others
    waiting[Waits.LOCKED] += len(queue.held())
    waiting[Waits.APPOINTMENT] += queue.count_appointments()
    for over in passed:
        waiting[Waits.APPOINTMENT if over.case.appointment else Waits(over.case.rest or Waits.NOT_DUE)] -= 1
        waiting[Waits.DAY_LIMIT] += over.due_at is not None
    gone = {over.case.id for over in passed}
    times = [at for over in passed if (at := over.due_at) is not None]
    agreed = _first_appointment(unit, rules, user, now, gone)
    times += [agreed] if agreed is not None else []
    times += _next_times(unit, rules, user, routes, now if passed else None)
    reasons = {reason: count for reason, count in waiting.items() if count > 0}
    return Nothing(reasons, max(min(times), now) if times else None, sum(reasons.values()))


def _first_appointment(
    unit: CallingUnit, rules: StudyRules, user: User, now: datetime, gone: Collection[CaseId]
) -> datetime | None:
    """When the first appointment this person may keep can be called; a missed one is due at once.

    Nobody may call before the early minutes: once those of the next one begin after the best time so far, no later
    one is earlier, and however many there are, they are not read.
    """
    schedule = rules.schedule
    standing = cache(lambda: cell_standing(unit.quota.counts(), schedule.lag))
    first: datetime | None = None
    for agreed in unit.cases.queue.coming():
        if first is not None and agreed.at - schedule.early >= first:
            break
        if agreed.case_id in gone or not may_keep(user, agreed):
            continue
        if agreed.route.cell and not standing()(agreed.route.cell)[0]:
            continue
        begins = may_from(user.id, agreed.owner, agreed.at, schedule, firm=agreed.firm)
        following = rules.calendar_of(agreed.route.locality).next_open(max(begins, now))
        if following is not None and (first is None or following < first):
            first = following
    return first


def _next_times(
    unit: CallingUnit, rules: StudyRules, user: User, routes: Sorted, after: datetime | None
) -> list[datetime]:
    """When the first case of each route this person may call can be called; of those open now, due `after` then."""
    queue, times = unit.cases.queue, []
    for route_id in [*(lane.route_id for lane in routes.lanes), *routes.opens]:
        due = queue.next_due(route_id, user.id, None if route_id in routes.opens else after)
        if due is None:
            continue
        earliest = max(due, routes.opens.get(route_id, due))
        following = rules.calendar_of(routes.places[route_id]).next_open(earliest)
        if following is not None:
            times.append(following)
    return times
