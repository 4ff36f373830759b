"""The panel in which targets are planned: size, oversampling, minimum; what that comes to, and why."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cati_app.texts import say
from cati_app.ui.panels.panel import Panel
from cati_app.ui.stage.panel_states import PanelKind, PlanPanelState
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone

_ROWS = 60
"""Rows of categories and cells; larger plans are printed by the command."""
_NOTES = 10


class PlanPanel(Panel):
    """Enter goes from field to field, and in the last one puts the targets in force."""

    saved = Signal(object, str, str)
    figure_typed = Signal(object, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.PLAN
        self._state: PlanPanelState | None = None
        self._text = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._message = label(kit, TextRole.CONTROL_STRONG, "bad", wrap=True)
        self.fields = [self.line_field(name, example) for name, example in _asked()]
        self.reason = self.line_field(say("Reason"), say("why; no names or numbers, please"))
        typed = QGridLayout()
        typed.setColumnStretch(1, 1)
        for row, field in enumerate((*self.fields, self.reason)):
            typed.addWidget(label(kit, TextRole.CONTROL, text=field.accessibleName()), row, 0)
            typed.addWidget(field, row, 1)
        for field in self.fields:
            field.textEdited.connect(self._typed)
        self._notes = [label(kit, TextRole.CONTROL, wrap=True) for _ in range(_NOTES)]
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._figures: list[list[QLabel]] = []
        self._more = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.column.addWidget(self._text)
        self.column.addLayout(typed)
        self.column.addWidget(self._message)
        for note in self._notes:
            self.column.addWidget(note)
        self.column.addLayout(self._grid)
        self.column.addWidget(self._more)
        self.add_buttons(say("Put in force"))

    def render(self, state: PlanPanelState) -> None:  # type: ignore[override]
        old, self._state = self._state, state
        if old is None or old.ref != state.ref:
            for field, text in zip(self.fields, state.fields.split("\n"), strict=True):
                field.setText(text)
            self.reason.setText(state.reason)
        self._text.setText(state.text)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        if old is None or old.message != state.message:
            announce(self._message, state.message)
        for number, note in enumerate(self._notes):
            line = state.notes[number] if number < len(state.notes) else None
            note.setVisible(line is not None)
            if line is not None:
                note.setText(f"{line.name}: {line.text}" if line.name else line.text)
                set_tone(note, "warn" if line.tone is Tone.WARN else "")
        if old is None or (old.columns, old.rows) != (state.columns, state.rows):
            self._render_rows(state)
        self.grown.emit()

    def _render_rows(self, state: PlanPanelState) -> None:
        texts = [("", *state.columns), *state.rows[:_ROWS]] if state.columns else []
        while len(self._figures) < len(texts):
            self._figures.append(self._row(len(self._figures), len(texts[0])))
        for row, labels in enumerate(self._figures):
            for column, part in enumerate(labels):
                part.setText(texts[row][column] if row < len(texts) else "")
                part.setVisible(row < len(texts))
        more = len(state.rows) - _ROWS
        self._more.setVisible(more > 0)
        self._more.setText(say("and {count} more: `cati quota plan` prints all of them", count=more))
        heads = state.columns
        told = (
            f"{name}: " + ", ".join(f"{head} {figure}" for head, figure in zip(heads, figures, strict=True))
            for name, *figures in state.rows[:_ROWS]
        )
        self.setAccessibleDescription("; ".join(told))

    def _row(self, row: int, columns: int) -> list[QLabel]:
        made = []
        for column in range(columns):
            role = TextRole.SMALL if row == 0 or column == columns - 1 else TextRole.CONTROL
            part = label(self.kit, role, "muted" if row == 0 else "", wrap=column == 0)
            side = Qt.AlignmentFlag.AlignTrailing if column else Qt.AlignmentFlag.AlignLeading
            part.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(part, row, column)
            made.append(part)
        return made

    def clear(self) -> None:
        """Forget what was typed: the panel was closed or saved."""
        self._state = None

    def _lines(self) -> str:
        return "\n".join(field.text().strip() for field in self.fields)

    @Slot()
    def _typed(self) -> None:
        self.figure_typed.emit(self.kind, self._lines())

    def title(self) -> str:
        return self._state.title if self._state else ""

    def first_focus(self) -> QWidget:
        return self.fields[0]

    def confirm(self) -> None:
        if self._state is None:
            return
        order = (*self.fields, self.reason)
        for here, following in pairwise(order):
            if here.hasFocus():
                following.setFocus()
                following.selectAll()
                return
        self.saved.emit(self.kind, self._lines(), self.reason.text().strip())

    @property
    def types_text(self) -> bool:
        return True


def _asked() -> tuple[tuple[str, str], ...]:
    """Name and example of each field, in the order in which they are handed on."""
    return (
        (say("Interviews wanted"), say("400, or a standard error such as 0.025")),
        (say("People there are"), say("with a standard error: 82207; blank: many")),
        (say("Design effect expected"), say("with a standard error: 1.5; blank: 1")),
        (say("In each cell at least"), say("8; blank: 0")),
        (say("Interview more often"), say("variable:category=2; blank: nobody")),
        (say("Associations from"), say("file with a cross table; blank: none assumed")),
    )
