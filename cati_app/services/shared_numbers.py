"""A number that several cases have: its limits hold for all of them together."""

from __future__ import annotations

from datetime import datetime, timedelta

from cati_app.domain.cases import Case, CaseState
from cati_app.domain.finality import final_code
from cati_app.domain.queue import Waits
from cati_app.services.ports import UnitOfWork
from cati_app.services.rules import StudyRules


def set_aside_spent(unit: UnitOfWork, rules: StudyRules, case: Case, now: datetime) -> bool:
    """Whether no number of the case may be called now, because of calls in other cases; then it waits or is closed.

    An appointment stays: at dialling the limits are asked once more.
    """
    calendar = rules.calendar_of(case.place)
    shared = unit.sample.shared_dials(case.id, *calendar.day_around(now))
    if case.appointment is not None or not shared or any(one.id not in shared for one in case.numbers):
        return False
    over = [one for one in case.numbers if shared[one.id][0] >= rules.retry.max_attempts]
    if len(over) == len(case.numbers):
        _close(unit, rules, case)
        return True
    if any(shared[one.id][1] < rules.retry.max_attempts_per_day for one in case.numbers if one not in over):
        return False
    tomorrow = calendar.midnight(calendar.local(now).date() + timedelta(days=1))
    unit.cases.update(case.id, due_at=calendar.next_open(tomorrow) or tomorrow, rest=Waits.DAY_LIMIT.value)
    return True


def _close(unit: UnitOfWork, rules: StudyRules, case: Case) -> None:
    code = final_code(unit.histories.of_case(case.id), rules.unscreened)
    unit.cases.update(case.id, state=CaseState.CLOSED.value, disposition=code, due_at=None)
