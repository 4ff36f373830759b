"""The place of a complete interview follows the codes of its open answers, as it follows an answer that is corrected.

Where the cells it belongs in have no room it stays where it counts, marked, and a supervisor decides: a full cell takes
nobody because somebody read a text anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, Moment, NewEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import Decision
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.monitor.answer_codings import codings
from cati_app.fieldwork.monitor.coded_places import CodedPlace, CodedPlaces, Codings
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits, Units
from cati_app.fieldwork.quota.follow_place import follow
from cati_app.fieldwork.quota.review_interview import check_not_own, reviewable
from cati_app.fieldwork.rights import needs


def follow_or_stay(
    unit: CallingUnit, now: Moment, places: CodedPlaces, interview: Interview, coded: Codings
) -> tuple[Decision | None, list[NewEvent]]:
    """What codes do to the place of an interview, with the facts; None where it counts where it belongs."""
    decision = places.decided(unit, interview, coded)
    if decision is not None:
        return decision, follow(unit, now, interview, decision)
    if places.belongs(unit, interview, coded) is not None:
        unit.interviews.save(interview.stay())
    return None, []


class FollowCodes:
    """A supervisor lets places follow codes that somebody without that right gave, or for which there was no room.

    Args:
        units: Where it is written; keys that open answers.
        whole: Where interviews are read.
        here: Codes written here that have not come to the whole study yet; None: all are there.
    """

    def __init__(
        self, units: CallingUnits, whole: Units, places: CodedPlaces, clock: Clock, here: CallingUnits | None
    ) -> None:
        self._units = units
        self._whole = whole
        self._places = places
        self._clock = clock
        self._here = here

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId) -> CodedPlace:
        """Move the interview of a case to the cells it belongs in; where it belonged and stood before.

        Raises:
            RuleViolation: `not_reviewable`; `own_interview`; `place_right` where it counts where it belongs, or nobody
                can tell; `no_room`.
        """
        wrong = self.look(user, case_id)
        if wrong is None:
            raise RuleViolation("place_right")
        now = moment(self._clock, user)
        with self._units() as unit:
            interview = unit.interviews.get(wrong.interview)
            check_not_own(interview, user.id)
            decision = self._places.decided(unit, interview, codings(unit, (), {wrong.interview})[wrong.interview])
            if decision is None:
                raise RuleViolation("place_right")
            if not decision.has_place:
                raise RuleViolation("no_room")
            unit.log.append(follow(unit, now, interview, decision))
            unit.commit()
        return wrong

    @needs(Right.SUPERVISE)
    def look(self, user: User, case_id: CaseId) -> CodedPlace | None:
        """Where the interview of a case belongs by its codes; None: where it counts.

        Raises:
            RuleViolation: `not_reviewable`.
        """
        with self._whole() as unit:
            interview = reviewable(unit, case_id).interview.id
        return self._places.read(user, self._whole, self._written_here({interview}), {interview}).get(interview)

    @needs(Right.SUPERVISE)
    def all(self, user: User) -> tuple[CodedPlace, ...]:
        """All that belong elsewhere than they count, by case."""
        elsewhere = self._places.read(user, self._whole, self._written_here())
        return tuple(sorted(elsewhere.values(), key=lambda each: each.case))

    def _written_here(self, only: Collection[InterviewId] | None = None) -> Sequence[LoggedEvent]:
        if self._here is None:
            return ()
        with self._here() as unit:
            return tuple(unit.log.of_codings(only))
