"""Small curves: as many beside each other as have room, and only those that changed are painted again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.stage.chart_states import CurvesState, CurveState, FanState
from cati_app.ui.widgets.fan_chart import CurveGrid, FanChart
from cati_app.ui.widgets.kit import Kit

FAN = FanState(0.5, 3, 5, 9, 7, ("4", "8"), "heute", "29.11.", "Feldende", ((-4, 0.25), (-1, 0.5)), "20.11.")


class Grid(CurveGrid):
    """Notes what was painted."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.painted: list[QRegion] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted.append(QRegion(event.region()))
        super().paintEvent(event)


def curves(count: int) -> CurvesState:
    return CurvesState(tuple(CurveState(f"Zelle {n}", "4 / 8", "29.11. · zu spät: 60 %", FAN) for n in range(count)))


@pytest.fixture
def grid(kit: Kit, qtbot: QtBot) -> Grid:
    made = Grid(kit)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.render_curves(curves(9))
    made.show()
    qtbot.waitUntil(lambda: bool(made.painted))
    QApplication.processEvents()
    made.painted.clear()
    return made


def boxes(grid: Grid, count: int) -> list[QRect]:
    return [grid.box(index) for index in range(count)]


def test_curves_stand_beside_each_other_inside_the_page_at_any_size_of_the_text(grid: Grid, kit: Kit) -> None:
    rows: list[int] = []
    for percent, width in ((100, 900), (200, 900), (130, 400)):
        kit.theme.set_percent(percent)
        grid.resize(width, grid.height())
        QApplication.processEvents()
        placed = boxes(grid, 9)
        rows.append(len({box.top() for box in placed}))
        assert all(grid.rect().contains(box) for box in placed), percent
        assert not any(a.intersects(b) for n, a in enumerate(placed) for b in placed[n + 1 :])
    assert [3, 5, 9] == rows


def test_a_state_like_the_last_one_paints_nothing(grid: Grid) -> None:
    grid.render_curves(curves(9))
    QApplication.processEvents()

    assert [] == grid.painted


def test_only_the_curve_that_changed_is_painted_again(grid: Grid) -> None:
    state = curves(9)
    moved = replace(state.curves[4], figures="5 / 8", fan=replace(FAN, done=0.625))

    grid.render_curves(CurvesState((*state.curves[:4], moved, *state.curves[5:])))
    QApplication.processEvents()

    assert [QRegion(grid.box(4))] == grid.painted


def test_a_curve_that_needs_further_days_moves_all_of_them(grid: Grid) -> None:
    state = curves(9)
    late = replace(state.curves[4], fan=replace(FAN, high=20))

    grid.render_curves(CurvesState((*state.curves[:4], late, *state.curves[5:])))
    QApplication.processEvents()

    assert [QRegion(grid.rect())] == grid.painted


def lines(chart: FanChart | CurveGrid, state: FanState, token: str) -> int:
    """Pixels in the colour of a token."""
    if isinstance(chart, CurveGrid):
        chart.render_curves(CurvesState((CurveState("Zelle", "4 / 8", "", state),)))
    else:
        chart.render_fan(state)
    chart.resize(400, chart.height())
    image = chart.grab().toImage()
    wanted = chart.kit.theme.color(token).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_done_and_the_end_of_field_are_drawn_alike_in_the_large_and_the_small_curve(
    kit: Kit, qtbot: QtBot, dark: bool
) -> None:
    kit.theme.set_dark(dark)
    empty = replace(FAN, low=None, median=None, high=None, end=None)
    bare = replace(empty, done=0.0, past=())
    for chart in (FanChart(kit), CurveGrid(kit)):
        qtbot.addWidget(chart)
        assert lines(chart, empty, "accent") > lines(chart, bare, "accent") + 20
        assert lines(chart, FAN, "warn") > 10 > lines(chart, empty, "warn")
