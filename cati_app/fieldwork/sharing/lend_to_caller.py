"""At the hub: the case of somebody who rings back, by what their number is looked up by; the number it never has."""

from __future__ import annotations

from cati_app.domain.calling.queue import Because
from cati_app.domain.casework.callers import (
    BLOCKED_CALLER,
    CallerCase,
    CallerStanding,
    case_of_caller,
    standing_of,
)
from cati_app.domain.casework.cases import Case
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.people.users import User
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.domain.sharing.leases import LeaseEnd
from cati_app.fieldwork.calling.leave_word import WORD_LEFT, may_leave
from cati_app.fieldwork.calling.look_up_caller import check_pace, note_lookup
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.lend_case import lent_again, lent_under, new_lease, settle_shared
from cati_app.fieldwork.sharing.recovery import check_calls, check_lends
from cati_app.fieldwork.sharing.requests_back import answer_nothing


class LendToCaller:
    """Lends the case where it is free: the person who rings is on the line, so no order and no limit is asked.

    One that waits behind somebody's work makes way; one that a station works stays there, and its holder is told.
    """

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, asked: CaseRequest, lookup: str) -> LentCase | CallerCase:
        """The case, or where it stands; the same answer to the same request, and never a second case.

        Raises:
            RuleViolation: `hub_recovers`, `hub_edition_lost`; `station_paused`, `station_written_off`;
                `lookups_too_many`; `case_taken` where the request was answered before, and the case is free since.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            given = unit.leases.asked(asked.device, asked.request)
            if given is not None and given.is_open:
                return lent_again(unit, user, given)
            check_lends(unit, asked.epoch)
            check_calls(unit, asked.device)
            if given is None:
                check_pace(unit.log, user, now)
            settle_shared(unit, self._clock, self._rules)
            answer, case = self._looked_up(unit, lookup, now)
            if given is not None:
                if answer.standing is CallerStanding.FREE:
                    raise RuleViolation("case_taken")
                return answer
            note_lookup(unit.log, now, answer)
            lent: LentCase | CallerCase = answer
            if answer.standing is CallerStanding.FREE and case is not None:
                lease = new_lease(unit, self._rules, user, asked, now, case.id)
                lent = lent_under(unit, lease, Because.RANG_BACK)
                unit.cases.save(*case.lend(now, Because.RANG_BACK))
            else:
                answer_nothing(unit, asked.epoch, asked.device, asked.request, now)
            unit.commit()
        return lent

    def _looked_up(self, unit: SharedUnit, lookup: str, now: Moment) -> tuple[CallerCase, Case | None]:
        case = case_of_caller(unit.cases.get(case_id) for case_id in unit.sample.with_lookup(lookup))
        if case is not None and case.locked_by is not None:
            case = self._made_way(unit, case, now)
        if case is not None and unit.holds.of(case.id, now.at) is not None:
            return BLOCKED_CALLER, case
        return standing_of(case), case

    def _made_way(self, unit: SharedUnit, case: Case, now: Moment) -> Case:
        """The case, in nobody's hand where it only waited behind somebody's work."""
        newest = unit.leases.newest_of(case.id)
        if newest is None or not newest.is_open or not newest.waits:
            return case
        unit.leases.save(newest.end(now.at, LeaseEnd.SUPERSEDED))
        freed = case.free()
        unit.cases.save(freed)
        return freed


class KeepWord:
    """What somebody who rang back wishes goes to whoever has, or had last, their case; the hub cannot read it."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, case_id: CaseId, message: SealedMessage) -> None:
        """Keep it, once however often it comes.

        Raises:
            RuleViolation: `look_up_first` where this person did not look the case up here a moment ago;
                `message_to_nobody` where it is somebody else's, or goes to anybody but who has the case.
        """
        now, envelope = moment(self._clock, user), message.envelope
        with self._units() as unit:
            if envelope.id in {each.envelope.id for each in unit.team_messages.sealed()}:
                return
            newest = unit.leases.newest_of(case_id)
            if envelope.by != user.id or newest is None or envelope.people != (newest.user_id,):
                raise RuleViolation("message_to_nobody")
            if not may_leave(unit.log, user, case_id, now):
                raise RuleViolation("look_up_first")
            unit.team_messages.take_in(message)
            unit.log.append([now.fact(WORD_LEFT, case_id, to=newest.user_id, message=envelope.id)])
            unit.commit()
