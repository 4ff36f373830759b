"""What the window asks of the first screen."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.sign_in.states import LoginState
from cati_app.ui.stage.views import Signal


class LoginView(Protocol):
    """Signing in.

    Signals:
        login_given(user: str, password: str): Enter; user is a UserOption's key or what was typed.
        question_confirmed(): the clock is right.
        form_given(texts: tuple[str, ...]): Enter on the form, a text for each field.
        form_left(): Esc on the form.
        handout_taken(): Enter below the start codes.
    """

    @property
    def login_given(self) -> Signal: ...

    @property
    def question_confirmed(self) -> Signal: ...

    @property
    def form_given(self) -> Signal: ...

    @property
    def form_left(self) -> Signal: ...

    @property
    def handout_taken(self) -> Signal: ...

    def render(self, state: LoginState) -> None: ...
