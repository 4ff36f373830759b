"""The window of a new study: the steps, the page in front, and the findings beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.setting_up.states import SettingUpState, StepLine
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.enter import confirms, file_dialog, is_enter, presses_button
from cati_app.ui.widgets.finding_column import FindingColumn
from cati_app.ui.widgets.form_card import FormCard
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, label, set_tone
from cati_app.ui.widgets.scroll import Scroll

_SMALLEST, _FIRST = (560, 300), (1280, 720)
_MOST_STEPS = 16
_STEPS, _STEPS_FROM, _FINDINGS_FROM, _FORM = 220, 1040, 760, 640
_PAGES = {Qt.Key.Key_PageUp: -2, Qt.Key.Key_PageDown: 2}  # in thirds of what is in sight
_ALL = 1000  # against a stretch of 1


class SettingUpWindow(QMainWindow):
    """Implements `SettingUpView`."""

    form_given = Signal(object)
    form_left = Signal()
    file_chosen = Signal(str)
    preview_asked = Signal()
    closed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._is_made = False
        self.setWindowTitle(say("New study"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self.card = FormCard(kit, inside=True)
        self.card.given.connect(self.form_given)
        self.card.left.connect(self.form_left)
        self.findings = FindingColumn(kit)
        self.findings.left.connect(self.card.take_focus)
        self._told = label(kit, TextRole.SMALL, "ok", wrap=True)
        self._steps = QWidget()
        self._steps.setProperty("ground", "surface")
        self._steps.setProperty("edge", "right")
        self._steps.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lines = [label(kit, TextRole.CONTROL, "muted", wrap=True) for _ in range(_MOST_STEPS)]
        self._file = self._button(say("Choose a file …"), "Alt+O", self.choose_file)
        self._preview = self._button(say("Preview"), "Alt+P", self.preview_asked.emit)
        self._list = self._button(say("Findings"), "Ctrl+D", self.findings.take_focus)
        self._build()
        kit.theme.changed.connect(self._arrange)

    def _button(self, text: str, keys: str, act: object) -> KeyButton:
        button = KeyButton(self._kit, text, key_word(keys))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        return button

    def _build(self) -> None:
        kit, space = self._kit, self._kit.theme.space
        steps = QVBoxLayout(self._steps)
        steps.setContentsMargins(space(4), space(4), space(3), space(4))
        steps.setSpacing(space(3))
        steps.addWidget(label(kit, TextRole.CAPTION, "muted", text=say("New study"), wrap=True))
        for line in self._lines:
            steps.addWidget(line)
        steps.addStretch(1)
        kept = say("Every step is kept at once. The study folder appears whole or not at all.")
        steps.addWidget(label(kit, TextRole.SMALL, "muted", wrap=True, text=kept))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        # a column would give a card that is as wide as it may be too little height for its texts
        beside = QHBoxLayout()
        beside.addWidget(self.card, _ALL)
        beside.addStretch(1)
        column.addLayout(beside)
        column.addWidget(self._told)
        column.addWidget(ButtonRow(kit, self._file, self._preview, self._list))
        column.addStretch(1)
        self._scroll = Scroll(page)
        center = QWidget()
        row = QHBoxLayout(center)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._steps)
        row.addWidget(self._scroll, 1)
        row.addWidget(self.findings)
        self.setCentralWidget(center)
        self._arrange()

    def render(self, state: SettingUpState) -> None:  # type: ignore[override]
        """Show a page; what is typed stays while it is the same."""
        for line in self._lines[len(state.steps) :]:
            line.hide()
        for n, (line, step) in enumerate(zip(self._lines, state.steps, strict=False), 1):
            line.setText(_step_text(n, step))
            set_tone(line, "accent" if step.is_now else "ok" if step.is_done else "muted")
        self.card.render_form(state.form)
        self._told.setText(state.told)
        set_tone(self._told, "warn" if state.is_missed else "ok")
        self._told.setVisible(bool(state.told))
        self._file.setVisible(state.file_field)
        self._is_made = state.is_made
        for button in (self._preview, self._list):
            button.setVisible(not state.is_made)
            button.setEnabled(not state.is_made)
        self._arrange()
        self.findings.show_findings(state.findings, is_read=state.is_read)

    @Slot()
    def _arrange(self) -> None:
        """Where there is no room the steps go first, then the findings, whose key brings nothing then."""
        theme = self._kit.theme
        self._steps.setFixedWidth(theme.text_px(_STEPS))
        self._steps.setVisible(self.width() >= theme.text_px(_STEPS_FROM))
        has_room = self.width() >= theme.text_px(_FINDINGS_FROM) or self.width() >= 1100
        self.findings.setVisible(has_room and not self._is_made)
        self.card.setMaximumWidth(theme.text_px(_FORM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def choose_file(self) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        dialog = file_dialog(self, say("Choose a file …"), str(Path.home()))
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.file_chosen)
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, theme = event.key(), self._kit.theme
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            theme.larger()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_Minus:
            theme.smaller()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_0:
            theme.normal_size()
        elif key == Qt.Key.Key_Escape:
            self.form_left.emit()
        elif key in _PAGES:
            self._scroll.scroll_by_steps(_PAGES[Qt.Key(key)])
        elif is_enter(event) and confirms(self._kit, event) and not presses_button(self):
            self.card.confirm()
        elif not is_enter(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


def _step_text(number: int, step: StepLine) -> str:
    sign = "✓" if step.is_done else "●" if step.is_now else "○"
    return f"{sign} {number} {step.title}"
