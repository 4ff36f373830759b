"""A study's cases go from the station that has them to its hub; from then on stations call, this one among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import User
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.fieldwork.calling.limits import is_blocked
from cati_app.fieldwork.ports.sharing import SharedUnit
from cati_app.station.hub_link import StudyAtHub
from cati_app.station.opening import Station
from cati_app.store.joined import CASES_AT_HUB, HANDING_OVER
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.case_client import BringCases

_AT_ONCE = 100
Told = Callable[[int, int], None]
"""Hears how many cases of how many are at the hub."""


@dataclass(frozen=True, slots=True)
class CasesNow:
    """What adopting hands over."""

    cases: int
    attempts: int
    interviews: int
    suspended: int
    appointments: int


class Adoption:
    """A supervisor who is signed in at the station that has the study.

    Raises:
        RuleViolation: `cases_elsewhere` where the hub has them already; `cases_in_hand` while somebody works one.
    """

    def __init__(self, station: Station, by: User, keys: HeldKeys, at: StudyAtHub) -> None:
        self._station = station
        self._by = by
        self._units = station.units(keys)
        self._hub = BringCases(at.client.client, keys.person, keys.shown or b"")
        self._at = at
        if station.has_cases_elsewhere():
            raise RuleViolation("cases_elsewhere")
        with self._units() as unit:
            held = len(unit.cases.queue.held())
        if held:
            raise RuleViolation("cases_in_hand", cases=held)

    def outlook(self) -> CasesNow:
        """What goes; nothing is sent or changed."""
        with self._units() as unit:
            interviews = unit.interviews.all_in(list(InterviewState))
            return CasesNow(
                cases=unit.cases.count(),
                attempts=sum(unit.calls.tally().values()),
                interviews=len(interviews),
                suspended=sum(i.state is InterviewState.SUSPENDED for i in interviews),
                appointments=unit.cases.queue.count_appointments(),
            )

    def run(self, told: Told = lambda done, of: None) -> int:
        """Bring every case, have the hub open the study, and let go of the cases here; cut off, it is said again.

        Returns:
            How many cases went.

        Raises:
            EnvironmentProblem: as asking the hub; `hub_not_published` before `cati hub publish`.
        """
        database = self._station.database
        database.keep(HANDING_OVER, self._at.access.hub)  # from here on nobody calls at this station by itself
        with self._units() as unit:
            count = unit.cases.count()
        done = 0
        if not self._at.client.standing().is_open:
            for bundles in self._pages():
                self._hub.bring(bundles)
                done += len(bundles)
                told(done, count)
            self._at.client.open()
        self._let_go()
        return count

    def _pages(self) -> Iterator[list[CaseBundle]]:
        last = 0
        while True:
            with self._units() as unit:
                bundles = [self._with_block(unit, bundle) for bundle in unit.bundles.after(last, _AT_ONCE)]
                if not bundles:
                    return
                last = unit.cases.get(bundles[-1].case_id).case_no
            yield bundles

    @staticmethod
    def _with_block(unit: SharedUnit, bundle: CaseBundle) -> CaseBundle:
        return replace(bundle, blocked=is_blocked(unit, unit.cases.get(bundle.case_id)))

    def _let_go(self) -> None:
        """The hub has every case: none is here, and the counters hold granted places from now on."""
        database = self._station.database
        while True:
            with self._units() as unit:
                page = unit.bundles.after(0, _AT_ONCE)
                for bundle in page:
                    unit.bundles.drop(bundle.case_id)
                if not page:
                    unit.grants.fit_cells()
                unit.commit()
            if not page:
                break
        database.keep(CASES_AT_HUB, self._at.access.hub)
        database.sweep()
