"""Between calls: the next case, why it came, and the results on digits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from cati_app.fieldwork.calling.call_run import CallPhase
from cati_app.texts import say
from cati_app.ui.console.dial.empty_queue import EmptyQueue
from cati_app.ui.console.dial.undo_line import UndoLine
from cati_app.ui.console.states import DialState, EmptyQueueState, LineBarState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.clock import ClockLabel
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.result_list import ResultList
from cati_app.ui.widgets.scroll import Scroll
from cati_app.ui.widgets.wording import command_key

_RESULTS_WIDTH = 430
_BESIDE_NEEDS = 940  # the results, and two buttons with their keys
_RESULTS_NEED = 120  # below: their heading and the first of them; the number comes before the rest
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class CallingView(QWidget):
    """Implements `DialView`. Enter never dials."""

    result_chosen = Signal(str)
    begin_pressed = Signal()
    number_chosen = Signal(str)
    digit_refused = Signal(str)
    nothing_selected = Signal()
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state: DialState | None = None
        self._may_focus = True
        self._make_parts()
        self._build()
        self.results.chosen.connect(self.result_chosen)
        self.results.refused.connect(self.digit_refused)
        self.results.too_early.connect(self.result_chosen)
        self.results.nothing_selected.connect(self.nothing_selected)
        self.results.moved.connect(self._show_selected)
        kit.theme.changed.connect(self._arrange)
        self._arrange()

    def _make_parts(self) -> None:
        kit = self._kit
        self._case = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self._number = label(kit, TextRole.NUMBER)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._number_line = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._clock = ClockLabel(kit, TextRole.HEADING)
        self._call_line = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._warning = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._reason = label(kit, TextRole.CONTROL, wrap=True)
        self._history = HistoryList(kit, TextRole.CONTROL)
        self._why_card = Card(kit, say("Why this case?"), command_key("explain"))
        self._why_card.add(self._reason)
        self._history_card = Card(kit, say("History"))
        self._history_card.add(self._history)
        self.dial = self._button(say("Dial"), "dial", "primary")
        self.give_back = self._button(say("Give back …"), "return_case")
        self.begin = KeyButton(kit, "", key_word("Return"), "primary")
        self.begin.clicked.connect(self._begin)
        self._numbers: list[KeyButton] = []
        self.undo = UndoLine(kit)
        self._results_title = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self.results = ResultList(kit)
        self.empty = EmptyQueue(kit)

    def _button(self, text: str, command: str, look: str = "plain") -> KeyButton:
        button = KeyButton(self._kit, text, command_key(command), "primary" if look == "primary" else "plain")
        button.setProperty("command", command)
        button.clicked.connect(self._button_pressed)
        return button

    def _build(self) -> None:
        left = QWidget()
        self._left = QVBoxLayout(left)
        for widget in (self._case, self._number, self._number_line):
            self._left.addWidget(widget)
        self._clock_row = QHBoxLayout()
        self._clock_row.addWidget(self._clock)
        self._clock_row.addWidget(self._call_line, 1)
        self._left.addLayout(self._clock_row)
        self._left.addWidget(self._warning)
        self._left.addWidget(self._why_card)
        self._left.addWidget(self._history_card)
        self._actions = QHBoxLayout()
        for button in (self.dial, self.begin, self.give_back):
            self._actions.addWidget(button)
        self._actions.addStretch()
        self._left.addLayout(self._actions)
        self._number_row = QVBoxLayout()
        self._left.addLayout(self._number_row)
        self._left.addStretch(1)
        right = QWidget()
        self._right = QVBoxLayout(right)
        self._right.addWidget(self.results)
        self._right.addStretch(1)
        self._left_side, self._right_side = Scroll(left), Scroll(right)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._left_side, 1)
        self._results_column = QWidget()
        self._results_under_title = QVBoxLayout(self._results_column)
        self._results_under_title.setContentsMargins(0, 0, 0, 0)
        self._results_under_title.addWidget(self._results_title)  # it stays whatever is scrolled below it
        self._results_under_title.addWidget(self._right_side, 1)
        self._columns.addWidget(self._results_column)
        calling = QWidget()
        calling.setLayout(self._columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.undo)
        self._stack = QStackedLayout()
        outer.addLayout(self._stack, 1)  # before it holds anything: it shows its first page at once, as a window else
        self._stack.addWidget(calling)
        self._stack.addWidget(self.empty)

    @Slot()
    def _button_pressed(self) -> None:
        button = self.sender()
        if button is not None:
            self.command_asked.emit(str(button.property("command")))

    @Slot()
    def _begin(self) -> None:
        self.begin_pressed.emit()

    @Slot()
    def _number_pressed(self) -> None:
        button = self.sender()
        if button is not None:
            self.number_chosen.emit(str(button.property("number")))

    def render(self, state: DialState) -> None:  # type: ignore[override]
        """Show the next case, or another moment of its call."""
        old, self._state = self._state, state
        self._stack.setCurrentIndex(0)
        self._show_parts(state)
        self.undo.show_undo(state.undo)
        for part, text in (
            (self._case, state.case_line),
            (self._number, state.number),
            (self._number_line, state.number_line),
            (self._reason, state.reason),
            (self._warning, state.warning),
        ):
            part.setText(text)
        self._history.show_lines(state.history)
        self._render_call(state)
        title = state.results_title or say("Result without a conversation · after dialling")
        self._results_title.setText(title)
        self.results.set_usable(state.results_enabled)
        self.results.show_options(state.results, anew=old is None or old.case_line != state.case_line)
        if old is None or old.suggested != state.suggested:
            self.results.suggest(state.suggested)
        self._show_begin(state)
        self._render_numbers(state)
        self._share_height()
        self.take_focus()

    def _show_parts(self, state: DialState) -> None:
        """Before any text changes: what appears is laid out at once, together with all that changed until then."""
        call = state.call
        idle = call.phase is CallPhase.IDLE and not call.text
        for part, shown in (
            (self._warning, bool(state.warning)),
            (self._why_card, bool(state.reason)),
            (self._history_card, bool(state.history)),
            (self._clock, not idle and (call.running or call.seconds > 0)),
            (self._call_line, not idle),
            (self.begin, state.can_begin),
            (self.give_back, state.can_return),
        ):
            part.setVisible(shown)

    def _render_call(self, state: DialState) -> None:
        call: LineBarState = state.call
        self._clock.show_time(call.seconds, call.running)
        self._call_line.setText(" · ".join(part for part in (call.text, call.recording) if part))
        text = say("Hang up") if call.can_hang_up else say("Dial")
        self.dial.set_texts(text, command_key("dial"))
        self.dial.setProperty("command", "hang_up" if call.can_hang_up else "dial")
        self.dial.set_look("danger" if call.can_hang_up else "plain" if state.can_begin else "primary")
        self.dial.setEnabled(call.can_dial or call.can_hang_up)

    def _render_numbers(self, state: DialState) -> None:
        while len(self._numbers) < len(state.numbers):
            button = KeyButton(self._kit, "")
            button.clicked.connect(self._number_pressed)
            self._numbers.append(button)
            self._number_row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for index, button in enumerate(self._numbers):
            button.setVisible(index < len(state.numbers))
            if index < len(state.numbers):
                button.setProperty("number", state.numbers[index].key)
                button.set_texts(state.numbers[index].label, command_key("other_number") if index == 0 else "")

    def render_empty(self, state: EmptyQueueState) -> None:
        """Nothing to call: why, and when next."""
        self._state = None
        self.undo.show_undo(state.undo)
        self.empty.render(state)
        self._stack.setCurrentIndex(1)

    @property
    def is_empty(self) -> bool:
        return self._stack.currentIndex() == 1

    @Slot()
    def _show_selected(self) -> None:
        self._right_side.show_rect(self.results, self.results.current_rect())
        if self._state is not None:
            self._show_begin(self._state)

    def _show_begin(self, state: DialState) -> None:
        """The key stands on the button only while it is the button's."""
        key = "" if self.results.in_use else key_word("Return")
        self.begin.set_texts(state.begin_text or say("Begin the interview"), key)

    @Slot()
    def _arrange(self) -> None:
        """Beside one another, or below where text is too large for that."""
        theme = self._kit.theme
        pad, gap = theme.space(8), theme.space(2)
        beside = self.width() >= theme.text_px(_BESIDE_NEEDS) or self.width() == 0
        row, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(row if beside else below)
        self._columns.setContentsMargins(pad, theme.space(6 if beside else 2), theme.space(4), theme.space(3))
        self._columns.setSpacing(theme.space(6 if beside else 3))
        self._left.setContentsMargins(0, 0, gap, 0)
        self._left.setSpacing(theme.space(3))
        self._right.setContentsMargins(0, 0, gap, 0)
        self._right.setSpacing(gap)
        self._actions.setSpacing(theme.space(3))
        self._clock_row.setSpacing(theme.space(3))
        self._results_under_title.setSpacing(gap)
        self._results_column.setMinimumWidth(theme.text_px(_RESULTS_WIDTH) if beside else 0)
        self._results_column.setMaximumWidth(theme.text_px(_RESULTS_WIDTH) if beside else _NO_LIMIT)
        self._columns.setStretch(1, 0 if beside else 1)
        self._share_height()
        for button in (self.dial, self.begin):
            button.setMinimumWidth(theme.text_px(200))

    def _share_height(self) -> None:
        """Above the results the case takes what it needs, as long as the first of them stay in sight."""
        columns, margins = self._columns, self._columns.contentsMargins()
        taken = self.undo.height() + margins.top() + margins.bottom() + columns.spacing()
        room = self.height() - taken - self._kit.theme.text_px(_RESULTS_NEED)
        beside = columns.direction() is QBoxLayout.Direction.LeftToRight
        self._left_side.setMinimumHeight(0 if beside else max(0, min(self._left.sizeHint().height(), room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def take_focus(self) -> None:
        """The focus belongs to the results."""
        if self._may_focus:
            (self if self.is_empty else self.results).setFocus()

    def allow_focus(self, allowed: bool) -> None:
        """A panel over the screen keeps the focus to itself."""
        self._may_focus = allowed
        if allowed:
            self.take_focus()

    def run_local(self, name: str) -> bool:
        """Carry out a command that needs no presenter; False when it is none of this view's."""
        if name in ("scroll_up", "scroll_down"):
            left_fits = self._left_side.verticalScrollBar().maximum() == 0
            side = self._right_side if left_fits else self._left_side  # arrows scroll the results too
            side.scroll_by_steps(-1 if name == "scroll_up" else 1)
        elif name == "confirm":
            self._confirm()
        else:
            return False
        return True

    def _confirm(self) -> None:
        if self.is_empty:
            self.begin_pressed.emit()  # look for the next case again
            return
        if self._state is None:
            return
        if not self.results.confirm():
            self.begin_pressed.emit()  # where nobody is on the line, that is said

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            if confirms(self._kit, event):
                self._confirm()
        elif not self.results.handle_key(event):
            super().keyPressEvent(event)
