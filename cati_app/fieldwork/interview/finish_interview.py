"""The end of a sitting with an interview: complete, screened out, suspended or broken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cati_app.domain.calling.results import Consequence
from cati_app.domain.casework.cases import Attempt
from cati_app.domain.casework.interviews import SUSPENDED, Interview, InterviewState, StoredDatum
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.outcomes.dispositions import OutcomeClass, disposition
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.holding import CASE_LOST, check_held, check_in_call, is_lost
from cati_app.fieldwork.calling.record_result import Agreed, close_attempt, close_sitting, known_result, settled
from cati_app.fieldwork.calling.settle_blocks import block_case
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rules import StudyRules


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a sitting leaves behind."""

    interview_id: InterviewId
    attempt: Attempt
    disposition: str  # a name of `domain.dispositions`, or the code of one of the study's results
    data: Sequence[StoredDatum]
    recontact: Mapping[str, str]  # contact details left by consent; empty: none
    agreed: Agreed | None = None
    language: str | None = None
    note: str = ""
    usable: bool = False  # suspended with enough core questions answered for a partial interview
    never_again: bool = False  # the person wants no more calls, in no study
    in_talk: bool = False  # a result of the conversation, not of the questionnaire


def break_off_disposition(*, screened: bool, core_answered: int, core_asked: int, core_share: float) -> str:
    """`partial` when all quota questions and enough of the core questions are answered, else `break_off`."""
    enough = core_asked > 0 and core_answered >= core_share * core_asked
    return "partial" if screened and enough else "break_off"


class FinishInterview:
    """One transaction: the interview's state and data, its place in the quota, the attempt and the case."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    def __call__(self, user: User, sitting: Sitting) -> Consequence:
        """What follows for the case.

        Raises:
            RuleViolation: `result_unknown`, `note_required`; `case_lost` when the case went to others (`blocked`: its
                numbers are on the block list all the same); `call_first` when nobody was called; `not_running` when it
                was already finished; `no_place` for a complete one without a place in the quota;
                `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`, `day_limit_reached`.
        """
        now = self._clock.now()
        result = known_result(self._rules, sitting.disposition, sitting.note, waived=sitting.never_again)
        never_again = sitting.never_again or result.never_again
        with self._units() as unit:
            interview = unit.interviews.get(sitting.interview_id)
            self._check(unit, user, interview, sitting, never_again)
            close_sitting(unit, sitting.attempt, now, result, sitting.note)
            name = result.disposition
            follows = close_attempt(unit, self._rules, sitting.attempt, name, now, sitting.agreed)
            if follows.closes and name == SUSPENDED:  # its last contact attempt is used up: it can never go on
                name = "partial" if sitting.usable else "break_off"
            state = self._close_interview(unit, interview, sitting, name, now)
            if sitting.recontact and not never_again:
                unit.contacts.keep_for_recontact(interview.case_id, now, sitting.recontact)
            _update_case(unit, interview, sitting, state)
            if never_again:
                block_case(unit, self._clock, user.id, interview.case_id)
            follows = settled(unit, self._rules, interview.case_id, follows)
            ended = happened(
                "interview_ended", self._clock, user, interview.case_id, interview.id, result=sitting.disposition
            )
            unit.log.append([ended])
            unit.commit()
        return follows

    def _check(self, unit: UnitOfWork, user: User, interview: Interview, sitting: Sitting, never_again: bool) -> None:
        if is_lost(unit, user, sitting.attempt):
            if never_again:  # who wants no more calls gets none, though nothing else of the sitting counts
                block_case(unit, self._clock, user.id, interview.case_id)
                unit.commit()
            raise RuleViolation(CASE_LOST, blocked=int(never_again))
        if interview.state is not InterviewState.RUNNING:
            raise RuleViolation("not_running")
        check_held(unit, user, sitting.attempt)
        check_in_call(unit, user, interview.case_id)

    def _close_interview(
        self, unit: UnitOfWork, interview: Interview, sitting: Sitting, name: str, now: datetime
    ) -> InterviewState:
        """State, place and data of the interview; its new state. RuleViolation: `no_place`."""
        state = InterviewState.BROKEN_OFF if sitting.in_talk else _state_after(name)
        if state is InterviewState.COMPLETED and self._rules.quota is not None and not interview.held:
            raise RuleViolation("no_place")
        unit.interviews.update(
            interview.id,
            state=state.value,
            ended_at=now,
            disposition=name,
            held=_settle_place(unit, interview, state),
            place_until=self._place_until(sitting, state),
            usable=sitting.usable,
        )
        unit.interviews.save_data(interview.id, sitting.data)
        return state

    def _place_until(self, sitting: Sitting, state: InterviewState) -> datetime | None:
        if state is not InterviewState.SUSPENDED:
            return None
        since = sitting.agreed.at if sitting.agreed else self._clock.now()
        return since + self._rules.suspended_keeps_place


def _state_after(name: str) -> InterviewState:
    if name == "complete":
        return InterviewState.COMPLETED
    if name == SUSPENDED:
        return InterviewState.SUSPENDED
    if disposition(name).outcome_class is OutcomeClass.NOT_ELIGIBLE:
        return InterviewState.SCREENED_OUT
    return InterviewState.BROKEN_OFF


def _update_case(unit: UnitOfWork, interview: Interview, sitting: Sitting, state: InterviewState) -> None:
    """What the case keeps: the interview only while it can go on, and the language the person spoke."""
    values: dict[str, object] = {}
    if state is not InterviewState.SUSPENDED:
        values["open_interview"] = None
    if sitting.language:
        values["language"] = sitting.language
    if values:
        unit.cases.update(interview.case_id, **values)


def _settle_place(unit: UnitOfWork, interview: Interview, state: InterviewState) -> bool:
    """Whether the interview still holds a place afterwards."""
    if not interview.held or interview.cell_id is None:
        return False
    cell = CellId(interview.cell_id)
    if state is InterviewState.SUSPENDED:
        return True
    if state is InterviewState.COMPLETED:
        unit.quota.complete(cell)
        return False
    unit.quota.give_back(cell)
    return False
