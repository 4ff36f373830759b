"""A long list searched while typing: thousands of entries, one field, arrows move in the matches."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QWidget

from cati_app.engine.form.screen import ChoiceView, QuestionView
from cati_app.ui.stage.typeahead import Typeahead, also_called
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.expectations import expected
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.kit import Kit, draw_line_text, follow_font
from cati_app.ui.widgets.speech import Speech
from cati_app.ui.widgets.table import select_row

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROWS_SHOWN = 8
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"  # another name may run in another direction than the label
_MOST_MATCHES = 300  # laid out; nobody scrolls further, and a list of thousands costs 50 ms a key


class MatchModel(QAbstractListModel):
    """The choices that match what was typed."""

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._choices: tuple[ChoiceView, ...] = ()
        self._matching: list[int] = []
        self._index, self._query = Typeahead(()), ""
        self.total = 0  # matches, more than are listed

    def show_choices(self, choices: tuple[ChoiceView, ...]) -> None:
        """Search among other choices, by their labels, and by what else they are called."""
        self._choices = choices
        self._index = Typeahead([choice.label for choice in choices], also_called(choices))

    def search(self, query: str) -> None:
        """List what matches."""
        matching = self._index.find(query)
        self.beginResetModel()
        self._query, self._matching, self.total = query, matching[:_MOST_MATCHES], len(matching)
        self.endResetModel()

    def choice(self, row: int) -> ChoiceView | None:
        return self._choices[self._matching[row]] if 0 <= row < len(self._matching) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._matching)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._line(index.row())
        if role == Qt.ItemDataRole.SizeHintRole:
            theme = self._kit.theme
            return QSize(0, theme.line_height(TextRole.ANSWER) + theme.space(3))
        return None

    def _line(self, row: int) -> str | None:
        """The label, and in brackets the other name by which it was found."""
        choice = self.choice(row)
        if choice is None:
            return None
        name = self._index.called(self._matching[row], self._query)
        return f"{choice.label} ({_ISOLATE}{name}{_END_ISOLATE})" if name else choice.label


class SearchList(QWidget):
    """Enter takes the marked match, a further Enter goes on; single and multiple choice."""

    changed = Signal()

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._speech = speech
        self._hint = ""  # how many are to be chosen
        self._choices: tuple[ChoiceView, ...] = ()
        self._multiple = False
        self._chosen: list[ChoiceView] = []
        self.field = LineField(kit.keys, self)
        self.field.textEdited.connect(self._edited)
        self._model = MatchModel(kit, self)
        self.view = QListView(self)
        self.view.setModel(self._model)
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.clicked.connect(self._take_current)
        for widget in (self.field, self.view):
            follow_font(kit, widget, TextRole.ANSWER)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_question(self, view: QuestionView, multiple: bool) -> None:
        if view.choices is not self._choices and view.choices != self._choices:
            self._choices = view.choices
            self._model.show_choices(view.choices)
        self._multiple = multiple
        self._hint = expected(view, self._speech)
        self.field.setPlaceholderText(self._speech.tell("Type to search …"))
        self.view.setAccessibleName(self._speech.tell("Matches"))
        by_name = {choice.name: choice for choice in self._choices}
        self._chosen = [by_name[name] for name in view.answer.text.split() if name in by_name]
        self.field.clear()
        self.field.setReadOnly(view.read_only)
        self._search()

    def retype(self, text: str) -> None:
        """Go on with what was searched for."""
        self.field.setText(text)
        self._search()

    @property
    def said(self) -> str:
        """The line below the field."""
        return self._line()[0]

    def value(self) -> str:
        return " ".join(choice.name for choice in self._chosen)

    def clear_value(self) -> None:
        self._chosen = []
        self.update()

    def apply(self) -> bool:
        """Enter: take the marked match; False when nothing was being searched, so that the screen goes on."""
        if not self.field.text():
            return False
        return self._take(self._model.choice(self.view.currentIndex().row()))

    def handle_key(self, event: QKeyEvent) -> bool:
        """Arrows, and text typed elsewhere on the screen."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            row = self.view.currentIndex().row() + steps[Qt.Key(event.key())]
            self._mark(max(0, min(self._model.rowCount() - 1, row)))
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.field.text() and self._chosen:
            self._chosen.pop()
            self.update()
            self.changed.emit()
            return True
        text = event.text()
        if self.field.hasFocus() or not text or not text.isprintable():
            return False
        self.field.setFocus()
        self.field.insert(text)
        self._edited()
        return True

    def height_for(self, width: int, room: int = 0) -> int:
        theme = self._kit.theme
        row = theme.line_height(TextRole.ANSWER) + theme.space(3)
        wanted = self._head() + row * _ROWS_SHOWN + theme.space(2)
        return max(self._head() + row * 3, min(wanted, room)) if room else wanted

    def _head(self) -> int:
        theme = self._kit.theme
        return self._field_height() + theme.line_height(TextRole.CONTROL) + theme.space(4)

    def _field_height(self) -> int:
        return self._kit.theme.line_height(TextRole.ANSWER) + self._kit.theme.space(6)

    @Slot()
    def _edited(self) -> None:
        self._search()
        self.changed.emit()

    def _search(self) -> None:
        self._model.search(self.field.text())
        self._mark(0)
        self.update()

    def _line(self) -> tuple[str, str]:
        """What the line below the field says, and its colour: no match, else the answer, else how many there are."""
        typed = self.field.text()
        if typed and not self._model.total:
            return self._speech.tell("No entry matches “{text}”.", text=typed), "bad"
        chosen = ", ".join(choice.label for choice in self._chosen)
        if chosen and not typed:
            return self._speech.tell("Answer: {label}", label=chosen), "accent"
        entries = self._speech.tell_count("{count} entry", "{count} entries", self._model.total)
        return " · ".join(filter(None, (self._hint, entries))), "muted"

    def _mark(self, row: int) -> None:
        select_row(self.view, row)

    @Slot()
    def _take_current(self) -> None:
        self._take(self._model.choice(self.view.currentIndex().row()))

    def _take(self, choice: ChoiceView | None) -> bool:
        if choice is None:
            return True  # nothing matches: Enter must not go on
        if not self._multiple or choice.exclusive:
            self._chosen = [choice]
        elif choice in self._chosen:
            self._chosen.remove(choice)
        else:
            self._chosen = [other for other in self._chosen if not other.exclusive] + [choice]
        self.field.clear()
        self._search()
        self.changed.emit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.field.setGeometry(0, 0, self.width(), self._field_height())
        head = self._head()
        self.view.setGeometry(0, head, self.width(), max(0, self.height() - head))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self._kit.theme, self.isRightToLeft()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        line = theme.line_height(TextRole.CONTROL)
        rect = QRect(0, self._field_height() + theme.space(2), self.width(), line)
        align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        align |= Qt.AlignmentFlag.AlignAbsolute
        text, color = self._line()
        role = TextRole.CONTROL if color == "muted" else TextRole.CONTROL_STRONG
        draw_line_text(painter, self._kit, rect, text, role, theme.color(color), align)
        painter.end()
        self.painted()

    def painted(self) -> None:
        """End of painting; replaced by whoever measures."""
