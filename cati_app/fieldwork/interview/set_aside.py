"""An interview whose log does not fit the questionnaire any more is moved aside, never deleted."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs


class SetAsideInterview:
    """Gives its place back and frees the case for a new interview; the log stays whole."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId) -> None:
        """Move it aside. RuleViolation `not_running` when it was finished."""
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            aside = interview.set_aside()
            if interview.place is not None:
                unit.quota.give_back(interview.place)
            unit.interviews.save(aside)
            unit.cases.save(unit.cases.get(interview.case_id).end_interview())
            unit.log.append([happened("interview_set_aside", self._clock, user, interview.case_id, None)])
            unit.commit()
