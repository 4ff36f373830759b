"""Whose case a number belongs to, for whoever talks to a person who rings back: one number in, one answer out.

The log tells that a number was looked up and by whom, and never the number.
"""

from __future__ import annotations

from cati_app.domain.casework.callers import (
    BLOCKED_CALLER,
    LOOKED_UP,
    LOOKUPS_AT_MOST,
    LOOKUPS_WITHIN,
    CallerCase,
    CallerStanding,
    case_of_caller,
    standing_of,
)
from cati_app.domain.casework.cases import Case
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.calling.limits import is_blocked
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.log import EventLog
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import needs


class LookUpCaller:
    """Tells a supervisor where the case of somebody stands who rings back.

    Args:
        whole: Where the whole study is read.
    """

    def __init__(self, units: Units, whole: Units, clock: Clock) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock

    @needs(Right.ASK_WHY)
    def __call__(self, user: User, number: PhoneNumber) -> CallerCase:
        """The answer. RuleViolation: `lookups_too_many`, `no_contact_access`."""
        now = moment(self._clock, user)
        with self._units() as unit:
            check_pace(unit.log, user, now)
        with self._whole() as whole:  # the same database on one machine, which has one transaction at a time
            answer, _ = looked_up(whole, user, number)
        with self._units() as unit:
            note_lookup(unit.log, now, answer)
            unit.commit()
        return answer


_UNANSWERED = "unanswered"


def check_pace(log: EventLog, user: User, now: Moment) -> None:
    """Whether this person may look up one more number now. RuleViolation: `lookups_too_many`.

    Those of a clock that was set back since lie hours ahead, and count no more.
    """
    since = log.since(now.at - LOOKUPS_WITHIN, {LOOKED_UP})
    own = (logged.event.at for logged in since if logged.event.user_id == user.id)
    if sum(at - now.at < LOOKUPS_WITHIN for at in own) >= LOOKUPS_AT_MOST:
        raise RuleViolation("lookups_too_many", most=LOOKUPS_AT_MOST)


def looked_up(unit: UnitOfWork, user: User, number: PhoneNumber) -> tuple[CallerCase, Case | None]:
    """Where the case of a number stands for this person, and the case where there is one.

    RuleViolation: `no_contact_access`.
    """
    case = case_of_caller(unit.cases.get(case_id) for case_id in unit.sample.with_number(number))
    answer = standing_of(case, user.id)
    is_open = answer.standing is CallerStanding.FREE
    if unit.blocklist.holding([number.e164]) or (is_open and case is not None and is_blocked(unit, case)):
        answer = BLOCKED_CALLER
    return answer, case


def note_lookup(log: EventLog, now: Moment, answer: CallerCase | None) -> None:
    """Tell the log, without the number.

    Args:
        answer: None: nobody could say; it is a try all the same.
    """
    case_id, standing = (None, _UNANSWERED) if answer is None else (answer.case_id, answer.standing.value)
    log.append([now.fact(LOOKED_UP, case_id, standing=standing)])
