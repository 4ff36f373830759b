"""The analyst's page of the dossier by keys: Enter decides once however long it is held, letters write."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.dossier.states import DossierState, ItemPicture, ThemeLine
from cati_app.ui.analyst.dossier.view import DossierPage
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.chart_states import ShareBar, SharePart, SharesState
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit

_PICTURE = SharesState(
    (ShareBar("Gesamt", "301", (SharePart(0, 0.6, "60"), SharePart(1, 0.4, "40"))),), ("gut", "schlecht")
)
_STATE = DossierState(
    (ThemeLine("governance", "Netzwerke", "offen"), ThemeLine("mood", "Stimmung", "offen")),
    "governance",
    label="Netzwerke",
    experts=("gut: 4 von 16 Befragten",),
    items=(ItemPicture("<b>Wie gut?</b>", _PICTURE, "Gesamt: 60, 40, n 301"),),
    buttons=(("dossier_write", "Schreiben …"), ("dossier_short", "Kurzfassung …")),
)


def test_the_page_by_keys(shell: Shell, kit: Kit, qtbot: QtBot) -> None:
    desk, page = AnalystView(kit), DossierPage(kit)
    desk.add_page("dossier", "Dossier", page)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="dossier", compares=True)))
    shell.show_screen(ScreenName.DESK)
    page.take_focus()
    page.render(_STATE)  # what is read comes after the page
    said: list[object] = []
    page.decide_asked.connect(lambda: said.append("decide"))
    page.theme_chosen.connect(said.append)
    shell.command_given.connect(said.append)

    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True, 1)
    QApplication.sendEvent(shell.focusWidget(), held)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_X)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_K)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)

    assert ["decide", "dossier_write", "dossier_short", "mood"] == said
    page.render(DossierState(empty="keine dossier.yaml"))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert 1 == said.count("decide")
