"""A place in the quota: reserve it after the screener, move it when a deciding answer is corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, Classification, Decision, QuotaPlan, decide, find_place
from cati_app.domain.quota.fitting import cells_of
from cati_app.fieldwork.logging_events import happened, moment
from cati_app.fieldwork.ports.quota_book import QuotaBook
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.quota.passing import passed
from cati_app.fieldwork.rights import needs


class ReservePlace:
    """One transaction finds the cell, moves one place from free to held and freezes the dimensions.

    Attributes:
        knows_others: The counters are those of the whole study; False at a station of a hub, which has its own.
    """

    def __init__(self, units: CallingUnits, clock: Clock, plan: QuotaPlan) -> None:
        self._units = units
        self._clock = clock
        self._plan = plan
        self.knows_others = True

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
    def where_full(self, user: User, interview_id: InterviewId, values: Mapping[str, str], full: CellId) -> Decision:
        """The same where a cell has no place for this person, whatever the counter here says of others' places.

        Raises:
            RuleViolation: as above.
        """
        return self._decide(user, interview_id, values, full)

    def _decide(
        self, user: User, interview_id: InterviewId, values: Mapping[str, str], refused: CellId | None = None
    ) -> Decision:
        classification = find_place(self._plan, values, interview_id)
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            decision = self._told(decide(classification, unit.quota.count, refused))
            decided = interview.decide(decision, self._clock.now())
            unit.interviews.save(decided)
            unit.log.append([_decided(self._clock, user, interview_id, decision)])
            if decided.place is not None:
                unit.quota.hold(decided.place)
            unit.log.append(_beyond(self._clock, user, interview_id, decision))
            unit.commit()
        return decision

    @needs(Right.CALL)
    def move(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision | None:
        """After a correction: to the new cells if all have room, else the old place (or none) is kept and marked.

        Returns:
            The decision in force after a move, None when nothing moved.
        """
        return self._move(user, interview_id, values)

    @needs(Right.CALL)
    def keep_where_full(
        self, user: User, interview_id: InterviewId, values: Mapping[str, str], full: CellId
    ) -> Decision | None:
        """The same where a new cell has no place for this person, whatever the counter here says."""
        return self._move(user, interview_id, values, full)

    def _move(
        self, user: User, interview_id: InterviewId, values: Mapping[str, str], refused: CellId | None = None
    ) -> Decision | None:
        classification = find_place(self._plan, values, interview_id)
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            if interview.cell_id is None or classification.fits(interview.cell_id):
                return None
            held = cells_of(interview.place) if interview.place is not None else ()
            count_of = partial(_without, unit.quota, held)
            decision = self._told(decide(classification.keeping(interview.cell_id), count_of, refused))
            if decision.has_place:
                move_place(unit.quota, held, cells_of(decision.classification.cell_id))
                facts = [_decided(self._clock, user, interview_id, decision)]
                facts += _beyond(self._clock, user, interview_id, decision)
            else:
                wanted = decision.classification.cell_id
                facts = [happened("quota_not_moved", self._clock, user, None, interview_id, wanted=wanted)]
            unit.interviews.save(interview.move(decision))
            unit.log.append(facts)
            unit.commit()
        return decision if decision.has_place else None

    def _told(self, decision: Decision) -> Decision:
        return decision if self.knows_others else replace(decision, knows_others=False)

    @needs(Right.CALL)
    def narrowed(self, user: User, interview_id: InterviewId, classified: Classification) -> Classification:
        """Where a person belongs, with the cells the interview has already where they still fit."""
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            return classified if interview.cell_id is None else classified.keeping(interview.cell_id)


def move_place(book: QuotaBook, before: Sequence[CellId], after: Sequence[CellId]) -> None:
    """From these cells to those; what is in both stays as it is."""
    for cell in before:
        if cell not in after:
            book.give_back(cell)
    for cell in after:
        if cell not in before:
            book.hold(cell)


def _without(book: QuotaBook, held: Collection[CellId], cell: CellId) -> CellCount:
    """A cell as others have it: the interview's own place is not in its way."""
    count = book.count(cell)
    return replace(count, in_progress=count.in_progress - 1) if cell in held else count


def _beyond(clock: Clock, user: User, interview_id: InterviewId, decision: Decision) -> list[NewEvent]:
    """Facts of cells that have one more than there are to be: nobody is turned away there, and a supervisor hears."""
    with_it = [replace(count, in_progress=count.in_progress + 1) for count in decision.beyond]
    return passed(moment(clock, user), interview_id, with_it)


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
