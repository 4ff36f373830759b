"""The window of the start page; it loads no screen of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.stage.message import MessageState, Tone
from cati_app.ui.start.line_view import StudyRow
from cati_app.ui.start.states import FileWanted, StartState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card, centred
from cati_app.ui.widgets.enter import confirms, file_dialog, is_enter, presses_button
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone
from cati_app.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from cati_app.ui.widgets.form_card import FormCard

_SIGNS = {Tone.PLAIN: "", Tone.OK: "✓ ", Tone.WARN: "⚠ ", Tone.BAD: "✗ "}
_SMALLEST, _FIRST = (560, 300), (1280, 720)
_WIDEST, _ACTIONS, _BOTH_FROM = 1120, 310, 860
_KEYS = {Qt.Key.Key_N: "new", Qt.Key.Key_O: "folder", Qt.Key.Key_J: "join", Qt.Key.Key_P: "preview"}
_EVERYWHERE = {
    Qt.Key.Key_F1: "help",
    Qt.Key.Key_F7: "language",
    Qt.Key.Key_1: "help",
    Qt.Key.Key_7: "language",
}
"""F-keys as on every screen; the digits are their second bindings, with Alt."""
_SIZES = {
    Qt.Key.Key_Plus: "larger",
    Qt.Key.Key_Equal: "larger",
    Qt.Key.Key_Minus: "smaller",
    Qt.Key.Key_0: "normal_size",
}


class StartWindow(QMainWindow):
    """Implements `StartPageView`. Letters are commands wherever nothing is typed."""

    open_asked = Signal(str)
    forget_asked = Signal(str)
    action_asked = Signal(str)
    file_chosen = Signal(object, str)
    form_given = Signal(object)
    form_left = Signal()
    message_closed = Signal()
    closed = Signal()

    def __init__(self, kit: Kit, offered: frozenset[str] = frozenset({"folder", "join"})) -> None:
        """`offered`: the actions beside the list, of `new`, `folder`, `join`, `preview`, `language`."""
        super().__init__()
        self._kit, self._offered = kit, offered
        self._state = StartState()
        self._rows: list[StudyRow] = []
        self._form: FormCard | None = None
        self.setWindowTitle(say("Telephone surveys"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._detail = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._close = KeyButton(kit, say("Close"), key_word("Esc"))
        self._close.clicked.connect(self.message_closed)
        self._said = Card(kit)
        for part in (self._message, self._detail):
            self._said.add(part)
        self._said.column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignLeft)
        self._busy = label(kit, TextRole.CONTROL_STRONG, "accent", wrap=True)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._buttons = {name: self._action(name) for name in _KEYS.values() if name in offered}
        self._build()
        kit.theme.changed.connect(self._arrange)

    def _action(self, name: str) -> KeyButton:
        texts = {
            "new": say("New study …"),
            "folder": say("Open a study folder …"),
            "join": say("Join a study at a hub …"),
            "preview": say("Preview of a questionnaire …"),
        }
        key = next(chr(key.value) for key, action in _KEYS.items() if action == name)
        button = KeyButton(self._kit, texts[name], key)
        button.setProperty("action", name)
        button.clicked.connect(self._pressed)
        return button

    def _pill(self, name: str, text: str, key: str) -> KeyButton:
        button = KeyButton(self._kit, text, key, "pill")
        button.setProperty("action", name)
        button.clicked.connect(self._pressed)
        return button

    def _build(self) -> None:
        kit = self._kit
        self._page = QWidget()
        heads = QVBoxLayout()
        heads.addWidget(label(kit, TextRole.HEADING, wrap=True, text=say("Studies on this machine")))
        told = say("Opening asks for a sign-in; before that nothing is shown of what is in a study.")
        heads.addWidget(label(kit, TextRole.CONTROL, "muted", wrap=True, text=told))
        self._list = QVBoxLayout()
        self._list.addWidget(self._empty)
        self._actions = QWidget()
        actions = QVBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        for button in self._buttons.values():
            actions.addWidget(button)
        self._hubs = label(kit, TextRole.SMALL, "muted", wrap=True)
        actions.addWidget(self._hubs)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addLayout(self._list, 1)
        self._columns.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignTop)
        self._inside = QWidget()
        column = self._whole = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addLayout(heads, 1)
        for name, text, key in (("language", say("English"), "F7"), ("help", say("Help"), "F1")):
            if name == "help" or name in self._offered:
                top.addWidget(self._pill(name, text, key), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self._said)
        column.addWidget(self._busy)
        column.addLayout(self._columns)
        self._front = QVBoxLayout(self._page)
        middle = QHBoxLayout()  # not an alignment, which would cut wrapped texts
        middle.addStretch(1)
        middle.addWidget(self._inside)
        middle.addStretch(1)
        self._front.addLayout(middle)
        self._front.addStretch(1)
        self._scroll = Scroll(self._page)
        keys = label(kit, TextRole.SMALL, "muted", wrap=True, text=_footer(self._offered))
        foot = self._foot = Card(kit)
        foot.setProperty("ground", "surface")
        foot.setProperty("edge", "top")
        foot.add(keys)
        center = QWidget()
        whole = QVBoxLayout(center)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(foot)
        self.setCentralWidget(center)
        self._arrange()

    # -- what is shown ------------------------------------------------------------------------------------------

    def render(self, state: StartState) -> None:  # type: ignore[override]
        """Show a state; lines that are the same stay."""
        old, self._state = self._state, state
        if old.studies != state.studies or not self._rows:
            self._fill(state)
        self._empty.setText(state.empty)
        self._empty.setVisible(not state.studies)
        hubs = [f"{hub.address}\n{hub.detail}" for hub in state.hubs]
        self._hubs.setText("\n\n".join((say("Hubs joined"), *hubs)))
        self._hubs.setVisible(bool(hubs))
        self._busy.setText(state.busy)
        self._busy.setVisible(bool(state.busy))
        self._tell(state.message)
        for button in self._buttons.values():
            button.setEnabled(not state.busy)
        self._show_form(state)
        if state.form is None:
            self._take_focus()

    def _fill(self, state: StartState) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for line in state.studies:
            row = StudyRow(self._kit, line)
            row.open_asked.connect(self.open_asked)
            row.forget_asked.connect(self.forget_asked)
            row.step_asked.connect(self._step)
            self._list.addWidget(row)
            self._rows.append(row)

    def _tell(self, message: MessageState | None) -> None:
        self._said.setVisible(message is not None)
        if message is None:
            self._message.setText("")
            return
        text = _SIGNS[message.tone] + message.text
        news = text != self._message.text()
        self._message.setText(text)
        set_tone(self._message, "" if message.tone is Tone.PLAIN else message.tone.value)
        self._detail.setText(message.detail)
        self._detail.setVisible(bool(message.detail))
        if news:
            announce(self, f"{message.text} {message.detail}")
            self._scroll.show_news(self._said)

    def _show_form(self, state: StartState) -> None:
        self._inside.setVisible(state.form is None)
        self._foot.setVisible(state.form is None)  # its keys are those of the page
        if state.form is None:
            if self._form is not None:
                self._form.forget()
                self._form.hide()
            return
        if self._form is None:
            from cati_app.ui.widgets.form_card import FormCard  # noqa: PLC0415 - most starts need no form

            self._form = FormCard(self._kit, inside=True)
            self._form.given.connect(self.form_given)
            self._form.left.connect(self.form_left)
            self._form.hide()
            self._front.insertLayout(0, centred(self._form))
            self._arrange()
        self._form.render_form(state.form)
        if self._form.isHidden():
            self._form.show()  # its fields take the focus only once they are visible
            self._form.take_focus()

    def _take_focus(self) -> None:
        row = next((row for row in self._rows if row.line.key == self._state.selected), None)
        first = row or next(iter(self._rows), None) or next(iter(self._buttons.values()), None)
        if first is not None and not isinstance(self.focusWidget(), StudyRow):
            first.setFocus()

    @Slot(int)
    def _step(self, by: int) -> None:
        """An arrow: the study above or below."""
        now = next((n for n, row in enumerate(self._rows) if row.hasFocus()), 0)
        self._rows[max(0, min(len(self._rows) - 1, now + by))].setFocus()

    @Slot()
    def _arrange(self) -> None:
        """Beside each other where there is room, else below each other."""
        theme = self._kit.theme
        gap = theme.space(6)
        room = self.width() - 2 * gap
        beside = room >= theme.text_px(_BOTH_FROM)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
        self._columns.setSpacing(gap)
        self._actions.setFixedWidth(min(room, theme.text_px(_ACTIONS)))
        self._inside.setFixedWidth(min(room - theme.space(4), theme.text_px(_WIDEST)))
        self._whole.setSpacing(theme.space(3))
        self._list.setSpacing(theme.space(3))
        self._front.setContentsMargins(gap, theme.space(6), gap, theme.space(4))
        if self._form is not None:
            self._form.setFixedWidth(min(room - theme.space(4), theme.text_px(560)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- keys ---------------------------------------------------------------------------------------------------

    @Slot()
    def _pressed(self) -> None:
        button = self.sender()
        if button is not None:
            self.action_asked.emit(str(button.property("action")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier and key in _SIZES:
            getattr(self._kit.theme, _SIZES[key])()
        elif key in _EVERYWHERE and (held & Qt.KeyboardModifier.AltModifier or key >= Qt.Key.Key_F1):
            self.action_asked.emit(_EVERYWHERE[key])
        elif self._form is not None and self._form.isVisible():
            self._in_form(event)
        elif is_enter(event):
            if confirms(self._kit, event):
                presses_button(self)
        elif key == Qt.Key.Key_Escape:
            self.message_closed.emit()
        elif key in _KEYS and not held and not event.isAutoRepeat() and _KEYS[key] in self._offered:
            self.action_asked.emit(_KEYS[key])
        else:
            super().keyPressEvent(event)

    def _in_form(self, event: QKeyEvent) -> None:
        assert self._form is not None
        if event.key() == Qt.Key.Key_Escape:
            self.form_left.emit()
        elif is_enter(event) and confirms(self._kit, event) and not presses_button(self):
            self._form.confirm()

    def ask_file(self, what: FileWanted, begin: str) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        dialog = file_dialog(self, say("Open a study folder …"), begin)
        if what is FileWanted.FOLDER:
            dialog.setFileMode(dialog.FileMode.Directory)
        else:
            dialog.setWindowTitle(say("Preview of a questionnaire …"))
            dialog.setFileMode(dialog.FileMode.ExistingFile)
            dialog.setNameFilters([say("Questionnaires (*.xlsx *.xlsm *.csv *.md *.xml)"), say("All files (*)")])
        self._wanted = what
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.file_chosen.emit(self._wanted, path)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


def _footer(offered: frozenset[str]) -> str:
    """The keys of the page."""
    keys = [
        f"F1 {say('Help')}",
        *([f"F7 {say('language')}"] if "language" in offered else []),
        f"↑ ↓ {say('study')}",
        f"{key_word('Return')} {say('open it')}",
        *([f"N {say('new')}"] if "new" in offered else []),
        f"O {say('folder')}",
        f"J {say('join')}",
        *([f"P {say('preview')}"] if "preview" in offered else []),
        f"{key_word('Del')} {say('off the list, nothing is deleted')}",
        f"{key_word('Ctrl++')} {say('larger text')}",
    ]
    return "   ·   ".join(keys)
