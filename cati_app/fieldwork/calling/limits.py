"""What the limits and the block list say of a case: attempts on its numbers, those made for other cases included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.calling.queue import Waits
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.casework.after_call import Standing, after_call
from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.clock import Clock
from cati_app.domain.ids import NumberId
from cati_app.domain.outcomes.finality import dead_numbers
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.final_codes import code_of, settle_code
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import UnitOfWork
from cati_app.fieldwork.rules import StudyRules

Made = tuple[int, int]
"""Contact attempts: in all, and of them on the local day."""


def made_by_number(unit: UnitOfWork, rules: StudyRules, case: Case, now: datetime) -> Mapping[NumberId, Made]:
    """What counts against each number of the case: calls of the case, and calls of the number in whatever case."""
    around = rules.calendar_of(case.place).day_around(now)
    dials, today = unit.cases.dials(case.id, *around) if case.dials else (0, 0)
    shared = unit.sample.shared_dials(case.id, *around)
    none = (0, 0)
    return {
        one.id: (max(dials, one.dials, shared.get(one.id, none)[0]), max(today, shared.get(one.id, none)[1]))
        for one in case.numbers
    }


def spent_numbers(made: Mapping[NumberId, Made], retry: RetryRules) -> frozenset[str]:
    """Numbers that may not be called any more, or not on this day."""
    limit, a_day = retry.max_attempts, retry.max_attempts_per_day
    return frozenset(number for number, (dials, today) in made.items() if dials >= limit or today >= a_day)


def made_on_case(unit: UnitOfWork, rules: StudyRules, case: Case, now: datetime) -> Made:
    """What counts against the number of the case that can be called soonest; dead ones only where all are dead."""
    made, retry = made_by_number(unit, rules, case, now), rules.retry
    if len(set(made.values())) > 1:
        dead = dead_numbers(unit.histories.of_case(case.id).outcomes)
        made = {number: counts for number, counts in made.items() if number not in dead} or made
    return min(made.values(), key=lambda counts: (counts[0] >= retry.max_attempts, counts[1]), default=(case.dials, 0))


def due_by_limits(unit: UnitOfWork, rules: StudyRules, case: Case, now: datetime) -> dict[str, object]:
    """Columns of a case that waits for nothing else: due at once, the next day where this one is spent, or closed."""
    dials, today = made_on_case(unit, rules, case, now)
    calendar = rules.calendar_of(case.place)
    follows, rest = after_call("returned", now, Standing(dials, today), calendar, rules.retry, rules.schedule)
    if follows.closes:
        code = code_of(unit, rules, case.id)
        return {"state": CaseState.CLOSED.value, "disposition": code, "due_at": None, "rest": ""}
    return {"due_at": follows.due_at, "rest": rest}


def holds_place(unit: UnitOfWork, case: Case) -> bool:
    """Whether an interrupted interview of the case keeps its place in the quota: full cells do not concern it."""
    return case.open_interview is not None and unit.interviews.get(case.open_interview).held


def readable(case: Case) -> bool:
    """Whether the numbers of the case can be read, so that the block list can be asked."""
    return all(one.number is not None for one in case.numbers)


def is_blocked(unit: UnitOfWork, case: Case) -> bool:
    """Whether a number of the case is on the block list by now, in whatever study it came there."""
    return bool(unit.blocklist.holding([one.number.e164 for one in case.numbers if one.number is not None]))


def stop_case(unit: UnitOfWork, clock: Clock, rules: StudyRules, user: User, case: Case) -> bool:
    """Whether the case may not be called now; then it is closed, or waits for the next day.

    The case is the next one in the order or in the person's hands undialled: an appointment it has is for now.
    """
    if is_blocked(unit, case):
        unit.cases.update(case.id, state=CaseState.CLOSED.value, due_at=None, appointment_at=None)
        unit.log.append([happened("case_blocked", clock, user, case.id)])
        settle_code(unit, rules, case.id)
        return True
    follows = due_by_limits(unit, rules, case, clock.now())
    if "state" not in follows and follows["rest"] != Waits.DAY_LIMIT:
        return False
    free: dict[str, object] = {"appointment_at": None, "appointment_owner": None, "appointment_firm": False}
    unit.cases.update(case.id, **free, **follows)
    if case.appointment is not None:
        at = case.appointment.at.isoformat()
        unit.log.append([happened("appointment_missed", clock, user, case.id, at=at)])
    return True
