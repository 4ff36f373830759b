"""Offer an interviewer the next case, and take one back unworked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.calling.routing import Lane
from cati_app.domain.casework.cases import Attempt, Case, HistoryEntry
from cati_app.domain.casework.numbers import number_to_dial
from cati_app.domain.casework.so_far import NOTHING_DONE, SoFar
from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import AttemptId, CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.holding import held, put_back
from cati_app.fieldwork.calling.limits import CallsMade, calls_made, spent_numbers, stop
from cati_app.fieldwork.calling.queueing import appointment_now, because_due, because_of, nothing_now, standing_now
from cati_app.fieldwork.calling.settle import settle
from cati_app.fieldwork.calling.so_far import done_so_far
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

CONTACT_SHOWN = "contact_shown"
"""The fact that somebody has a case with its contact data on the screen; once for each time it comes there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A case that an interviewer has in hand, and why it came."""

    case: Case
    attempt: Attempt
    because: Because
    history: tuple[HistoryEntry, ...]
    dialled: bool  # the attempt has a call already (after a restart), or the person rang back
    number: int = 0  # index of the number to dial among those of the case
    so_far: SoFar = NOTHING_DONE  # before the result of this attempt


class TakeCase:
    """Settles what time did, locks the next case for a person and opens an attempt; who holds one gets that one again.

    Args:
        watch: Notices that the clock was set; one for all windows of a station.
    """

    def __init__(self, units: CallingUnits, clock: Clock, ids: IdSource, rules: StudyRules, watch: ClockWatch) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._rules = rules
        self._watch = watch

    @needs(Right.CALL)
    def __call__(self, user: User) -> Offer | Nothing:
        """The case to call now, or why there is none."""
        with self._units() as unit:
            offered = self.within(unit, user)
            unit.commit()
        self.committed()
        return offered

    def within(self, unit: CallingUnit, user: User) -> Offer | Nothing:
        """The same in a transaction with something else; whoever began it commits it and says so (`committed`)."""
        settle(unit, self._clock, self._rules, user, clock_was_set=self._watch.was_set())
        now = moment(self._clock, user)
        return self._take(unit, user, now, lambda: next_case(unit, self._rules, user, now))

    def committed(self) -> None:
        """What time did is settled. Not before: where nothing could be stored, the next time has to know it too."""
        self._watch.seen()

    def _take(
        self, unit: CallingUnit, user: User, now: Moment, find: Callable[[], tuple[Case, Because, CallsMade] | Nothing]
    ) -> Offer | Nothing:
        interrupted = unit.calls.open_attempt_of(user.id)
        if interrupted is not None:
            case = unit.cases.get(interrupted.case_id)
            unit.cases.save(case, [now.fact(CONTACT_SHOWN, case.id)])
            made = calls_made(unit, self._rules, case, now.at)
            return offer_of(unit, self._rules, interrupted, case, made, Because.RESUME)
        taken = find()
        if isinstance(taken, Nothing):
            return taken
        free, because, made = taken
        case, facts = free.take(now, because)
        attempt = Attempt(AttemptId(self._ids.new_id()), case.id, user.id, case.attempts, now.at)
        unit.calls.begin(attempt, free.before())
        # Shown at once: the number of the case stands on the screen from here on.
        unit.cases.save(case, (*facts, now.fact(CONTACT_SHOWN, case.id)))
        return offer_of(unit, self._rules, attempt, case, made, because)


def next_case(
    unit: CallingUnit, rules: StudyRules, user: User, now: Moment, *, agreed: bool = True
) -> tuple[Case, Because, CallsMade] | Nothing:
    """The first case of a person's order that may be called now; those before it that may not be are settled.

    Args:
        agreed: Whether it may be one with an appointment.
    """
    routes = standing_now(unit, rules, user, now.at)
    while (first := _first(unit, rules, user, routes.lanes, now.at, agreed=agreed)) is not None:
        case = unit.cases.get(first[0])
        made = calls_made(unit, rules, case, now.at)
        stopped = stop(unit, rules, case, made, now)
        if stopped is None:
            return case, first[1], made
        save_case(unit, rules, *stopped)
    return nothing_now(unit, rules, user, routes, now.at)


def _first(
    unit: CallingUnit, rules: StudyRules, user: User, lanes: Sequence[Lane], now: datetime, *, agreed: bool
) -> tuple[CaseId, Because] | None:
    appointment = appointment_now(unit, rules, user, now) if agreed else None
    if appointment is not None:
        return appointment.case_id, because_of(appointment, now, rules)
    due = unit.cases.queue.first_due(lanes, now, user.id)
    return None if due is None else (due.case_id, because_due(due))


def offer_of(
    unit: CallingUnit, rules: StudyRules, attempt: Attempt, case: Case, made: CallsMade, because: Because
) -> Offer:
    """The case as whoever has it in hand needs it.

    Args:
        made: What counts against the case now.
    """
    so_far = done_so_far(unit, rules, case, made.at)
    return Offer(
        case,
        attempt,
        because,
        history=unit.cases.history(case.id) if so_far.outcomes else (),
        dialled=attempt.had_call,
        number=number_to_dial(case.numbers, so_far.outcomes, spent_numbers(made, rules.retry)),
        so_far=so_far,
    )


class ReturnCase:
    """Gives an undialled case back; it stays where it was in the order."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt) -> ChangeSet:
        """Forget the attempt.

        Raises:
            RuleViolation: `not_returnable` after dialling: then a result is the way out; `case_lost`, `result_given`.
        """
        with self._units() as unit:
            return_undialled(unit, self._clock, user, attempt)
            unit.commit()
        return frozenset({Topic.CASES})


def return_undialled(unit: CallingUnit, clock: Clock, user: User, attempt: Attempt) -> None:
    """The case as it was before the attempt, which is forgotten."""
    hand = held(unit, user, attempt)
    if hand.attempt.had_call:
        raise RuleViolation("not_returnable")
    case = put_back(unit, hand)
    unit.cases.save(case, [moment(clock, user).fact("case_returned", case.id)])
