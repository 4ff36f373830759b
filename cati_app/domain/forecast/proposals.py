"""What could be done, and what it brings: each proposal is the field with one thing changed, met with the same luck.

Days gained are set against interviewer hours. Proposals that move targets or give them up stand apart, with what is
lost: they make the field shorter by wanting other people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from math import ceil, inf

import numpy as np

from cati_app.domain.forecast.play import NEVER, Days, PlayedField, play
from cati_app.domain.forecast.so_far import DAYS_AHEAD, CellSoFar, FieldSoFar
from cati_app.domain.ids import CellId
from cati_app.values import dataclass

DRAWS = 200
NEW_NUMBERS = 1000
"""Numbers of a proposal to draw more; where portions wait it counts behind them, so for what they leave open."""
_WITHOUT_END_DAYS = 20
_SAVES_NOTHING = 0.05
"""Days below which a proposal brings nothing worth telling."""


class ProposalKind(StrEnum):
    """What is done."""

    RELEASE = "release"  # the next portion of the sample
    DRAW = "draw"  # more numbers
    SEAT = "seat"  # one more in a shift
    MOVE = "move"  # targets from a cell to another one of the same margin
    SHORT = "short"  # a cell stays short
    ALL_SHORT = "all_short"  # every cell that is not full at the end of the field


CHANGES_TARGETS = frozenset({ProposalKind.MOVE, ProposalKind.SHORT, ProposalKind.ALL_SHORT})
"""The field ends sooner because it wants others, or fewer."""


@dataclass(frozen=True, slots=True)
class ShiftSeat:
    """One more seat of a shift.

    Args:
        shift: Number of the shift in study.yaml, from 1.
        hours: That it adds to each of the days ahead.
    """

    shift: int
    hours: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that could be done.

    Args:
        field: As it would be.
        count: Numbers, or interviews that are moved or given up.
        shift: Of a seat.
        cell: That gives targets, or stays short.
        to: That takes them.
    """

    kind: ProposalKind
    field: FieldSoFar
    count: int = 0
    shift: int = 0
    cell: CellId | None = None
    to: CellId | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proposal with what it brings.

    Args:
        days_gained: Days of work by which the total is full sooner, mean of the draws; what is not in sight counts as
            one day more than was played, so that it is at least so many.
        more_hours: Interviewer hours until then, beyond those without it; below 0: it saves some.
        late: Chance of being late with it; None: the field has no end.
        share_before: Of the cell that gives up targets, in the total.
        share_after: The same with the proposal.
    """

    proposal: Proposal
    days_gained: float
    more_hours: float
    late: float | None
    share_before: float | None = None
    share_after: float | None = None

    @property
    def per_hour(self) -> float:
        """Days gained by interviewer hour; without limit where it costs none."""
        return self.days_gained / self.more_hours if self.more_hours > 0 else inf


def proposals(field: FieldSoFar, seats: Iterable[ShiftSeat], seed: int) -> Iterator[Proposal]:
    """What could be done on a field that is not full."""
    if field.closed_portions:
        first, *others = field.closed_portions
        opened = _more_numbers(field, first)
        yield Proposal(ProposalKind.RELEASE, replace(opened, closed_portions=tuple(others)), first)
        drawn = replace(field, closed_portions=(*field.closed_portions, NEW_NUMBERS))
    else:
        drawn = _more_numbers(field, NEW_NUMBERS)
    yield Proposal(ProposalKind.DRAW, drawn, NEW_NUMBERS)
    for seat in seats:
        hours = tuple(a + b for a, b in zip(field.hours_ahead, seat.hours, strict=False))
        yield Proposal(ProposalKind.SEAT, replace(field, hours_ahead=hours), shift=seat.shift)
    yield from _of_targets(field, seed)


def weighed(field: FieldSoFar, offered: Iterable[Proposal], seed: int) -> tuple[Weighed, ...]:
    """Those that bring something: what keeps the targets first, and of these what brings most days by hour."""
    without = play(field, DRAWS, seed)
    told = [_weighed(field, proposal, without, play(proposal.field, DRAWS, seed)) for proposal in offered]
    useful = [thing for thing in told if thing.days_gained > _SAVES_NOTHING]
    return tuple(
        sorted(
            useful,
            key=lambda thing: (thing.proposal.kind in CHANGES_TARGETS, -thing.per_hour, -thing.days_gained),
        )
    )


def _more_numbers(field: FieldSoFar, count: int) -> FieldSoFar:
    fresh = field.open_numbers[0] if field.open_numbers else 0
    return replace(field, open_numbers=(fresh + count, *field.open_numbers[1:]))


def _of_targets(field: FieldSoFar, seed: int) -> Iterator[Proposal]:
    """Those of the cell that is full last: moved to its neighbour that fills soonest, or given up; or those of all."""
    days_left = field.days_left if field.days_left is not None else _WITHOUT_END_DAYS
    played = play(field, DRAWS, seed)
    by_then = play(field, DRAWS, seed, min(DAYS_AHEAD, max(0, days_left)))
    open_cells = [n for n, cell in enumerate(field.cells) if not cell.closed and cell.achieved < cell.target]
    if not open_cells:
        return
    last = max(open_cells, key=lambda n: (float(played.cells[:, n].mean()), -n))
    slow = field.cells[last]
    missing = {n: _missing(field.cells[n], by_then.achieved[:, n]) for n in open_cells}
    count = missing[last]
    if count <= 0:
        return
    near = [n for n in range(len(field.cells)) if _is_near(field.cells[n], slow) and not field.cells[n].paused]
    if near:
        soonest = min(near, key=lambda n: (float(played.cells[:, n].mean()), n))
        moved = _retargeted(field.cells, {last: -count, soonest: count})
        to = field.cells[soonest].cell_id
        yield Proposal(ProposalKind.MOVE, replace(field, cells=moved), count, cell=slow.cell_id, to=to)
    short = _retargeted(field.cells, {last: -count})
    yield Proposal(ProposalKind.SHORT, replace(field, cells=short), count, cell=slow.cell_id)
    if count < sum(missing.values()):
        all_short = _retargeted(field.cells, {n: -lacking for n, lacking in missing.items()})
        yield Proposal(ProposalKind.ALL_SHORT, replace(field, cells=all_short), sum(missing.values()))


def _missing(cell: CellSoFar, achieved: Days) -> int:
    """Interviews that half of the draws lack; what is held is not given up."""
    lacking = ceil(cell.target - float(np.median(achieved)))
    return max(0, min(lacking, cell.target - cell.achieved - cell.held))


def _is_near(cell: CellSoFar, other: CellSoFar) -> bool:
    """Whether both are of the same categories but for one dimension, so that the other margins stay."""
    apart = sum(a != b for a, b in zip(cell.categories, other.categories, strict=True))
    return apart == 1 and not cell.closed


def _retargeted(cells: Sequence[CellSoFar], changes: dict[int, int]) -> tuple[CellSoFar, ...]:
    return tuple(replace(cell, target=cell.target + changes.get(n, 0)) for n, cell in enumerate(cells))


def _weighed(field: FieldSoFar, proposal: Proposal, without: PlayedField, within: PlayedField) -> Weighed:
    before, after = total_days(field, without), total_days(proposal.field, within)
    late = None if field.days_left is None else float((after > field.days_left).mean())
    told = Weighed(proposal, float((before - after).mean()), float((within.hours - without.hours).mean()), late)
    if proposal.cell is None:
        return told
    return replace(
        told,
        share_before=_share(field.cells, proposal.cell),
        share_after=_share(proposal.field.cells, proposal.cell),
    )


def total_days(field: FieldSoFar, played: PlayedField) -> Days:
    """The day on which the last cell that is not closed is full, by draw; one after all that are played: never."""
    counted = [n for n, cell in enumerate(field.cells) if not cell.closed]
    days: Days = np.minimum(NEVER, played.cells[:, counted].max(axis=1, initial=0))
    return days


def _share(cells: Sequence[CellSoFar], wanted: CellId | None) -> float:
    total = sum(cell.target for cell in cells)
    return next(cell.target for cell in cells if cell.cell_id == wanted) / max(1, total)
