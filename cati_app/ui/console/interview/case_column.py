"""The left column during an interview: case, call, controls, quota place, history."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.console.states import CaseColumnState, LineBarState, QuotaPlace
from cati_app.ui.theme import TextRole, Theme
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.clock import ClockLabel
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit, label, set_tone
from cati_app.ui.widgets.wording import command_key


class CommandSlot(QWidget):
    """Base of the parts whose buttons give commands: one bound slot, one signal."""

    command_asked = Signal(str)

    @Slot()
    def button_pressed(self) -> None:
        button = self.sender()
        if button is not None:
            self.command_asked.emit(str(button.property("command")))


class CallControls:
    """The three buttons of a call, and what they say in each phase."""

    def __init__(self, kit: Kit, pressed: CommandSlot) -> None:
        self.dial = self._button(kit, pressed, say("Hang up"), "dial")
        self.appointment = self._button(kit, pressed, say("Make an appointment"), "appointment")
        self.result = self._button(kit, pressed, say("Result / break off"), "result")

    @staticmethod
    def _button(kit: Kit, pressed: CommandSlot, text: str, command: str) -> KeyButton:
        button = KeyButton(kit, text, command_key(command))
        button.setProperty("command", command)
        button.clicked.connect(pressed.button_pressed)
        return button

    @property
    def all(self) -> tuple[KeyButton, ...]:
        return (self.dial, self.appointment, self.result)

    def show_call(self, call: LineBarState) -> None:
        text = say("Hang up") if call.can_hang_up else say("Dial again")
        self.dial.set_texts(text, command_key("dial"))
        self.dial.setProperty("command", "hang_up" if call.can_hang_up else "dial")
        self.dial.set_look("danger" if call.can_hang_up else "plain")
        self.dial.setEnabled(call.can_hang_up or call.can_dial)


class CaseColumn(CommandSlot):
    """Built once; `render` changes what differs."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state: CaseColumnState | None = None
        self.setProperty("ground", "surface")
        self.setProperty("edge", "right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._case = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self._number = label(kit, TextRole.NUMBER_SIDE)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._number_line = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._clock = ClockLabel(kit)
        self._clock.setAccessibleName(say("Clock of the call"))
        self._call_line = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.controls = CallControls(kit, self)
        self._note = KeyButton(kit, say("Note on the case"), command_key("note"))
        self._note.setProperty("command", "note")
        self._note.clicked.connect(self.button_pressed)
        self._layout = QVBoxLayout(self)
        self._build()
        kit.theme.changed.connect(self._space)
        self._space()

    def _build(self) -> None:
        kit, layout = self._kit, self._layout
        for widget in (self._case, self._number, self._number_line, self._clock, self._call_line):
            layout.addWidget(widget)
        for button in self.controls.all:
            layout.addWidget(button)
        inner = self._below = QWidget()
        inner.setProperty("ground", "surface")
        self._quota_title = label(kit, TextRole.CAPTION, "muted", text=say("Quota of this person"))
        self._quota = label(kit, TextRole.SMALL, wrap=True)
        self._quota_count = label(kit, TextRole.SMALL)
        self._quota_state = label(kit, TextRole.SMALL)
        self._quota_bar = ThinBar(kit)
        row = QHBoxLayout()
        row.addWidget(self._quota_count)
        row.addStretch()
        row.addWidget(self._quota_state)
        self._code_title = label(kit, TextRole.CAPTION, "muted", text=say("Access code"))
        self._code = label(kit, TextRole.SMALL, wrap=True)
        self._history_title = label(kit, TextRole.CAPTION, "muted", text=say("History"))
        self._history = HistoryList(kit)
        self._note_text = label(kit, TextRole.SMALL, "muted", wrap=True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._quota_title)
        column.addWidget(self._quota)
        column.addLayout(row)
        for part in (
            self._quota_bar,
            self._code_title,
            self._code,
            self._history_title,
            self._history,
            self._note_text,
        ):
            column.addWidget(part)
        column.addStretch()
        self._inner = column
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setAccessibleName(say("Quota and history"))
        self._area.setWidget(inner)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._note)

    @Slot()
    def _space(self) -> None:
        theme = self._kit.theme
        pad = theme.space(4)
        self._layout.setContentsMargins(pad, pad, pad, pad)
        self._layout.setSpacing(theme.space(2))
        self._inner.setSpacing(theme.space(1.5))
        self._inner.setContentsMargins(0, theme.space(3), 0, 0)
        self._history_title.setContentsMargins(0, theme.space(2), 0, 0)
        self._code_title.setContentsMargins(0, theme.space(2), 0, 0)
        self._below.setMaximumWidth(self.width_for(theme) - 2 * pad)  # else it keeps what larger text wanted

    @staticmethod
    def width_for(theme: Theme) -> int:
        """Width of the column at the text size in use."""
        return theme.text_px(280)

    def render(self, state: CaseColumnState) -> None:  # type: ignore[override]
        old, self._state = self._state, state
        if old is None or (old.case_line, old.number, old.number_line) != (
            state.case_line,
            state.number,
            state.number_line,
        ):
            self._case.setText(state.case_line)
            self._number.setText(state.number)
            self._number.setAccessibleName(state.number)
            self._number_line.setText(state.number_line)
        if old is None or old.call != state.call:
            self._render_call(state.call)
        if old is None or old.quota != state.quota:
            self._render_quota(state.quota)
        if old is None or old.access_code != state.access_code:
            self._code.setText(state.access_code)
            for widget in (self._code_title, self._code):
                widget.setVisible(bool(state.access_code))
        if old is None or old.history != state.history:
            self._history_title.setVisible(bool(state.history))
            self._history.show_lines(state.history)
        if old is None or old.note != state.note:
            self._note_text.setText(state.note)
            self._note_text.setVisible(bool(state.note))

    def _render_call(self, call: LineBarState) -> None:
        self._clock.show_time(call.seconds, call.running)
        self._call_line.setText(" · ".join(part for part in (call.text, call.recording) if part))
        self.controls.show_call(call)

    def _render_quota(self, quota: QuotaPlace | None) -> None:
        for widget in (self._quota_title, self._quota, self._quota_count, self._quota_state, self._quota_bar):
            widget.setVisible(quota is not None)
        if quota is not None:
            self._quota.setText(quota.label)
            self._quota_count.setText(quota.count_text)
            self._quota_state.setText(quota.state_text)
            set_tone(self._quota_state, quota.tone.value)
            self._quota_bar.set_share(quota.share)
            self._quota_bar.setVisible(bool(quota.count_text))
