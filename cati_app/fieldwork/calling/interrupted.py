"""An interview that was interrupted, when nobody has its case in hand any more."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.interviews import Interview
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.rules import StudyRules


def rest_interview(
    unit: CallingUnit, rules: StudyRules, case: Case, now: datetime, agreed: Agreed | None = None
) -> Interview | None:
    """An interview of the case that was interrupted is suspended from now on, else its place would never lapse.

    Returns:
        The interview as it was before.
    """
    if case.open_interview is None:
        return None
    interview = unit.interviews.get(case.open_interview)
    unit.interviews.save(interview.rest(now, rules.suspended_keeps_place, agreed.at if agreed else None))
    unit.interviews.note_end(interview.id)
    return interview
