"""What was done on a case so far, read for everything that asks what follows from a result."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.so_far import SoFar
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.rules import StudyRules


def done_so_far(unit: CallingUnit, rules: StudyRules, case: Case, at: datetime) -> SoFar:
    """What is stored by now, what is written in this transaction included; an attempt without a result is not.

    Args:
        at: On the local day of this time calls count as those of today.
    """
    around = rules.calendar_of(case.locality).day_around(at)
    outcomes, today = unit.histories.done(case.id, *around) if case.dials else ((), 0)
    numbers = tuple(number.id for number in case.numbers)
    return SoFar(outcomes, numbers, case.dials, today, unit.cases.chances())
