"""Tab goes round in a panel, and what lies behind the panel stays what it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.form_states import FieldState, FormState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.stage.states import ScreenName

_FIELDS = (FieldState("first", "First"), FieldState("second", "Second"))


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_a_part_of_a_screen_that_goes_takes_no_other_along(shell: Shell, qtbot: QtBot, key: Qt.Key) -> None:
    """As a chart of the desk does: wrappers of all tables behind it pointed nowhere, and the program ended."""
    screen = QWidget()
    column = QVBoxLayout(screen)
    tables = [QTableView() for _ in range(3)]
    for table in tables:
        column.addWidget(table)
    headers = [table.horizontalHeader() for table in tables]
    shell.add_screen(ScreenName.BOARD, screen)
    shell.show_screen(ScreenName.BOARD)
    shell.show_panel(FormPanelState(PanelKind.OTHER, FormState("who", "Who?", "Save", (), _FIELDS)))
    seen = set()
    for _ in range(6):
        qtbot.keyClick(shell.focusWidget(), key)
        assert shell.panels.isAncestorOf(shell.focusWidget())
        seen.add(shell.focusWidget().accessibleName())
    assert len(seen) > 2, "round, and round again"
    shell.hide_panel()

    tables.pop(1).deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    headers.pop(1)
    assert [True] * 4 == [isValid(part) for part in (shell, screen, *headers)]
    assert headers == [table.horizontalHeader() for table in tables]
