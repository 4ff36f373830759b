"""What was done on a case so far, read for everything that asks what follows from a result."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.outcomes.dispositions import NOT_ATTEMPTED
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.rules import StudyRules


def done_so_far(unit: CallingUnit, rules: StudyRules, case: Case, at: datetime, *, has_result: bool = False) -> SoFar:
    """What is stored by now, what is written in this transaction included; an attempt without a result is not.

    Args:
        at: On the local day of this time calls count as those of today.
        has_result: An attempt has just got one: of a person who rang back it may be the first, and nobody dialled.
    """
    around = rules.calendar_of(case.locality).day_around(at)
    is_fresh = not case.dials and case.disposition == NOT_ATTEMPTED and not has_result
    outcomes, today = ((), 0) if is_fresh else unit.histories.done(case.id, *around)
    numbers = tuple(number.id for number in case.numbers)
    return SoFar(outcomes, numbers, case.dials, today, unit.cases.chances())
