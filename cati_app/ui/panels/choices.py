"""Panels with a list: results, languages, kinds of pause; and the wrap-up after an interview."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cati_app.texts import say
from cati_app.ui.panels.panel import Panel
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, WrapUpState
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label
from cati_app.ui.widgets.result_list import ResultList


class ChoicePanel(Panel):
    """A digit selects, Enter confirms."""

    chosen = Signal(object, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._title = ""
        self._text = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._lines = HistoryList(kit, TextRole.CONTROL)
        self.results = ResultList(kit, in_panel=True)
        self.results.chosen.connect(self._chosen)
        self.results.moved.connect(self._moved)
        self.results.nothing_selected.connect(self._tell_nothing_selected)
        self.told = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self.told.hide()
        self.column.addWidget(self._text)
        self.column.addWidget(self._lines)
        self.column.addWidget(self.results)
        self.column.addWidget(self.told)
        self.add_buttons(say("Choose"))

    def render(self, state: ChoicePanelState) -> None:  # type: ignore[override]
        if state.kind is not self.kind:
            self.results.reset()
        self.kind, self._title = state.kind, state.title
        self._text.setText(state.text)
        self._text.setVisible(bool(state.text))
        self._lines.show_lines(state.lines)
        self._lines.setVisible(bool(state.lines))
        self.results.show_options(state.options, state.selected)
        self.results.setAccessibleName(state.title)

    @Slot()
    def _moved(self) -> None:
        self.told.hide()
        self.grown.emit()

    @Slot()
    def _tell_nothing_selected(self) -> None:
        told = say("Nothing is selected in this list: a digit selects, Esc goes back.")
        self.told.setText(told)
        self.told.show()
        announce(self.told, told)
        self.grown.emit()

    @property
    def message(self) -> str:
        """What is missing; blank: nothing."""
        return "" if self.told.isHidden() else self.told.text()

    @Slot(str)
    def _chosen(self, code: str) -> None:
        self.chosen.emit(self.kind, code)

    def title(self) -> str:
        return self._title

    def first_focus(self) -> QWidget:
        return self.results

    def confirm(self) -> None:
        if not self.results.confirm():
            self.results.nothing_selected.emit()

    def step_back(self) -> bool:
        return self.results.is_inside and self.results.step_back()

    def handle_key(self, event: QKeyEvent) -> bool:
        return self.results.handle_key(event)


class WrapUpPanel(Panel):
    """The outcome of the interview, and the disposition that follows from it."""

    confirmed = Signal(str, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.WRAP_UP
        self._title = ""
        self._facts = HistoryList(kit, TextRole.CONTROL)
        caption = say("Result – a digit selects another one")
        self.results = ResultList(kit, in_panel=True)
        self.results.chosen.connect(self._chosen)
        self.results.moved.connect(self.grown)
        self.note = LineField(kit.keys)
        follow_font(kit, self.note, TextRole.CONTROL)
        self.note.setPlaceholderText(say("Note on the case, if there is anything to add"))
        self.note.setAccessibleName(say("Note on the case"))
        self._message = label(kit, TextRole.CONTROL_STRONG, "bad", wrap=True)
        self._read_aloud = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._read_aloud.setVisible(False)
        self.column.addWidget(self._read_aloud)
        self.column.addWidget(self._facts)
        self.column.addWidget(label(kit, TextRole.CAPTION, "muted", text=caption))
        self.column.addWidget(self.results)
        self.column.addWidget(self.note)
        self.column.addWidget(self._message)
        self.add_buttons(say("Confirm the result"))

    def render(self, state: WrapUpState) -> None:  # type: ignore[override]
        self._title = state.title
        self._read_aloud.setText(state.read_aloud)
        self._read_aloud.setVisible(bool(state.read_aloud))
        self._facts.show_lines(tuple(HistoryLine(fact.name, fact.text) for fact in state.facts))
        self.results.show_options(state.options, state.proposed)
        self.results.setAccessibleName(state.title)
        if not self.note.text():
            self.note.setText(state.note)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))

    def clear(self) -> None:
        """Forget what was typed: the panel was closed or confirmed."""
        self.note.clear()
        self.results.show_options(())

    @Slot(str)
    def _chosen(self, code: str) -> None:
        self.confirmed.emit(code, self.note.text().strip())

    def title(self) -> str:
        return self._title

    def first_focus(self) -> QWidget:
        return self.note if self._message.text() else self.results

    def confirm(self) -> None:
        self.results.confirm()

    def step_back(self) -> bool:
        return self.results.is_inside and self.results.step_back()

    def handle_key(self, event: QKeyEvent) -> bool:
        return self.results.handle_key(event)

    @property
    def types_text(self) -> bool:
        return True
