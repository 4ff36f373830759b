"""The analyst's page of releases by keys: Enter once however long it is held, page keys, another variable."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.release.states import ReleaseLine, ReleaseState
from cati_app.ui.analyst.release.view import ReleasePage
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit

_STATE = ReleaseState(
    (ReleaseLine("why", "2 von 2 warten"), ReleaseLine("more", "1 von 1 wartet")),
    "why",
    text="<b>gern</b>",
    marks=("Name: gern",),
    form="1",
    buttons=(("release_withhold", "Text zurückhalten"),),
)


@pytest.fixture
def page(shell: Shell, kit: Kit) -> ReleasePage:
    desk, view = AnalystView(kit), ReleasePage(kit)
    desk.add_page("release", "Freigabe", view)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="release", clears_texts=True)))
    shell.show_screen(ScreenName.DESK)
    view.take_focus()
    view.render(_STATE)  # what is read comes after the page
    return view


def test_the_page_by_keys(shell: Shell, page: ReleasePage, qtbot: QtBot) -> None:
    said: list[object] = []
    page.clear_asked.connect(lambda: said.append("clear"))
    page.moved.connect(said.append)
    page.variable_chosen.connect(said.append)
    asked: list[str] = []
    shell.command_given.connect(asked.append)

    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True, 1)
    QApplication.sendEvent(shell.focusWidget(), held)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_PageDown)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_PageUp)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_X)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)

    assert ["clear", 1, -1, "more"] == said
    assert ["release_withhold"] == asked
    assert Qt.TextFormat.PlainText == page.text.textFormat(), "what somebody said is no markup"
    page.render(ReleaseState(empty="nichts"))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert 1 == said.count("clear")
