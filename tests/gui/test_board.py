"""The board changes only what differs."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cati_app.domain.quota.cells import CellState
from cati_app.ui.desk.board.active import ActiveList
from cati_app.ui.desk.board.states import ActiveInterview, BoardState, ColumnGroup, MatrixCell, MatrixState
from cati_app.ui.desk.rows import RowsModel
from cati_app.ui.desk.states import TableState, TileState
from cati_app.ui.desk.view import SupervisorView

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
