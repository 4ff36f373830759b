"""Long work of the sample tab: how far it is, and stopping it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from cati_app.texts import say
from cati_app.ui.desk.parts import Page
from cati_app.ui.desk.sample.states import RunningState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, label


class RunningPage(Page):
    """Esc stops; nothing is changed then."""

    stop_pressed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self.text = label(kit, TextRole.CONTROL, wrap=True)
        self.bar = ThinBar(kit)
        self.stop = KeyButton(kit, say("Stop"), key_word("Esc"))
        self.stop.clicked.connect(self.stop_pressed)
        safe = say("All of it comes in, or nothing. Other windows of this station wait meanwhile.")
        card = Card(kit)
        for part in (self._title, self.bar, self.text, label(kit, TextRole.CONTROL, "muted", wrap=True, text=safe)):
            card.add(part)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.add_foot(self.stop)

    def render_running(self, state: RunningState) -> None:
        """Show how far it is."""
        self._title.setText(state.title)
        self.text.setText(state.text)
        self.bar.set_share(state.share)

    def take_focus(self) -> None:
        """To the only button."""
        self.stop.setFocus()
