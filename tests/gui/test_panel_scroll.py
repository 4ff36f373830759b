"""A panel that comes in place of another one begins at its top."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from cati_app.texts import say
from cati_app.ui.panels.choices import ChoicePanel
from cati_app.ui.panels.host import PanelHost
from cati_app.ui.stage.panel_states import ChoicePanelState, ExplanationState, PanelKind, ReasonLine, ResultOption
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit


def test_a_panel_in_place_of_a_scrolled_one_begins_at_its_top(kit: Kit, qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    screen.resize(800, 320)
    host = PanelHost(kit, screen)
    screen.show()
    options = tuple(ResultOption(str(n), f"choice {n}", "what it does") for n in range(9))
    host.show_panel(ChoicePanelState(PanelKind.REVIEW, "Review", options))
    bar = host.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())

    host.show_panel(ExplanationState("Answers", tuple(ReasonLine(f"question {n}", "yes") for n in range(30))))
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert 0 == bar.value()


def test_that_nothing_is_selected_in_a_long_list_is_told_in_sight(kit: Kit, qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    screen.resize(800, 320)
    host = PanelHost(kit, screen)
    screen.show()
    options = tuple(ResultOption(str(n), f"choice {n}", "what it does") for n in range(9))
    host.show_panel(ChoicePanelState(PanelKind.ALERTS, "Alerts", options))
    panel, area = host.findChildren(ChoicePanel)[0], host.findChildren(QScrollArea)[0]
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0 and panel.results.hasFocus())
    panel.confirm()

    def is_in_sight() -> bool:
        top = panel.told.mapTo(area.viewport(), QPoint(0, 0)).y()
        return 0 <= top <= area.viewport().height() - panel.told.height()

    assert panel.message
    qtbot.waitUntil(is_in_sight)


def test_what_is_selected_from_the_beginning_is_done_by_enter_alone(kit: Kit, qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    host = PanelHost(kit, screen)
    screen.show()
    options = (ResultOption("read", "I have read it"),)
    host.show_panel(ChoicePanelState(PanelKind.MESSAGES, "Messages", options, selected="read"))
    with qtbot.waitSignal(host.choice_made) as made:
        host.findChildren(ChoicePanel)[0].confirm()

    assert [PanelKind.MESSAGES, "read"] == made.args


def test_a_panel_that_goes_on_below_says_by_which_key_until_its_end_is_in_sight(kit: Kit, qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    screen.resize(800, 320)
    host = PanelHost(kit, screen)
    screen.show()

    def hints() -> list[str]:
        told = [part for part in host.findChildren(QLabel) if part.isVisible()]
        return [part.text() for part in told if part.text() == say("More below: {key}", key=key_word("Ctrl+Down"))]

    host.show_panel(ExplanationState("Answers", (ReasonLine("question", "yes"),)))
    QApplication.processEvents()
    assert [] == hints()

    host.show_panel(ExplanationState("Answers", tuple(ReasonLine(f"question {n}", "yes") for n in range(30))))
    qtbot.waitUntil(lambda: 1 == len(hints()))
    for _ in range(30):
        host.scroll_by_steps(1)
    assert [] == hints()
    host.scroll_by_steps(-1)
    assert 1 == len(hints())
