"""A short form on a card: Enter goes from a line that was filled to the next blank one, then does it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from cati_app.texts import say
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label, set_tone
from cati_app.ui.widgets.pick_box import PickBox
from cati_app.ui.widgets.text_table import TextTable, is_in_columns

_WIDEST = 520
_NO_FORM = FormState("", " ", " ")


class FormCard(Card):
    """What is typed stays while the same form is shown, but for passwords after a refusal; nothing outlives the form.

    Args:
        inside: The buttons `do` and `leave` stand on the card; else the page lays them below what scrolls.
    """

    given = Signal(object)  # a text for each field, in their order
    left = Signal()

    def __init__(self, kit: Kit, *, inside: bool = False) -> None:
        super().__init__(kit, " ")
        self._state = _NO_FORM
        self._inside = inside
        self._fields: dict[str, LineField | PickBox] = {}
        self._parts: list[QWidget] = []
        self._heading = label(kit, TextRole.HEADING, wrap=True)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._spoken_of: QWidget | None = None  # the field above the message
        self.title.hide()
        self.add(self._heading)
        self.add(self._message)
        self.do = KeyButton(kit, " ", key_word("Return"), "primary")
        self.do.clicked.connect(self.do_it)
        self.leave = KeyButton(kit, " ", key_word("Esc"))
        self.leave.clicked.connect(self.left)
        kit.theme.changed.connect(self._fit)

    def render_form(self, state: FormState) -> None:
        """Show a state."""
        old, self._state = self._state, state
        if old.key != state.key:
            self._build(state)
        self._heading.setText(state.title)
        self.setProperty("ground", "card_warn" if state.warns else "card")
        self.style().polish(self)
        if state.message and (state.message != self._message.text() or not self._message.isVisible()):
            announce(self, state.message)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        set_tone(self._message, state.tone.value)
        self.do.set_texts(state.verb, key_word("Return"))
        self.leave.set_texts(state.leave or " ", key_word("Esc"))
        self.leave.setVisible(bool(state.leave))
        if old.key == state.key and not state.busy and (state.message or old.busy):
            self._forget_passwords()
        if state.busy and self._has_focus():
            self.setFocus()  # disabled, the field would hand it on to the next button, which the next Enter presses
        for field in (*self._fields.values(), self.do, self.leave):
            field.setEnabled(not state.busy)
        if old.key != state.key:
            announce(self, state.title)
        if old.key != state.key or old.busy or state.message:
            self.take_focus()

    def forget(self) -> None:
        """The form goes, and with it everything that was typed."""
        self._build(_NO_FORM)
        self._state = _NO_FORM

    def _build(self, state: FormState) -> None:
        for part in self._parts:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._fields = [], {}
        self._spoken_of = None
        for text in state.texts:
            in_columns = is_in_columns(text)
            self._add(TextTable(self._kit, text) if in_columns else label(self._kit, TextRole.CONTROL, "", True, text))
        for field in state.fields:
            self._add(label(self._kit, TextRole.SMALL, "muted", text=field.label))
            self._add(self._made(field))
            if field.hint:
                self._add(label(self._kit, TextRole.SMALL, "muted", wrap=True, text=field.hint))
        last = (self._message, self.do, self.leave) if self._inside else (self._message,)
        for part in last:
            self.column.removeWidget(part)
            self.column.addWidget(part)
        self._fit()

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self.column.addWidget(part)
        part.show()  # on a card in sight Qt would show it later, and it would not take the focus now

    def _made(self, field: FieldState) -> QWidget:
        made: LineField | PickBox
        if field.kind is FieldKind.PICK:
            made = PickBox(self._kit, field.label)
            made.fill(field.options, field.value)
        else:
            made = LineField(self._kit.keys)
            made.setText(field.value)
            if field.kind is FieldKind.PASSWORD:
                made.setEchoMode(QLineEdit.EchoMode.Password)
            follow_font(self._kit, made, TextRole.ANSWER)
        made.setAccessibleName(field.label)
        made.setAccessibleDescription(field.hint)
        self._fields[field.key] = made
        return made

    @Slot()
    def _fit(self) -> None:
        for field in self._fields.values():
            field.setMaximumWidth(self._kit.theme.text_px(_WIDEST))

    def _forget_passwords(self) -> None:
        for field in self._state.fields:
            made = self._fields[field.key]
            if field.kind is FieldKind.PASSWORD and isinstance(made, LineField):
                made.clear()

    def _texts(self) -> list[str]:
        texts = []
        for field in self._state.fields:
            made = self._fields[field.key]
            if isinstance(made, PickBox):
                texts.append(made.key())
            else:
                texts.append(made.text() if field.kind is FieldKind.PASSWORD else made.text().strip())
        return texts

    def _needed(self) -> QWidget | None:
        """The first field that is empty and must not be."""
        pairs = zip(self._state.fields, self._texts(), strict=True)
        return next((self._fields[field.key] for field, text in pairs if not text and not field.may_be_blank), None)

    def take_focus(self) -> None:
        """To the field that is wrong, else to the first that is needed, or there is, else to the verb."""
        wrong = self._fields.get(self._state.wrong)
        if isinstance(wrong, LineField):
            wrong.selectAll()
        field = wrong or self._needed() or next(iter(self._fields.values()), None)
        if field is not None and self._state.message:
            self._put_message_below(field)
        (field or self.do).setFocus()

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def message_of(self, field: QWidget) -> QWidget | None:
        """The message, where it stands below this field."""
        return self._message if field is self._spoken_of and not self._message.isHidden() else None

    def _put_message_below(self, field: QWidget) -> None:
        """Where the eyes are: at large sizes the end of the form is not in sight."""
        self._spoken_of = field
        self.column.removeWidget(self._message)
        self.column.insertWidget(self.column.indexOf(field) + 1, self._message)

    def _tell(self, field: QWidget, text: str) -> None:
        """What keeps the form from being given, until something else is shown."""
        self._put_message_below(field)
        self._message.setText(text)
        self._message.show()
        set_tone(self._message, Tone.WARN.value)
        announce(self, text)

    def _tell_nothing_more(self) -> None:
        """The field is filled."""
        self._message.setText(self._state.message)
        self._message.setVisible(bool(self._state.message))
        set_tone(self._message, self._state.tone.value)

    def _blank_below(self) -> QWidget | None:
        """The next blank line below the one that has just been filled; Enter on a blank one leaves it so."""
        below = False
        for field, text in zip(self._state.fields, self._texts(), strict=True):
            made = self._fields[field.key]
            if below and not text and isinstance(made, LineField):
                return made
            below = below or (made.hasFocus() and isinstance(made, LineField) and bool(text))
        return None

    @Slot()
    def confirm(self) -> None:
        """Enter: on to the next line that is blank, then do it. Nobody is added as soon as the login is typed."""
        if self._state.busy or not self._state.key:
            return
        if (below := self._blank_below()) is not None:
            self._tell_nothing_more()
            below.setFocus()
        else:
            self.do_it()

    @Slot()
    def do_it(self) -> None:
        """Do it, unless something that is needed is missing: then to that field."""
        if self._state.busy or not self._state.key:
            return
        if (needed := self._needed()) is not None:
            if needed.hasFocus():
                self._tell(needed, say("Please fill in: {name}", name=needed.accessibleName()))
            else:
                self._tell_nothing_more()
            needed.setFocus()
            return
        self._tell_nothing_more()
        self.given.emit(tuple(self._texts()))
