"""The story of the selected case: verdict, facts, attempts, and every rule once F12 was pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.desk.cases.attempt_list import AttemptList
from cati_app.ui.desk.cases.states import CaseStoryState
from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.kit import Kit, announce, draw_card, label, set_tone
from cati_app.ui.widgets.scroll import Scroll
from cati_app.ui.widgets.wording import command_key

_SCROLL_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1}


class CaseStoryPanel(QWidget):
    """Arrows scroll, Esc goes back to the list."""

    left = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state: CaseStoryState | None = None
        self._title = label(kit, TextRole.HEADING)
        self._verdict = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._hint = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._chain_card = Card(kit, say("Why (not) now?"), command_key("explain_story"))
        self._chain = HistoryList(kit, TextRole.SMALL)
        self._fact_card = Card(kit, say("Status of the case"))
        self._facts = HistoryList(kit, TextRole.SMALL)
        self._attempt_card = Card(kit, say("Attempts, the latest first"))
        self._attempts = AttemptList(kit)
        self._no_attempts = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._build()
        kit.theme.changed.connect(self._space)
        self._space()

    def _build(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._chain_card.add(self._chain)
        self._fact_card.add(self._facts)
        self._attempt_card.add(self._no_attempts)
        self._attempt_card.add(self._attempts)
        for widget in (self._title, self._verdict, self._hint, self._chain_card, self._fact_card, self._attempt_card):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._scroll = Scroll(inside)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._scroll)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("Story of the case"))

    @Slot()
    def _space(self) -> None:
        theme = self._kit.theme
        self._outer.setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(1))
        self._column.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        self._column.setSpacing(theme.space(2))

    @property
    def state(self) -> CaseStoryState | None:
        return self._state

    def render(self, state: CaseStoryState | None) -> None:  # type: ignore[override]
        """Another case begins at its top; the same one stays where it was scrolled to."""
        old, self._state = self._state, state
        if state is None:
            self._scroll.hide()
            return
        self._scroll.show()
        self._title.setText(state.title)
        mark = {Tone.OK: "✓ ", Tone.WARN: "○ "}.get(state.tone, "")
        self._verdict.setText(f"{mark}{state.verdict}")
        set_tone(self._verdict, state.tone.value)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._facts.show_lines(tuple(HistoryLine(line.name, line.text) for line in state.facts))
        self._chain.show_lines(tuple(_ruled(line) for line in state.chain))
        self._chain_card.setVisible(bool(state.chain))
        self._attempts.show_attempts(state.attempts)
        self._attempts.setVisible(bool(state.attempts))
        self._no_attempts.setText(state.attempts_text)
        self._no_attempts.setVisible(bool(state.attempts_text))
        self.setAccessibleDescription(f"{state.title}. {state.verdict}")
        if old is None or old.key != state.key or (state.chain and not old.chain):
            self._scroll.verticalScrollBar().setValue(0)
        if old is not None and old.key == state.key and state.chain and not old.chain:
            announce(self, "; ".join(f"{line.name}: {line.text}" for line in state.chain))

    def scroll_by_steps(self, steps: int) -> None:
        self._scroll.scroll_by_steps(steps)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = self._kit.theme
            draw_card(painter, self.rect(), theme.color("background"), theme.color("accent"), wide=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _SCROLL_KEYS:
            self.scroll_by_steps(_SCROLL_KEYS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.ignore()


def _ruled(line: ReasonLine) -> HistoryLine:
    return HistoryLine(line.name, f"{'✓' if line.tone is Tone.OK else '✗'} {line.text}")
