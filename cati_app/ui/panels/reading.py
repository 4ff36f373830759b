"""Panels to read: help, explanation, outline, pause."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListView, QWidget

from cati_app.texts import say
from cati_app.ui.panels.panel import Panel
from cati_app.ui.stage.commands import COMMANDS
from cati_app.ui.stage.panel_states import ExplanationState, HelpState, OutlinePanelState, PanelKind, PauseState
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.stage.typeahead import Typeahead
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.clock import ClockLabel
from cati_app.ui.widgets.fan_chart import FanChart
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, follow_font, label
from cati_app.ui.widgets.table import select_row

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROWS = 10


class HelpPanel(Panel):
    """Objections and answers, probes, the keys."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.HELP
        self._probe_title = label(kit, TextRole.CAPTION, "muted", text=say("Probes for this question"))
        self._probes = label(kit, TextRole.ANSWER, wrap=True)
        self._objection_title = label(kit, TextRole.CAPTION, "muted", text=say("Objections and answers"))
        self._objections = label(kit, TextRole.CONTROL, wrap=True)
        self._objections.setTextFormat(Qt.TextFormat.RichText)
        self._keys = HistoryList(kit, TextRole.CONTROL)
        for widget in (self._probe_title, self._probes, self._objection_title, self._objections):
            self.column.addWidget(widget)
        self.column.addWidget(label(kit, TextRole.CAPTION, "muted", text=say("Keys")))
        self.column.addWidget(self._keys)
        self.add_buttons()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def render(self, state: HelpState) -> None:  # type: ignore[override]
        for widget in (self._probe_title, self._probes):
            widget.setVisible(bool(state.probes))
        for widget in (self._objection_title, self._objections):
            widget.setVisible(bool(state.objections))
        self._probes.setText(state.probes)
        pairs = [f"<p><b>„{_plain(o.objection)}“</b><br>{_plain(o.answer)}</p>" for o in state.objections]
        self._objections.setText("".join(pairs))
        self._keys.show_lines(key_lines(state.commands))

    def title(self) -> str:
        return say("Help")

    def first_focus(self) -> QWidget:
        return self

    def confirm(self) -> None:
        self.close_pressed.emit()


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def key_lines(names: Collection[str]) -> tuple[HistoryLine, ...]:
    """The commands of these names as they are read: keys, then what they do."""
    return tuple(
        HistoryLine(" · ".join(key_word(key) for key in _shown_keys(command.keys)), say(command.text))
        for command in COMMANDS
        if command.name in names
    )


def _shown_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if key not in {"Enter", "Ctrl+="})


class ExplanationPanel(Panel):
    """Why this case, or why nothing can be called."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.EXPLANATION
        self._state: ExplanationState | None = None
        self._text = label(kit, TextRole.ANSWER, wrap=True)
        self._lines = HistoryList(kit, TextRole.CONTROL)
        self._fan = FanChart(kit)
        self.column.addWidget(self._text)
        self.column.addWidget(self._fan)
        self.column.addWidget(self._lines)
        self.add_buttons()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def render(self, state: ExplanationState) -> None:  # type: ignore[override]
        self._state = state
        self._text.setText(state.text)
        self._text.setVisible(bool(state.text))
        self._fan.render_fan(state.fan)
        self._fan.setVisible(state.fan is not None)
        self._lines.show_lines(tuple(HistoryLine(line.name, line.text) for line in state.lines))

    def title(self) -> str:
        return self._state.title if self._state else ""

    def first_focus(self) -> QWidget:
        return self

    def confirm(self) -> None:
        self.close_pressed.emit()


class ReachedModel(QAbstractListModel):
    """Questions already reached that match what was typed."""

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._entries: list[tuple[str, str]] = []
        self._index = Typeahead(())
        self._matching: list[int] = []

    def show_entries(self, entries: list[tuple[str, str]]) -> None:
        """Pairs of ref and label."""
        self._entries = entries
        self._index = Typeahead([entry[1] for entry in entries])
        self.search("")

    def search(self, query: str) -> None:
        self.beginResetModel()
        self._matching = self._index.find(query)
        self.endResetModel()

    def ref(self, row: int) -> str:
        return self._entries[self._matching[row]][0] if 0 <= row < len(self._matching) else ""

    def row_of(self, ref: str) -> int:
        """Row of a question, or the last one."""
        refs = [self._entries[index][0] for index in self._matching]
        return refs.index(ref) if ref in refs else len(refs) - 1

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._matching)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._entries[self._matching[index.row()]][1]
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, self._kit.theme.line_height(TextRole.CONTROL) + self._kit.theme.space(3))
        return None


class OutlinePanel(Panel):
    """Type to search, arrows move, Enter jumps."""

    jumped = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.OUTLINE
        self._title = ""
        self.field = LineField(kit.keys)
        follow_font(kit, self.field, TextRole.CONTROL)
        self.field.setAccessibleName(say("Search"))
        self.field.textEdited.connect(self._search)
        self._model = ReachedModel(kit, self)
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.doubleClicked.connect(self.confirm)
        self.view.setAccessibleName(say("Questions already reached"))
        follow_font(kit, self.view, TextRole.CONTROL)
        self.column.addWidget(self.field)
        self.column.addWidget(self.view)
        self.apart = QLabel()
        self.apart.setTextFormat(Qt.TextFormat.PlainText)
        self.apart.setWordWrap(True)
        follow_font(kit, self.apart, TextRole.SMALL)
        self.column.addWidget(self.apart)
        self.add_buttons(say("Jump there"))
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        theme = self.kit.theme
        self.view.setFixedHeight((theme.line_height(TextRole.CONTROL) + theme.space(3)) * _ROWS)

    def render(self, state: OutlinePanelState) -> None:  # type: ignore[override]
        entries = []
        for section in state.sections:
            for question in section.questions:
                mark = "✓" if question.answered else "–"
                entries.append((question.ref, f"{mark}  {section.label}  ·  {question.label}"))
        self._model.show_entries(entries)
        head = say("Answered before the questionnaire was changed, without a place in it now:")
        self.apart.setText("\n".join([head, *state.apart]) if state.apart else "")
        self.apart.setVisible(bool(state.apart))
        self._title = state.title
        self.name_primary(state.action or say("Jump there"))
        self.field.setPlaceholderText(state.hint or say("Type to search among the questions already reached"))
        self.field.clear()
        self._mark(self._model.row_of(state.current))

    @Slot()
    def _search(self) -> None:
        self._model.search(self.field.text())
        self._mark(0)

    def _mark(self, row: int) -> None:
        select_row(self.view, row)

    def title(self) -> str:
        return self._title or say("Outline")

    def first_focus(self) -> QWidget:
        return self.field

    @Slot()
    def confirm(self) -> None:
        ref = self._model.ref(self.view.currentIndex().row())
        if ref:
            self.jumped.emit(ref)

    def handle_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}
        if event.key() not in steps:
            return False
        row = self.view.currentIndex().row() + steps[Qt.Key(event.key())]
        self._mark(max(0, min(self._model.rowCount() - 1, row)))
        return True


class PausePanel(Panel):
    """Hides the case and counts the pause."""

    ended = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.PAUSE
        self._title = ""
        self._clock = ClockLabel(kit, TextRole.NUMBER)
        self._clock.setAccessibleName(say("Length of the pause"))
        self._text = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.column.addWidget(self._clock)
        self.column.addWidget(self._text)
        self.add_buttons(say("Back to work"), closable=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def render(self, state: PauseState) -> None:  # type: ignore[override]
        self._title = state.title
        self._text.setText(state.text)
        self._text.setVisible(bool(state.text))
        self._clock.show_time(state.seconds, True)

    def stop(self) -> None:
        """The pause is over."""
        self._clock.show_time(0, False)

    def title(self) -> str:
        return self._title

    def first_focus(self) -> QWidget:
        return self

    def confirm(self) -> None:
        self.ended.emit()

    @property
    def types_text(self) -> bool:
        return True  # nothing else opens during a pause

    @property
    def covers(self) -> bool:
        return True
