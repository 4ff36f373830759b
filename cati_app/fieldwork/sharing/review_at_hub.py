"""Review at a hub: the verdict is an act of the hub, for all stations; why stands sealed in the log of the station."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cati_app.domain.casework.watch_facts import ACCEPTED, PASSED, REJECTED
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.decided import VerdictGiven, Vouched
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.ports.unit import CallingUnits, Units
from cati_app.fieldwork.quota.review_interview import (
    ReviewInterview,
    accept_again,
    check_not_own,
    reject,
    reviewable,
)
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sharing.decide_at_hub import DecideAtHub
from cati_app.fieldwork.sharing.recovery import check_open

REJECT, ACCEPT = "reject", "accept"
"""What a hub is asked to do."""


class ReviewForAll:
    """At the hub: one transaction, on its counters."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, case_id: CaseId, *, rejected: bool) -> VerdictGiven:
        """Reject, or accept again.

        Raises:
            RuleViolation: `no_such_case`, `not_reviewable`, `own_interview`, `review_unchanged`, `no_room`;
                `hub_recovers`, `hub_edition_lost` while nobody knows which places are free.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            if not rejected:
                check_open(unit, epoch)
            if not unit.bundles.is_here(case_id):
                raise RuleViolation("no_such_case")
            interview = reviewable(unit, case_id).interview.id
            fact = now.fact(REJECTED if rejected else ACCEPTED, case_id, interview=interview)
            give_verdict(unit, now, case_id, fact, rejected=rejected)
            unit.commit()
        return VerdictGiven(case_id, interview, rejected, now.at, user.id)


def give_verdict(unit: SharedUnit, now: Moment, case_id: CaseId, fact: NewEvent, *, rejected: bool) -> None:
    """With the place. RuleViolation: `not_reviewable`, `own_interview`, `review_unchanged`, `no_room`."""
    interview = reject(unit, now, case_id) if rejected else accept_again(unit, now, case_id)
    for grant in unit.grants.used_of(interview.id):  # whatever its station had named it by
        unit.grants.save(grant.to(GrantState.BACK))
    if not rejected and interview.cell_id is not None:
        id_ = f"{interview.id}/{interview.cell_id}"
        known = unit.grants.get(id_) or PlaceGrant(id_, "", interview.id, interview.cell_id, now.at, GrantState.BACK)
        unit.grants.save(known.to(GrantState.USED))
    unit.cases.save(unit.cases.get(case_id), [fact])


class ReviewAtHub(ReviewInterview):
    """At a station: the reason is kept here, then the hub is asked.

    Args:
        whole: The whole study, read.
        units: Of this station, into whose log it is written that somebody looked.
        act: Asks the hub: what, with which case, and under which id; what it vouches for. RuleViolation;
            EnvironmentProblem: as asking a hub.
    """

    def __init__(
        self,
        whole: Units,
        units: CallingUnits,
        clock: Clock,
        decide: DecideAtHub,
        act: Callable[[str, str, str], Sequence[Vouched]],
    ) -> None:
        super().__init__(whole, clock)
        self._here = units
        self._decide = decide
        self._act = act

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, *, rejected: bool, reason: str) -> None:
        """As on one machine. EnvironmentProblem: as asking a hub."""
        act = REJECT if rejected else ACCEPT
        interview = self._decide.in_store(partial(self._own, user, case_id))
        try:
            self._decide(user, act, case_id, reason, partial(self._act, act, case_id), tuple)
        except RuleViolation as rule:
            if rule.code == "counter_unchanged":
                raise RuleViolation("review_unchanged") from rule
            raise
        if not rejected:
            self._decide.in_store(partial(self._passed, moment(self._clock, user), case_id, interview))

    def _own(self, user: User, case_id: CaseId) -> InterviewId:
        """The interview, held by somebody else. RuleViolation: `not_reviewable`, `own_interview`."""
        interview = self.look(user, case_id).interview
        check_not_own(interview, user.id)
        return interview.id

    def _passed(self, now: Moment, case_id: CaseId, interview: InterviewId) -> None:
        with self._here() as unit:
            unit.log.append([now.fact(PASSED, interview=interview, case=case_id)])
            unit.commit()
