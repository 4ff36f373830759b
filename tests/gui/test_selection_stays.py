"""What is selected is a person, a case or what was decided, never a place on the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.desk.board.table_tab import TableTab
from cati_app.ui.desk.states import TableState
from cati_app.ui.desk.team.cards import SeatGrid
from cati_app.ui.desk.team.states import SeatCard
from cati_app.ui.panels.steering import SteeringPanel
from cati_app.ui.stage.panel_states import SteeringPanelState
from cati_app.ui.stage.states import Tone
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.table import select_row


def _agreed(*cases: str) -> TableState:
    return TableState("appointments", "Appointments", ("When", "Case"), tuple((case, "18:00", case) for case in cases))


def _selected(tab: TableTab) -> list[str]:
    return [tab.model.key(index.row()) for index in tab.table.selectionModel().selectedRows()]


def test_a_row_stays_selected_where_its_appointment_moves(kit: Kit, qtbot: QtBot) -> None:
    tab = TableTab(kit, "appointments")
    qtbot.addWidget(tab)
    tab.render_table(_agreed("4", "7", "9"))
    select_row(tab.table, 1)

    tab.render_table(_agreed("7", "9", "4"))
    assert (["7"], "7") == (_selected(tab), tab.current_key)

    tab.render_table(_agreed("9", "4"))  # in another hand for a moment
    assert [tab.current_key] == _selected(tab)

    tab.render_table(_agreed("9", "4", "7"))
    assert (["7"], "7") == (_selected(tab), tab.current_key)


def test_one_row_is_selected_whatever_keys_are_held_while_it_moves(kit: Kit, qtbot: QtBot) -> None:
    tab = TableTab(kit, "appointments")
    qtbot.addWidget(tab)
    tab.render_table(_agreed("4", "7", "9"))
    select_row(tab.table, 1)
    for held in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier):
        qtbot.keyPress(tab.table, Qt.Key.Key_F12, held)
        assert held == QGuiApplication.keyboardModifiers()

        tab.render_table(_agreed("9", "4"))
        tab.render_table(_agreed("9", "4", "7"))
        assert ["7"] == _selected(tab)
        tab.render_table(_agreed("4", "7", "9"))
        assert ["7"] == _selected(tab)
    qtbot.keyRelease(tab.table, Qt.Key.Key_F12)


def test_a_card_that_is_gone_hands_its_place_to_nobody(kit: Kit, qtbot: QtBot) -> None:
    grid = SeatGrid(kit)
    qtbot.addWidget(grid)
    ann, bob = (SeatCard(name, name, "", "calls", Tone.OK, "", None, "de") for name in ("ann", "bob"))
    grid.render_seats((ann, bob))
    assert "ann" == grid.current
    qtbot.keyClick(grid, Qt.Key.Key_Right if grid.columns > 1 else Qt.Key.Key_Down)
    assert "bob" == grid.current

    grid.render_seats((ann,))
    assert "" == grid.current

    grid.render_seats((bob, ann))
    assert "bob" == grid.current

    grid.render_seats((ann,))
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert "ann" == grid.current


def test_what_was_decided_is_done_with_one_key_after_the_line_was_cut(kit: Kit, qtbot: QtBot) -> None:
    panel = SteeringPanel(kit)
    qtbot.addWidget(panel)
    decided = SteeringPanelState("1", "Target", "Change it", (), (), (), "12", "so agreed")

    panel.render(decided)
    assert panel.first_focus() is panel.reason

    panel.clear()
    panel.render(SteeringPanelState("2", "Target", "Change it", (), (), (), "12", "so agreed", "changed meanwhile"))
    assert panel.first_focus() is panel.target
