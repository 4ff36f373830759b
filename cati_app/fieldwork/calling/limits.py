"""What the limits and the block list say of a case: attempts on its numbers, those made for other cases included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.calling.results import RetryRules
from cati_app.domain.casework.after_call import Made
from cati_app.domain.casework.cases import Case, Worked
from cati_app.domain.events import Moment
from cati_app.domain.ids import NumberId
from cati_app.domain.outcomes.finality import dead_numbers
from cati_app.fieldwork.ports.unit import UnitOfWork
from cati_app.fieldwork.rules import StudyRules


def made_by_number(unit: UnitOfWork, rules: StudyRules, case: Case, now: datetime) -> Mapping[NumberId, Made]:
    """What counts against each number of the case: calls of the case, and calls of the number in whatever case."""
    around = rules.calendar_of(case.place).day_around(now)
    today = unit.cases.made_within(case.id, *around) if case.dials else 0
    shared = unit.sample.shared_dials(case.id, *around)
    none = (0, 0)
    return {
        one.id: Made(max(case.dials, one.dials, shared.get(one.id, none)[0]), max(today, shared.get(one.id, none)[1]))
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
    soonest = min(made.values(), key=lambda counts: (counts.dials >= retry.max_attempts, counts.today), default=None)
    return soonest or Made(case.dials, 0)


def by_limits(unit: UnitOfWork, rules: StudyRules, case: Case, now: datetime) -> Case:
    """The case waiting for nothing else: due at once, the next day where this one is spent, or closed."""
    return case.by_limits(made_on_case(unit, rules, case, now), now, rules.for_case(case.place))


def holds_place(unit: UnitOfWork, case: Case) -> bool:
    """Whether an interrupted interview of the case keeps its place in the quota: full cells do not concern it."""
    return case.open_interview is not None and unit.interviews.get(case.open_interview).held


def readable(case: Case) -> bool:
    """Whether the numbers of the case can be read, so that the block list can be asked."""
    return all(one.number is not None for one in case.numbers)


def is_blocked(unit: UnitOfWork, case: Case) -> bool:
    """Whether a number of the case is on the block list by now, in whatever study it came there."""
    return bool(unit.blocklist.holding([one.number.e164 for one in case.numbers if one.number is not None]))


def stop(unit: UnitOfWork, rules: StudyRules, case: Case, moment: Moment) -> Worked | None:
    """The case closed or waiting for the next day where it may not be called now; None where it may.

    It is the next one in the order, or in the person's hands undialled: an appointment it has is for now.
    """
    if is_blocked(unit, case):
        return case.block(moment)
    return case.stop(made_on_case(unit, rules, case, moment.at), moment, rules.for_case(case.place))
