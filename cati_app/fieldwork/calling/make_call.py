"""Dialling: whether a number may be called now, and the row of the call before it is."""

from __future__ import annotations

from cati_app.domain.casework.cases import Attempt, Call, Case, ContactNumber
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CallId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.holding import InHand, held, put_back
from cati_app.fieldwork.calling.limits import CallsMade, calls_made, is_blocked, stop
from cati_app.fieldwork.logging_events import happened, moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules


class StartCall:
    """Writes the call, after asking the rules; the line is only touched when this has returned."""

    def __init__(self, units: CallingUnits, clock: Clock, ids: IdSource, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt, number: ContactNumber) -> Call:
        """The call to be made.

        Raises:
            RuleViolation: `number_blocked`, `outside_hours`, `limit_reached`, `day_limit_reached`, each recorded, with
                `settled` when the case is in hand no more for it; `number_gone` when a sample file took it
                off the case meanwhile; `no_number`; `case_lost` when the case went to others; `result_given`.
        """
        now = moment(self._clock, user)
        if number.number is None:
            raise RuleViolation("no_number")
        with self._units() as unit:
            hand = held(unit, user, attempt)
            case = hand.case
            if number.id not in {contact.id for contact in case.numbers}:
                raise RuleViolation("number_gone", settled=True)
            made = calls_made(unit, self._rules, case, now.at)
            forbidden = self._forbidden(unit, case, number, made)
            if forbidden is not None:
                limit = forbidden.context.get("limit")
                unit.log.append([now.fact("call_blocked", case.id, rule=forbidden.code, limit=limit)])
                if forbidden.code != "outside_hours" and self._settled(unit, hand, made, now):
                    forbidden.context["settled"] = True
                unit.commit()
                raise forbidden
            call = Call(CallId(self._ids.new_id()), attempt.id, number.id, now.at)
            unit.calls.add_call(call)
            unit.cases.save(*case.dial(call, now))
            unit.commit()
            return call

    @needs(Right.CALL)
    def heard_later(self, user: User, attempt: Attempt) -> RuleViolation | None:
        """What a hub says of a call that has begun without its answer, waited for; None where the call goes on.

        On a laptop there is nobody to ask.
        """
        return None

    def _forbidden(self, unit: CallingUnit, case: Case, number: ContactNumber, made: CallsMade) -> RuleViolation | None:
        """The rule that forbids the call, if there is one."""
        retry = self._rules.retry
        if is_blocked(unit, case):
            return RuleViolation("number_blocked")
        if not self._rules.calendar_of(case.locality).is_open(made.at):
            return RuleViolation("outside_hours")
        limit = retry.forbids(*made.by_number[number.id])
        return None if limit is None else RuleViolation(limit, limit=retry.most(limit))

    def _settled(self, unit: CallingUnit, hand: InHand, made: CallsMade, now: Moment) -> bool:
        """Whether the case is in hand no longer: undialled, and none of its numbers may be called now.

        Else it would come first again and again. After a call its result settles it, in an interview the end of that.
        """
        if hand.attempt.had_call or self._interviewed(unit, hand.case):
            return False
        if stop(unit, self._rules, hand.case, made, now) is None:
            return False
        back = put_back(unit, hand)
        stopped, facts = stop(unit, self._rules, back, made, now) or (back, ())
        save_case(unit, self._rules, stopped, (*facts, now.fact("case_returned", back.id)))
        return True

    def _interviewed(self, unit: CallingUnit, case: Case) -> bool:
        if case.open_interview is None:
            return False
        return unit.interviews.get(case.open_interview).state is InterviewState.RUNNING


class EndCall:
    """The call is over; the interview or the result goes on."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt, call_id: CallId, ended_by: str) -> None:
        """Write the end of the call."""
        with self._units() as unit:
            unit.calls.end_call(attempt.id, call_id, self._clock.now(), ended_by)
            unit.log.append(
                [happened("call_ended", self._clock, user, attempt.case_id, call=call_id, ended_by=ended_by)]
            )
            unit.commit()
