"""A person who rings back: the attempt before ends, and one of their own begins that nobody dialled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.calling.queue import Because
from cati_app.domain.casework.callers import CallerCase, CallerStanding
from cati_app.domain.casework.cases import Attempt, Call, Case
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import AttemptId, CallId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.calling.holding import InHand, held
from cati_app.fieldwork.calling.interrupted import rest_interview
from cati_app.fieldwork.calling.limits import CallsMade, calls_made
from cati_app.fieldwork.calling.look_up_caller import check_pace, looked_up, note_lookup
from cati_app.fieldwork.calling.record_result import known_result
from cati_app.fieldwork.calling.take_case import CONTACT_SHOWN, Offer, offer_of, return_undialled
from cati_app.fieldwork.logging_events import happened, moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits, UnitOfWork, Units
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class RungBack:
    """The case of somebody who rings back, in hand.

    Args:
        call: That they made; it is none of ours, and never in the store.
        told: Codes of the rules for which the program would not call now: they forbid no call that the person makes.
    """

    offer: Offer
    call: Call
    told: tuple[str, ...] = ()


class TakeRingBack:
    """What the person who rings back says gets a result of its own, and counts against no limit of calls.

    Their case is in hand already, or is found by their number.
    """

    def __init__(self, units: Units, clock: Clock, ids: IdSource, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt, of_call: str) -> tuple[Offer, Call]:
        """The case with the attempt of the person who rings back, and their call.

        Args:
            attempt: In which the person was called; one that the same person began by ringing back goes on.
            of_call: The result that this attempt ends with; the one of an interview that was interrupted in it is its
                own.

        Raises:
            RuleViolation: `case_lost`, `result_given`, `call_first` when nobody was called in it.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            hand = held(unit, user, attempt)
            if not hand.attempt.had_call:
                raise RuleViolation("call_first")
            case, own = hand.case, hand.attempt
            if not own.rang_back:
                case = self._end(unit, hand, of_call, now.at)
                own = Attempt(
                    AttemptId(self._ids.new_id()), case.id, user.id, case.attempts + 1, now.at, rang_back=True
                )
                unit.calls.begin(own, case.before())
            case, facts = case.ring_back(own, now)
            unit.cases.save(case, facts)
            made = calls_made(unit, self._rules, case, now.at)
            offer = offer_of(unit, self._rules, own, case, made, Because.RANG_BACK)
            unit.commit()
        number = case.numbers[offer.number].id
        return offer, Call(CallId(self._ids.new_id()), own.id, number, now.at)

    @needs(Right.CALL)
    def of_number(self, user: User, number: PhoneNumber) -> RungBack | CallerCase:
        """The case of a number, taken up, with the person on the line; or why it is not. The log tells of either.

        A case that the user has in hand undialled goes back as it was, in the same step.

        Raises:
            RuleViolation: `not_returnable` while a case that was called waits for its result; `lookups_too_many`;
                `no_contact_access`.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            in_hand = unit.calls.open_attempt_of(user.id)
            if in_hand is not None and in_hand.had_call:
                raise RuleViolation("not_returnable")
            check_pace(unit.log, user, now)
            answer, case = looked_up(unit, user, number)
            note_lookup(unit.log, now, answer)
            rung: RungBack | CallerCase = answer
            if answer.standing is CallerStanding.FREE and case is not None:
                if in_hand is not None:
                    return_undialled(unit, self._clock, user, in_hand)
                rung = self._take_up(unit, user, unit.cases.get(case.id), number, now)
            unit.commit()
        return rung

    def _take_up(self, unit: UnitOfWork, user: User, free: Case, number: PhoneNumber, now: Moment) -> RungBack:
        taken, facts = free.take(now, Because.RANG_BACK)
        own = Attempt(AttemptId(self._ids.new_id()), free.id, user.id, taken.attempts, now.at, rang_back=True)
        unit.calls.begin(own, free.before())
        case, rang = taken.ring_back(own, now)
        unit.cases.save(case, (*facts, *rang, now.fact(CONTACT_SHOWN, case.id)))
        made = calls_made(unit, self._rules, case, now.at)
        theirs = next(n for n, known in enumerate(case.numbers) if known.number and known.number.e164 == number.e164)
        offer = replace(offer_of(unit, self._rules, own, case, made, Because.RANG_BACK), number=theirs)
        call = Call(CallId(self._ids.new_id()), own.id, case.numbers[theirs].id, now.at)
        return RungBack(offer, call, self._told(case, made))

    def _told(self, case: Case, made: CallsMade) -> tuple[str, ...]:
        """Rules for which the program itself would not call now."""
        hours = () if self._rules.calendar_of(case.locality).is_open(made.at) else ("outside_hours",)
        limits = [self._rules.retry.forbids(*counted) for counted in made.by_number.values()]
        return hours if None in limits else (*hours, *dict.fromkeys(str(limit) for limit in limits))

    def _end(self, unit: CallingUnit, hand: InHand, of_call: str, at: datetime) -> Case:
        """The case after the attempt in which the person was called, which gets its result."""
        interrupted = rest_interview(unit, self._rules, hand.case, at)
        asked = interrupted is not None and interrupted.state is InterviewState.RUNNING
        result = known_result(self._rules, SUSPENDED if asked else of_call, "", waived=True)
        ended = hand.attempt.end(result, at)
        unit.calls.save(ended)
        return hand.case.called_in_vain(ended, self._rules.for_case(hand.case.locality))


class EndRingBack:
    """The person who rang back hung up, or was hung up on; the end of the call before it stays as it was."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt) -> None:
        """Tell the log."""
        with self._units() as unit:
            unit.log.append([happened("rang_back_ended", self._clock, user, attempt.case_id, attempt=attempt.id)])
            unit.commit()
