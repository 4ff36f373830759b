"""The result of an attempt without interview: close it, decide what follows, and take it back for ten seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cati_app.domain.calling.due import Known
from cati_app.domain.calling.results import Consequence
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.casework.after_call import BUSY, SOFT_REFUSAL, Standing, after_call, day_is_spent
from cati_app.domain.casework.cases import Attempt, Case
from cati_app.domain.casework.interviews import SUSPENDED, Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import OF_A_NUMBER
from cati_app.domain.outcomes.finality import closes
from cati_app.domain.outcomes.result_book import Result
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.final_codes import settle_code
from cati_app.fieldwork.calling.holding import CASE_LOST, check_held, is_lost
from cati_app.fieldwork.calling.limits import made_on_case
from cati_app.fieldwork.calling.settle_blocks import block_case
from cati_app.fieldwork.calling.take_case import return_undialled
from cati_app.fieldwork.changes import ChangeSet, Topic
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rules import UNDO_WINDOW, StudyRules


@dataclass(frozen=True, slots=True)
class Agreed:
    """An appointment as agreed on the telephone."""

    at: datetime  # aware
    firm: bool


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


class RecordResult:
    """Closes an attempt with a disposition and gives the case free."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    def __call__(
        self,
        user: User,
        attempt: Attempt,
        disposition: str,
        *,
        agreed: Agreed | None = None,
        note: str = "",
        language: str | None = None,
        never_again: bool = False,
    ) -> GivenResult:
        """Give the result.

        Args:
            disposition: A name of `domain.dispositions`, or the code of one of the study's results.
            agreed: The appointment that goes with it.
            note: Free text for the next interviewer; contact data, stored sealed.
            language: The language the household wishes.
            never_again: Put the numbers on the block list once the result cannot be taken back; some results always do.

        Raises:
            RuleViolation: `result_unknown`, `note_required`, `not_dialled`, `result_given`; `case_lost` when the case
                went to others (`blocked`: its numbers are on the block list all the same); for an appointment nobody
                may keep `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`,
                `day_limit_reached`.
        """
        now = self._clock.now()
        result = known_result(self._rules, disposition, note, waived=never_again)
        never_again = never_again or result.never_again
        with self._units() as unit:
            self._check(unit, user, attempt, never_again)
            close_sitting(unit, attempt, now, result, note)
            follows = close_attempt(unit, self._rules, attempt, result.disposition, now, agreed)
            _keep_wishes(unit, attempt, language, now + UNDO_WINDOW if never_again else None)
            interrupted = rest_interview(unit, self._rules, attempt, now, agreed)
            follows = settled(unit, self._rules, attempt.case_id, follows)
            unit.log.append([_given(self._clock, user, attempt, result)])
            unit.commit()
        undo_until = now + UNDO_WINDOW
        return GivenResult(attempt, result.disposition, follows, undo_until, language, interrupted, blocks=never_again)

    def _check(self, unit: UnitOfWork, user: User, attempt: Attempt, never_again: bool) -> None:
        """Who wants no more calls gets none, even where the case went to others meanwhile and no result counts."""
        dialled = bool(unit.calls.calls_of(attempt.id))
        if never_again and dialled and is_lost(unit, user, attempt):
            block_case(unit, self._clock, user.id, attempt.case_id)
            unit.commit()
            raise RuleViolation(CASE_LOST, blocked=1)
        check_held(unit, user, attempt)
        if not dialled:
            raise RuleViolation("not_dialled")


def _keep_wishes(unit: UnitOfWork, attempt: Attempt, language: str | None, block_at: datetime | None) -> None:
    """The language the household wishes, and that it wants no more calls."""
    if language is not None:
        unit.cases.update(attempt.case_id, language=language)
    if block_at is not None:
        unit.calls.block_later(attempt.id, block_at)


def close_sitting(unit: UnitOfWork, attempt: Attempt, now: datetime, result: Result, note: str) -> None:
    """The attempt ends with a result of the study's book."""
    word, person = own_word(result), result.person
    unit.calls.close_attempt(attempt.id, now, result.disposition, note or None, result=word, person=person)


def _given(clock: Clock, user: User, attempt: Attempt, result: Result) -> NewEvent:
    return happened("result_given", clock, user, attempt.case_id, attempt=attempt.id, result=result.code)


class TakeBackResult:
    """Undoes the last result: the case is as before, in the same hands, with the attempt open again."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def __call__(self, user: User, given: GivenResult, in_hand: Attempt | None = None) -> ChangeSet:
        """Take it back.

        Args:
            in_hand: The attempt that was offered since; its case goes back undialled in the same step.

        Raises:
            RuleViolation: `undo_too_late` after ten seconds; `case_taken` when somebody has the case by now or had
                it since; `not_returnable` when the case in hand was dialled.
        """
        now = self._clock.now()
        if now >= given.undo_until:
            raise RuleViolation("undo_too_late")
        attempt = given.attempt
        with self._units() as unit:
            if in_hand is not None:
                return_undialled(unit, self._clock, user, in_hand)
            case = unit.cases.get(attempt.case_id)
            if case.locked_by is not None or case.attempts != attempt.attempt_no:
                raise RuleViolation("case_taken")
            before = unit.calls.reopen_attempt(attempt.id)
            unit.cases.restore(attempt.case_id, before, language=given.language is not None)
            _wake_interview(unit, given.interrupted)
            unit.cases.update(attempt.case_id, locked_by=user.id, locked_at=now, attempts=attempt.attempt_no)
            unit.log.append([happened("result_taken_back", self._clock, user, attempt.case_id, attempt=attempt.id)])
            unit.commit()
        return frozenset({Topic.CASES, Topic.APPOINTMENTS})


def close_attempt(
    unit: UnitOfWork, rules: StudyRules, attempt: Attempt, disposition: str, now: datetime, agreed: Agreed | None
) -> Consequence:
    """What the result does to the case, written to it: closed, or open and due again, and free for others.

    The attempt has its result already. A code of a number leaves the case open while it has other numbers.

    Raises:
        RuleViolation: `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`, `day_limit_reached`.
    """
    case = unit.cases.get(attempt.case_id)
    calendar, schedule = rules.calendar_of(case.place), rules.schedule
    if agreed is not None and not calendar.is_open(agreed.at):
        raise RuleViolation("appointment_outside_hours")
    if agreed is not None and agreed.at <= now:
        raise RuleViolation("appointment_in_the_past")
    refusals = case.refusals + (disposition == SOFT_REFUSAL)
    tried = case.tried.after(disposition, schedule.part(calendar.local(attempt.started_at)), schedule)
    follows, rest = _follows(unit, rules, replace(case, tried=tried, refusals=refusals), disposition, now, agreed)
    unit.cases.update(
        attempt.case_id,
        state="closed" if follows.closes else "open",
        disposition=follows.disposition,
        due_at=follows.due_at,
        rest=rest,
        locked_by=None,
        locked_at=None,
        appointment_at=agreed.at if agreed and not follows.closes else None,
        appointment_firm=bool(agreed and agreed.firm),
        appointment_owner=attempt.user_id if agreed and not follows.closes else None,
        tried=tried,
        levels=tried.levels(schedule),
        refusals=refusals,
        **_conversion(case, attempt, refusals, schedule),
    )
    return follows


def _follows(
    unit: UnitOfWork,
    rules: StudyRules,
    case: Case,
    disposition: str,
    now: datetime,
    agreed: Agreed | None,
) -> tuple[Consequence, str]:
    """Closed, or due again and why not before, for the case after the attempt.

    Raises:
        RuleViolation: `limit_reached`, `day_limit_reached`: an appointment would need one call more.
    """
    calendar, retry = rules.calendar_of(case.place), rules.retry
    since, until = calendar.day_around(now)
    dials, today = unit.cases.dials(case.id, since, until)
    if agreed is not None:
        _check_promise(unit, rules, case, now, agreed)
    standing = Standing(
        dials=dials,
        today=today,
        refusals=case.refusals,
        busy_today=unit.calls.count_results(case.id, BUSY, since) if disposition == BUSY else 0,
        numbers_left=disposition in OF_A_NUMBER and not closes(disposition, unit.histories.of_case(case.id)),
        known=Known(case.frame, case.tried, unit.cases.chances()),
    )
    return after_call(disposition, now, standing, calendar, retry, rules.schedule, agreed.at if agreed else None)


def _check_promise(unit: UnitOfWork, rules: StudyRules, case: Case, now: datetime, agreed: Agreed) -> None:
    """The limits leave a call at the time that was agreed. RuleViolation: `limit_reached`, `day_limit_reached`."""
    calendar, retry = rules.calendar_of(case.place), rules.retry
    dials, today = made_on_case(unit, rules, case, now)
    if dials >= retry.max_attempts:
        raise RuleViolation("limit_reached", limit=retry.max_attempts)
    if day_is_spent(agreed.at, now, today, calendar, retry):
        raise RuleViolation("day_limit_reached", limit=retry.max_attempts_per_day)


def _conversion(case: Case, attempt: Attempt, refusals: int, schedule: ScheduleRules) -> dict[str, object]:
    """After a soft refusal the next attempt needs another, trained person."""
    if refusals == case.refusals:
        return {}
    return {"skill": schedule.conversion_skill, "not_by": attempt.user_id if schedule.other_interviewer else None}


def settled(unit: UnitOfWork, rules: StudyRules, case_id: CaseId, follows: Consequence) -> Consequence:
    """What follows, with the one final code of a case that is closed; the interviews are settled before."""
    return Consequence(settle_code(unit, rules, case_id), None) if follows.closes else follows


def known_result(rules: StudyRules, code: str, note: str, *, waived: bool = False) -> Result:
    """The result of that code; with `waived` no note stands in its way: who opts out has said enough.

    Raises:
        RuleViolation: `result_unknown`, `note_required`.
    """
    result = rules.results.find(code)
    if result is None:
        raise RuleViolation("result_unknown", result=code)
    if result.note_required and not waived and not note.strip():
        raise RuleViolation("note_required", result=code)
    return result


def own_word(result: Result) -> str | None:
    """The code of a result whose disposition does not tell it."""
    return result.code if result.code != result.disposition else None


def rest_interview(
    unit: UnitOfWork, rules: StudyRules, attempt: Attempt, now: datetime, agreed: Agreed | None = None
) -> Interview | None:
    """An interview of the case that was interrupted is suspended from now on, else its place would never lapse.

    Returns:
        The interview as it was before.
    """
    interview_id = unit.cases.get(attempt.case_id).open_interview
    if interview_id is None:
        return None
    interview = unit.interviews.get(interview_id)
    if interview.state is InterviewState.RUNNING:
        unit.interviews.update(
            interview_id,
            state=InterviewState.SUSPENDED.value,
            ended_at=now,
            disposition=SUSPENDED,
            place_until=now + rules.suspended_keeps_place,
        )
    if agreed is not None:
        unit.interviews.update(interview_id, place_until=agreed.at + rules.suspended_keeps_place)
    return interview


def _wake_interview(unit: UnitOfWork, before: Interview | None) -> None:
    """The interview that a result put to rest is as it was before that result."""
    if before is not None:
        unit.interviews.update(
            before.id,
            state=before.state.value,
            ended_at=before.ended_at,
            disposition=before.disposition,
            place_until=before.place_until,
        )
