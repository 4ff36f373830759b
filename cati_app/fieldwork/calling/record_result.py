"""The result of an attempt without interview: close it, decide what follows, and take it back for ten seconds."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from cati_app.domain.calling.results import Consequence
from cati_app.domain.casework.after_call import Agreed, check_agreed
from cati_app.domain.casework.cases import Attempt, Case
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import CASE_LOST, RuleViolation
from cati_app.domain.outcomes.result_book import Result
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.holding import InHand, in_hand
from cati_app.fieldwork.calling.interrupted import rest_interview
from cati_app.fieldwork.calling.limits import made_on_case
from cati_app.fieldwork.calling.settle_blocks import block_case
from cati_app.fieldwork.calling.so_far import done_so_far
from cati_app.fieldwork.calling.take_case import return_undialled
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import UNDO_WINDOW, StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class GivenResult:
    """A result that can be taken back until `undo_until`."""

    attempt: Attempt
    disposition: str
    consequence: Consequence
    undo_until: datetime
    language: str | None = None  # wished by the household
    interrupted: Interview | None = None  # as it was before the result
    blocks: bool = False  # then the numbers go to the block list
    code: str = ""  # of the result: the study's own word for it, where it has one
    ended: Interview | None = None  # the interview that ended with it, as it was before


class WithResult(TypedDict, total=False):
    """What may be said with a result."""

    agreed: Agreed | None  # the appointment that goes with it
    note: str  # free text for the next interviewer; contact data, stored sealed
    language: str | None  # the language the household wishes
    never_again: bool  # block the numbers once the result cannot be taken back; some results always do


class RecordResult:
    """Closes an attempt with a disposition and releases the case."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt, disposition: str, **said: Unpack[WithResult]) -> GivenResult:
        """Give the result.

        Args:
            disposition: A name of `domain.outcomes.dispositions`, or the code of one of the study's results.

        Raises:
            RuleViolation: `result_unknown`, `note_required`, `not_dialled`, `result_given`; `case_lost` when the case
                went to others (`blocked`: its numbers are on the block list all the same); for an appointment nobody
                may keep `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`,
                `day_limit_reached`.
        """
        with self._units() as unit:
            given = self.within(unit, user, attempt, disposition, **said)
            unit.commit()
        return given

    def within(
        self, unit: CallingUnit, user: User, attempt: Attempt, disposition: str, **said: Unpack[WithResult]
    ) -> GivenResult:
        """The same in a transaction with something else; whoever began it commits it."""
        note, agreed, language = said.get("note", ""), said.get("agreed"), said.get("language")
        never_again = said.get("never_again", False)
        now = moment(self._clock, user)
        result = known_result(self._rules, disposition, note, waived=never_again)
        never_again = never_again or result.never_again
        undo_until = now.at + UNDO_WINDOW
        hand = self._held(unit, user, attempt, never_again)
        ended = hand.attempt.end(result, now.at, undo_until if never_again else None)
        unit.calls.save(ended, note or None)
        case, follows = conclude(unit, self._rules, hand.case, ended, agreed)
        case = case.speak(language)
        interrupted = rest_interview(unit, self._rules, case, now.at, agreed)
        given = now.fact("result_given", case.id, attempt=attempt.id, result=result.code)
        follows = with_code(save_case(unit, self._rules, case, [given]), follows)
        return GivenResult(
            attempt,
            result.disposition,
            follows,
            undo_until,
            language,
            interrupted,
            blocks=never_again,
            code=result.code,
        )

    def _held(self, unit: CallingUnit, user: User, attempt: Attempt, never_again: bool) -> InHand:
        """Whoever wants no more calls gets none, even where the case went to others meanwhile and no result counts."""
        hand = in_hand(unit, user, attempt)
        if hand is None and never_again and _was_called(unit, attempt):
            block_case(unit, moment(self._clock, user), attempt.case_id)
            unit.commit()
            raise RuleViolation(CASE_LOST, blocked=1)
        if hand is None:
            raise RuleViolation(CASE_LOST)
        hand.check_open()
        return hand


class TakeBackResult:
    """Undoes the last result: the case is as before, in hand with the same person, with the attempt open again."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, given: GivenResult, in_hand: Attempt | None = None) -> ChangeSet:
        """Take it back.

        Args:
            in_hand: The attempt that was offered since; its case goes back undialled in the same step.

        Raises:
            RuleViolation: `undo_too_late` after ten seconds; `case_taken` when somebody has the case by now or had
                it since, also where it went back to the hub; `not_returnable` when the case in hand was dialled.
        """
        now = moment(self._clock, user)
        if now.at >= given.undo_until:
            raise RuleViolation("undo_too_late")
        with self._units() as unit:
            if in_hand is not None:
                return_undialled(unit, self._clock, user, in_hand)
            try:
                attempt = unit.calls.attempt(given.attempt.id)
            except LookupError:  # it went to the hub, with what was said
                raise RuleViolation("case_taken") from None
            case = unit.cases.get(attempt.case_id)
            if case.locked_by is not None or case.attempts != attempt.attempt_no:
                raise RuleViolation("case_taken")
            case = case.undo(unit.calls.before(attempt.id), now, language=given.language is not None)
            unit.calls.save(attempt.reopen())
            if given.ended is not None:
                case = _go_on_with(unit, case, given.ended)
            if given.interrupted is not None:
                interview = unit.interviews.get(given.interrupted.id)
                unit.interviews.save(interview.wake(given.interrupted))
            unit.cases.save(case, [now.fact("result_taken_back", case.id, attempt=attempt.id)])
            unit.commit()
        changes = {Topic.CASES, Topic.APPOINTMENTS}
        return frozenset(changes if given.ended is None else {*changes, Topic.QUOTA, Topic.INTERVIEWS})


def _was_called(unit: CallingUnit, attempt: Attempt) -> bool:
    try:
        return unit.calls.attempt(attempt.id).had_call
    except LookupError:  # forgotten, because nobody was called in it
        return False


def _go_on_with(unit: CallingUnit, case: Case, before: Interview) -> Case:
    """The case with the interview that had ended; a place that was given back is looked for when it goes on."""
    ended = unit.interviews.get(before.id)
    again = before
    if before.place is not None and not ended.held:
        if ended.state is InterviewState.COMPLETED:
            unit.quota.reopen(before.place)
        else:
            again = before.lapse()
    unit.interviews.save(again)
    return case if case.open_interview == before.id else case.begin_interview(before.id)


def conclude(
    unit: CallingUnit, rules: StudyRules, case: Case, attempt: Attempt, agreed: Agreed | None = None
) -> tuple[Case, Consequence]:
    """What the result of an attempt does to its case: closed, or open and due again, and in hand no more.

    A code of a number leaves the case open while it has other numbers.

    Args:
        case: As the attempt found it; what comes of it is not saved here.
        attempt: Ended, and saved with its result.

    Raises:
        RuleViolation: `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`, `day_limit_reached`.
    """
    of_case, at = rules.for_case(case.locality), attempt.ended_at
    assert at is not None
    if agreed is not None:
        check_agreed(agreed, at, made_on_case(unit, rules, case, at), of_case)
    return case.apply(attempt, done_so_far(unit, rules, case, at, has_result=True), of_case, agreed)


def with_code(case: Case, follows: Consequence) -> Consequence:
    """What follows, with the final code of a case that is closed."""
    return Consequence(case.disposition, None) if follows.closes else follows


def known_result(rules: StudyRules, code: str, note: str, *, waived: bool = False) -> Result:
    """The result of that code; with `waived` no note is required: whoever opts out has said enough.

    Raises:
        RuleViolation: `result_unknown`, `note_required`.
    """
    result = rules.results.find(code)
    if result is None:
        raise RuleViolation("result_unknown", result=code)
    if result.note_required and not waived and not note.strip():
        raise RuleViolation("note_required", result=code)
    return result
