"""What the first screen shows."""

from __future__ import annotations

from dataclasses import field

from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class UserOption:
    """Somebody who may sign in at this station."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class HandoutState:
    """Start codes to be handed out, shown once."""

    title: str
    texts: tuple[str, ...]
    lines: tuple[str, ...] = field(repr=False)
    copies: str = ""  # files that open with the old keys
    question: str = ""  # asked before they go for good; blank: not asked yet


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
    wait_s: int = 0  # nobody signs in before; the view counts down
    share: float = 0.0  # of long work at a sign-in; 0: none
    form: FormState | None = None  # asked in place of name and password
    handout: HandoutState | None = None  # shown in place of everything
