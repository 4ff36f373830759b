"""The list of a pick box: whole on the screen, as wide as its words, framed once, and closed by Esc."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.pick_box import PickBox

LONG = "Rufnummer mit Vorwahl, Nebenstelle und allem, was sonst noch in einer Spalte stehen kann"


@pytest.mark.qt_log_ignore("This plugin does not support")  # windows without a screen are not raised
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize("corner", ["top left", "top right", "bottom left", "bottom right"])
@pytest.mark.parametrize("rtl", [False, True])
def test_the_list_is_whole_on_the_screen(
    kit: Kit, qtbot: QtBot, corner: str, count: int, percent: int, rtl: bool
) -> None:
    kit.theme.set_percent(percent)
    screen = QApplication.primaryScreen().availableGeometry()
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(screen)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    box = PickBox(kit, "Spalte")
    box.setParent(window)
    box.fill((("", "kurz"), *((str(n), f"{n} {LONG}"[: 40 + n]) for n in range(count))), "")
    box.resize(160, box.sizeHint().height())
    right = screen.width() - box.width() if "right" in corner else 0
    box.move(QPoint(right, screen.height() - box.height() if "bottom" in corner else 0))
    window.show()
    box.showPopup()
    shown = box.view().window()
    view = box.view()

    assert screen.contains(shown.frameGeometry())
    scroll = view.verticalScrollBar().width() if view.verticalScrollBar().isVisible() else 0
    assert view.viewport().width() + scroll >= min(view.sizeHintForColumn(0), screen.width() - 40)
    assert isinstance(shown, QFrame)
    assert shown.frameWidth() == 0
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_its_list_has_the_size_of_the_texts_whoever_collects_meanwhile(kit: Kit, qtbot: QtBot) -> None:
    box = PickBox(kit, "Spalte")
    qtbot.addWidget(box)
    gc.collect()
    kit.theme.set_percent(200)

    assert box.font().pixelSize() == box.view().font().pixelSize() == kit.theme.font(TextRole.CONTROL).pixelSize()


def test_another_size_of_texts_finds_no_list_that_is_gone(kit: Kit, shell: Shell, qtbot: QtBot) -> None:
    field = FieldState("kept", "Spalte", FieldKind.PICK, options=(("", "kurz"),))
    for key in ("first", "second"):
        shell.show_panel(FormPanelState(PanelKind.OTHER, FormState(key, "Titel", "Weiter", fields=(field,))))
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    with qtbot.capture_exceptions() as raised:
        kit.theme.set_percent(200)
    assert [] == raised
