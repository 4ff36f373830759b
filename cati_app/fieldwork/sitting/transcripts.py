"""Transcripts are laid beside sittings: facts about an interview, sealed with its key as codings are."""

from __future__ import annotations

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import ON_INTERVIEW, AnswerWords, NewEvent, told_once
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sittings.facts import SittingStarted
from cati_app.domain.sittings.transcripts import Segment, segments_of
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits, UnitOfWork, Units
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sitting.sitting_log import record_of

LAID = "transcript_laid"
_TEXT = "text"


class Transcripts:
    """Lays transcripts beside the sittings of a case, and reads them.

    Args:
        read: Where the interviews are.
        here: Where transcripts are written.
    """

    def __init__(self, read: Units, here: CallingUnits, clock: Clock) -> None:
        self._read, self._here = read, here
        self._clock = clock

    @needs(Right.SUPERVISE)
    def lay(self, by: User, case_no: int, sitting: int, text: str) -> tuple[Segment, ...]:
        """Keep a transcript in place of the one that the sitting may have; its stretches.

        Args:
            sitting: Number of the sitting, from 1.

        Raises:
            RuleViolation: as `segments_of`; `no_such_case`; `no_such_sitting` with how many were held;
                `answers_sealed`.
        """
        segments = segments_of(text)
        with self._read() as unit:
            case_id = _case(unit, case_no)
            held = [each for each in unit.interviews.of_case(case_id) if each.state is not InterviewState.SET_ASIDE]
            logs = unit.log.of_sittings([each.id for each in held])
            interview = next((each for each in reversed(held) if each.id in logs), None)
            facts = record_of(logs[interview.id]).facts if interview is not None else ()
            numbers = [fact.no for fact in facts if isinstance(fact, SittingStarted)]
            if interview is None or sitting not in numbers:
                raise RuleViolation("no_such_sitting", sittings=len(numbers))
            key = unit.interviews.sealed_keys([interview.id])[interview.id]
        now = moment(self._clock, by)
        words = AnswerWords(interview.id, key, {_TEXT: text})
        told = {"case": case_id, "sitting": sitting}
        with self._here() as here:
            here.log.append([NewEvent(LAID, now.at, now.mono_ms, now.by, payload=told, on_answers=words)])
            here.commit()
        return segments

    @needs(Right.EXPORT)
    def of_case(self, by: User, case_no: int) -> dict[int, tuple[Segment, ...]]:
        """By number of the sitting; of each the transcript that was laid last.

        Raises:
            RuleViolation: `no_such_case`, `answers_sealed`.
        """
        with self._here() as here:
            written = tuple(here.log.of_kind(LAID))
        with self._read() as unit:
            facts = told_once(unit.log.of_kind(LAID), written)
            mine = {each.id for each in unit.interviews.of_case(_case(unit, case_no))}
            laid: dict[int, str] = {}
            for logged, words in unit.log.on_answers(facts):
                told = logged.event.payload or {}
                if told[ON_INTERVIEW] in mine:
                    laid[int(str(told["sitting"]))] = words[_TEXT]
        return {sitting: segments_of(text) for sitting, text in sorted(laid.items())}


def _case(unit: UnitOfWork, case_no: int) -> CaseId:
    case_id = unit.cases.id_of(case_no)
    if case_id is None:
        raise RuleViolation("no_such_case")
    return case_id
