"""The end of a sitting with an interview: complete, screened out, suspended or broken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Attempt
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum, broken_off_as
from cati_app.domain.clock import Clock
from cati_app.domain.errors import CASE_LOST, RuleViolation
from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.ids import InterviewId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.holding import InHand, in_hand
from cati_app.fieldwork.calling.record_result import GivenResult, conclude, known_result, with_code
from cati_app.fieldwork.calling.settle_blocks import block_case
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.quota.own_place import settle_place
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import UNDO_WINDOW, StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class EndedSitting:
    """What a sitting leaves behind."""

    interview_id: InterviewId
    attempt: Attempt
    disposition: str  # a name of `domain.outcomes.dispositions`, or the code of one of the study's results
    data: Sequence[StoredDatum]
    recontact: Mapping[str, str]  # contact details left by consent; empty: none
    agreed: Agreed | None = None
    language: str | None = None
    note: str = ""
    usable: bool = False  # suspended with enough core questions answered for a partial interview
    never_again: bool = False  # the person wants no more calls, in no study
    by_program: bool = False  # the course of the interview gave the result: it needs no note
    in_talk: bool = False  # a result of the conversation, not of the questionnaire


class FinishInterview:
    """One transaction: the interview's state and data, its place in the quota, the attempt and the case."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, sitting: EndedSitting) -> GivenResult:
        """The result as it is stored, with what follows for the case.

        Whoever wants no more calls is blocked once that cannot be taken back any more.

        Raises:
            RuleViolation: `result_unknown`, `note_required`; `case_lost` when the case went to others (`blocked`: its
                numbers are on the block list all the same); `call_first` when nobody was called; `not_running` when it
                was already finished; `no_place` for a complete one without a place in the quota;
                `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`, `day_limit_reached`.
        """
        now = moment(self._clock, user)
        result = known_result(
            self._rules, sitting.disposition, sitting.note, waived=sitting.never_again or sitting.by_program
        )
        never_again = sitting.never_again or result.never_again
        undo_until = now.at + UNDO_WINDOW
        with self._units() as unit:
            interview = unit.interviews.get(sitting.interview_id)
            hand = self._held(unit, user, interview, sitting, never_again)
            ended = hand.attempt.end(result, now.at, undo_until if never_again else None)
            unit.calls.save(ended, sitting.note or None)
            case, follows = conclude(unit, self._rules, hand.case, ended, sitting.agreed)
            name = result.disposition
            if follows.closes and name == SUSPENDED:  # its last contact attempt is used up: it can never go on
                name = broken_off_as(usable=sitting.usable)
            finished = self._end(unit, interview, sitting, name, now.at)
            if finished.state is not InterviewState.SUSPENDED:
                case = case.end_interview()
            if sitting.recontact and not never_again:
                terms = consent_terms(self._rules, finished)
                unit.contacts.keep_for_recontact(case.id, now.at.date(), terms, sitting.recontact)
            elif interview.started_at < hand.attempt.started_at:  # whoever said yes before a pause may say no after it
                unit.contacts.forget_recontact(case.id)
            fact = now.fact("interview_ended", case.id, interview.id, result=sitting.disposition)
            case = save_case(unit, self._rules, case.speak(sitting.language or None), [fact])
            if finished.state is InterviewState.SUSPENDED:  # it may go on elsewhere
                unit.interviews.note_end(finished.id)
            unit.commit()
        return GivenResult(
            hand.attempt,
            result.disposition,
            with_code(case, follows),
            undo_until,
            sitting.language,
            blocks=never_again,
            code=result.code,
            ended=interview,
        )

    def _held(
        self, unit: CallingUnit, user: User, interview: Interview, sitting: EndedSitting, never_again: bool
    ) -> InHand:
        hand = in_hand(unit, user, sitting.attempt)
        if hand is None:
            if never_again:  # whoever wants no more calls gets none, though nothing else of the sitting counts
                block_case(unit, moment(self._clock, user), interview.case_id)
                unit.commit()
            raise RuleViolation(CASE_LOST, blocked=int(never_again))
        if interview.state is not InterviewState.RUNNING:
            raise RuleViolation("not_running")
        hand.check_open()
        if hand.case.id != interview.case_id:
            raise RuleViolation(CASE_LOST)
        if not hand.attempt.had_call:
            raise RuleViolation("call_first")
        return hand

    def _end(
        self, unit: CallingUnit, interview: Interview, sitting: EndedSitting, name: str, at: datetime
    ) -> Interview:
        """State, place and data of the interview. RuleViolation: `no_place`."""
        since = sitting.agreed.at if sitting.agreed else at
        ended = interview.end(
            name,
            at,
            in_talk=sitting.in_talk,
            usable=sitting.usable,
            place_until=since + self._rules.suspended_keeps_place,
        )
        completed = ended.state is InterviewState.COMPLETED
        if completed and self._rules.quota is not None and not interview.held:
            raise RuleViolation("no_place")
        settle_place(unit.quota, interview, ended)
        unit.interviews.save(ended)
        unit.interviews.save_data(ended.id, sitting.data)
        return ended


def consent_terms(rules: StudyRules, interview: Interview) -> ConsentTerms:
    """What the person who left contact details said yes to, with the categories that its wording names."""
    frozen = interview.frozen or {}
    dimensions = rules.quota.all_dimensions if rules.quota is not None else ()
    features = {
        each.variable: frozen[each.freeze_as]
        for each in dimensions
        if each.variable in rules.consent_features and each.freeze_as in frozen
    }
    return ConsentTerms(
        rules.recontact or "", interview.form_hash, interview.language, features, until=rules.consent_until
    )
