"""Signing in and changing the user."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.sign_in.states import LoginState
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card, centred
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit, follow_font, label, set_tone
from cati_app.ui.widgets.pick_box import PickBox
from cati_app.ui.widgets.scroll import Scroll
from cati_app.ui.widgets.wording import key_word

_WIDTH, _WIDEST = 420, 960


class SignInView(QWidget):
    """Implements `LoginView`. Enter goes to the next empty field, then signs in."""

    login_given = Signal(str, str)
    question_confirmed = Signal()

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
        self._question = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        set_tone(self._question, Tone.WARN.value)
        self._confirm = KeyButton(kit, say("The clock is right"), key_word("Return"), "primary")
        self._confirm.clicked.connect(self.question_confirmed)
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
            self._hint,
            self._sign_in,
            self._question,
            self._confirm,
        )
        for part in parts:
            self._card.add(part)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addLayout(centred(self._card))
        column.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(inner)
        outer.addWidget(self._scroll)
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self._card.setFixedWidth(min(self._kit.theme.text_px(_WIDTH), _WIDEST))

    def render(self, state: LoginState) -> None:  # type: ignore[override]
        """Show a state; a password typed before is cleared."""
        old, self._state = self._state, state
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
        for field in (self._users, self._name, self._password, self._sign_in):
            field.setEnabled(not state.busy and not state.question)
        self._question.setText(state.question)
        for part in (self._question, self._confirm):
            part.setVisible(bool(state.question))
        self.clear()
        self.take_focus()

    def clear(self) -> None:
        """Forget the password."""
        self._password.clear()

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
        if not confirms(self._kit, event):
            if not is_enter(event):
                super().keyPressEvent(event)
        elif self._state.question:
            self.question_confirmed.emit()
        elif (empty := self._next_empty()) is not None and not empty.hasFocus():
            empty.setFocus()
        elif empty is None or empty is self._password:
            self._give()
