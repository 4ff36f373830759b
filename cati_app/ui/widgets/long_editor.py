"""An answer of several lines, typed word for word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from cati_app.engine.form.screen import QuestionView
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.fields import TextField, mark_refused
from cati_app.ui.widgets.kit import Kit, follow_font
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.speech import Speech

_LONG_TEXT_LINES = 5


class LongEditor:
    """Several typed lines. Setting text programmatically tells nobody."""

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget) -> None:
        self._kit = kit
        self._speech = speech
        self.field = TextField(kit.keys)
        self.field.setParent(parent)
        follow_font(kit, self.field, TextRole.ANSWER)

    @property
    def widget(self) -> QWidget:
        return self.field

    @property
    def keyboard(self) -> QWidget:
        return self.field

    def show(self, view: QuestionView) -> None:
        blocked = self.field.blockSignals(True)
        self.field.setPlainText(view.answer.text)
        if view.check is None:
            self.field.selectAll()
        else:
            self.field.moveCursor(QTextCursor.MoveOperation.End)  # what a person just said is mended, not replaced
        self.field.blockSignals(blocked)
        self.field.setReadOnly(view.read_only)
        self.field.setPlaceholderText(self._speech.tell("Word for word. Shift+Enter begins a new line"))

    def typed(self) -> str:
        return self.field.toPlainText()

    def retype(self, text: str) -> None:
        blocked = self.field.blockSignals(True)
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.blockSignals(blocked)

    def value(self) -> str | None:
        return self.field.toPlainText().strip()

    def clear(self) -> None:
        blocked = self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(blocked)

    def apply(self) -> bool:
        return False

    def handle_key(self, event: QKeyEvent) -> bool:
        text = event.text()
        if self.field.hasFocus() or not text or not text.isprintable():
            return False
        self.field.setFocus()
        self.field.insertPlainText(text)
        return True

    def show_problem(self) -> None:
        """Text is always readable."""

    @property
    def is_unread(self) -> bool:
        return False

    def select(self) -> None:
        """Not what was just refused: the next key would wipe out what a person said word for word."""

    @property
    def said(self) -> str:
        return ""

    def mark_refused(self, refused: bool) -> None:
        mark_refused(self.field, refused)

    def height_for(self, width: int, room: int, levels: Levels) -> int:
        return self._kit.theme.line_height(TextRole.ANSWER) * _LONG_TEXT_LINES + self._kit.theme.space(6)

    def focus_rect(self) -> QRect:
        return self.field.rect()

    def on_change(self, changed: Callable[[], None], picked: Callable[[], None], focused: Callable[[], None]) -> None:
        self.field.textChanged.connect(changed)
        self.field.focused.connect(focused)

    def on_refused(self, refused: Callable[[str], None]) -> None:
        """No codes are typed here."""
