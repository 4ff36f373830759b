"""Signing in and changing the user; a first password, and start codes to hand out."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.sign_in.states import HandoutState, LoginState
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.card import Card, centred
from cati_app.ui.widgets.enter import confirms, is_enter, presses_button
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.form_card import FormCard
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label, set_tone
from cati_app.ui.widgets.pick_box import PickBox
from cati_app.ui.widgets.scroll import Scroll

_WIDTH, _WIDEST, _FORM_WIDTH = 420, 960, 600
_SECOND_MS = 1000


class SignInView(QWidget):
    """Implements `LoginView`. Enter goes to the next empty field, then signs in."""

    login_given = Signal(str, str)
    question_confirmed = Signal()
    form_given = Signal(object)
    form_left = Signal()
    handout_taken = Signal()
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state = LoginState()
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._users = PickBox(kit, say("User"), TextRole.ANSWER)
        self._name = LineField(kit.keys)
        self._name.setAccessibleName(say("User"))
        self._password = LineField(kit.keys)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(say("Password"))
        self._user_label = label(kit, TextRole.CONTROL, "muted", text=say("User"))
        self._password_label = label(kit, TextRole.CONTROL, "muted", text=say("Password"))
        self._hint = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._sign_in = KeyButton(kit, say("Sign in"), key_word("Return"), "primary")
        self._sign_in.clicked.connect(self._give)
        self.change = KeyButton(kit, say("Your password …"), key_word("Ctrl+Shift+P"))
        self.change.clicked.connect(self._ask_for_change)
        self._question = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        set_tone(self._question, Tone.WARN.value)
        self._confirm = KeyButton(kit, say("The clock is right"), key_word("Return"), "primary")
        self._confirm.clicked.connect(self.question_confirmed)
        self._bar = ThinBar(kit)
        self._bar.hide()
        self._left_s = 0  # before anybody may sign in again
        self._countdown = QTimer(self)
        self._countdown.setInterval(_SECOND_MS)
        self._countdown.timeout.connect(self._count_down)
        self._users.activated.connect(self._somebody_else)
        self._name.textEdited.connect(self._somebody_else)
        self.form = FormCard(kit, inside=True)
        self.form.given.connect(self.form_given)
        self.form.left.connect(self.form_left)
        self.handout = _Handout(kit)
        self.handout.taken.connect(self.handout_taken)
        for field in (self._name, self._password):
            follow_font(kit, field, TextRole.ANSWER)
        self._build()

    def _build(self) -> None:
        kit = self._kit
        self._card = Card(kit)
        parts: tuple[QWidget, ...] = (
            self._title,
            self._user_label,
            self._users,
            self._name,
            self._password_label,
            self._password,
            self._message,
            self._bar,
            self._hint,
            self._sign_in,
            self.change,
            self._question,
            self._confirm,
        )
        for part in parts:
            self._card.add(part)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        for card in (self._card, self.form, self.handout):
            column.addLayout(centred(card))
        column.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(inner)
        outer.addWidget(self._scroll)
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        theme = self._kit.theme
        self._card.setFixedWidth(min(theme.text_px(_WIDTH), _WIDEST))
        for card in (self.form, self.handout):
            card.setFixedWidth(min(theme.text_px(_FORM_WIDTH), _WIDEST))

    def render(self, state: LoginState) -> None:  # type: ignore[override]
        """Show a state; a password typed before is cleared."""
        old, self._state = self._state, state
        self._show_cards(state)
        self._title.setText(state.study_title)
        self._title.setVisible(bool(state.study_title))
        if old.users != state.users or not self._users.count():
            self._users.clear()
            for user in state.users:
                self._users.addItem(user.label, user.key)
        chosen = self._users.findData(state.user)
        if chosen >= 0 and old.user != state.user:
            self._users.setCurrentIndex(chosen)
        if not state.users and state.user and old.user != state.user:
            self._name.setText(state.user)
        self._users.setVisible(bool(state.users))
        self._name.setVisible(not state.users)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        set_tone(self._message, state.tone.value)
        self._bar.setVisible(state.share > 0)
        self._bar.set_share(state.share)
        self._left_s = state.wait_s
        if state.wait_s:
            self._say_left()
            self._countdown.start()
        else:
            self._countdown.stop()
        self._enable()
        self._question.setText(state.question)
        for part in (self._question, self._confirm):
            part.setVisible(bool(state.question))
        self.clear()
        self.take_focus()

    def _show_cards(self, state: LoginState) -> None:
        """One card is in front: start codes, a form, or name and password."""
        if state.handout is not None:
            self.handout.render_handout(state.handout)
        else:
            self.handout.forget()
        asks = state.form is not None and state.handout is None
        if state.form is not None and asks:
            self.form.render_form(state.form)
        else:
            self.form.forget()
        self.handout.setVisible(state.handout is not None)
        self.form.setVisible(asks)
        self._card.setVisible(state.handout is None and not asks)

    def _enable(self) -> None:
        can = not self._state.busy and not self._state.question and not self._left_s
        for field in (self._password, self._sign_in, self.change):
            field.setEnabled(can)
        for who in (self._users, self._name):  # the delay is that of a login: somebody else may sign in meanwhile
            who.setEnabled(can or (bool(self._left_s) and not self._state.question))

    def _say_left(self) -> None:
        self._warn(say("After a wrong name or password, the next try is in {count} s.", count=self._left_s))

    def _warn(self, text: str) -> None:
        self._message.setText(text)
        self._message.setVisible(True)
        set_tone(self._message, Tone.WARN.value)

    @Slot()
    def _count_down(self) -> None:
        self._left_s = max(0, self._left_s - 1)
        if self._left_s:
            self._say_left()
            return
        self._countdown.stop()
        text = say("Now the next try is possible.")
        self._message.setText(text)
        announce(self, text)
        self._enable()
        self.take_focus()

    def clear(self) -> None:
        """Forget the password."""
        self._password.clear()

    @Slot()
    def _somebody_else(self) -> None:
        """Another login is meant, which has not failed."""
        if self._left_s:
            self._left_s = 0
            self._countdown.stop()
            self._message.hide()
            self._enable()

    @Slot()
    def _ask_for_change(self) -> None:
        self.command_asked.emit("change_password")

    @Slot()
    def _give(self) -> None:
        user = str(self._users.currentData()) if self._state.users else self._name.text().strip()
        self.login_given.emit(user, self._password.text())

    def _next_empty(self) -> LineField | None:
        fields = [self._password]
        if not self._state.users:
            fields.insert(0, self._name)
        return next((field for field in fields if not field.text()), None)

    def take_focus(self) -> None:
        """To the question if there is one, else to the first field that is empty, or the password."""
        if self._state.handout is not None:
            self.handout.done.setFocus()
            return
        if self._state.form is not None:
            self.form.take_focus()
            return
        field = self._confirm if self._state.question else self._next_empty() or self._password
        if field.isEnabled():
            field.setFocus()

    def allow_focus(self, allowed: bool) -> None:
        """A panel over the screen keeps the focus to itself."""
        if allowed:
            self.take_focus()

    def run_local(self, name: str) -> bool:
        if name in ("scroll_up", "scroll_down"):
            self._scroll.scroll_by_steps(-1 if name == "scroll_up" else 1)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible() and self._state.form is not None:
            if self._state.form.leave:
                self.form_left.emit()
        elif not confirms(self._kit, event):
            if not is_enter(event):
                super().keyPressEvent(event)
        elif presses_button(self):
            pass
        elif self._state.handout is not None:
            self.handout_taken.emit()
        elif self._state.form is not None:
            self.form.confirm()
        elif self._state.question:
            self.question_confirmed.emit()
        elif self._left_s:
            announce(self, self._message.text())
        elif (empty := self._next_empty()) is not None and not empty.hasFocus():
            empty.setFocus()
        elif empty is None or empty is self._password:
            self._give()
        else:
            text = say("Please fill in: {name}", name=empty.accessibleName())
            self._warn(text)
            announce(self, text)


class _Handout(Card):
    """Start codes, to be copied or written down; the clipboard is emptied with them."""

    taken = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._heading = label(kit, TextRole.HEADING, wrap=True)
        self._texts = label(kit, TextRole.CONTROL, wrap=True)
        self.lines = label(kit, TextRole.ANSWER, wrap=True)
        self._copies = label(kit, TextRole.SMALL, "muted", wrap=True)
        for part in (self.lines, self._copies):
            part.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
            )
        self._copy = KeyButton(kit, say("Copy"))
        self._copy.clicked.connect(self._copy_lines)
        self.done = KeyButton(kit, say("They are noted"), key_word("Return"), "primary")
        self.done.clicked.connect(self.taken)
        self._question = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        set_tone(self._question, Tone.WARN.value)
        parts: tuple[QWidget, ...] = (
            self._heading,
            self._texts,
            self.lines,
            self._copy,
            self._copies,
            self._question,
            self.done,
        )
        for shown in parts:
            self.add(shown)

    def render_handout(self, state: HandoutState) -> None:
        """Show the codes."""
        self._heading.setText(state.title)
        self._texts.setText("\n".join(state.texts))
        self.lines.setText("\n".join(state.lines))
        self._copies.setText(state.copies)
        self._copies.setVisible(bool(state.copies))
        self._question.setText(state.question)
        self._question.setVisible(bool(state.question))
        announce(self, state.question or state.title)

    def forget(self) -> None:
        """They are gone from the screen and from the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if self.lines.text() and clipboard.text() == self.lines.text():
            clipboard.clear()
        self.lines.setText("")

    @Slot()
    def _copy_lines(self) -> None:
        QGuiApplication.clipboard().setText(self.lines.text())
