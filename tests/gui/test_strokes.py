"""Strokes that had to wait: what counts is when a key was pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.shell.view import Shell
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
