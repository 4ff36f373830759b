"""At a station: the case that a hub lent for a person is offered, with the hub's reason; no other one is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from cati_app.domain.calling.queue import Because, DueCase, Nothing, Waits
from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.limits import CallsMade, calls_made, stop
from cati_app.fieldwork.calling.queueing import because_due
from cati_app.fieldwork.calling.settle import settle
from cati_app.fieldwork.calling.take_case import Offer, TakeCase
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.borrow_case import is_worked, pack_case


class OfferLentCase(TakeCase):
    """The order in which cases are called is the hub's: what it lent comes, whether it is due here or not.

    Only the hours of calling are asked again. A call outside them is refused, and its case would come first for ever.

    Args:
        device: The station.
        reason: Why the hub lent a case, as far as that is known.
    """

    def __init__(
        self,
        units: SharedUnits,
        clock: Clock,
        ids: IdSource,
        rules: StudyRules,
        watch: ClockWatch,
        device: str,
        reason: Callable[[CaseId], Because | None],
    ) -> None:
        super().__init__(units, clock, ids, rules, watch)
        self._lent = units
        self._device = device
        self._reason = reason

    @needs(Right.CALL)
    def __call__(self, user: User) -> Offer | Nothing:
        """The case that is here for the person; nothing where none is."""
        with self._lent() as unit:
            settle(unit, self._clock, self._rules, user, clock_was_set=self._watch.was_set())
            now = moment(self._clock, user)
            offered = self._take(unit, user, now, partial(self._here, unit, user, now))
            unit.commit()
        self.committed()
        return offered

    def _here(self, unit: SharedUnit, user: User, now: Moment) -> tuple[Case, Because, CallsMade] | Nothing:
        """The case that was lent first, before one that waits; one that may not be called any more goes back.

        Outside its hours a case that was taken along stays for the next day.
        """
        opens: list[datetime | None] = []
        for lease in sorted(unit.leases.open_of(self._device), key=lambda lease: (lease.waits, lease.token)):
            if lease.user_id != user.id or lease.is_over(now.at) or is_worked(unit, lease):
                continue
            case = unit.cases.get(lease.case_id)
            if case.locked_by is not None:
                continue
            if case.state is not CaseState.OPEN:  # what another station brought closed it before the hub's answer came
                pack_case(unit, lease, now)
                continue
            hours = self._rules.calendar_of(case.locality)
            if not hours.is_open(now.at):
                if lease.is_taken_along(now.at):
                    opens.append(hours.next_open(now.at))
                else:
                    pack_case(unit, lease, now)
                continue
            made = calls_made(unit, self._rules, case, now.at)
            stopped = stop(unit, self._rules, case, made, now)
            if stopped is None:
                return case, self._reason(case.id) or _by_itself(case), made
            save_case(unit, self._rules, *stopped)
            pack_case(unit, lease, now)
        waiting = {Waits.OUTSIDE_HOURS: len(opens)} if opens else {}
        return Nothing(waiting, min((at for at in opens if at is not None), default=None), len(opens))


def _by_itself(case: Case) -> Because:
    """As far as the case tells: the program was started again since the hub lent it."""
    if case.appointment is not None:
        return Because.FIRM_APPOINTMENT if case.appointment.firm else Because.SOFT_APPOINTMENT
    return because_due(DueCase(case.id, case.attempts, case.skill, lagging=False, best_part=False))
