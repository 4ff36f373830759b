"""What could be done so that a field is shorter, and what it would cost."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from cati_app.domain.forecast.proposals import (
    CHANGES_TARGETS,
    NEW_NUMBERS,
    Proposal,
    ProposalKind,
    ShiftSeat,
    Weighed,
    proposals,
    weighed,
)
from cati_app.domain.forecast.so_far import CellSoFar, FieldSoFar, WorkingDay
from cati_app.domain.ids import CellId

DAY = WorkingDay((240, 120, 40), (12, 5, 1), (50, 20, 8), 30.0, 28.0, 6.0)
SEAT = ShiftSeat(1, (6.0,) * 120)


def cell(name: str, target: int, screened: int = 20, achieved: int = 12, **more: bool) -> CellSoFar:
    return CellSoFar(CellId(name), tuple(name.split("/")), target, achieved, 0, screened, **more)


def field(**changed: object) -> FieldSoFar:
    """Four cells, of which the one of the old poor is hardly met."""
    told = FieldSoFar(
        days=(DAY,) * 5,
        cells=(
            cell("young/poor", 40, 25),
            cell("young/rich", 40, 30),
            cell("old/poor", 40, 8),
            cell("old/rich", 40, 27),
        ),
        open_numbers=(4000, 600, 200),
        closed_portions=(),
        hours_ahead=(30.0,) * 120,
        days_left=12,
        accepted=48,
        by_appointment=8,
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def offered(told: FieldSoFar) -> dict[ProposalKind, Proposal]:
    return {proposal.kind: proposal for proposal in proposals(told, [SEAT], seed=7)}


def told(of: FieldSoFar, kind: ProposalKind) -> Weighed:
    (only,) = weighed(of, [offered(of)[kind]], seed=7)
    return only


def test_a_portion_that_waits_is_released_and_numbers_are_drawn_to_come_after_it() -> None:
    waits = offered(field(closed_portions=(500, 400)))
    assert (500, (400,), 4500) == (
        waits[ProposalKind.RELEASE].count,
        waits[ProposalKind.RELEASE].field.closed_portions,
        waits[ProposalKind.RELEASE].field.open_numbers[0],
    )
    assert (500, 400, NEW_NUMBERS) == waits[ProposalKind.DRAW].field.closed_portions
    drawn = offered(field())[ProposalKind.DRAW]
    assert 4000 + NEW_NUMBERS == drawn.field.open_numbers[0]
    assert (NEW_NUMBERS,) == offered(field(open_numbers=()))[ProposalKind.DRAW].field.open_numbers


def test_a_seat_gains_days_and_costs_hours() -> None:
    seat = told(field(), ProposalKind.SEAT)
    assert seat.days_gained > 0
    assert seat.proposal.field.hours_ahead[0] == 36.0
    assert seat.late is not None


def test_numbers_gain_much_where_they_have_run_out() -> None:
    dry = field(open_numbers=(100,))
    assert told(dry, ProposalKind.DRAW).days_gained > 10


def test_where_the_portions_that_wait_are_not_enough_more_numbers_are_proposed() -> None:
    short = field(open_numbers=(100,), closed_portions=(50,))
    assert told(short, ProposalKind.DRAW).days_gained > 10
    enough = field(closed_portions=(4000,))
    assert () == weighed(enough, [offered(enough)[ProposalKind.DRAW]], seed=7)


def test_targets_move_from_the_cell_that_is_full_last_to_its_neighbour_that_fills_soonest() -> None:
    moved = offered(field())[ProposalKind.MOVE]
    assert ("old/poor", True) == (moved.cell, moved.to in ("old/rich", "young/poor"))
    assert 160 == sum(cell.target for cell in moved.field.cells)
    changed = {c.cell_id: c.target - 40 for c in moved.field.cells if c.target != 40}
    assert {moved.cell: -moved.count, moved.to: moved.count} == changed


def test_a_cell_that_stays_short_gives_up_what_would_be_missing_at_the_end_of_the_field() -> None:
    short = offered(field())[ProposalKind.SHORT]
    assert "old/poor" == short.cell
    assert 0 < short.count < 28
    assert CHANGES_TARGETS.isdisjoint(offered(field(days_left=100)))
    weighed_short = told(field(), ProposalKind.SHORT)
    assert 0.25 == weighed_short.share_before
    assert (40 - short.count) / (160 - short.count) == weighed_short.share_after


def test_all_cells_that_would_lack_something_may_stay_short() -> None:
    cells = (cell("young/poor", 200), cell("old/rich", 200), cell("old/poor", 15))
    everything = offered(field(cells=cells))[ProposalKind.ALL_SHORT]
    targets = [c.target for c in everything.field.cells]
    assert 415 - everything.count == sum(targets)
    assert max(targets) < 200
    assert told(field(cells=cells), ProposalKind.ALL_SHORT).share_before is None


def test_what_is_held_or_done_is_never_given_up() -> None:
    nearly = field(cells=(cell("young/poor", 12, achieved=12), cell("old/poor", 14, 2, achieved=13)), days_left=0)
    assert 1 == offered(nearly)[ProposalKind.SHORT].count


def test_a_closed_cell_takes_no_targets() -> None:
    cells = (cell("young/poor", 40, closed=True), cell("young/rich", 40, 30), cell("old/poor", 40, 8))
    assert ProposalKind.MOVE not in offered(field(cells=cells))
    cells = (cell("young/poor", 40, 1), cell("young/rich", 40, 30), cell("old/poor", 40, 8, paused=True))
    moved = offered(field(cells=cells))[ProposalKind.MOVE]
    assert ("old/poor", "young/poor") == (moved.cell, moved.to)


def test_of_a_full_field_no_targets_are_moved() -> None:
    full = field(cells=(cell("young/poor", 12), cell("old/poor", 12)))
    assert CHANGES_TARGETS.isdisjoint(offered(full))


def test_what_keeps_the_targets_comes_first_and_what_brings_nothing_is_left_out() -> None:
    of = field()
    nothing = Proposal(ProposalKind.DRAW, of, 1)
    things = weighed(of, [nothing, *proposals(of, [SEAT], seed=7)], seed=7)
    assert nothing not in [thing.proposal for thing in things]
    changing = [thing.proposal.kind in CHANGES_TARGETS for thing in things]
    assert changing == sorted(changing)
    kept = [thing.per_hour for thing in things if thing.proposal.kind not in CHANGES_TARGETS]
    assert kept == sorted(kept, reverse=True)


def test_without_more_hours_days_are_gained_for_nothing() -> None:
    assert inf == Weighed(Proposal(ProposalKind.DRAW, field()), 2.0, -3.0, None).per_hour
    assert 0.5 == Weighed(Proposal(ProposalKind.DRAW, field()), 2.0, 4.0, None).per_hour


def test_without_an_end_of_field_nobody_is_late() -> None:
    assert told(field(days_left=None), ProposalKind.SEAT).late is None
