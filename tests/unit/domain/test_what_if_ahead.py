"""What a change of a cell is worth: the field with it and without it meets the same luck."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.forecast.so_far import CellSoFar, FieldSoFar, WorkingDay
from cati_app.domain.forecast.what_if import changed, compared, gained_by_releases
from cati_app.domain.ids import CellId

SLOW, QUICK = CellId("old"), CellId("young")
_DAY = WorkingDay((120, 60, 30), (6, 3, 1), (20, 8, 3), 30.0, 28.0, 4.0)
_CELLS = (CellSoFar(SLOW, ("old",), 40, 3, 1, 4), CellSoFar(QUICK, ("young",), 40, 22, 0, 30))
FIELD = FieldSoFar((_DAY,) * 5, _CELLS, (3000, 600, 300), (), (30.0,) * 120, 40, 34, 5)


def test_a_smaller_target_of_the_cell_that_is_full_last_gains_days() -> None:
    told = compared(FIELD, changed(FIELD, SLOW, 20, closed=False, paused=False), 1)
    assert told is not None
    assert told.days_gained > 1
    before, after = told.before.cells[SLOW].median, told.after.cells[SLOW].median
    assert after is not None
    assert before is None or after < before


def test_nothing_changed_gains_nothing_as_the_luck_is_the_same() -> None:
    told = compared(FIELD, changed(FIELD, SLOW, 40, closed=False, paused=False), 1)
    assert told is not None
    assert 0 == told.days_gained
    assert told.before == told.after


def test_a_closed_cell_is_given_up_and_a_paused_one_is_not_in_sight() -> None:
    closed = compared(FIELD, changed(FIELD, SLOW, None, closed=True, paused=False), 1)
    paused = compared(FIELD, changed(FIELD, SLOW, None, closed=False, paused=True), 1)
    assert closed is not None
    assert paused is not None
    assert closed.days_gained > 1
    assert paused.after.cells[SLOW].median is None
    assert paused.days_gained < 0


def test_a_target_below_what_is_done_and_held_counts_as_that() -> None:
    cell = changed(FIELD, SLOW, 0, closed=False, paused=False).cells[0]
    assert 4 == cell.target


def test_too_early_is_told_as_nothing() -> None:
    early = replace(FIELD, days=(_DAY,))
    assert compared(early, early, 1) is None


def test_portions_gain_days_where_numbers_run_out_and_none_where_they_last() -> None:
    dry = replace(FIELD, open_numbers=(60, 40, 20), closed_portions=(400, 400, 400, 400))
    gained = gained_by_releases(dry, 1)
    assert gained is not None
    assert 3 == len(gained)
    assert gained_by_releases(dry, 1) == gained
    assert () == gained_by_releases(FIELD, 1)
    assert gained_by_releases(replace(dry, days=(_DAY,)), 1) is None
