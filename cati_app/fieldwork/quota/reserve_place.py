"""A place in the quota: reserve it after the screener, move it when a deciding answer is corrected."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import Decision, QuotaPlan, decide, find_place
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs


class ReservePlace:
    """One transaction finds the cell, moves one place from free to held and freezes the dimensions."""

    def __init__(self, units: CallingUnits, clock: Clock, plan: QuotaPlan) -> None:
        self._units = units
        self._clock = clock
        self._plan = plan

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision:
        """Decide about a screened person.

        Args:
            values: The quota's variables as the form and the sample have them; what is missing counts as unknown.

        Raises:
            RuleViolation: `already_decided`; a decision stands for the interview's life and is never redrawn.
        """
        return self._decide(user, interview_id, values)

    @needs(Right.CALL)
    def where_full(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision:
        """The same where the cell has no place for this person, whatever the counter here says of others' places.

        Raises:
            RuleViolation: as above.
        """
        return self._decide(user, interview_id, values, has_place=False)

    def _decide(
        self, user: User, interview_id: InterviewId, values: Mapping[str, str], *, has_place: bool = True
    ) -> Decision:
        classification = find_place(self._plan, values)
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            decision = decide(classification, unit.quota.count(classification.cell_id).for_one(has_place=has_place))
            decided = interview.decide(decision, self._clock.now())
            unit.interviews.save(decided)
            unit.log.append([_decided(self._clock, user, interview_id, decision)])
            self._hold(unit, user, interview_id, decision)
            unit.commit()
        return decision

    @needs(Right.CALL)
    def move(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision | None:
        """After a correction: to the new cell if it has room, else the old place (or none) is kept and marked.

        Returns:
            The decision in force after a move, None when nothing moved.
        """
        return self._move(user, interview_id, values)

    @needs(Right.CALL)
    def keep_where_full(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision | None:
        """The same where the new cell has no place for this person, whatever the counter here says."""
        return self._move(user, interview_id, values, has_place=False)

    def _move(
        self, user: User, interview_id: InterviewId, values: Mapping[str, str], *, has_place: bool = True
    ) -> Decision | None:
        classification = find_place(self._plan, values)
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            if interview.cell_id in (None, classification.cell_id):
                return None
            decision = decide(classification, unit.quota.count(classification.cell_id).for_one(has_place=has_place))
            if decision.has_place:
                if interview.place is not None:
                    unit.quota.give_back(interview.place)
                self._hold(unit, user, interview_id, decision)
                fact = _decided(self._clock, user, interview_id, decision)
            else:
                fact = happened("quota_not_moved", self._clock, user, None, interview_id, wanted=classification.cell_id)
            unit.interviews.save(interview.move(decision))
            unit.log.append([fact])
            unit.commit()
        return decision if decision.has_place else None

    def _hold(self, unit: CallingUnit, user: User, interview_id: InterviewId, decision: Decision) -> None:
        """One place; above the expected share of persons without a cell, a fact says so as well."""
        cell = decision.classification.cell_id
        if decision.is_beyond:
            unit.quota.hold_beyond(cell)
            taken, share = decision.taken, decision.count.target
            fact = happened("unclassified_above_share", self._clock, user, None, interview_id, taken=taken, share=share)
            unit.log.append([fact])
        elif decision.has_place:
            unit.quota.hold(cell)


def _decided(clock: Clock, user: User, interview_id: InterviewId, decision: Decision) -> NewEvent:
    return happened(
        "quota_decided",
        clock,
        user,
        None,
        interview_id,
        verdict=decision.verdict.value,
        cell=decision.classification.cell_id,
        achieved=decision.count.achieved,
        in_progress=decision.count.in_progress,
        target=decision.count.target,
    )
