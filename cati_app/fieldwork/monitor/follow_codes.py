"""The place of a complete interview follows the codes of its open answers, as it follows an answer that is corrected.

Where the cells it belongs in have no room it stays where it counts, marked, and a supervisor decides: a full cell takes
nobody because somebody read a text anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, Moment, NewEvent
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import Decision
from cati_app.domain.quota.fitting import cells_of, is_unclassified, quota_of
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.monitor.answer_codings import codings
from cati_app.fieldwork.monitor.coded_places import CodedPlace, CodedPlaces, Codings
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits, Units
from cati_app.fieldwork.quota.own_place import move_counted
from cati_app.fieldwork.quota.passing import passed
from cati_app.fieldwork.quota.review_interview import check_not_own, reviewable
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

FOLLOWED, NOT_FOLLOWED = "place_followed_codes", "place_stayed_at_codes"
"""Facts: it counts in other cells since then; it was to, and they had no room."""


def follow(unit: CallingUnit, now: Moment, interview: Interview, decision: Decision) -> list[NewEvent]:
    """Move the place, or mark that there is no room; the facts to be written in the same transaction."""
    assert interview.cell_id is not None
    unit.interviews.save(interview.move(decision))
    stood, belongs = interview.cell_id, decision.classification.cell_id
    kind = FOLLOWED if decision.has_place else NOT_FOLLOWED
    told: dict[str, object] = {"stood": stood, "belongs": belongs}
    facts = [now.fact(kind, interview.case_id, interview.id, None, **told)]
    if decision.has_place:
        come = move_counted(unit.quota, cells_of(stood), cells_of(belongs))
        beyond = [replace(count, achieved=count.achieved + 1) for count in decision.beyond if count.cell_id in come]
        facts += passed(now, interview.id, beyond)
    return facts


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
        units: Where it is written; keys that open answers. None: at a hub places stay, and its cells are steered.
        whole: Where interviews are read.
        here: Codes written here that have not come to the whole study yet; None: all are there.
    """

    def __init__(
        self, units: CallingUnits | None, whole: Units, places: CodedPlaces, clock: Clock, here: CallingUnits | None
    ) -> None:
        self._units = units
        self._whole = whole
        self._places = places
        self._clock = clock
        self._here = here

    @property
    def moves(self) -> bool:
        """Whether places can be moved from here."""
        return self._units is not None

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId) -> CodedPlace:
        """Move the interview of a case to the cells it belongs in; where it belonged and stood before.

        Raises:
            RuleViolation: `not_reviewable`; `own_interview`; `place_right` where it counts where it belongs, or nobody
                can tell; `no_room`; `place_stays` at a hub.
        """
        if self._units is None:
            raise RuleViolation("place_stays")
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


@dataclass(frozen=True, slots=True)
class TargetInstead:
    """What a supervisor changes of a quota where a place stays: as many are still to come as if it had moved.

    Args:
        fewer: The cell whose target is one lower; None: of no cell.
        more: The cell whose target is one higher; None: of no cell. With both, one target moves.
    """

    fewer: CellId | None
    more: CellId | None


def targets_instead(place: CodedPlace) -> tuple[TargetInstead, ...]:
    """Quota by quota in which the cells differ; a counter of persons without a cell has no target."""
    stood, belongs = ({quota_of(cell): cell for cell in cells_of(each)} for each in (place.stands, place.belongs))
    changes = []
    for quota in dict.fromkeys((*stood, *belongs)):
        more, fewer = stood.get(quota), belongs.get(quota)
        if more != fewer:
            changes.append(TargetInstead(*(None if c is None or is_unclassified(c) else c for c in (fewer, more))))
    return tuple(changes)
