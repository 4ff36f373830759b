"""The panel that asks what is taken along for work without a line: how many cases, until when."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from cati_app.texts import say
from cati_app.ui.panels.day_and_time import read_back
from cati_app.ui.panels.panel import Panel
from cati_app.ui.stage.panel_states import AlongPanelState, PanelKind
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone


class AlongPanel(Panel):
    """Enter goes from field to field, in the last one it asks the hub."""

    saved = Signal(object, str, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kind = PanelKind.ALONG
        self._state: AlongPanelState | None = None
        self._text = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.cases = self.line_field(say("Cases"), say("for instance 20"))
        self.day = self.line_field(say("Until, date"), say("for instance 24.12. or 2412"))
        self.at = self.line_field(say("Until, time"), say("for instance 18:45 or 1845"))
        self._said = label(kit, TextRole.CONTROL, "accent", wrap=True)
        self._message = label(kit, TextRole.CONTROL_STRONG, "bad", wrap=True)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, field in enumerate((self.cases, self.day, self.at)):
            grid.addWidget(label(kit, TextRole.CONTROL, text=field.accessibleName()), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._said, 3, 1)
        self.column.addWidget(self._text)
        self.column.addLayout(grid)
        self.column.addWidget(self._message)
        for field in (self.day, self.at):
            field.textEdited.connect(self._say)
        self.add_buttons(say("Take along"))

    def render(self, state: AlongPanelState) -> None:  # type: ignore[override]
        old, self._state = self._state, state
        self._text.setText(state.text)
        self._text.setVisible(bool(state.text))
        if old is None:
            self.cases.setText(state.cases)
            self.day.setText("" if state.on is None else f"{state.on:%d.%m.%Y}")
            self.at.clear()
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        announce(self._message, state.message)
        self._say()

    def clear(self) -> None:
        """Forget what was typed: the panel was closed or saved."""
        self._state = None

    @Slot()
    def _say(self) -> None:
        """Read back what was understood."""
        if self._state is None:
            return
        said = read_back(self.day, self.at, self._state.today)
        self._said.setText(said.text)
        set_tone(self._said, "muted" if said.is_unread else "accent")
        self.grown.emit()

    def title(self) -> str:
        return self._state.title if self._state else ""

    def first_focus(self) -> QWidget:
        return self.cases

    def confirm(self) -> None:
        if self._state is None:
            return
        for here, following in ((self.cases, self.day), (self.day, self.at)):
            if here.hasFocus():
                following.setFocus()
                following.selectAll()
                return
        typed = "\n".join(field.text().strip() for field in (self.cases, self.day, self.at))
        self.saved.emit(self.kind, "", typed)

    @property
    def types_text(self) -> bool:
        return True
