"""The page of the shift log."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.settings.states import ShiftLogState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.wording import command_key

_VALUES, _REASON, _ROWS = 3, 4, 9


class LogPage(Page):
    """Times, what was done, by whom, why; the newest first."""

    save_pressed = Signal()
    left = Signal()
    command_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._summary = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self.entries = RowsTable(kit, (_VALUES, _REASON), _ROWS, lines=2)
        card = Card(kit, say("Shift log"))
        card.add(self._summary)
        card.add(self.entries, 1)
        card.add(label(kit, TextRole.SMALL, "muted", wrap=True, text=_foot()))
        self.column.addWidget(card, 1)
        note = KeyButton(kit, say("Write a note …"), command_key("shift_note"), "primary")
        note.clicked.connect(self._ask_note)
        save = KeyButton(kit, say("Save …"), command_key("shift_save"))
        save.clicked.connect(self.save_pressed)
        back = KeyButton(kit, say("Back"), key_word("Esc"))
        back.clicked.connect(self.left)
        self.add_foot(note, save, back)

    @Slot()
    def _ask_note(self) -> None:
        self.command_asked.emit("shift_note")

    def render_log(self, state: ShiftLogState) -> None:
        """Show a state."""
        self._summary.setText(state.summary)
        self.entries.render_table(state.entries)

    def take_focus(self) -> None:
        """To the entries."""
        self.entries.table.setFocus()


def _foot() -> str:
    return say("Since midnight, from the log of facts. Interviewers are counted, not named.")
