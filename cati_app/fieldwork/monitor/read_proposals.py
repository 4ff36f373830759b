"""What could be done so that a field is full sooner, each with the days it gains and the hours it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cati_app.domain.calling.planned_hours import planned_hours
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.field_ahead import field_ahead
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ProposalTold:
    """A proposal with what it brings.

    Args:
        kind: `release`, `draw`, `seat`; `move`, `short` and `all_short` change what is wanted.
        changes_targets: It moves targets, or gives them up.
        count: Numbers, or interviews that are moved or given up.
        shift: Number of the shift in study.yaml that gets one seat more, from 1.
        cell: That gives targets, or stays short.
        to: That takes them.
        days_gained: Days of work by which the total is full sooner, on average; at least so many.
        more_hours: Interviewer hours until then, beyond those without it.
        late: Chance of being late with it; None: the field has no end.
        share_before: Of the cell in the total.
        share_after: The same with the proposal.
    """

    kind: str
    changes_targets: bool
    count: int
    shift: int
    cell: CellId | None
    to: CellId | None
    days_gained: float
    more_hours: float
    late: float | None
    share_before: float | None
    share_after: float | None


class ReadProposals:
    """Plays the field forward once more for each thing that could be done, with the luck it has without it."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> Mapping[str, tuple[ProposalTold, ...] | None]:
        """By quota, best first; None: it is too early to say anything."""
        from cati_app.domain.forecast import proposals  # noqa: PLC0415 - numpy is loaded for a forecast alone

        with self._units() as unit:
            ahead = field_ahead(unit, self._rules, self._clock.now())
        told: dict[str, tuple[ProposalTold, ...] | None] = {}
        for quota in ahead.quotas:
            field = quota.field
            if field.is_too_early or not field.cells:
                told[quota.plan.name] = None
                continue
            seats = [proposals.ShiftSeat(n, hours) for n, hours in self._seats(ahead.dates).items()]
            offered = proposals.proposals(field, seats, ahead.seed)
            told[quota.plan.name] = tuple(
                ProposalTold(
                    thing.proposal.kind.value,
                    thing.proposal.kind in proposals.CHANGES_TARGETS,
                    thing.proposal.count,
                    thing.proposal.shift,
                    thing.proposal.cell,
                    thing.proposal.to,
                    thing.days_gained,
                    thing.more_hours,
                    thing.late,
                    thing.share_before,
                    thing.share_after,
                )
                for thing in proposals.weighed(field, offered, ahead.seed)
            )
        return told

    def _seats(self, dates: tuple[date, ...]) -> Mapping[int, tuple[float, ...]]:
        """Hours of one more seat in each shift that is planned, by its number."""
        more: dict[int, tuple[float, ...]] = {}
        for number, shift in enumerate(self._rules.shifts, 1):
            if shift.seats:
                seat = (replace(shift, seats=1),)
                more[number] = tuple(planned_hours(seat, self._rules.calendar, day) for day in dates)
        return more
