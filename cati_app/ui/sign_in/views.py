"""What the window asks of the first screen."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.sign_in.states import LoginState
from cati_app.ui.stage.views import Signal


class LoginView(Protocol):
    """Signing in.

    Signals:
        login_given(user: str, password: str): Enter; user is a UserOption's key or what was typed.
    """

    @property
    def login_given(self) -> Signal: ...

    @property
    def question_confirmed(self) -> Signal: ...

    def render(self, state: LoginState) -> None: ...
