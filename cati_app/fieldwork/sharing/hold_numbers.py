"""At the hub: numbers that nobody calls any more, whatever case they belong to.

A hub reads no number. It finds equal ones by the value they are looked up by, which is keyed by the stations.
"""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.casework.cases import Case
from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.leases import REPORT_WITHIN, BeforeCall, HoldWord, LeaseEnd, LeaseToken
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules

PROVISIONAL = REPORT_WITHIN
"""So long a number is held before its case comes back; what is taken back is released at once."""


class HoldNumbers:
    """Somebody wants no more calls: from now on no station calls these numbers, until the result is taken back."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor, device: str, word: HoldWord) -> bool:
        """Hold the numbers of a case that the station has not handed in, or release them; whether it has it.

        A late copy of what the station said before its last word does nothing; the last word said again holds from
        then on. Others may have the case meanwhile: whoever was called and wants no more calls is not called by them
        either.
        """
        with self._units() as unit:
            is_here = take_word(unit, device, word, self._clock.now())
            unit.commit()
        return is_here


def take_word(unit: SharedUnit, device: str, word: HoldWord, now: datetime) -> bool:
    """What a station says of the numbers of a case, where it is its last word; whether the case is there."""
    lease = unit.leases.get(word.token)
    if lease is None or lease.device != device or lease.ended_as is LeaseEnd.HANDED_IN:
        return False
    if unit.holds.is_last(word):
        if word.held:
            unit.holds.hold(lease.case_id, now + PROVISIONAL, lease.token)
        else:
            unit.holds.release(lease.token)
    return True


class AskHolds:
    """Before a call: whether the station still has the case, and whether somebody asked elsewhere not to be called.

    A case that waited is worked from then on.
    """

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor, device: str, token: LeaseToken) -> BeforeCall:
        """Whether a call may begin."""
        now = self._clock.now()
        with self._units() as unit:
            lease = unit.leases.get(token)
            if lease is None or lease.device != device or not lease.is_open:
                return BeforeCall.LOST
            if unit.holds.of(lease.case_id, now, but=token) is not None:
                return BeforeCall.HELD
            if lease.waits:
                unit.leases.save(lease.confirm())
                unit.cases.save(unit.cases.get(lease.case_id).keep(now))
                unit.commit()
            return BeforeCall.FREE


def stopped_by_hold(unit: SharedUnit, rules: StudyRules, case: Case, now: Moment) -> bool:
    """Whether a case may not be lent: closed where a number of it is held for good, else due when the hold may end."""
    hold = unit.holds.of(case.id, now.at)
    if hold is None:
        return False
    if hold.until is None:
        save_case(unit, rules, *case.block(now))
    else:
        unit.cases.save(case.wait_until(hold.until))
    return True
