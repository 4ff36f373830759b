"""What the overview asks before it does something: release a portion, a number on or off the block list."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from cati_app.texts import say
from cati_app.ui.desk.sample.states import OverviewQuestion, OverviewState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label

_WIDTH = 460
_FIELDS = {
    OverviewQuestion.BLOCK: ("number",),
    OverviewQuestion.UNBLOCK: ("number", "reason", "login", "password"),
}


class Question(Card):
    """Enter does it, Esc leaves it. Secrets are forgotten as soon as the question goes."""

    release_confirmed = Signal()
    block_given = Signal(str)
    unblock_given = Signal(str, str, str, str)
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, " ")
        self.setProperty("ground", "card_warn")
        self._asked = OverviewQuestion.NOTHING
        self._text = label(kit, TextRole.CONTROL, wrap=True)
        self.add(self._text)
        self._fields: dict[str, LineField] = {}
        self._labels: dict[str, QWidget] = {}
        for name, text in (
            ("number", say("Telephone number")),
            ("reason", say("Reason, without names and numbers")),
            ("login", say("Second person")),
            ("password", say("Password of the second person")),
        ):
            self._add_field(kit, name, text)
        self._fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.do = KeyButton(kit, "", key_word("Return"), "primary")
        self.do.clicked.connect(self.confirm)
        self.leave = KeyButton(kit, say("Leave it"), key_word("Esc"))
        self.leave.clicked.connect(self.left)
        for button in (self.do, self.leave):  # the page lays them below what scrolls
            button.hide()
        kit.theme.changed.connect(self._fit)
        self._fit()
        self.hide()

    def _add_field(self, kit: Kit, name: str, text: str) -> None:
        field = self._fields[name] = LineField(kit.keys)
        field.setAccessibleName(text)
        follow_font(kit, field, TextRole.CONTROL)
        self._labels[name] = label(kit, TextRole.SMALL, "muted", text=text)
        self.add(self._labels[name])
        self.add(field)

    @Slot()
    def _fit(self) -> None:
        for field in self._fields.values():
            field.setMaximumWidth(self._kit.theme.text_px(_WIDTH))

    def render_question(self, state: OverviewState) -> None:
        """Show the question; what was typed stays while the same is asked."""
        fresh, self._asked = state.asked is not self._asked, state.asked
        for part in (self, self.do, self.leave):
            part.setVisible(state.asked is not OverviewQuestion.NOTHING)
        if fresh or state.asked is OverviewQuestion.NOTHING:
            for field in self._fields.values():
                field.clear()
        titles = {
            OverviewQuestion.RELEASE: (say("Release the next portion"), say("Release it")),
            OverviewQuestion.BLOCK: (say("Put a number on the block list"), say("Put it on")),
            OverviewQuestion.UNBLOCK: (
                say("Take a number off the block list"),
                say("Take it off"),
            ),
        }
        title, verb = titles.get(state.asked, (" ", " "))
        self.title.setText(title)
        self.do.set_texts(verb, key_word("Return"))
        self._text.setText(state.question)
        for name, field in self._fields.items():
            shown = name in _FIELDS.get(state.asked, ())
            field.setVisible(shown)
            self._labels[name].setVisible(shown)
        if fresh and state.asked is not OverviewQuestion.NOTHING:
            announce(self, state.question)
            self.take_focus()

    def take_focus(self) -> None:
        """To the first empty field, else to the button."""
        names = _FIELDS.get(self._asked, ())
        empty = next((self._fields[name] for name in names if not self._fields[name].text()), None)
        (empty or self.do).setFocus()

    @Slot()
    def confirm(self) -> None:
        """Enter: to the next empty field, then do it."""
        names = _FIELDS.get(self._asked, ())
        texts = [self._fields[name].text().strip() for name in names]
        if not all(texts):
            self.take_focus()
        elif self._asked is OverviewQuestion.RELEASE:
            self.release_confirmed.emit()
        elif self._asked is OverviewQuestion.BLOCK:
            self.block_given.emit(texts[0])
        elif self._asked is OverviewQuestion.UNBLOCK:
            number, reason, login, _ = texts
            self.unblock_given.emit(number, login, self._fields["password"].text(), reason)
