"""The calendar of an appointment that is moved: what is typed takes the place of what was agreed."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.panels.host import PanelHost
from cati_app.ui.panels.texts import AppointmentPanel
from cati_app.ui.stage.panel_states import AppointmentPanelState
from cati_app.ui.widgets.kit import Kit


def test_what_is_typed_takes_the_place_of_the_time_before(kit: Kit, qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    screen.resize(800, 600)
    host = PanelHost(kit, screen)
    screen.show()
    today = date(2026, 12, 3)
    host.show_panel(AppointmentPanelState("another time", today, on=today, at=time(16)))
    panel = host.findChildren(AppointmentPanel)[0]
    qtbot.keyClicks(panel.day, "412")
    panel.confirm()
    qtbot.keyClicks(panel.at, "17:30")

    assert ("412", "17:30") == (panel.day.text(), panel.at.text())
