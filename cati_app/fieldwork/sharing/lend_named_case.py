"""At the hub: lend one case that a supervisor asks for."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.lend_case import lent_again, lent_under, new_lease, settle_shared
from cati_app.fieldwork.sharing.recovery import check_lends
from cati_app.fieldwork.sharing.requests_back import answer_nothing


class LendNamedCase:
    """Lends one case that a supervisor asks for, closed or not: to correct it, or to work it there."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, asked: CaseRequest, case_id: CaseId) -> LentCase:
        """The case; the same answer to the same request.

        Raises:
            RuleViolation: `hub_recovers`; `no_such_case`; `case_taken` while somebody has it in hand, and where the
                request was answered before and the case has come back since.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            given = unit.leases.asked(asked.device, asked.request)
            if given is not None and given.is_open and given.case_id == case_id:
                return lent_again(unit, user, given)
            check_lends(unit, asked.epoch)
            if not unit.bundles.is_here(case_id):
                raise RuleViolation("no_such_case")
            settle_shared(unit, self._clock, self._rules)
            newest = unit.leases.newest_of(case_id)
            if given is not None:
                raise RuleViolation("case_taken")
            if newest is not None and newest.is_open:
                answer_nothing(unit, asked.epoch, asked.device, asked.request, now)
                unit.commit()
                raise RuleViolation("case_taken")
            out = unit.cases.get(case_id).hand_out(now)
            lent = lent_under(unit, new_lease(unit, self._rules, user, asked, now, case_id), None)
            unit.cases.save(*out)
            unit.commit()
        return lent
