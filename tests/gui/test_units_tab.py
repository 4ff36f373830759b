"""The analyst's page of the code frame by keys: digits, letters and what goes back; held keys count once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.units.states import AxisColumn, FrameOption, UnitsState
from cati_app.ui.analyst.units.view import UnitsPage
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit

_OPTIONS = (FrameOption("social", "Soziales", "1"), FrameOption("housing", "Wohnen", "2", is_picked=True))
STATE = UnitsState(
    ("1 von 2",),
    0.5,
    counted="Einheit 1 von 2",
    text="<b>Bänke</b>",
    right_to_left=True,
    axes=(AxisColumn("Feld", "ein Code", _OPTIONS, is_current=True), AxisColumn("Thema", "mehrere", _OPTIONS)),
    form="1",
)


@pytest.fixture
def page(shell: Shell, kit: Kit) -> UnitsPage:
    desk, view = AnalystView(kit), UnitsPage(kit)
    desk.add_page("units", "Codeplan", view)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="units", codes_units=True)))
    shell.show_screen(ScreenName.DESK)
    view.render(STATE)
    view.take_focus()
    return view


def test_keys_pick_search_add_go_back_and_give(shell: Shell, page: UnitsPage, qtbot: QtBot) -> None:
    said: list[object] = []
    page.digit_struck.connect(said.append)
    page.letter_struck.connect(said.append)
    page.erase_asked.connect(lambda: said.append("erase"))
    page.more_asked.connect(lambda: said.append("more"))
    page.give_asked.connect(lambda: said.append("give"))
    page.moved.connect(said.append)
    page.option_clicked.connect(lambda axis, code: said.append((axis, code)))
    for key in (Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_W, Qt.Key.Key_Backspace, Qt.Key.Key_Plus, Qt.Key.Key_Space):
        qtbot.keyClick(shell.focusWidget(), key)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        qtbot.keyClick(shell.focusWidget(), key)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, "2", True, 1)
    QApplication.sendEvent(shell.focusWidget(), held)
    qtbot.mouseClick(page.axes[1].rows[0], Qt.MouseButton.LeftButton)
    assert [2, 0, "w", "erase", "more", "more", "give", 1, -1, (1, "social")] == said

    assert (Qt.TextFormat.PlainText, Qt.LayoutDirection.RightToLeft) == (
        page.text.textFormat(),
        page.text.layoutDirection(),
    )
    assert [False, True] == [button.isChecked() for button in page.axes[0].rows]
    assert page._side.isVisible()
    page.render(UnitsState(empty="Nichts wartet."))
    assert not page._side.isVisible(), "an empty line of progress beside what is to be done"
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_1)
    assert 10 == len(said), "without a unit nothing is picked"
