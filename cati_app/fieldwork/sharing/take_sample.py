"""At the hub: take what a supervisor brings of a sample. It arrives in pages, and comes into the study in one step."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.samples import SampleChange, SampledCase, SampleTaken
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub_study import HubStudyUnit, HubStudyUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sample.release_sample import ReleaseSample
from cati_app.fieldwork.sharing.recovery import check_open

TAKEN = "sample_taken"
"""The fact that an import or a draw came into the study."""
_AT_ONCE = 500
_TOLD_AT_MOST = 20_000
"""Cases that were left as they are, in one answer."""


class KeepSamplePage:
    """Cases that arrive wait beside the study: nobody calls them, and no list shows them."""

    def __init__(self, units: HubStudyUnits) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def __call__(
        self, user: User, device: str, change: SampleChange, position: int, cases: Sequence[SampledCase]
    ) -> int:
        """How many cases of the change are here in a row from the first; what came before changes nothing.

        Args:
            position: Of the first of these cases, from 0. A station has one change on its way: what it began before
                and has not brought to its end is let go.
        """
        with self._units() as unit:
            if unit.sample_changes.was_taken(change.id) is not None:
                return change.cases
            for known in unit.sample_changes.unfinished_of(device):
                if known != change.id:
                    unit.sample_changes.let_go(known)
            unit.sample_changes.begin(change, device)
            arrived = unit.sample_changes.arrived(change.id)
            if position <= arrived:
                unit.sample_changes.add(change.id, arrived, cases[arrived - position :])
            here = unit.sample_changes.arrived(change.id)
            unit.commit()
        return here


class TakeSample:
    """What has arrived comes into the study, all of it at once; said again, the answer is the same."""

    def __init__(self, units: HubStudyUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, change: SampleChange, *, again: bool) -> SampleTaken:
        """Take it.

        Args:
            epoch: The life of the hub.
            again: The hub had it in an earlier life, and may lack it now. Cases that are here, or whose name or number
                another case has meanwhile, are left out.

        Raises:
            RuleViolation: `hub_recovers`; `sample_gap` where cases of it have not arrived; `sample_changed` where the
                sample was changed by others since it was made: it was compared with one that is there no more;
                `bundle_unfit` for what is no case of a sample.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            known = unit.sample_changes.was_taken(change.id)
            if known is not None:
                return known
            if not again:
                check_open(unit, epoch)
            if unit.sample_changes.arrived(change.id) < change.cases:
                raise RuleViolation("sample_gap")
            if not again and not _is_of_now(unit, change):
                raise RuleViolation("sample_changed")
            taken = self._enter(unit, change, again=again)
            self._note(unit, now, change, taken)
            unit.commit()
        return taken

    def _enter(self, unit: HubStudyUnit, change: SampleChange, *, again: bool) -> SampleTaken:
        added = renewed = 0
        left: list[CaseId] = []
        try:
            for position in range(0, change.cases, _AT_ONCE):
                page = [
                    case for case in unit.sample_changes.cases(change.id, position, _AT_ONCE) if _is_told(unit, case)
                ]
                new = [case for case in page if not case.renews]
                added += unit.sample_changes.enter(_unknown(unit, new) if again else new)
                for case in page:
                    if case.renews and _stands(unit, case, change, again=again):
                        unit.sample_changes.renew(case)
                        renewed += 1
                    elif case.renews:
                        left.append(case.bundle.case_id)
        except (ValueError, LookupError) as error:
            raise RuleViolation("bundle_unfit") from error
        return SampleTaken(added, renewed, left=tuple(left[:_TOLD_AT_MOST]))

    def _note(self, unit: HubStudyUnit, now: Moment, change: SampleChange, taken: SampleTaken) -> None:
        fact = now.fact(TAKEN, change=change.id, how=change.kind.value, added=taken.added, renewed=taken.renewed)
        unit.log.append([fact])
        unit.sample_changes.forget_cases(change.id)
        unit.sample_changes.taken(change.id, taken, now.at, unit.changes.last())


class ReleaseAtHub:
    """Opens random portions for all stations, as on a laptop; the same request opens them once."""

    def __init__(self, units: HubStudyUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, device: str, epoch: int, change: SampleChange, *, again: bool) -> SampleTaken:
        """Open them. RuleViolation: `hub_recovers`.

        Args:
            again: As `TakeSample`.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            known = unit.sample_changes.was_taken(change.id)
            if known is not None:
                return known
            if not again:
                check_open(unit, epoch)
        release = ReleaseSample(self._units, self._clock)
        opened = release(user, replicates=change.asked.get("replicates"), count=change.asked.get("count"))
        taken = SampleTaken(opened=opened)
        with self._units() as unit:
            unit.sample_changes.begin(change, device)
            unit.sample_changes.taken(change.id, taken, now.at, 0)
            unit.commit()
        return taken


def _is_of_now(unit: HubStudyUnit, change: SampleChange) -> bool:
    """Whether what it was compared with is here, and nobody has changed the sample since."""
    return unit.changes.was_given(change.basis) and unit.sample_changes.last_taken() <= change.basis


def _is_told(unit: HubStudyUnit, case: SampledCase) -> bool:
    """Whether its data were not erased meanwhile."""
    return not (case.is_erased or unit.erasures.is_erased(case.bundle.case_id))


def _unknown(unit: HubStudyUnit, cases: Sequence[SampledCase]) -> list[SampledCase]:
    """Those that are not here, nor is anything of theirs in another case."""
    return [
        case
        for case in cases
        if not unit.bundles.is_here(case.bundle.case_id) and not unit.sample_changes.is_double(case)
    ]


def _stands(unit: HubStudyUnit, case: SampledCase, change: SampleChange, *, again: bool) -> bool:
    """Whether a case is as it was when the file was compared with it, and with nobody."""
    case_id = case.bundle.case_id
    if again or not unit.bundles.is_here(case_id):
        return False
    newest = unit.leases.newest_of(case_id)
    return (newest is None or not newest.is_open) and unit.changes.last_of(case_id) <= change.basis
