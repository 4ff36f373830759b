"""The board changes only what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cati_app.domain.quota.cells import CellState
from cati_app.texts import say
from cati_app.ui.desk.board.active import ActiveList
from cati_app.ui.desk.board.matrix import Matrix
from cati_app.ui.desk.board.states import ActiveInterview, BoardState, ColumnGroup, MatrixCell, MatrixState
from cati_app.ui.desk.rows import RowsModel
from cati_app.ui.desk.states import TableState
from cati_app.ui.desk.view import SupervisorView
from cati_app.ui.stage.states import TileState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.tiles import Tile, TileRow

CELLS = ((MatrixCell("a", 1, 5), MatrixCell("b", 5, 5, state=CellState.FULL)), (MatrixCell("c", 0, 3), None))
MATRIX = MatrixState("Quoten", ("16–29", "30+"), (ColumnGroup("", ("niedrig", "hoch")),), CELLS)
STATE = BoardState((TileState("i", "Interviews", "6 / 13"),), MATRIX)


def test_a_cell_is_chosen_by_keyboard(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.resize(1280, 640)
    board.show()
    board.render(STATE)
    board.matrix.setFocus()
    qtbot.keyClick(board.matrix, Qt.Key.Key_Right)
    with qtbot.waitSignal(board.cell_chosen) as chosen:
        qtbot.keyClick(board.matrix, Qt.Key.Key_Return)
    assert chosen.args == ["b"]


def test_who_is_in_an_interview_is_read_aloud_without_a_station_nobody_knows(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.render(replace(STATE, active=(ActiveInterview("i", "Int. 04", "m/young · Deutsch", 75),)))

    assert "Int. 04 m/young · Deutsch" == board.findChild(ActiveList).accessibleName()


def test_a_new_table_becomes_a_tab(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    table = TableState("team", "Team", ("Platz", "Stand"), (), "Noch niemand.")
    board.render(replace(STATE, tables=(table,)))
    with qtbot.waitSignal(board.tab_shown) as shown:
        board.tabs.setCurrentIndex(2)
    assert shown.args == ["team"]


def test_rows_are_updated_by_difference(qtbot: QtBot) -> None:
    model = RowsModel()
    first = TableState("t", "T", ("A",), (("1", "x"), ("2", "y"), ("3", "z")))
    model.show_table(first)
    resets: list[int] = []
    changes: list[tuple[str, int]] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsRemoved.connect(lambda _, place, __: changes.append(("gone", place)))
    model.rowsInserted.connect(lambda _, place, __: changes.append(("new", place)))
    model.dataChanged.connect(lambda index, *_: changes.append(("changed", index.row())))
    model.show_table(replace(first, rows=(("1", "x"), ("3", "Z"), ("4", "n"))))
    assert resets == []
    assert changes == [("gone", 1), ("changed", 1), ("new", 2)]
    assert [model.key(row) for row in range(model.rowCount())] == ["1", "3", "4"]


@pytest.mark.parametrize("width", [1280, 1440, 1920])
@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_moves_when_interviews_begin_rest_and_end(kit, qtbot: QtBot, width: int, percent: int) -> None:
    kit.theme.set_percent(percent)
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.resize(width, 640)
    board.show()

    def laid_out(detail: str, **parts: Any) -> list[QRect]:
        cells = tuple(tuple(MatrixCell(f"{row}{column}", **parts) for column in range(6)) for row in range(4))
        groups = (ColumnGroup("mit", ("niedrig", "mittel", "hoch")), ColumnGroup("ohne", ("niedrig", "mittel", "hoch")))
        matrix = MatrixState("Quoten", ("16–29", "30–44", "45–64", "65+"), groups, cells, "Summe der Ziele: 400")
        tiles = tuple(TileState(str(n), "Im Interview", "1", detail) for n in range(4))
        board.render(BoardState(tiles, matrix))
        QApplication.processEvents()
        return [QRect(board.matrix.mapTo(board, QPoint()), board.matrix.size()), board.matrix.cell_rect(3, 5)]

    at_first = laid_out("unterbrochen 10 · abgebrochen 10", done=0, target=39)

    assert at_first == laid_out("", done=0, target=39, in_interview=1)
    assert at_first == laid_out("", done=31, target=39, in_interview=2, suspended=3)
    assert at_first == laid_out("", done=39, target=39, state=CellState.FULL)
    assert at_first == laid_out("", done=38, target=39, suspended=1)


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_line_of_a_cell_is_cut(kit, qtbot: QtBot, width: int) -> None:
    matrix = Matrix(kit)
    qtbot.addWidget(matrix)
    groups = (ColumnGroup("mit", ("niedrig", "mittel", "hoch")), ColumnGroup("ohne", ("niedrig", "mittel", "hoch")))
    busy = MatrixCell("a", 38, 39, in_interview=2, suspended=3)
    matrix.render_matrix(MatrixState("Quoten", ("65 Jahre und älter",), groups, ((busy,) * 6,)))
    matrix.resize(width - 400, matrix.height())

    room = matrix.cell_rect(0, 0).width() - 2 * kit.theme.space(2.5)
    metrics = QFontMetrics(kit.theme.font(TextRole.SMALL))

    assert all(metrics.horizontalAdvance(line) <= room for line in matrix.lines_below(busy))


def test_a_forecast_that_comes_makes_room_for_itself_in_every_cell(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.resize(1440, 900)
    board.show()
    board.render(STATE)
    qtbot.waitUntil(lambda: board.matrix.parentWidget().height() >= board.matrix.height())
    before = board.matrix.height()

    ahead = MatrixCell("a", 1, 5, ahead=("12-04 · late: 60%", "late: 60%", "12-04"), is_late=True)
    matrix = replace(MATRIX, cells=((ahead, CELLS[0][1]), CELLS[1]), has_forecast=True, footer="all of them")
    board.render(replace(STATE, matrix=matrix))
    QApplication.processEvents()
    assert board.matrix.height() > before
    assert board.matrix.parentWidget().height() >= board.matrix.height(), "nothing below covers the last row"
    assert "12-04 · late: 60%" in board.matrix.lines_below(ahead)


def test_further_quotas_stand_beside_the_first_and_appointments_beside_the_cases(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.add_page("team", "Team", QWidget())
    tables = [TableState(key, key, ("Platz",), (), "–") for key in ("quota_region", "quota_rides", "appointments")]
    board.render(replace(STATE, tables=tuple(tables)))

    first, *texts = (board.tabs.tabText(n) for n in range(board.tabs.count()))
    assert ["quota_region", "quota_rides", say("Cases"), "appointments", "Team"] == texts
    assert say("Quotas") == first
    board.show_tab("team")
    assert "Team" == board.tabs.tabText(board.tabs.currentIndex())


def test_the_tiles_stay_in_sight_as_long_as_the_cell_selected_is(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.resize(1280, 600)
    board.show()
    cells = tuple(tuple(MatrixCell(f"{row}{column}", 1, 5) for column in range(2)) for row in range(6))
    rows = tuple(f"{row}0–{row}9" for row in range(6))
    matrix = MatrixState("Quoten", rows, (ColumnGroup("", ("niedrig", "hoch")),), cells)
    board.render(BoardState((TileState("i", "Interviews", "6 / 13"),), matrix))
    board.matrix.setFocus()
    QApplication.processEvents()

    def head() -> int:
        return board.tiles.mapTo(board, QPoint()).y()

    at_first = head()
    assert at_first >= 0
    for _ in range(5):
        qtbot.keyClick(board.matrix, Qt.Key.Key_Down)
    assert head() < at_first
    for _ in range(5):
        qtbot.keyClick(board.matrix, Qt.Key.Key_Up)
    assert at_first == head()


def test_no_figure_of_a_tile_is_cut_after_the_text_has_grown(kit, qtbot: QtBot) -> None:
    row = TileRow(kit)
    qtbot.addWidget(row)
    row.resize(1240, 200)
    row.show()
    row.render_tiles(tuple(TileState(str(n), "Voll am (Prognose)", "nicht in Sicht", "in 8 von 10") for n in range(6)))
    QApplication.processEvents()

    for percent in (110, 150, 200):
        kit.theme.set_percent(percent)
        QApplication.processEvents()
        tiles = [tile for tile in row.findChildren(Tile) if tile.isVisible()]
        assert 6 == len(tiles)
        assert all(tile.width() >= tile.width_of_figure() for tile in tiles), percent
