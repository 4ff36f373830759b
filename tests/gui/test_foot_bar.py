"""The verbs below a page: in large text they go below each other before one of them is cut."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.widgets.foot_bar import FootBar
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit


def test_no_verb_is_cut_in_large_text(kit: Kit, qtbot: QtBot) -> None:
    verbs = ("Gruppen eintippen …", "Drucken …", "Als PDF speichern …", "Später")
    buttons = [KeyButton(kit, verb, "Strg+S") for verb in verbs]
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(QWidget(), 1)
    column.addWidget(FootBar(kit, *buttons))
    page.resize(1280, 640)
    page.show()
    qtbot.waitExposed(page)
    assert 1 == len({button.y() for button in buttons})

    kit.theme.set_percent(200)
    page.resize(1000, 640)
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    assert 1 < len({button.y() for button in buttons})
    for button in buttons:
        assert page.rect().contains(button.rect().translated(button.mapTo(page, button.rect().topLeft())))
