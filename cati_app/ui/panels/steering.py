"""The panel in which a supervisor changes a quota cell or a setting: what it will do, the new value, why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cati_app.texts import say
from cati_app.ui.panels.panel import Panel
from cati_app.ui.stage.panel_states import PanelKind, SteeringPanelState
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone

_ROWS, _FIGURES = 7, 4
"""Rows of figures, with their heads, and figures of a row."""
_SHORT = 2
"""Figures that are short: the one after them is words, and wraps."""
_NOTES = 8


class SteeringPanel(Panel):
    """Enter goes from the target to the reason, and there makes the change."""

    saved = Signal(object, str, str)
    figure_typed = Signal(object, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.STEERING
        self._state: SteeringPanelState | None = None
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 3)
        self._figures = [[self._figure(row, column) for column in range(_FIGURES + 1)] for row in range(_ROWS)]
        self.target = self.line_field(say("Target"), say("for instance 12"))
        self.reason = self.line_field(say("Reason"), say("why; no names or numbers, please"))
        self._names = [label(kit, TextRole.CONTROL, text=field.accessibleName()) for field in self._fields]
        fields = QGridLayout()
        fields.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(zip(self._names, self._fields, strict=True)):
            fields.addWidget(name, row, 0)
            fields.addWidget(field, row, 1)
        self._notes = [label(kit, TextRole.CONTROL, wrap=True) for _ in range(_NOTES)]
        self._message = label(kit, TextRole.CONTROL_STRONG, "bad", wrap=True)
        self.column.addLayout(self._grid)
        for note in self._notes:
            self.column.addWidget(note)
        self.column.addLayout(fields)
        self.column.addWidget(self._message)
        self.target.textEdited.connect(self._typed)
        self.add_buttons(say("Change it"))
        kit.theme.changed.connect(self._space_grid)
        self._space_grid()

    @property
    def _fields(self) -> tuple[LineField, LineField]:
        return self.target, self.reason

    @Slot()
    def _space_grid(self) -> None:
        self._grid.setHorizontalSpacing(self.kit.theme.space(4))

    def _figure(self, row: int, column: int) -> QLabel:
        role = TextRole.SMALL if row == 0 else TextRole.CONTROL_STRONG if column else TextRole.CONTROL
        made = label(self.kit, role, "muted" if row == 0 else "", wrap=column in (0, _SHORT + 1))
        alignment = Qt.AlignmentFlag.AlignTrailing if column else Qt.AlignmentFlag.AlignLeading
        made.setAlignment(alignment | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(made, row, column)
        return made

    def render(self, state: SteeringPanelState) -> None:  # type: ignore[override]
        old, self._state = self._state, state
        self.kind = state.kind
        if old is None or old.ref != state.ref:
            self.target.setPlaceholderText(state.example or say("for instance 12"))
            self.target.setText(state.target or "")
            self.target.selectAll()
            self.reason.setText(state.reason)
        self._names[0].setText(state.asked)
        self.target.setAccessibleName(state.asked)
        for part in (self.target, self._names[0]):
            part.setVisible(state.target is not None)
        texts = (("", *state.columns) if state.columns else (), *state.rows)
        self._grid.setColumnStretch(_SHORT + 1, 3 if len(state.columns) > _SHORT else 0)
        for row, labels in enumerate(self._figures):
            shown = texts[row] if row < len(texts) else ()
            for column, part in enumerate(labels):
                part.setText(shown[column] if column < len(shown) else "")
                part.setVisible(column < len(shown))
        self._tell(old)
        self.name_primary(state.action)
        self.grown.emit()

    def _tell(self, old: SteeringPanelState | None) -> None:
        state = self._state
        assert state is not None
        for number, note in enumerate(self._notes):
            line = state.notes[number] if number < len(state.notes) else None
            note.setVisible(line is not None)
            if line is not None:
                note.setText(f"{line.name}: {line.text}" if line.name else line.text)
                set_tone(note, "warn" if line.tone is Tone.WARN else "")
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        if old is None or old.message != state.message:
            announce(self._message, state.message)
        if old is None or (old.rows, old.notes) != (state.rows, state.notes):
            heads = state.columns
            figures = "; ".join(
                f"{name}: " + ", ".join(f"{head} {figure}" for head, figure in zip(heads, told, strict=False))
                for name, *told in state.rows
            )
            self.setAccessibleDescription("; ".join([figures, *(line.text for line in state.notes)]))

    def clear(self) -> None:
        """Forget what was typed: the panel was closed or saved."""
        self._state = None

    @Slot()
    def _typed(self) -> None:
        self.figure_typed.emit(self.kind, self.target.text().strip())

    def title(self) -> str:
        return self._state.title if self._state else ""

    def first_focus(self) -> QWidget:
        """The reason where it is the only field, or all is decided: one Enter then does what could not be done."""
        state = self._state
        is_decided = state is not None and (state.target is None or bool(state.reason and not state.message))
        return self.reason if is_decided else self.target

    def confirm(self) -> None:
        if self._state is None:
            return
        if self._state.target is not None and self.target.hasFocus():
            self.reason.setFocus()
            return
        self.saved.emit(self.kind, self.target.text().strip(), self.reason.text().strip())

    @property
    def types_text(self) -> bool:
        return True
