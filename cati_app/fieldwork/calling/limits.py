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
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CallsMade:
    """Contact attempts that count against a case at a time."""

    at: datetime
    today: int  # on the case, on its local day
    by_number: Mapping[NumberId, Made]  # calls of the case, and calls of the number in whatever case


def calls_made(unit: CallingUnit, rules: StudyRules, case: Case, now: datetime) -> CallsMade:
    """What counts against a case and each of its numbers."""
    around = rules.calendar_of(case.locality).day_around(now)
    today = unit.cases.made_within(case.id, *around) if case.dials else 0
    shared = unit.cases.made_elsewhere(case.id, *around)
    by_number = {}
    for number in case.numbers:
        elsewhere = shared.get(number.id, Made(0, 0))
        dials = max(case.dials, number.dials, elsewhere.dials)
        by_number[number.id] = Made(dials, max(today, elsewhere.today))
    return CallsMade(now, today, by_number)


def spent_numbers(made: CallsMade, retry: RetryRules) -> frozenset[str]:
    """Numbers that may not be called any more, or not on this day."""
    return frozenset(number for number, dials in made.by_number.items() if retry.forbids(*dials) is not None)


def made_on_case(
    unit: CallingUnit, rules: StudyRules, case: Case, now: datetime, made: CallsMade | None = None
) -> Made:
    """What counts against the number of the case that can be called soonest; dead ones only where all are dead.

    Args:
        made: Where it was counted before.
    """
    counted, retry = dict((made or calls_made(unit, rules, case, now)).by_number), rules.retry
    if len(set(counted.values())) > 1:
        dead = dead_numbers(unit.histories.of_case(case.id).outcomes)
        counted = {number: dials for number, dials in counted.items() if number not in dead} or counted
    soonest = min(counted.values(), key=lambda dials: (retry.are_used_up(dials.dials), dials.today), default=None)
    return soonest or Made(case.dials, 0)


def by_limits(unit: CallingUnit, rules: StudyRules, case: Case, now: datetime) -> Case:
    """The case waiting for nothing else: due at once, the next day where this one is spent, or closed."""
    return case.by_limits(made_on_case(unit, rules, case, now), now, rules.for_case(case.locality))


def holds_place(unit: CallingUnit, case: Case) -> bool:
    """Whether an interrupted interview of the case keeps its place in the quota: full cells do not concern it."""
    return case.open_interview is not None and unit.interviews.get(case.open_interview).held


def readable(case: Case) -> bool:
    """Whether the numbers of the case can be read, so that the block list can be asked."""
    return all(contact.number is not None for contact in case.numbers)


def is_blocked(unit: CallingUnit, case: Case) -> bool:
    """Whether a number of the case is on the block list by now, in whatever study it came there.

    A hub reads no number, and asks nothing: the station that is to dial asks.
    """
    numbers = [contact.number.e164 for contact in case.numbers if contact.number is not None]
    return bool(numbers) and bool(unit.blocklist.holding(numbers))


def stop(unit: CallingUnit, rules: StudyRules, case: Case, made: CallsMade, moment: Moment) -> Worked | None:
    """The case closed or waiting for the next day where it may not be called now; None where it may.

    It is the next one in the order, or in hand undialled: an appointment it has is for now.
    """
    if is_blocked(unit, case):
        return case.block(moment)
    counted = made_on_case(unit, rules, case, moment.at, made)
    return case.stop(counted, moment, rules.for_case(case.locality))
