"""At the hub: its stations, and what it kept aside, for a supervisor; and what is decided about that."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.aside import AsideKind, KeptAside, Settling, choices
from cati_app.domain.sharing.stations import StationsNow
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub_study import HubStudyUnit, HubStudyUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.judge_interviews import settle_interviews
from cati_app.fieldwork.sharing.recovery import check_open, missing_stations
from cati_app.fieldwork.sharing.remote_acts import promote_interview


class ReadStations:
    """Who is there, and what the hub holds for whom."""

    def __init__(self, units: HubStudyUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, life: str) -> StationsNow:
        """All of them.

        Args:
            life: Id of that life of the hub.
        """
        with self._units() as unit:
            return StationsNow(
                self._clock.now(),
                life,
                tuple(unit.figures.all(epoch)),
                unit.stations.goes_on(epoch),
                unit.stations.edition_lacking(epoch),
                {kind.value: count for kind, count in unit.aside.count().items()},
                unit.figures.surplus(),
            )


class ReadAside:
    """What is kept aside and nobody has decided about."""

    def __init__(self, units: HubStudyUnits) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def __call__(self, user: User) -> Sequence[KeptAside]:
        """Of each kind what came first, a bounded number."""
        with self._units() as unit:
            return unit.aside.waiting()


class SettleAside:
    """A supervisor decides about one of them. Why stands sealed in the log of the station."""

    def __init__(self, units: HubStudyUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, device: str, kind: AsideKind, key: str, settling: Settling) -> None:
        """Do it; what was decided so before changes nothing.

        Args:
            device: The station at which it is decided.

        Raises:
            RuleViolation: `nothing_aside` where there is no such thing, or it was decided otherwise; `cannot_settle`
                for a decision that does not fit it; `still_unfit` where it fits no better than before; `no_room`,
                `case_has_interview`, `hub_recovers`, `hub_edition_lost`.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            if unit.aside.settled_as(kind, key) is settling:
                return
            aside = unit.aside.find(kind, key)
            if aside is None:
                raise RuleViolation("nothing_aside")
            if settling not in choices(aside):
                raise RuleViolation("cannot_settle")
            if settling is Settling.COUNT:
                check_open(unit, epoch)
                self._count(unit, now, aside)
            elif settling is Settling.PLACE:
                self._bring(unit, now, epoch, device, aside)
            unit.aside.settle(kind, key, settling)
            fact = now.fact("aside_settled", aside.case_id, what=kind.value, why=aside.why, settling=settling.value)
            unit.log.append([fact])
            unit.commit()

    def _count(self, unit: HubStudyUnit, now: Moment, aside: KeptAside) -> None:
        interview = unit.interviews.get(InterviewId(aside.key))
        uncounted = {known.interview_id for known in unit.bundles.uncounted_of(interview.case_id)}
        if any(
            other.state is InterviewState.COMPLETED and other.id not in uncounted
            for other in unit.interviews.of_case(interview.case_id)
        ):
            raise RuleViolation("case_has_interview")
        promote_interview(unit, self._rules, now, interview, CellId(aside.cell_id))

    def _bring(self, unit: HubStudyUnit, now: Moment, epoch: int, device: str, aside: KeptAside) -> None:
        if aside.kind is AsideKind.EVENT:
            if not unit.aside.place_event(aside.key):
                raise RuleViolation("still_unfit")
            return
        try:
            bundle = unit.aside.bundle(aside.key)
            if unit.erasures.is_erased(bundle.case_id):
                raise RuleViolation("still_unfit")
            before = {interview.id: interview for interview in unit.interviews.of_case(bundle.case_id)}
            all_here = unit.bundles.add_unknown(bundle)
            unit.cases.save(unit.bundles.recounted(unit.cases.get(bundle.case_id)))
            recovers = bool(missing_stations(unit, epoch))
            settle_interviews(unit, self._rules, now, aside.device, bundle.case_id, before, recovers=recovers)
        except (LookupError, ArithmeticError, TypeError, ValueError) as error:
            raise RuleViolation("still_unfit") from error
        if not all_here:
            raise RuleViolation("still_unfit")
