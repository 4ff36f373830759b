"""At the hub: a complete interview counts where its codes put it, as a station says that can read them.

The rule is that of one machine; what the hub has of its own is the place as it was given, and the order of what
several stations say. Of two the one that knows fewer codes is refused, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import WITH_PLACE, Classification
from cati_app.domain.quota.fitting import fitting_of, place_in
from cati_app.domain.sharing.decided import PlaceFollowed
from cati_app.domain.sharing.leases import SetAside
from cati_app.domain.sharing.places import GrantState, PlaceDerived, PlaceGrant, PlaceNow
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.quota.follow_place import FOLLOWED, PLACED, STOOD_RIGHT, count_elsewhere
from cati_app.fieldwork.quota.own_place import decide_anew
from cati_app.fieldwork.quota.review_interview import check_not_own, reviewable
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.recovery import check_open
from cati_app.fieldwork.sharing.remote_acts import promote_interview

_SEEN = "seen"


class FollowForAll:
    """One transaction on the counters of the hub."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, derived: PlaceDerived) -> tuple[PlaceNow, PlaceFollowed]:
        """Move its place, where it is not in one of the cells that it fits and these have room.

        Raises:
            RuleViolation: `no_such_case`; `not_reviewable` where that interview does not count; `own_interview`;
                `case_taken` while a station has the case; `no_cell`; `coded_since` where somebody has said more of it;
                `hub_recovers`, `hub_edition_lost` while nobody knows which places are free.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            check_open(unit, epoch)
            if not unit.bundles.is_here(derived.case_id):
                raise RuleViolation("no_such_case")
            under_review = reviewable(unit, derived.case_id)
            interview = under_review.interview
            counts = not under_review.is_rejected and interview.quota_status in WITH_PLACE
            if interview.id != derived.interview_id or interview.cell_id is None or not counts:
                raise RuleViolation("not_reviewable")
            check_not_own(interview, user.id)
            if is_out(unit, derived.case_id):
                raise RuleViolation("case_taken")
            belongs = self._belongs(unit, derived.wish)
            if not derived.knows(seen_of(unit, interview.id)):
                raise RuleViolation("coded_since")
            place, has_room = _follow(unit, now, interview, belongs, {_SEEN: dict(derived.seen)})
            unit.commit()
        left = PlaceFollowed(interview.case_id, interview.id, place, derived.seen, now.at, user.id)
        return PlaceNow(place, has_room), left

    def _belongs(self, unit: SharedUnit, wish: CellId) -> Classification:
        """What a station tells of a person whose answers it alone can read. RuleViolation: `no_cell`."""
        fitting, plan = fitting_of(wish), self._rules.quota
        if not {cell for fits in fitting for cell in fits.cells} <= {count.cell_id for count in unit.quota.counts()}:
            raise RuleViolation("no_cell")
        quotas = () if plan is None else plan.quotas
        closed = frozenset(quota.unclassified for quota in quotas if not quota.accept_unclassified)
        several = fitting if any(len(fits.cells) > 1 for fits in fitting) else ()
        return Classification(place_in(fits.cells[0] for fits in fitting), (), {}, closed, several)


def seen_of(unit: SharedUnit, interview: InterviewId) -> Mapping[str, int]:
    """The codes of an interview of which stations have told where they put it."""
    told = [fact.event for fact in unit.log.of_interview(interview) if fact.event.kind in PLACED]
    seen: dict[str, int] = {}
    for event in told:
        for device, number in cast("Mapping[str, int]", (event.payload or {})[_SEEN]).items():
            seen[device] = max(number, seen.get(device, 0))
    return seen


def is_out(unit: SharedUnit, case_id: CaseId) -> bool:
    """Whether a station has the case, which brings its interviews as they were when it was lent."""
    lease = unit.leases.newest_of(case_id)
    return lease is not None and lease.is_open


def place_again(
    unit: SharedUnit, rules: StudyRules, now: Moment, given: PlaceFollowed, told: dict[str, object]
) -> CellId:
    """What this hub has done and lost, once more; the place that the interview had here until now.

    An interview that is rejected takes no place; one that came back without any takes the one that it had been given.

    Args:
        told: What the fact says beside cells and codes.

    Raises:
        RuleViolation: `no_room` where its place went to somebody else meanwhile.
        LookupError: there is no such interview, or cell.
    """
    interview = unit.interviews.get(given.interview_id)
    if interview.cell_id is None:
        raise LookupError(f"no place of interview {interview.id}")
    aside = {each.interview_id: each.why for each in unit.bundles.uncounted_of(given.case_id)}
    facts = {_SEEN: dict(given.seen), **told}
    if given.interview_id not in aside:
        _, has_room = _follow(unit, now, interview, Classification(given.place, (), {}), facts)
        if not has_room:
            raise RuleViolation("no_room")
        return interview.cell_id
    fact = now.fact(
        FOLLOWED, given.case_id, given.interview_id, None, stood=interview.cell_id, belongs=given.place, **facts
    )
    unit.interviews.save(replace(interview, cell_id=given.place))
    unit.cases.save(unit.cases.get(given.case_id), [fact])
    if aside[given.interview_id] is SetAside.SURPLUS:
        promote_interview(unit, rules, now, unit.interviews.get(given.interview_id), given.place)
    return interview.cell_id


def _follow(
    unit: SharedUnit, now: Moment, interview: Interview, belongs: Classification, told: Mapping[str, object]
) -> tuple[CellId, bool]:
    """The cells it counts in then, and whether those it belongs in have room."""
    assert interview.cell_id is not None
    assert interview.state is InterviewState.COMPLETED
    decision, place = decide_anew(unit.quota, interview, belongs), interview.cell_id
    if decision is None:
        facts = [now.fact(STOOD_RIGHT, interview.case_id, interview.id, None, stood=place, **told)]
    else:
        facts = count_elsewhere(unit, now, interview, decision, **told)
    if decision is not None and decision.has_place:
        place = decision.classification.cell_id
        unit.interviews.save(replace(interview.move(decision), frozen=interview.frozen))  # which is sealed here
        for grant in unit.grants.used_of(interview.id):
            unit.grants.save(grant.to(GrantState.BACK))
        unit.grants.save(PlaceGrant(f"{interview.id}/{place}", "", interview.id, place, now.at, GrantState.USED))
    unit.cases.save(unit.cases.get(interview.case_id), facts)
    return place, decision is None or decision.has_place
