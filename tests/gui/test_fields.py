"""Fields leave the keys of commands to the commands, whatever Qt would use them for while typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import COMMANDS
from cati_app.ui.stage.digits import KeyGuard
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.fields import LineField, TextField, is_kept, mark_refused
from cati_app.ui.widgets.kit import Kit, follow_font

_CTRL = {key for command in COMMANDS for key in command.single_keys if key.startswith("Ctrl+")}
_KEYS = sorted(_CTRL - {"Ctrl+C", "Ctrl+U"})


@pytest.mark.parametrize("field", [LineField, TextField])
@pytest.mark.parametrize("key", _KEYS)
def test_no_field_keeps_the_key_of_a_command(qtbot: QtBot, field: type[LineField | TextField], key: str) -> None:
    made = field(KeyGuard(lambda: 0))
    qtbot.addWidget(made)
    made.setFocus()
    pressed = QKeySequence(key)[0]  # type: ignore[index]  # it can, but its types do not say so
    event = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers())
    event.ignore()

    assert is_kept(event) is False  # by itself: which keys Qt would keep depends on the platform
    QApplication.sendEvent(made, event)

    assert not event.isAccepted()


@pytest.mark.parametrize("key", ["Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+U"])
def test_a_field_keeps_what_is_needed_for_typing(qtbot: QtBot, key: str) -> None:
    field = LineField(KeyGuard(lambda: 0))
    qtbot.addWidget(field)
    pressed = QKeySequence(key)[0]  # type: ignore[index]  # it can, but its types do not say so
    event = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers())
    event.ignore()

    QApplication.sendEvent(field, event)

    assert event.isAccepted()


@pytest.mark.parametrize("field", [LineField, TextField])
def test_what_a_held_key_repeats_is_typed_where_it_was_pressed_alone(
    qtbot: QtBot, field: type[LineField | TextField]
) -> None:
    other = LineField(KeyGuard(lambda: 0))
    made = field(KeyGuard(lambda: 0))
    for part in (other, made):
        qtbot.addWidget(part)

    def press(key: Qt.Key, text: str, repeated: bool) -> str:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, repeated)
        QApplication.sendEvent(made, event)
        return made.text() if isinstance(made, LineField) else made.toPlainText()

    assert "" == press(Qt.Key.Key_C, "c", True), "it opened the panel"
    assert "d" == press(Qt.Key.Key_D, "d", False)
    assert "d" == press(Qt.Key.Key_C, "c", True)
    assert "dd" == press(Qt.Key.Key_D, "d", True)
    QApplication.sendEvent(made, QFocusEvent(QEvent.Type.FocusIn))
    assert "dd" == press(Qt.Key.Key_D, "d", True), "pressed before the keyboard came here"


def test_a_field_that_is_refused_keeps_the_size_of_its_text(shell: Shell, kit: Kit) -> None:
    field = LineField(kit.keys)
    follow_font(kit, field, TextRole.CONTROL)
    shell.add_screen(ScreenName.DESK, field)
    shell.show_screen(ScreenName.DESK)
    kit.theme.set_looks(dark=False, percent=200)
    size = kit.theme.font(TextRole.CONTROL).pixelSize()
    for refused in (True, False):
        mark_refused(field, refused)
        assert size == field.font().pixelSize()
