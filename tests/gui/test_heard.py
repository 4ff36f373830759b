"""What assistive technology hears of painted widgets: row, column, value and state of every part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import ScreenLayout
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.console.dial.view import CallingView
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.desk.board.states import BoardState
from cati_app.ui.desk.view import SupervisorView
from tests.gui.screens import choices, console, dial_state, question, screen
from tests.gui.test_board import STATE


def heard(widget: QWidget) -> list[QAccessibleInterface]:
    whole = QAccessible.queryAccessibleInterface(widget)
    return [whole.child(place) for place in range(whole.childCount())]


def names(widget: QWidget) -> list[str]:
    return [part.text(QAccessible.Text.Name) for part in heard(widget)]


def details(widget: QWidget) -> list[str]:
    return [part.text(QAccessible.Text.Description) for part in heard(widget)]


def grid(interview: InterviewView) -> QWidget:
    offered = choices("gut", "schlecht")
    rows = [
        question(QuestionKind.SINGLE, "a", label="Bus", choices=offered, answer=Answer("2")),
        question(QuestionKind.SINGLE, "b", label="Bahn", choices=offered, answer=Answer(special=Special.REFUSED)),
    ]
    interview.render(console(screen(*rows, layout=ScreenLayout.GRID)))
    return interview.focusWidget()


def test_an_answer_of_a_grid_tells_row_column_and_whether_it_is_given(interview: InterviewView) -> None:
    widget = grid(interview)

    assert ["Bus: 1 gut", "Bus: 2 schlecht", "Bahn: 1 gut", "Bahn: 2 schlecht"] == names(widget)
    assert [False, True, False, False] == [bool(part.state().checked) for part in heard(widget)]
    assert ["Zeile 1 von 2", "Zeile 1 von 2", "Zeile 2 von 2, verweigert", "Zeile 2 von 2, verweigert"] == details(
        widget
    )


def test_a_grid_follows_the_keyboard(interview: InterviewView, qtbot: QtBot) -> None:
    widget = grid(interview)
    whole = QAccessible.queryAccessibleInterface(widget)

    assert "Bus: 2 schlecht" == whole.focusChild().text(QAccessible.Text.Name)
    qtbot.keyClick(widget, Qt.Key.Key_Down)
    qtbot.keyClicks(widget, "1")
    assert "Bahn: 1 gut" == whole.focusChild().text(QAccessible.Text.Name)
    assert whole.child(2).state().checked
    center = whole.child(2).rect().center()
    assert "Bahn: 1 gut" == whole.childAt(center.x(), center.y()).text(QAccessible.Text.Name)


def test_results_tell_digit_label_and_what_follows(dial: CallingView, qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True))
    widget = dial.results

    assert ["1 nicht abgehoben", "2 falsche Nummer …", "3 nie wieder anrufen"] == names(widget)
    assert ["in 4 Stunden", "", ""] == details(widget)
    qtbot.keyClick(dial.focusWidget(), Qt.Key.Key_3)
    qtbot.keyClick(dial.focusWidget(), Qt.Key.Key_Return)
    assert [False, False, True] == [bool(part.state().checked) for part in heard(widget)]
    assert details(widget)[2].startswith("Wirklich?")


def test_results_that_cannot_be_given_yet_say_so(dial: CallingView) -> None:
    dial.render(dial_state())

    assert [True, True, True] == [bool(part.state().disabled) for part in heard(dial.results)]


def test_a_short_list_is_heard_in_the_place_of_the_whole_one(dial: CallingView, qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True))
    for key in (Qt.Key.Key_2, Qt.Key.Key_Return):
        qtbot.keyClick(dial.focusWidget(), key)

    assert ["1 Fax", "2 Firma"] == names(dial.results)


def test_a_quota_cell_tells_row_column_figures_and_state(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.render(BoardState(STATE.tiles, STATE.matrix))
    matrix = board.matrix

    assert ["16–29, niedrig: 1/5, noch 4", "16–29, hoch: 5/5, voll"] == names(matrix)[:2]
    assert ["30+, niedrig"] == [name.partition(":")[0] for name in names(matrix)[2:]]
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert [False, True, False] == [bool(part.state().selected) for part in heard(matrix)]
