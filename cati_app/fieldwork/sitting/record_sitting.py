"""Keeps what happens in a sitting with an expert, and reads it where one goes on."""

from __future__ import annotations

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.answer_log import AnswerLog
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sitting.sitting_log import SittingRecord, events_of, record_of
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting


class RecordSitting:
    """Writes what happened in a sitting, on the path that answers take; durable when it returns."""

    def __init__(self, answer_log: AnswerLog, clock: Clock) -> None:
        self._answer_log = answer_log
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, interview: Interview, write: WriteSitting, language: str) -> int:
        """The number of the last fact; 0 where there was nothing to write.

        Args:
            language: Code of the language in which it is read aloud from now on.
        """
        events = events_of(write, interview.id, moment(self._clock, user))
        if not events:
            return 0
        return self._answer_log.record(interview.id, interview.form_hash, "", language, events)


class ReadSitting:
    """What the log tells of the sittings of an interview."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId) -> SittingRecord:
        """Facts and draft; nothing where none was held. RuleViolation: `answers_sealed`."""
        with self._units() as unit:
            return record_of(unit.log.of_sittings((interview_id,)).get(interview_id, ()))
