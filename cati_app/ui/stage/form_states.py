"""A short form as screens show it: what is asked, what to know before typing, and what is wrong with what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cati_app.ui.stage.states import Tone


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    PASSWORD = "password"
    PICK = "pick"


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field; what is typed in it stays while the same form is shown."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""  # to begin with
    options: tuple[tuple[str, str], ...] = ()  # of a PICK: key and label
    may_be_blank: bool = False
    hint: str = ""  # below the field


@dataclass(frozen=True, slots=True)
class FormState:
    """Fields with one verb. `key` tells forms apart: another key empties all fields."""

    key: str
    title: str
    verb: str
    texts: tuple[str, ...] = ()  # said before anything is typed
    fields: tuple[FieldState, ...] = ()
    leave: str = ""  # what Esc does; blank: there is no way back
    warns: bool = False  # it cannot be taken back
    message: str = ""
    tone: Tone = Tone.WARN
    busy: bool = False
