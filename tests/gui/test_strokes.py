"""Strokes that had to wait: what counts is when a key was pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.keys_ahead import KeysAhead
from cati_app.ui.stage.states import ScreenName
from tests.gui.conftest import Watch
from tests.gui.screens import console, question, screen


@pytest.mark.parametrize(("apart_ms", "handled_apart_ms", "counted"), [(60, 1000, 1), (400, 1, 2)])
def test_on_a_busy_machine_strokes_count_by_when_they_were_made(
    shell: Shell, watch: Watch, apart_ms: int, handled_apart_ms: int, counted: int
) -> None:
    view = shell.stack.currentWidget()
    view.render(console(screen(question(QuestionKind.TEXT))))  # type: ignore[call-overload]
    back: list[bool] = []
    view.back_pressed.connect(lambda: back.append(True))
    watch.step = handled_apart_ms
    for at in (90_000, 90_000 + apart_ms):
        stroke = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier)
        stroke.setTimestamp(at)
        QCoreApplication.sendEvent(shell.windowHandle(), stroke)
    assert counted == len(back)


@pytest.mark.parametrize(("strokes", "tab"), [("+", "b"), ("+++", "d"), ("+++-", "c")])
def test_as_many_tabs_on_as_strokes_however_quick_they_are(
    shell: Shell, watch: Watch, qtbot: QtBot, strokes: str, tab: str
) -> None:
    desk = AnalystView(shell._kit)
    for page in "abcde":
        desk.add_page(page, page, QWidget())
    shell.add_screen(ScreenName.DESK, desk)
    shell.show_screen(ScreenName.DESK)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="a")), "a")
    qtbot.waitUntil(shell.isActiveWindow)
    watch.step = 1
    for stroke in strokes:
        key = Qt.Key.Key_PageDown if stroke == "+" else Qt.Key.Key_PageUp
        QTest.keyClick(shell.windowHandle(), key, Qt.KeyboardModifier.ControlModifier)

    assert tab == desk.tab


def test_on_another_screen_nothing_waits_for_the_question_that_was_to_come(
    shell: Shell, watch: Watch, qtbot: QtBot
) -> None:
    watch.step = 0
    qtbot.waitUntil(shell.isActiveWindow)
    given: list[str] = []
    shell.command_given.connect(given.append)
    shell.keep_keys()
    QTest.keyClick(shell.windowHandle(), Qt.Key.Key_F12)
    assert [] == given
    shell.show_screen(ScreenName.DIAL)
    assert shell.message.isVisible()
    qtbot.wait(KeysAhead.REST_MS + 10)
    QTest.keyClick(shell.windowHandle(), Qt.Key.Key_F12)

    assert ["explain"] == given
