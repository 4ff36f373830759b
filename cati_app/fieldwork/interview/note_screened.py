"""Where no quota decides: the screening was passed, so the case belongs to the population from now on."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs


class NoteScreened:
    """Eligibility is established once and never lost, whatever happens to the interview."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId) -> None:
        """Write the moment; a second time changes nothing."""
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            if interview.screened_at is not None:
                return
            unit.interviews.save(interview.pass_screening(self._clock.now()))
            unit.log.append([happened("screening_passed", self._clock, user, interview.case_id, interview_id)])
            unit.commit()
