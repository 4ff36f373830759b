"""Page up and down on screens that have no question: what scrolls, scrolls with them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit


class _Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def allow_focus(self, allowed: bool) -> None:
        """Nothing in it takes the focus."""

    def take_focus(self) -> None:
        """Nor here."""

    def run_local(self, name: str) -> bool:
        self.heard.append(name)
        return True


def test_a_page_key_that_turns_no_question_scrolls(kit: Kit, qtbot: QtBot) -> None:
    shell, page = Shell(kit), _Page()
    qtbot.addWidget(shell)
    shell.add_screen(ScreenName.BOARD, page)
    shell.show_screen(ScreenName.BOARD)
    shell.show()
    qtbot.keyClick(shell, Qt.Key.Key_PageDown)
    qtbot.keyClick(shell, Qt.Key.Key_PageUp)

    assert ["scroll_down", "scroll_down", "scroll_up", "scroll_up"] == page.heard
    assert not shell.message.isVisible()
