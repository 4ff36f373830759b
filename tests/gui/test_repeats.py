"""Keys that are held, at an X server that says nothing of it: a release and a press of one millisecond."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cati_app.ui.shell.view import Shell
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.repeats import KeyRepeats

FIRST_PRESS, FIRST_REPEAT, SECOND_REPEAT, LET_GO, NEXT_PRESS = 50_000, 50_660, 50_701, 50_720, 50_980
PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
HELD_AND_PRESSED_AGAIN = (
    (PRESS, FIRST_PRESS),
    (RELEASE, FIRST_REPEAT),
    (PRESS, FIRST_REPEAT),
    (RELEASE, SECOND_REPEAT),
    (PRESS, SECOND_REPEAT),
    (RELEASE, LET_GO),
    (PRESS, NEXT_PRESS),
)


class Heard(QLineEdit):
    """Keeps of every press whether it is a repetition."""

    def __init__(self) -> None:
        super().__init__()
        self.repeated: list[bool] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.repeated.append(event.isAutoRepeat())


def hold(window: object, key: Qt.Key = Qt.Key.Key_Return, text: str = "\r") -> None:
    for kind, at in HELD_AND_PRESSED_AGAIN:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(at)
        QCoreApplication.sendEvent(window, event)  # type: ignore[arg-type]


def test_a_key_let_go_and_pressed_in_one_millisecond_is_held(qtbot: QtBot) -> None:
    heard, repeats = Heard(), KeyRepeats()
    qtbot.addWidget(heard)
    heard.show()
    heard.activateWindow()
    heard.setFocus()
    qtbot.waitUntil(heard.hasFocus)
    repeats.watch(heard.windowHandle())
    repeats.watch(heard.windowHandle())

    hold(heard.windowHandle())
    assert [False, True, True, False] == heard.repeated


def test_another_key_of_the_same_millisecond_is_a_stroke_of_its_own(qtbot: QtBot) -> None:
    heard, repeats = Heard(), KeyRepeats()
    qtbot.addWidget(heard)
    heard.show()
    heard.activateWindow()
    heard.setFocus()
    qtbot.waitUntil(heard.hasFocus)
    repeats.watch(heard.windowHandle())

    for kind, key in ((PRESS, Qt.Key.Key_A), (RELEASE, Qt.Key.Key_A), (PRESS, Qt.Key.Key_B)):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "a")
        event.setTimestamp(FIRST_PRESS)
        QCoreApplication.sendEvent(heard.windowHandle(), event)
    assert [False, False] == heard.repeated


def test_the_window_of_the_program_marks_them(kit: Kit, qtbot: QtBot) -> None:
    shell, heard = Shell(kit), Heard()
    qtbot.addWidget(shell)
    shell.setCentralWidget(heard)
    shell.show()
    shell.activateWindow()
    heard.setFocus()
    qtbot.waitUntil(heard.hasFocus)

    hold(shell.windowHandle())
    assert [False, True, True, False] == heard.repeated


def test_a_dialog_for_files_keeps_them_from_its_buttons(kit: Kit, qtbot: QtBot, tmp_path: object) -> None:
    heard = Heard()
    qtbot.addWidget(heard)
    dialog = file_dialog(heard, "Datei", str(tmp_path))
    line = dialog.findChildren(QLineEdit)[0]
    dialog.show()
    dialog.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.setText("nothing of this name")
    pressed: list[int] = []
    line.returnPressed.connect(lambda: pressed.append(1))

    hold(dialog.windowHandle())
    assert [1, 1] == pressed  # the first stroke, and the one after it was let go
    dialog.close()
