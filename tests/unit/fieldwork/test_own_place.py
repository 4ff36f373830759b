"""The place of an interview that goes on without the one it had, or counts elsewhere: all its cells, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.quota.cells import Classification
from cati_app.fieldwork.ports.unit import UnitOfWork
from cati_app.fieldwork.quota.own_place import decide_anew, move_counted, roll_back, take_again
from tests.fakes.memory import MemoryStore

YOUNG, OLD, WEST = CellId("young"), CellId("old"), CellId("region:west")
PLACE = CellId("young region:west")


def lapsed() -> Interview:
    """An interview that goes on, and lost its place while it was suspended."""
    ids = InterviewId("i"), CaseId("c"), UserId("u")
    began = datetime(2026, 11, 24, 15, tzinfo=UTC)
    return Interview(*ids, InterviewState.RUNNING, "hash", "de", began, quota_status="in", cell_id=PLACE)


def test_an_interview_that_goes_on_has_a_place_in_all_its_cells_again() -> None:
    with MemoryStore().units()() as unit:
        unit.quota.set_targets({YOUNG: 1, WEST: 1})

        assert take_again(unit.quota, lapsed()).held
        assert [1, 1] == [unit.quota.count(cell).in_progress for cell in (YOUNG, WEST)]


@pytest.mark.parametrize("named", [False, True])
def test_where_one_of_its_cells_was_filled_meanwhile_it_holds_none_and_says_which(named: bool) -> None:
    with MemoryStore().units()() as unit:
        unit.quota.set_targets({YOUNG: 1, WEST: 2 if named else 1})
        unit.quota.hold(WEST)
        resumed = take_again(unit.quota, lapsed(), WEST if named else None)  # at a station the hub says which

        assert (False, "full") == (resumed.held, resumed.quota_status)
        assert resumed.frozen == {"quota_full": WEST}
        assert [0, 1] == [unit.quota.count(cell).in_progress for cell in (YOUNG, WEST)]


def test_what_is_rejected_or_erased_is_rolled_back_in_every_cell() -> None:
    with MemoryStore().units()() as unit:
        unit.quota.set_targets({YOUNG: 1, WEST: 1})
        unit.quota.hold(PLACE)
        unit.quota.complete(PLACE)
        roll_back(unit.quota, lapsed())

        counts = [unit.quota.count(cell) for cell in (YOUNG, WEST)]
        assert [(0, 0, 1)] * 2 == [(count.achieved, count.in_progress, count.rolled_back) for count in counts]


def counted_once(unit: UnitOfWork) -> Interview:
    """A complete interview in two cells of one place each."""
    unit.quota.set_targets({YOUNG: 1, WEST: 1, OLD: 1})
    unit.quota.hold(PLACE)
    unit.quota.complete(PLACE)
    return replace(lapsed(), state=InterviewState.COMPLETED)


def test_a_complete_interview_moves_though_it_fills_the_cell_it_stays_in() -> None:
    with MemoryStore().units()() as unit:
        counted = counted_once(unit)
        decision = decide_anew(unit.quota, counted, Classification(CellId("old region:west"), (), {}))
        assert decision is not None
        assert decision.has_place
        assert (OLD,) == move_counted(unit.quota, (YOUNG, WEST), (OLD, WEST))
        counts = [unit.quota.count(cell) for cell in (YOUNG, WEST, OLD)]
        assert [(0, 0, 1), (1, 0, 0), (1, 0, 0)] == [(c.achieved, c.in_progress, c.rolled_back) for c in counts]
        assert None is decide_anew(unit.quota, counted, Classification(PLACE, (), {}))


def test_it_stays_where_another_one_fills_the_cell_it_belongs_in() -> None:
    with MemoryStore().units()() as unit:
        counted = counted_once(unit)
        unit.quota.hold(OLD)
        decision = decide_anew(unit.quota, counted, Classification(CellId("old region:west"), (), {}))
        assert decision is not None
        assert (False, OLD) == (decision.has_place, decision.count.cell_id)
        stays = counted.move(decision)
        assert (PLACE, {"quota_moved": "old region:west"}) == (stays.cell_id, stays.frozen)
        assert {} == stays.stay().frozen
