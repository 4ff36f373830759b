"""Panels that take text: note, remark, appointment."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QGridLayout, QWidget

from cati_app.texts import say
from cati_app.ui.panels.day_and_time import read_back
from cati_app.ui.panels.panel import Panel
from cati_app.ui.stage.panel_states import AppointmentInput, AppointmentPanelState, PanelKind, TextPanelState
from cati_app.ui.stage.typed import parse_coming_date, parse_time
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card_field import turn
from cati_app.ui.widgets.fields import TextField
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label, set_tone
from cati_app.ui.widgets.tick_box import TickBox

_LINES, _FEW_LINES = 6, 3  # fewer below what is to be read first


class TextPanel(Panel):
    """Enter saves, Shift+Enter makes a new line."""

    saved = Signal(object, str, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._state: TextPanelState | None = None
        self._earlier = HistoryList(kit, TextRole.CONTROL)
        self.field = TextField(kit.keys)
        follow_font(kit, self.field, TextRole.CONTROL)
        follow_font(kit, self.field.viewport(), TextRole.CONTROL)  # the hint is painted with the viewport's font
        self.field.setPlaceholderText(say("No names or numbers, please. Shift+Enter begins a new line"))
        self.field.textChanged.connect(self._turn)
        self._message = label(kit, TextRole.CONTROL_STRONG, "bad", wrap=True)
        self.column.addWidget(self._earlier)
        self.column.addWidget(self.field)
        self.column.addWidget(self._message)
        self.add_buttons(say("Save"))
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _turn(self) -> None:
        turn(self.field, self.field.toPlainText())

    @Slot()
    def _fit(self) -> None:
        lines = _FEW_LINES if self._state is not None and self._state.earlier else _LINES
        self.field.setFixedHeight(self.kit.theme.line_height(TextRole.CONTROL) * lines + self.kit.theme.space(5))

    def render(self, state: TextPanelState) -> None:  # type: ignore[override]
        old, self._state = self._state, state
        self.kind = state.kind
        self._earlier.show_lines(state.earlier)
        self._earlier.setVisible(bool(state.earlier))
        self._fit()
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        announce(self._message, state.message)
        self.name_primary(state.action or say("Save"))
        self.field.setAccessibleName(state.title)
        if old is None or (old.kind, old.ref, old.text) != (state.kind, state.ref, state.text):
            self.field.setPlainText(state.text)
            self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.grown.emit()

    def clear(self) -> None:
        """Forget what was typed: the panel was closed or saved."""
        self._state = None
        self.field.clear()

    def title(self) -> str:
        return self._state.title if self._state else ""

    def first_focus(self) -> QWidget:
        return self.field

    def confirm(self) -> None:
        if self._state is not None:
            self.saved.emit(self.kind, self._state.ref, self.field.toPlainText().strip())

    @property
    def types_text(self) -> bool:
        return True


class AppointmentPanel(Panel):
    """Date and time as typed; Enter goes from field to field, in the last one it makes the appointment."""

    made = Signal(object)
    offered = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.APPOINTMENT
        self._state: AppointmentPanelState | None = None
        self._zone = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.day = self.line_field(say("Date"), say("for instance 24.12. or 2412"))
        self.at = self.line_field(say("Time"), say("for instance 18:45 or 1845"))
        self.firm = TickBox(kit, say("firm: the person expects the call at this time"))
        self.note = self.line_field(say("Note"), say("whom to ask for, what was promised"))
        self._said = label(kit, TextRole.CONTROL, "accent", wrap=True)
        self._message = label(kit, TextRole.CONTROL_STRONG, "bad", wrap=True)
        self._suggestions = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._build()
        for field in (self.day, self.at):
            field.textEdited.connect(self._say)
            field.textEdited.connect(self._offer)

    def _build(self) -> None:
        self.column.addWidget(self._zone)
        self.column.addWidget(self._suggestions)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, field in enumerate((self.day, self.at)):
            grid.addWidget(label(self.kit, TextRole.CONTROL, text=field.accessibleName()), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._said, 2, 1)
        grid.addWidget(self.firm, 3, 1)
        grid.addWidget(label(self.kit, TextRole.CONTROL, text=self.note.accessibleName()), 4, 0)
        grid.addWidget(self.note, 4, 1)
        self._grid = grid
        self.column.addLayout(grid)
        self.column.addWidget(self._message)
        self.add_buttons(say("Make the appointment"))

    def render(self, state: AppointmentPanelState) -> None:  # type: ignore[override]
        old, self._state = self._state, state
        self._zone.setText(" · ".join(part for part in (state.zone_line, state.allowed_line) if part))
        self._suggestions.setText("\n".join(state.suggestions))
        self._suggestions.setVisible(bool(state.suggestions))
        if old is None:
            self.day.setText("" if state.on is None else f"{state.on:%d.%m.%Y}")
            self.at.setText("" if state.at is None else f"{state.at:%H:%M}")
            self.firm.setChecked(state.firm)
            self.note.setText(state.note)
            self.day.selectAll()  # what is typed takes the place of what was agreed
            self.at.selectAll()
        self._say()
        self._tell(state.message)

    @property
    def said(self) -> str:
        """What was understood so far, and what was not."""
        return self._said.text()

    def clear(self) -> None:
        """Forget what was typed: the panel was closed or the appointment made."""
        self._state = None

    def _tell(self, message: str) -> None:
        self._message.setText(message)
        self._message.setVisible(bool(message))
        self.grown.emit()

    @Slot()
    def _say(self) -> None:
        """Read back what was understood."""
        if self._state is None:
            return
        said = read_back(self.day, self.at, self._state.today)
        self._said.setText(said.text)
        set_tone(self._said, "muted" if said.is_unread else "accent")
        self.grown.emit()

    @Slot()
    def _offer(self) -> None:
        """Tell once both can be read, so that the verdict shows while the time is being offered."""
        day = parse_coming_date(self.day.text(), self._state.today) if self._state is not None else None
        at = parse_time(self.at.text())
        if day is not None and at is not None:
            self.offered.emit(AppointmentInput(day, at, self.firm.isChecked(), self.note.text().strip()))

    def title(self) -> str:
        return self._state.title if self._state else ""

    def first_focus(self) -> QWidget:
        return self.day

    def confirm(self) -> None:
        if self._state is None:
            return
        if self.day.hasFocus():
            self.at.setFocus()
            return
        if self.at.hasFocus():
            self.note.setFocus()
            return
        day, at = parse_coming_date(self.day.text(), self._state.today), parse_time(self.at.text())
        if day is None:
            self._tell(say("The date is not understood. Please type it like 24.12."))
            self.day.setFocus()
        elif at is None:
            self._tell(say("The time is not understood. Please type it like 18:45."))
            self.at.setFocus()
        else:
            self.made.emit(AppointmentInput(day, at, self.firm.isChecked(), self.note.text().strip()))

    @property
    def types_text(self) -> bool:
        return True
