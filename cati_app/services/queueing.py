"""What a person could call now: routes that are open, appointments, and why there is nothing."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from cati_app.domain.people import User
from cati_app.domain.queue import Because, DueAppointment, DueCase, Nothing, Waits
from cati_app.domain.routing import Sorted, cell_standing, is_for, may_keep, sort_routes, turn_of
from cati_app.services.ports import UnitOfWork
from cati_app.services.rules import StudyRules


def standing_now(unit: UnitOfWork, rules: StudyRules, user: User, now: datetime) -> Sorted:
    """Routes the person may call from now, and what keeps the others."""
    routes = unit.cases.queue.routes()
    cells = unit.quota.counts() if any(route.cell for _, route in routes) else ()
    return sort_routes(routes, user, now, rules.calendar, rules.schedule, cells)


def appointment_now(unit: UnitOfWork, rules: StudyRules, user: User, now: datetime) -> DueAppointment | None:
    """The first appointment that is this person's business now, at an allowed hour and in a language spoken."""
    schedule = rules.schedule
    mine = [
        agreed
        for agreed in unit.cases.queue.appointments(now + schedule.early)
        if is_for(user.id, agreed.owner, agreed.at, now, schedule, firm=agreed.firm) and may_keep(user, agreed)
    ]
    for agreed in sorted(mine, key=lambda agreed: turn_of(agreed, now, schedule)):
        if not rules.calendar_of(agreed.route.place).is_open(now):
            continue
        if not agreed.route.cell or cell_standing(unit.quota.counts(), schedule.lag)(agreed.route.cell)[0]:
            return agreed
    return None


def because_of(agreed: DueAppointment, now: datetime, rules: StudyRules) -> Because:
    """The reason an appointment is offered."""
    if agreed.resumes:
        return Because.RESUME
    if now > agreed.at + rules.schedule.owner_only:
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


def nothing_now(unit: UnitOfWork, rules: StudyRules, user: User, found: Sorted, now: datetime) -> Nothing:
    """How many cases wait for which reason, and when this person can call the next one."""
    queue = unit.cases.queue
    waiting: Counter[Waits] = Counter()
    for (route_id, rest), count in queue.counts().items():
        waiting[found.waits.get(route_id) or Waits(rest or Waits.NOT_DUE)] += count
    others = queue.due_for_others(user.id, now)
    if others:  # they stand among those that are not due
        waiting[Waits.REFUSAL_REST] -= others
        waiting[Waits.OTHER_PERSON] += others
    held, (agreed, first) = len(queue.held()), queue.appointment_counts()
    waiting[Waits.LOCKED] += held
    waiting[Waits.APPOINTMENT] += agreed
    times = [first - rules.schedule.early] if first is not None else []
    times += _next_times(unit, rules, user, found)
    reasons = {reason: count for reason, count in waiting.items() if count > 0}
    return Nothing(reasons, max(min(times), now) if times else None, sum(reasons.values()))


def _next_times(unit: UnitOfWork, rules: StudyRules, user: User, found: Sorted) -> list[datetime]:
    """When the first case of each route this person may call can be called."""
    queue, times = unit.cases.queue, []
    places = {route_id: route.place for route_id, route in queue.routes()}
    for route_id in [*(lane.route_id for lane in found.lanes), *found.opens]:
        due = queue.next_due(route_id, user.id)
        if due is None:
            continue
        earliest = max(due, found.opens.get(route_id, due))
        following = rules.calendar_of(places[route_id]).next_open(earliest)
        if following is not None:
            times.append(following)
    return times
