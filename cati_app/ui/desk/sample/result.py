"""What came, or would come, of a file: counts, and every row with a remark, by reason."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.sample.states import ResultState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone
from cati_app.ui.widgets.pick_box import PickBox
from cati_app.ui.widgets.tiles import TileRow

_ROWS_IN_SIGHT = 5
_WIDE = (3, 4)


class ResultPage(Page):
    """Enter imports what was looked at, or closes the report of what was imported."""

    confirmed = Signal()
    back_pressed = Signal()
    filter_chosen = Signal(str)
    save_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self.line = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.tiles = TileRow(kit)
        self.filter = PickBox(kit, say("Reason"))
        self.filter.setSizeAdjustPolicy(PickBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.filter.setMinimumContentsLength(40)
        self.filter.currentIndexChanged.connect(self._filter_changed)
        self._cure = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.rows = RowsTable(kit, _WIDE, _ROWS_IN_SIGHT, lines=2)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self.do = KeyButton(kit, say("Import now"), key_word("Return"), "primary")
        self.do.clicked.connect(self.confirmed)
        self.save = KeyButton(kit, say("Save the report …"), key_word("Ctrl+S"))
        self.save.clicked.connect(self.save_asked)
        self.back = KeyButton(kit, say("Back"), key_word("Esc"))
        self.back.clicked.connect(self.back_pressed)
        card = Card(kit, say("Rows with remarks"))
        for part in (self.filter, self._cure):
            card.add(part)
        card.add(self.rows, 1)
        for widget in (self._title, self.line, self.tiles, self._message):
            self.column.addWidget(widget)
        self.column.addWidget(card, 1)
        self.add_foot(self.do, self.save, self.back)

    def render_result(self, state: ResultState) -> None:
        """Show a state."""
        if self._title.text() != state.title:
            self._title.setText(state.title)
            announce(self, state.title)
        set_tone(self._title, state.tone.value)
        self.line.setText(state.line)
        self.line.setVisible(bool(state.line))
        self.tiles.render_tiles(state.tiles)
        self.filter.setVisible(bool(state.filters))
        self.filter.fill(state.filters, state.chosen)
        self._cure.setText(state.cure)
        self._cure.setVisible(bool(state.cure))
        self.rows.render_table(state.rows)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        set_tone(self._message, state.message_tone.value)
        done = state.tone.value == "ok"
        self.do.set_texts(say("Done") if done else say("Import now"), key_word("Return"))
        self.do.setEnabled(done or state.can_import)
        self.back.setVisible(not done)

    def take_focus(self) -> None:
        """To the button that Enter presses, else to the way back."""
        (self.do if self.do.isEnabled() else self.back).setFocus()

    @Slot()
    def _filter_changed(self) -> None:
        self.filter_chosen.emit(self.filter.key())
