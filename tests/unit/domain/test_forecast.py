"""When cells and the total will be full: the published vector, and what more hours, numbers and room change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cati_app.domain.forecast.beside import accepted
from cati_app.domain.forecast.forecast import forecast
from cati_app.domain.forecast.fullness import Forecast
from cati_app.domain.forecast.play import NEVER, play
from cati_app.domain.forecast.shares import MetShares, met_shares
from cati_app.domain.forecast.so_far import CellSoFar, FieldSoFar, OtherQuota, WorkingDay, joined_days
from cati_app.domain.forecast.yields import chances, day_noise, expected_by_day, lost_shares, worked_rates
from cati_app.domain.ids import CellId

DAY = WorkingDay((240, 120, 40), (12, 5, 1), (50, 20, 8), 30.0, 28.0, 6.0)
YOUNG, OLD = CellId("young"), CellId("old")


def cell(name: CellId, target: int, achieved: int = 12, held: int = 1, screened: int = 20, **more: bool) -> CellSoFar:
    return CellSoFar(name, (name,), target, achieved, held, screened, **more)


def field(*cells: CellSoFar, **changed: object) -> FieldSoFar:
    told = FieldSoFar(
        days=(DAY,) * 5,
        cells=cells or (cell(YOUNG, 60), cell(OLD, 90)),
        open_numbers=(3000, 600, 200),
        closed_portions=(),
        hours_ahead=(30.0,) * 120,
        days_left=10,
        accepted=30,
        by_appointment=8,
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def seen(told: FieldSoFar) -> Forecast:
    told_of = forecast(told, seed=7)
    assert told_of is not None
    return told_of


# -- the vector -------------------------------------------------------------------------------------------------------


def six_cells() -> MetShares:
    categories = [(row, column) for row in "abc" for column in "xy"]
    return met_shares([30, 20, 20, 10, 12, 8], [14, 5, 9, 2, 0, 3], categories)


def test_categories_met_more_often_than_planned_pull_their_cells() -> None:
    rows, columns = six_cells().factors
    assert [1.1277, 1.0740, 0.7982] == pytest.approx(rows.tolist(), abs=5e-5)
    assert [1.1001, 0.8997] == pytest.approx(columns.tolist(), abs=5e-5)
    expected = [11.4690, 6.2536, 7.2819, 2.9779, 3.2472, 1.7706]
    assert expected == pytest.approx(six_cells().expected.tolist(), abs=5e-5)


def test_shapes_weigh_by_how_alike_the_cells_are() -> None:
    assert [0.1808, 0.2293, 0.2765, 0.3134] == pytest.approx(six_cells().weights.tolist(), abs=5e-5)


def test_a_cell_never_met_has_a_share() -> None:
    shares = [0.36895, 0.17724, 0.23128, 0.08454, 0.08162, 0.05637]
    assert shares == pytest.approx(six_cells().mean().tolist(), abs=5e-6)


def test_drawn_shares_lie_around_their_mean() -> None:
    drawn = six_cells().draw(np.random.Generator(np.random.PCG64(1)), 20_000)
    assert np.ones(20_000) == pytest.approx(drawn.sum(axis=1))
    assert six_cells().mean().tolist() == pytest.approx(drawn.mean(axis=0).tolist(), abs=0.005)


def test_a_cell_nobody_wants_is_met_all_the_same() -> None:
    shares = met_shares([10, 0], [5, 5], [("a",), ("b",)]).mean()
    assert shares[1] > 0.1


def test_days_differ_by_more_than_chance_and_recent_ones_count_most() -> None:
    told = day_noise([12, 9, 15, 7], [10, 11, 12, 11])
    assert 0.97727 == pytest.approx(told.level, abs=5e-6)
    assert 0.00873 == pytest.approx(told.noise, abs=5e-6)
    assert 47.5273 == pytest.approx(told.information, abs=5e-5)
    assert 0.97317 == pytest.approx(told.recent, abs=6e-6)


def test_days_alike_keep_a_least_noise() -> None:
    assert 0.003 == day_noise([20] * 40, [20.0] * 40).noise


def test_a_chance_is_held_towards_that_of_the_attempt_before() -> None:
    means = chances([900, 400, 150], [24, 7, 1], None, 1)[0]
    assert [0.026675, 0.019084, 0.012607] == pytest.approx(means.tolist(), abs=5e-7)


def test_drawn_chances_lie_around_their_means() -> None:
    drawn = chances([900, 400, 150], [24, 7, 1], np.random.Generator(np.random.PCG64(1)), 40_000)
    assert [0.026675, 0.019084, 0.012607] == pytest.approx(drawn.mean(axis=0).tolist(), rel=0.05)
    assert (drawn.std(axis=0) > 0.1 * drawn.mean(axis=0)).all()


def test_an_attempt_nobody_made_yet_yields_less_than_the_one_before() -> None:
    means = chances([900, 0], [24, 0], None, 1)[0]
    assert 0.85 * means[0] == pytest.approx(means[1])


# -- what a day is ----------------------------------------------------------------------------------------------------


def test_numbers_lost_are_held_towards_a_tenth() -> None:
    assert [0.1, 0.2] == pytest.approx(lost_shares([0, 80], [0, 24]).tolist())


def test_a_day_promises_what_its_dials_yield_on_all_days_but_never_nothing() -> None:
    expected = expected_by_day([[100, 0], [300, 0], [0, 0]], [[5, 0], [15, 0], [0, 0]])
    assert expected[1] == pytest.approx(3 * expected[0])
    assert 0.3 == expected[2]


def test_a_day_under_an_hour_joins_the_next_and_the_last_the_one_before() -> None:
    short = WorkingDay((10,), (1,), (2,), 0.5, 0.5, 0.1)
    days = joined_days((short, DAY, short))
    assert [29.0] == [day.worked_h for day in days]
    assert (260, 120, 40) == days[0].dials[:3]
    assert (14, 5, 1) == days[0].screened[:3]
    assert () == joined_days((short,))


def test_later_attempts_than_the_tenth_count_as_the_tenth() -> None:
    long = replace(DAY, dials=(1,) * 12, screened=(1,) * 12, lost=(0,) * 12)
    assert (1,) * 9 + (3,) == joined_days((long,))[0].dials


def test_an_attempt_that_is_worked_more_often_is_dialled_more_often() -> None:
    rates = worked_rates([[100, 100]], [[0, 0]], [900, 100])
    assert rates[1] > 2 * rates[0]


# -- played forward ---------------------------------------------------------------------------------------------------


def test_the_same_data_give_the_same_forecast() -> None:
    assert forecast(field(), seed=7) == forecast(field(), seed=7)


def test_two_days_or_fourteen_persons_are_too_early() -> None:
    assert forecast(field(days=(DAY, DAY)), seed=7) is None
    few = replace(DAY, screened=(4, 0, 0))
    assert forecast(field(days=(few,) * 3), seed=7) is None
    assert forecast(field(days=(replace(few, screened=(5, 0, 0)),) * 3), seed=7) is not None


def test_without_cells_nothing_is_forecast() -> None:
    assert forecast(field(cells=()), seed=7) is None


def test_the_total_is_full_with_its_last_cell_and_a_margin_with_its_own() -> None:
    told = seen(field(cell(YOUNG, 30), cell(OLD, 90)))
    young, old = told.cells[YOUNG], told.cells[OLD]
    assert young.median is not None
    assert old.median is not None
    assert told.total.median is not None
    assert 0 < young.median < old.median <= told.total.median
    assert told.margins[0, OLD] == old


def test_an_interval_holds_its_median() -> None:
    old = seen(field()).cells[OLD]
    assert old.low is not None
    assert old.median is not None
    assert old.high is not None
    assert old.low <= old.median <= old.high


def test_a_cell_that_is_full_is_full_today() -> None:
    full = seen(field(cell(YOUNG, 12, held=0), cell(OLD, 90))).cells[YOUNG]
    assert (0, 0, 0, 0.0) == (full.low, full.median, full.high, full.late)


def test_more_hours_are_sooner() -> None:
    slow, fast = seen(field()).total, seen(field(hours_ahead=(60.0,) * 120)).total
    assert slow.median is not None
    assert fast.median is not None
    assert fast.median < slow.median


def test_late_is_the_share_of_draws_after_the_end_of_field() -> None:
    assert 1.0 == seen(field(days_left=0)).total.late
    assert 0.0 == seen(field(days_left=120)).total.late
    assert seen(field(days_left=None)).total.late is None
    days = play(field(), 400, 7).cells[:, 1]
    assert float((days > 10).mean()) == seen(field()).cells[OLD].late


def test_without_numbers_nothing_comes_into_sight_and_a_closed_portion_opens() -> None:
    dry = seen(field(open_numbers=(), cells=(cell(OLD, 90),)))
    assert dry.total.median is None
    assert dry.total.late == 1.0
    opened = seen(field(open_numbers=(), cells=(cell(OLD, 90),), closed_portions=(2000, 2000)))
    assert opened.total.median is not None


def test_nobody_plans_no_hours_and_nothing_comes_into_sight() -> None:
    assert seen(field(hours_ahead=())).total.high is None


def test_a_closed_cell_is_given_up_and_a_paused_one_holds_up_the_total() -> None:
    closed = seen(field(cell(YOUNG, 60, closed=True), cell(OLD, 90)))
    assert closed.cells[YOUNG].median is None
    assert closed.total.median is not None
    paused = seen(field(cell(YOUNG, 60, paused=True), cell(OLD, 90)))
    assert paused.cells[YOUNG].median is None
    assert paused.total.median is None


def test_a_quota_that_turns_nobody_away_goes_above_its_targets() -> None:
    strict = play(field(cell(YOUNG, 13, held=0), cell(OLD, 200)), 50, 7)
    soft = play(field(cell(YOUNG, 13, held=0, takes_more=True), cell(OLD, 200)), 50, 7)
    assert np.median(soft.cells[:, 1]) > np.median(strict.cells[:, 1]), "interviews above the target take hours"


def test_a_place_held_is_room_for_nobody_else() -> None:
    """Ten places held of ten that are wanted: an appointment a day or two ahead, and nobody new."""
    told = play(field(cell(YOUNG, 22, held=10), cell(OLD, 500)), 50, 7, days=1)
    assert (told.cells[:, 0] == NEVER).all()


def test_only_so_many_days_are_played_and_hours_and_dials_are_counted() -> None:
    told = play(field(cell(OLD, 5000)), 10, 7, days=3)
    assert (told.cells == NEVER).all()
    assert 90 * 0.8 < told.hours.mean() < 90 * 1.1
    assert (told.dials > 0).all()


# -- beside other quotas ----------------------------------------------------------------------------------------------

NORTH, SOUTH, NOBODY = CellId("region:north"), CellId("region:south"), CellId("region:unclassified")
WIDE = 100_000


def regions(north: CellSoFar, south: CellSoFar, met: tuple[tuple[int, ...], ...] = ((10, 10), (10, 10))) -> OtherQuota:
    """A quota of two regions beside the young and the old; everybody is in one of them."""
    rows = (*met, (0, 0))
    cells = north, south, CellSoFar(NOBODY, ("unclassified",), 0, 0, 0, 0, takes_more=True)
    anybody = (True, True, True, False)
    return OtherQuota(cells, tuple((*row, 0, 0) for row in rows), (anybody,) * 3)


def beside(*cells: CellSoFar, other: OtherQuota, **changed: object) -> FieldSoFar:
    return field(*cells, others=(other,), **changed)


def test_another_quota_with_room_changes_hardly_anything() -> None:
    alone = play(field(), 400, 7)
    with_room = play(beside(other=regions(cell(NORTH, WIDE), cell(SOUTH, WIDE))), 400, 7)
    assert alone.cells.shape == with_room.cells.shape
    assert np.median(alone.cells, axis=0) == pytest.approx(np.median(with_room.cells, axis=0), abs=1)
    assert alone.hours.mean() == pytest.approx(with_room.hours.mean(), rel=0.05)


def test_where_another_quota_is_full_or_closed_nobody_comes_and_what_is_not_full_is_not_in_sight() -> None:
    full = seen(beside(other=regions(cell(NORTH, 12, held=0), cell(SOUTH, 12, held=0))))
    closed = seen(beside(other=regions(cell(NORTH, 90, closed=True), cell(SOUTH, 90, paused=True))))
    assert (None, None) == (full.total.median, closed.total.median)
    assert 1.0 == full.total.late == closed.total.late


def test_a_region_that_is_full_slows_the_cells_whose_persons_live_there() -> None:
    apart = (19, 1), (1, 19)
    told = play(beside(other=regions(cell(NORTH, 12, held=0), cell(SOUTH, WIDE), apart)), 400, 7)
    alone = play(field(), 400, 7)
    assert np.median(told.cells[:, 0]) > 1.5 * np.median(alone.cells[:, 0]), "the young live in the north"
    assert np.median(told.cells[:, 1]) == pytest.approx(np.median(alone.cells[:, 1]), rel=0.3)


def test_of_both_quotas_no_cell_takes_more_than_it_wants() -> None:
    """The north wants 20 more, of whom some are old: the young, of whom all live there, stay short."""
    only = (20, 0), (10, 10)
    possible = (True, False, True, False), (True, True, True, False), (True, True, True, False)
    other = replace(regions(cell(NORTH, 33, held=1), cell(SOUTH, WIDE), only), possible=possible)
    told = play(beside(cell(YOUNG, 60), cell(OLD, 90), other=other), 400, 7)
    assert (told.achieved[:, 0] <= 12 + 20 + 2).all()
    assert (told.cells[:, 0] == NEVER).all()


def test_persons_without_a_cell_of_a_quota_take_the_places_of_another() -> None:
    cells = cell(YOUNG, 20), cell(OLD, 20)
    tight = regions(cell(NORTH, 30), cell(SOUTH, 30))
    outside = replace(tight, met=((5, 5, 0, 0), (5, 5, 0, 0), (35, 35, 0, 0)))
    alone = play(beside(*cells, other=tight), 400, 7)
    told = play(beside(*cells, other=outside, outside=70), 400, 7)
    assert (alone.cells < NEVER).mean() > 0.9
    assert (told.cells[:, 0] == NEVER).mean() > 0.5, "most who come are counted by the regions alone, and fill them"


def test_a_quota_that_may_be_overrun_takes_people_while_its_target_is_not_achieved() -> None:
    held = cell(YOUNG, 13, held=20), cell(OLD, 500)
    strict = play(field(*held), 200, 7, days=1)
    overrun = play(field(replace(held[0], overruns=True), held[1]), 200, 7, days=1)
    assert strict.achieved[:, 0].max() <= 32
    assert overrun.achieved[:, 0].mean() > strict.achieved[:, 0].mean()
    other = regions(cell(NORTH, 13, held=20), cell(SOUTH, 13, held=20))
    takes = replace(other, cells=tuple(replace(each, overruns=True) for each in other.cells))
    assert (
        play(beside(other=other), 200, 7, days=1).achieved.sum()
        < play(beside(other=takes), 200, 7, days=1).achieved.sum()
    )


def test_the_first_to_come_are_taken_and_whom_one_quota_refuses_takes_no_place_of_another() -> None:
    first = np.array([0, 0, 0, 1, 1])
    second = np.array([0, 0, 1, 1, 0])
    taken = accepted([first, second], [np.array([[2, 5]]), np.array([[1, 5]])])
    assert [True, False, True, True, False] == taken.tolist()
    assert [] == accepted([first[:0]], [np.array([[2, 5]])]).tolist()
