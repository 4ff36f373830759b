"""Cases, their numbers, attempts, calls and appointments.

A verb of a case or an attempt returns the new value; where something happened that the log tells of, with the facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from cati_app.domain.calling.queue import Because, Waits
from cati_app.domain.calling.results import Consequence
from cati_app.domain.calling.schedule import NEUTRAL, NEVER_TRIED, ScheduleRules, Tried
from cati_app.domain.casework.after_call import Agreed, CaseRules, Made, after_call, after_limits
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import AppointmentId, AttemptId, CallId, CaseId, InterviewId, NumberId, UserId
from cati_app.domain.outcomes.dispositions import NOT_ATTEMPTED, RETURNED, SOFT_REFUSAL, SUSPENDED, Person
from cati_app.domain.outcomes.result_book import Result
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.values import dataclass, replace

_NEW = (NEUTRAL, NEUTRAL, NEUTRAL, NEUTRAL)


class CaseState(StrEnum):
    """Whether a case can still be called."""

    OPEN = "open"
    CLOSED = "closed"
    UNRELEASED = "unreleased"  # drawn, but not handed out yet: never offered


class CaseCondition(StrEnum):
    """What keeps a case from being called, or that nothing does; of several the first is told."""

    CLOSED = "closed"
    UNRELEASED = "unreleased"
    HELD = "held"  # somebody has it in hand
    AGREED = "agreed"  # waits for its appointment, or has one that is due
    WAITS = "waits"  # for its next time
    DUE = "due"


def condition_of(
    state: CaseState, due_at: datetime | None, now: datetime, *, held: bool, agreed: bool
) -> CaseCondition:
    """The condition of a case, for every value that tells of one.

    Args:
        due_at: When it is due; None: at once.
        held: Somebody has it in hand.
        agreed: It has an appointment.
    """
    if state is CaseState.CLOSED:
        return CaseCondition.CLOSED
    if state is CaseState.UNRELEASED:
        return CaseCondition.UNRELEASED
    if held:
        return CaseCondition.HELD
    if agreed:
        return CaseCondition.AGREED
    return CaseCondition.DUE if is_over(due_at, now) else CaseCondition.WAITS


def is_over(due_at: datetime | None, now: datetime) -> bool:
    """Whether the time until the next call is over, whatever else keeps a case from it."""
    return due_at is None or due_at <= now


@dataclass(frozen=True, slots=True)
class ContactNumber:
    """A number of a case; `number` is None for a role that may not see contact data."""

    id: NumberId
    position: int
    kind: str
    number: PhoneNumber | None
    dials: int = 0  # contact attempts so far: dials that rang or may have rung


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time agreed with a person."""

    id: AppointmentId
    case_id: CaseId
    at: datetime
    firm: bool
    owner: UserId


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting of an interviewer on a case. ValueError for a result without its time, or a time without a result."""

    id: AttemptId
    case_id: CaseId
    user_id: UserId
    attempt_no: int  # from 1
    started_at: datetime
    ended_at: datetime | None = None
    disposition: str | None = None
    result: str | None = None  # the study's own word for it, where it has one
    person: Person | None = None  # who gave it
    block_at: datetime | None = None  # the numbers go to the block list then, unless the result is taken back
    dialled: bool = False  # a call was made in it
    rang_back: bool = False  # begun by the person who was called before, not by a dial

    def __post_init__(self) -> None:
        if (self.ended_at is None) != (self.disposition is None):
            raise ValueError("an attempt ends with a result, and not without one")

    @property
    def had_call(self) -> bool:
        """Whether somebody may have been talked to in it."""
        return self.dialled or self.rang_back

    def call(self) -> Attempt:
        """With a call made in it."""
        return replace(self, dialled=True)

    def end(self, result: Result, at: datetime, block_at: datetime | None = None) -> Attempt:
        """With its result. RuleViolation: `not_dialled`, `result_given`."""
        if not self.had_call:
            raise RuleViolation("not_dialled")
        if self.ended_at is not None:
            raise RuleViolation("result_given")
        ended = replace(self, ended_at=at, disposition=result.disposition, block_at=block_at)
        return replace(ended, result=result.own_word, person=result.person)

    def come_back(self, at: datetime, disposition: str) -> Attempt:
        """Ended without a result of anybody: its case came back from a machine that was silent."""
        return replace(self, ended_at=at, disposition=disposition)

    def correct(self, result: Result) -> Attempt:
        """With another result; when it was given stays. What waited to be blocked belonged to the wrong result."""
        return replace(
            self, disposition=result.disposition, result=result.own_word, person=result.person, block_at=None
        )

    def reopen(self) -> Attempt:
        """Without its result."""
        return replace(self, ended_at=None, disposition=None, result=None, person=None, block_at=None)

    def blocked(self) -> Attempt:
        """Its numbers are on the block list by now."""
        return replace(self, block_at=None)


@dataclass(frozen=True, slots=True)
class Call:
    """One dial on one number within an attempt."""

    id: CallId
    attempt_id: AttemptId
    number_id: NumberId
    dialled_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class CaseBefore:
    """A case as it stood before an attempt: what it gets back when it is put back, or its result taken back.

    What the sample says of the case is not among it, for a file may have come in since; nor are contact attempts, for
    the telephone did ring; nor the interview, which stays with the case.
    """

    state: CaseState = CaseState.OPEN
    attempts: int = 0
    disposition: str = NOT_ATTEMPTED
    due_at: datetime | None = None
    rest: str = ""
    language: str | None = None
    appointment: Appointment | None = None
    skill: str = ""
    not_by: UserId | None = None
    refusals: int = 0
    tried: Tried = NEVER_TRIED
    levels: tuple[int, int, int, int] = _NEW


class Worked(NamedTuple):
    """What a verb made of a case, and what happened."""

    case: Case
    facts: tuple[NewEvent, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One sampled unit as it is worked in a study.

    ValueError for a case that cannot be: closed and in hand, due or with an appointment; in hand since a time
    by nobody.
    """

    id: CaseId
    case_no: int
    frame: str
    state: CaseState
    fields: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 0
    dials: int = 0  # contact attempts: dials that rang or may have rung
    disposition: str = NOT_ATTEMPTED  # the last result, interim or final
    due_at: datetime | None = None  # None: at once
    locked_by: UserId | None = None
    language: str | None = None  # language wished or agreed
    appointment: Appointment | None = None
    open_interview: InterviewId | None = None  # running or suspended
    numbers: tuple[ContactNumber, ...] = ()
    locked_at: datetime | None = None
    locality: str = ""  # see `domain.calling.routing`
    cell: str = ""
    skill: str = ""
    not_by: UserId | None = None  # whom the next attempt must not be made by: the one who was refused
    refusals: int = 0
    tried: Tried = NEVER_TRIED
    rest: str = ""  # why the case is not due: a word of `domain.calling.queue.Waits`
    levels: tuple[int, int, int, int] = _NEW  # position in the order for each part of the week, lower first

    def __post_init__(self) -> None:
        if self.locked_at is not None and self.locked_by is None:
            raise ValueError("held by nobody")
        if self.state is CaseState.CLOSED and (self.locked_by or self.due_at or self.appointment):
            raise ValueError("nobody has a closed case in hand, and nobody will call it")

    # -- in hand ------------------------------------------------------------------------------------------------

    def before(self) -> CaseBefore:
        """The case as it stands, for `undo` and `put_back`."""
        return CaseBefore(
            state=self.state,
            attempts=self.attempts,
            disposition=self.disposition,
            due_at=self.due_at,
            rest=self.rest,
            language=self.language,
            appointment=self.appointment,
            skill=self.skill,
            not_by=self.not_by,
            refusals=self.refusals,
            tried=self.tried,
            levels=self.levels,
        )

    def take(self, moment: Moment, because: Because) -> Worked:
        """In hand with whoever takes it, with one more attempt. ValueError for a case that nobody may take."""
        if not self.is_callable or moment.by is None:
            raise ValueError("only an open case that nobody has in hand is taken, and by somebody")
        held = replace(self, locked_by=moment.by, locked_at=moment.at, attempts=self.attempts + 1)
        return Worked(held, (moment.fact("case_offered", self.id, because=because.value),))

    def lend(self, moment: Moment, because: Because) -> Worked:
        """In hand with somebody at a station, who takes it there. ValueError for a case that nobody may take."""
        if not self.is_callable or moment.by is None:
            raise ValueError("only an open case that nobody has in hand is lent, and to somebody")
        lent = replace(self, locked_by=moment.by, locked_at=moment.at)
        return Worked(lent, (moment.fact("case_lent", self.id, because=because.value),))

    def hand_out(self, moment: Moment) -> Worked:
        """At a station, for somebody who asked for this very case; a closed one is in hand by its lease alone.

        Raises:
            RuleViolation: `case_taken`.
        """
        if self.locked_by is not None:
            raise RuleViolation("case_taken")
        is_open = self.state is CaseState.OPEN
        handed_out = replace(self, locked_by=moment.by, locked_at=moment.at) if is_open else self
        return Worked(handed_out, (moment.fact("case_lent", self.id, because="named"),))

    @property
    def is_callable(self) -> bool:
        """Whether it is open, and nobody has it in hand."""
        return self.state is CaseState.OPEN and self.locked_by is None

    def hold_for(self, user_id: UserId, at: datetime) -> Case:
        """In hand with somebody at a station, who had it before the hub came back from a copy."""
        return replace(self, locked_by=user_id, locked_at=at)

    def wait_until(self, at: datetime) -> Case:
        """Not due before a time."""
        return replace(self, due_at=at if self.due_at is None else max(self.due_at, at))

    def at_least(self, attempts: int, dials: Mapping[NumberId, int]) -> Case:
        """With no fewer attempts and contact attempts than these, which several stations have made."""
        numbers = tuple(replace(n, dials=max(n.dials, dials.get(n.id, 0))) for n in self.numbers)
        in_all = max(self.dials, sum(dials.values()))
        return replace(self, attempts=max(self.attempts, attempts), dials=in_all, numbers=numbers)

    def is_due(self, now: datetime) -> bool:
        """Whether the time until its next call is over, whatever else keeps it from one."""
        return is_over(self.due_at, now)

    def condition(self, now: datetime) -> CaseCondition:
        """Where it stands."""
        held, agreed = self.locked_by is not None, self.appointment is not None
        return condition_of(self.state, self.due_at, now, held=held, agreed=agreed)

    def keep(self, at: datetime) -> Case:
        """Its holder sent a heartbeat."""
        return replace(self, locked_at=at) if self.locked_by is not None else self

    def dial(self, call: Call, moment: Moment) -> Worked:
        """With one more contact attempt, on one of its numbers."""
        numbers = tuple(replace(n, dials=n.dials + 1) if n.id == call.number_id else n for n in self.numbers)
        dialled = replace(self.keep(moment.at), dials=self.dials + 1, numbers=numbers)
        return Worked(dialled, (moment.fact("call_started", self.id, call=call.id),))

    def called_in_vain(self, unanswered: Attempt, rules: CaseRules) -> Case:
        """In hand as before, after an attempt that ended because the person rang back: what was tried in it counts."""
        if unanswered.disposition is None:
            raise ValueError("the attempt has no result yet")
        tried = self._tried_after(unanswered, unanswered.disposition, rules)
        return replace(self, tried=tried, levels=tried.levels(rules.schedule))

    def ring_back(self, attempt: Attempt, moment: Moment) -> Worked:
        """In hand as before, with the attempt of the person who rings back: nobody dialled."""
        facts = (moment.fact("rang_back", self.id, attempt=attempt.id),)
        return Worked(replace(self.keep(moment.at), attempts=attempt.attempt_no), facts)

    def put_back(self, before: CaseBefore) -> Case:
        """Undialled, and in hand no more: as it was, and where it was in the order."""
        return self._as(before, self.language)

    def free(self) -> Case:
        """Nobody has it in hand."""
        return replace(self, locked_by=None, locked_at=None)

    # -- results ------------------------------------------------------------------------------------------------

    def apply(
        self, attempt: Attempt, so_far: SoFar, rules: CaseRules, agreed: Agreed | None = None
    ) -> tuple[Case, Consequence]:
        """The case after the result of an attempt: closed, or due again; and in hand no more.

        Args:
            attempt: Ended.
            so_far: With the result of the attempt as the last one.
            agreed: The appointment that goes with the result, checked by `check_agreed`.
        """
        follows, rest, tried = self._judge(attempt, so_far, rules, agreed)
        appointment = None
        if agreed is not None and not follows.closes:
            appointment = Appointment(AppointmentId(self.id), self.id, agreed.at, agreed.firm, attempt.user_id)
        worked = replace(
            self,
            state=CaseState.CLOSED if follows.closes else CaseState.OPEN,
            disposition=follows.disposition,
            due_at=follows.due_at,
            rest=rest,
            locked_by=None,
            locked_at=None,
            appointment=appointment,
            tried=tried,
            levels=tried.levels(rules.schedule),
            refusals=so_far.refusals,
        )
        refused = attempt.disposition == SOFT_REFUSAL
        return worked._for_conversion(attempt, rules.schedule) if refused else worked, follows

    def foresee(self, attempt: Attempt, so_far: SoFar, rules: CaseRules) -> Consequence:
        """What `apply` would have follow, without the case that comes of it."""
        return self._judge(attempt, so_far, rules, None)[0]

    def _judge(
        self, attempt: Attempt, so_far: SoFar, rules: CaseRules, agreed: Agreed | None
    ) -> tuple[Consequence, str, Tried]:
        """What follows, why it is not due before, and what was tried with this attempt."""
        result, at = attempt.disposition, attempt.ended_at
        if result is None or at is None:
            raise ValueError("the attempt has no result yet")
        if not so_far.outcomes or (so_far.last.result, so_far.last.at) != (result, at):
            raise ValueError("the result of the attempt is not the last one of the case")
        tried = self._tried_after(attempt, result, rules)
        return *after_call(so_far, rules, tried, agreed.at if agreed else None, frame=self.frame), tried

    def undo(self, before: CaseBefore, moment: Moment, *, language: bool = False) -> Case:
        """The last result is taken back: as it was before, in hand with whoever takes it back.

        Args:
            language: The result brought another language, which goes with it.
        """
        as_before = self._as(before, before.language if language else self.language)
        return replace(as_before, locked_by=moment.by, locked_at=moment.at, attempts=self.attempts)

    def weigh(self, attempts: Sequence[Attempt], rules: CaseRules) -> Case:
        """What these attempts, and no others, mean for it: its position in the order, and whom it needs."""
        weighed = replace(self, tried=NEVER_TRIED, refusals=0, skill="", not_by=None)
        for attempt in attempts:
            if attempt.disposition is None or attempt.disposition == RETURNED:
                continue
            weighed = replace(weighed, tried=weighed._tried_after(attempt, attempt.disposition, rules))
            if attempt.disposition == SOFT_REFUSAL:
                weighed = replace(weighed, refusals=weighed.refusals + 1)._for_conversion(attempt, rules.schedule)
        return replace(weighed, levels=weighed.tried.levels(rules.schedule))

    def rest_after(self, refused: Attempt, rules: CaseRules) -> Case:
        """After a soft refusal nobody calls for a while, unless somebody agreed on a time since."""
        if refused.ended_at is None or self.appointment is not None:
            return self
        until = refused.ended_at + rules.retry.delay(SOFT_REFUSAL)
        if self.due_at is not None and self.due_at >= until:
            return self
        return replace(self, due_at=rules.calendar.next_open(until) or until, rest=Waits.REFUSAL_REST.value)

    def settle(self, code: str) -> Case:
        """With its final code, which only a closed case has."""
        return replace(self, disposition=code) if self.state is CaseState.CLOSED else self

    # -- limits, time, block list -------------------------------------------------------------------------------

    def by_limits(self, made: Made, at: datetime, rules: CaseRules) -> Case:
        """Waiting for nothing else: due at once, the next day where this one is spent, or closed.

        Args:
            made: What counts against the number that can be called soonest.
        """
        due_at, rest = after_limits(made, at, rules)
        return self.close() if due_at is None else replace(self, due_at=due_at, rest=rest)

    def come_back(self, made: Made, at: datetime, rules: CaseRules, *, suspended: bool) -> Case:
        """Dialled, but without a result, released by a machine that was silent.

        Args:
            suspended: Somebody was being interviewed, which goes on later.
        """
        back = self.free().by_limits(made, at, rules)
        return replace(back, disposition=SUSPENDED) if suspended else back

    def miss(self, made: Made, moment: Moment, rules: CaseRules) -> Worked:
        """Nobody kept the appointment, if there was one: due by the ordinary rules."""
        agreed, freed = self.appointment, replace(self, appointment=None)
        facts = () if agreed is None else (moment.fact("appointment_missed", self.id, at=agreed.at.isoformat()),)
        return Worked(freed.by_limits(made, moment.at, rules), facts)

    def stop(self, made: Made, moment: Moment, rules: CaseRules) -> Worked | None:
        """Closed, or waiting for the next day, where the limits leave no call now; None where they do."""
        return None if rules.retry.forbids(*made) is None else self.miss(made, moment, rules)

    def block(self, moment: Moment) -> Worked:
        """Closed, because a number of it is on the block list."""
        return Worked(self.close(), (moment.fact("case_blocked", self.id),))

    def close(self) -> Case:
        """Nobody calls it any more."""
        return replace(
            self, state=CaseState.CLOSED, due_at=None, rest="", appointment=None, locked_by=None, locked_at=None
        )

    def reopen(self, today: int, at: datetime, rules: CaseRules) -> Case:
        """There is another number: due now, or tomorrow where the day has had its calls."""
        _, tomorrow = rules.calendar.day_around(at)
        if not rules.retry.are_spent(today):
            return replace(self, state=CaseState.OPEN, due_at=at, rest="")
        due_at = rules.calendar.next_open(tomorrow) or tomorrow
        return replace(self, state=CaseState.OPEN, due_at=due_at, rest=Waits.DAY_LIMIT.value)

    # -- agreed otherwise ---------------------------------------------------------------------------------------

    def appointment_with(self, at: datetime, owner: UserId, *, firm: bool) -> Appointment:
        """An appointment of this case, which has it not."""
        return Appointment(AppointmentId(self.id), self.id, at, firm, owner)

    def agree(self, appointment: Appointment) -> Case:
        """With another appointment. ValueError for a case that nobody may call."""
        if not self.is_callable:
            raise ValueError("only an open case that nobody has in hand is agreed on")
        return replace(self, appointment=appointment, due_at=appointment.at, rest="")

    def agree_nothing(self, due_at: datetime | None, rest: str) -> Case:
        """Without an appointment, due as it was before it had one."""
        return replace(self, appointment=None, due_at=due_at, rest=rest)

    # -- interview and household --------------------------------------------------------------------------------

    def begin_interview(self, interview_id: InterviewId) -> Case:
        """With an interview. RuleViolation: `interview_open` when it has one already."""
        if self.open_interview is not None:
            raise RuleViolation("interview_open")
        return replace(self, open_interview=interview_id)

    def end_interview(self) -> Case:
        """Its interview cannot go on."""
        return replace(self, open_interview=None)

    def speak(self, language: str | None) -> Case:
        """The household wishes another language; None: nothing was said about it."""
        return self if language is None else replace(self, language=language)

    # -- inside -------------------------------------------------------------------------------------------------

    def _as(self, before: CaseBefore, language: str | None) -> Case:
        return replace(
            self,
            state=before.state,
            attempts=before.attempts,
            disposition=before.disposition,
            due_at=before.due_at,
            rest=before.rest,
            language=language,
            appointment=before.appointment,
            skill=before.skill,
            not_by=before.not_by,
            refusals=before.refusals,
            tried=before.tried,
            levels=before.levels,
            locked_by=None,
            locked_at=None,
        )

    def _tried_after(self, attempt: Attempt, result: str, rules: CaseRules) -> Tried:
        """Whoever rings back tells nothing of when to dial."""
        if attempt.rang_back and not attempt.dialled:
            return self.tried
        part = rules.schedule.part(rules.calendar.local(attempt.started_at))
        return self.tried.after(result, part, rules.schedule)

    def _for_conversion(self, refused: Attempt, schedule: ScheduleRules) -> Case:
        """After a soft refusal the next attempt needs another, trained person."""
        not_by = refused.user_id if schedule.other_interviewer else None
        return replace(self, skill=schedule.conversion_skill, not_by=not_by)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """The result of an earlier attempt, as the next interviewer reads it."""

    at: datetime
    disposition: str
    ring_s: int | None
    note: str = ""
    result: str | None = None  # the study's own word for it, where it has one
    rang_back: bool = False  # the person rang, and nobody dialled
