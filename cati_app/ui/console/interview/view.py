"""The interview screen: case column, question page, outline column; keys go to the question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cati_app.engine.form.answers import Special
from cati_app.engine.form.screen import ScreenLayout, ScreenView
from cati_app.texts import say
from cati_app.ui.console.interview.call_bar import CallBar
from cati_app.ui.console.interview.case_column import CaseColumn
from cati_app.ui.console.interview.outline_column import OutlineColumn
from cati_app.ui.console.states import ConsoleState
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.page import QuestionPage
from cati_app.ui.widgets.strip import ProgressStrip, time_left_text
from cati_app.ui.widgets.wording import command_key

_MIDDLE_NEEDS = 560
_SPECIALS = {
    "dont_know": Special.DONT_KNOW,
    "refused": Special.REFUSED,
    "not_applicable": Special.NOT_APPLICABLE,
}


class InterviewView(QWidget):
    """Implements `ConsoleView`."""

    answer_given = Signal(str, object, bool)
    check_kept = Signal(str, str, bool)
    back_pressed = Signal()
    answer_refused = Signal()  # what was typed stands for no answer
    command_asked = Signal(str)  # a button was pressed; the shell runs the command

    def __init__(self, kit: Kit, parent: QWidget | None = None, *, alone: bool = False) -> None:
        """`alone`: nobody is called, so neither case nor call is shown."""
        super().__init__(parent)
        self._kit, self._alone = kit, alone
        self._state: ConsoleState | None = None
        self._fold: bool | None = None  # chosen by the person; None: by the room there is
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.case = CaseColumn(kit)
        self.bar = CallBar(kit)
        self.strip = ProgressStrip(kit)
        self.page = QuestionPage(kit)
        self.outline = OutlineColumn(kit)
        self._back = KeyButton(kit, say("Back"), command_key("back"))
        self._next = KeyButton(kit, say("Next"), command_key("go_on"), "primary")
        self._build()
        self._connect()
        self._arrange()

    def _build(self) -> None:
        self._nav = QHBoxLayout()
        self._nav.addWidget(self._back)
        self._nav.addStretch()
        self._nav.addWidget(self._next)
        self._head = QVBoxLayout()
        self._head.addWidget(self.strip)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.bar)
        self._middle.addLayout(self._head)
        self._middle.addWidget(self.page, 1)
        self._middle.addLayout(self._nav)
        self._columns = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.case)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self.outline)

    def _connect(self) -> None:
        self.page.answer_given.connect(self.answer_given)
        self.page.check_kept.connect(self.check_kept)
        self.page.command_asked.connect(self._page_command)
        self.page.refused.connect(self.answer_refused)
        self.case.command_asked.connect(self.command_asked)
        self.bar.command_asked.connect(self.command_asked)
        self._back.clicked.connect(self.back_pressed)
        self._next.clicked.connect(self._next_clicked)
        self._kit.theme.changed.connect(self._arrange)

    @Slot(str)
    def _page_command(self, name: str) -> None:
        if not self.run_local(name):
            self.command_asked.emit(name)

    @Slot()
    def _next_clicked(self) -> None:
        self.page.confirm()

    def render(self, state: ConsoleState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        old, self._state = self._state, state
        if old is not None and old.interview != state.interview:
            self.page.forget()  # the next person is asked the same question, with the same nothing as an answer
            old = None
        if old is None or old.case is not state.case:
            self.case.render(state.case)
            if not self.bar.isHidden():
                self.bar.render(state.case)
        if old is None or old.outline is not state.outline or old.objections is not state.objections:
            self.outline.render(state.outline, state.objections)
        if old is None or old.rules.can_go_back != state.rules.can_go_back:
            self._back.setEnabled(state.rules.can_go_back)
        screen = state.screen
        if old is None or (old.screen, old.second, old.rules) != (screen, state.second, state.rules):
            self.strip.setLayoutDirection(_direction(screen))
            if old is None or (old.second is None) != (state.second is None):
                self.page.render(screen, state.second, state.rules)
                self._arrange()
            self.strip.show_progress(screen.section, _place_text(screen), screen.progress)
            self.page.render(screen, state.second, state.rules)
        self.page.select_refused()

    @Slot()
    def _arrange(self) -> None:
        """Fold the side columns where there is no room, or as the person wishes."""
        theme = self._kit.theme
        left, right = CaseColumn.width_for(theme), OutlineColumn.width_for(theme)
        left = 0 if self._alone else left
        need = theme.text_px(_MIDDLE_NEEDS)
        fold_right = self.width() < left + need + right if self._fold is None else self._fold
        fold_left = self.width() < left + need or bool(self._fold)
        self.case.setFixedWidth(CaseColumn.width_for(theme))
        self.outline.setFixedWidth(right)
        self.case.setVisible(not fold_left and not self._alone)
        self.outline.setVisible(not fold_right)
        bar_was_hidden = self.bar.isHidden()
        self.bar.setVisible(fold_left and not self._alone)
        if fold_left and not self._alone and bar_was_hidden and self._state is not None:
            self.bar.render(self._state.case)
        side = theme.space(10) if not fold_left else theme.space(5)
        self.page.set_margin(side)
        self._columns.activate()
        rest = max(side, self.page.width() - side - self.page.inner_width())
        self._head.setContentsMargins(side, theme.space(4), rest, theme.space(4))
        self._nav.setContentsMargins(side, theme.space(3), rest, theme.space(4))
        room = theme.text_px(96)
        for button in (self._back, self._next):
            button.setMinimumWidth(button.sizeHint().width() + (0 if fold_left else room // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def run_local(self, name: str) -> bool:
        """Carry out a command that needs no presenter; False when it is none of this view's."""
        if name in _SPECIALS:
            self.page.toggle_special(_SPECIALS[name])
        elif name == "go_on":
            self.page.confirm()
        elif name == "back":
            self.back_pressed.emit()
        elif name in ("scroll_up", "scroll_down"):
            self.page.scroll_by_steps(-1 if name == "scroll_up" else 1)
        elif name == "fold":
            self._fold = self.outline.isVisible() if self._fold is None else None
            self._arrange()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if is_enter(event):
            if confirms(self._kit, event):
                self.page.confirm()
        elif key == Qt.Key.Key_PageDown:
            if self._kit.keys.accepts(key, repeated=event.isAutoRepeat()):
                self.page.confirm()
        elif key == Qt.Key.Key_PageUp:
            if self._kit.keys.accepts(key, repeated=event.isAutoRepeat()):
                self.back_pressed.emit()
        elif not self.page.handle_key(event):
            super().keyPressEvent(event)

    def allow_focus(self, allowed: bool) -> None:
        """A panel over the screen keeps the focus to itself."""
        self.page.allow_focus(allowed)

    def call_when_painted(self, painted: Callable[[int], None]) -> None:
        """Call with the number of the screen at the end of each painting of its answers."""
        self.page.call_when_painted(painted)


def _direction(screen: ScreenView) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if screen.right_to_left else Qt.LayoutDirection.LeftToRight


def _place_text(screen: ScreenView) -> str:
    """`B3 · about 7 min left`."""
    left = time_left_text(screen.seconds_left)
    if screen.layout is ScreenLayout.SINGLE and screen.questions:
        return f"{screen.questions[0].name} · {left}"
    return left
