"""Words of the supervisor above the screen: one line beside the middle of its button, several lines whole."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.shell.notice_line import NoticeLine
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit

_LONG = (
    "Heute besonders auf die Frage nach dem Alter achten: Wer das Geburtsjahr nennt, wird nach dem Tag gefragt. " * 2
)


def test_a_line_stands_beside_its_button_and_a_long_text_is_whole(kit: Kit, qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    notice = NoticeLine(kit)
    column.addWidget(notice)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(700, 400)
    window.show()
    text = notice._text

    def middle(part: QWidget) -> int:
        return part.mapTo(notice, QPoint(0, part.height() // 2)).y()

    notice.show_notice("Bitte langsamer vorlesen", urgent=True)
    button = notice.findChild(KeyButton)
    assert button is not None
    qtbot.waitUntil(lambda: text.height() < button.height() and abs(middle(text) - middle(button)) <= 2)

    notice.show_notice(_LONG, urgent=True)
    qtbot.waitUntil(lambda: text.height() >= max(text.heightForWidth(text.width()), button.height()))
