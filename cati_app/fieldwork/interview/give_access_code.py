"""The respondent's access code, for the interviewer to read out; a break-off has one as well."""

from __future__ import annotations

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.holding import in_call
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs


class GiveAccessCode:
    """The code of the interview that somebody holds: the same whenever and wherever it goes on."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId) -> AccessCode | None:
        """The code; None where the study has nothing yet that makes codes.

        Raises:
            RuleViolation: `case_lost`, `call_first`.
        """
        with self._units() as unit:
            in_call(unit, user, unit.interviews.get(interview_id).case_id)
            code = unit.access_codes.of(interview_id)
            unit.commit()
        return code
