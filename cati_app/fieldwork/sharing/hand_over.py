"""At the station that has a study: its cases go to a hub, and none is left here."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.cases_now import CasesNow
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.samples import fitting
from cati_app.fieldwork.calling.limits import is_blocked
from cati_app.fieldwork.calling.settle_blocks import settle_all_blocks
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs

AT_ONCE = 100
"""Cases that go together at most; fewer where they are large."""


class HandOver:
    """A supervisor hands every case over; what was sent may be sent again."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def outlook(self, user: User) -> CasesNow:
        """What goes. RuleViolation: `cases_in_hand` while somebody works one."""
        with self._units() as unit:
            held = len(unit.cases.queue.held())
            if held:
                raise RuleViolation("cases_in_hand", cases=held)
            interviews = unit.interviews.all_in(list(InterviewState))
            return CasesNow(
                cases=unit.cases.count(),
                attempts=sum(unit.calls.tally().values()),
                interviews=len(interviews),
                suspended=sum(i.state is InterviewState.SUSPENDED for i in interviews),
                appointments=unit.cases.queue.count_appointments(),
            )

    @needs(Right.SUPERVISE)
    def after(self, user: User, case_no: int) -> tuple[list[CaseBundle], int]:
        """The next cases behind a number, and the number of the last of them.

        Whoever wanted no more calls a moment ago is on the block list from here on: nobody takes it back any more.
        """
        with self._units() as unit:
            if settle_all_blocks(unit, moment(self._clock, user)):
                unit.commit()
        with self._units() as unit:
            together = fitting(unit.bundles.after(case_no, AT_ONCE), lambda bundle: bundle)
            bundles = [_with_block(unit, bundle) for bundle in together]
            return bundles, unit.cases.get(bundles[-1].case_id).case_no if bundles else case_no

    @needs(Right.SUPERVISE)
    def let_go(self, user: User) -> None:
        """The hub has every case: none is here, and the counters hold granted places from now on."""
        while True:
            with self._units() as unit:
                page = unit.bundles.after(0, AT_ONCE)
                for bundle in page:
                    unit.bundles.drop(bundle.case_id)
                if not page:
                    unit.grants.fit_cells()
                unit.commit()
            if not page:
                return


def _with_block(unit: SharedUnit, bundle: CaseBundle) -> CaseBundle:
    return replace(bundle, blocked=is_blocked(unit, unit.cases.get(bundle.case_id)))
