"""What the first screen shows."""

from __future__ import annotations

from dataclasses import dataclass

from cati_app.ui.stage.states import Tone


@dataclass(frozen=True, slots=True)
class UserOption:
    """Somebody who may sign in at this station."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class LoginState:
    """Signing in, or changing the user."""

    study_title: str = ""
    users: tuple[UserOption, ...] = ()  # empty: the name is typed
    user: str = ""
    hint: str = ""  # stays, whatever happens
    question: str = ""  # to be answered before anybody signs in
    message: str = ""
    tone: Tone = Tone.PLAIN
    busy: bool = False
