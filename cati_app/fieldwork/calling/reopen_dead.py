"""A case closed because all its numbers were dead is called again when the sample brings another number."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.ending import How, are_final, ending_of
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.rules import StudyRules


def closed_as_dead(unit: CallingUnit, rules: StudyRules, case_id: CaseId) -> bool:
    """Whether a case is closed for its dead numbers alone, and may be called again on another one."""
    case = unit.cases.get(case_id)
    if case.state is not CaseState.CLOSED or rules.retry.are_used_up(case.dials):
        return False
    ending = ending_of(
        unit.histories.of_case(case_id),
        case.dials,
        rules.retry,
        converts=rules.schedule.convert,
        unscreened=rules.unscreened,
    )
    return ending is not None and ending.how is How.NUMBERS_DEAD and not are_final(case.refusals)


def reopen(unit: CallingUnit, rules: StudyRules, case_id: CaseId, now: datetime) -> None:
    """Due now, or tomorrow where the day has had its calls."""
    case = unit.cases.get(case_id)
    of_case = rules.for_case(case.locality)
    today = unit.cases.made_within(case_id, *of_case.calendar.day_around(now))
    unit.cases.save(case.reopen(today, now, of_case))
