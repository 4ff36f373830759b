"""At a station: a supervisor asks the hub for one case, changes it as on a laptop, and hands it back at once.

Whoever asks waits for the hub in a thread that may; each step of the store is done in the one that owns it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeVar

from cati_app.domain.calling.promise import Promise
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.fieldwork.calling.agree_anew import AgreeAnew, AgreedAnew, NewAgreement
from cati_app.fieldwork.calling.change_result import ChangedResult, ChangeResult, FutureResult
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub import HubNamedCases, StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.borrow_case import AskForCase, PutCaseIn, pack_case
from cati_app.fieldwork.sharing.work_ahead import WorkAhead

_T = TypeVar("_T")


class NamedCases:
    """Cases that a supervisor takes from the hub by their ids.

    Args:
        device: The station.
    """

    def __init__(
        self,
        units: SharedUnits,
        clock: Clock,
        ids: IdSource,
        device: str,
        hub: HubNamedCases,
        in_store: StoreStep = at_once,
    ) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._device = device
        self._hub = hub
        self.in_store = in_store
        self._back = WorkAhead(units, clock, ids, device, in_store)

    @needs(Right.SUPERVISE)
    def take(self, user: User, case_id: CaseId) -> None:
        """The case is at the station, and with nobody else.

        Raises:
            RuleViolation: `case_taken` while somebody has it in hand, here or elsewhere; `no_such_case`.
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`; nothing was changed.
        """
        if self.in_store(partial(self._in_hand, case_id)):  # whatever the hub thinks of the lease
            raise RuleViolation("case_taken")
        self._back.give_requests_back(user, self._hub)  # or the hub may think that somebody has it
        ask, asked_at = AskForCase(self._units, self._ids), self._clock.now()
        request = self.in_store(partial(ask, user, case_id))
        try:
            lent = self._hub.take_case(request, case_id)
        except RuleViolation:
            self.in_store(partial(ask.got_nothing, user, case_id))
            raise
        except EnvironmentProblem:
            self.in_store(partial(ask.no_more, user, case_id))
            raise
        self.in_store(partial(PutCaseIn(self._units, self._device), user, lent, asked_at, case_id))

    @needs(Right.SUPERVISE)
    def hand_back(self, user: User, case_id: CaseId) -> None:
        """It goes back as it is; without a line it waits here, and goes with whatever is handed in next.

        One that somebody has taken in hand here meanwhile goes back once that is over.
        """
        self.in_store(partial(self._pack, user, case_id))
        with suppress(EnvironmentProblem):
            self._hub.hand_in()

    @needs(Right.SUPERVISE)
    def during(self, user: User, case_id: CaseId, step: Callable[[], _T]) -> _T:
        """Do a step in the store while the case is here; it goes back whatever the step does. Raises as `take`."""
        self.take(user, case_id)
        try:
            return self.in_store(step)
        finally:
            self.hand_back(user, case_id)

    def _pack(self, user: User, case_id: CaseId) -> None:
        now = moment(self._clock, user)
        with self._units() as unit:
            if unit.bundles.is_here(case_id) and unit.cases.get(case_id).locked_by is None:
                for lease in unit.leases.open_of(self._device):
                    if lease.case_id == case_id:
                        pack_case(unit, lease, now)
            unit.grants.fit_cells()
            unit.commit()

    def _in_hand(self, case_id: CaseId) -> bool:
        with self._units() as unit:
            return unit.bundles.is_here(case_id) and unit.cases.get(case_id).locked_by is not None


class ChangeLentResult(ChangeResult):
    """A correction of a case that is at the hub.

    Args:
        whole: The whole study, read.
    """

    def __init__(
        self, units: SharedUnits, clock: Clock, rules: StudyRules, named: NamedCases, whole: SharedUnits
    ) -> None:
        super().__init__(units, clock, rules)
        self._own = units
        self._of = clock, rules
        self._named = named
        self._whole = whole

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, attempt_no: int, code: str, reason: str) -> ChangedResult:
        """As on a laptop.

        Raises:
            RuleViolation: as on a laptop.
            EnvironmentProblem: as `NamedCases.take`.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        step = partial(super().__call__, user, case_id, attempt_no, code, reason)
        return self._named.during(user, case_id, step)

    @needs(Right.SUPERVISE)
    def preview(self, user: User, case_id: CaseId, attempt_no: int, code: str) -> FutureResult:
        """As on a laptop, of the case as it is read here; nothing is asked of the hub, and nothing stays."""
        with self._whole() as unit:
            bundle = unit.bundles.of(case_id)
        foreseen = ChangeResult(lambda: _with_case(self._own, bundle), *self._of)
        return foreseen.preview(user, case_id, attempt_no, code)


@contextmanager
def _with_case(units: SharedUnits, bundle: CaseBundle) -> Iterator[SharedUnit]:
    """A unit of work in which a case is here; nobody commits it."""
    with units() as unit:
        unit.bundles.put(bundle)
        yield unit


class AgreeLentAnew(AgreeAnew):
    """Another time or owner for a case that is at the hub.

    Args:
        whole: The whole study, read.
    """

    def __init__(
        self, units: SharedUnits, clock: Clock, rules: StudyRules, named: NamedCases, whole: SharedUnits
    ) -> None:
        super().__init__(units, clock, rules)
        self._named = named
        self._foreseen = AgreeAnew(whole, clock, rules)

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, agreement: NewAgreement, reason: str) -> AgreedAnew:
        """As on a laptop. EnvironmentProblem: as `NamedCases.take`."""
        if not reason.strip():
            raise RuleViolation("reason_needed")
        return self._named.during(user, case_id, partial(super().__call__, user, case_id, agreement, reason))

    @needs(Right.SUPERVISE)
    def preview(self, user: User, case_id: CaseId, agreement: NewAgreement) -> tuple[AgreedAnew, Promise]:
        """As on a laptop, by the copy that is read here."""
        return self._foreseen.preview(user, case_id, agreement)

    @needs(Right.SUPERVISE)
    def take_back(self, user: User, agreed: AgreedAnew) -> None:
        """As on a laptop. EnvironmentProblem: as `NamedCases.take`."""
        self._named.during(user, agreed.case_id, partial(super().take_back, user, agreed))
