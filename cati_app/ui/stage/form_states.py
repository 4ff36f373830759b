"""A short form as screens show it: what is asked, what to know before typing, and what is wrong with what was typed."""

from __future__ import annotations

from enum import StrEnum

from cati_app.domain.errors import RuleViolation
from cati_app.ui.stage.message import Tone
from cati_app.values import dataclass

LOGIN, ROOT_GROUP, SHARE_GROUP = "login", "root", "share"
"""Fields that a rule can name as wrong."""


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
    hint: str = ""  # an example: in the field of a panel while it is blank, on a card below it
    explanation: str = ""  # below the field of a panel


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
    wrong: str = ""  # key of the field that the message is about; blank: of none, or of passwords, which are typed anew
    busy: bool = False
    begins_at: str = ""  # key of the field that has the keys when a panel opens; blank: the first


def wrong_field(rule: RuleViolation) -> str:
    """The field of which a rule says that it is wrong, as `FormState.wrong`."""
    if rule.code == "sheet_group_wrong":
        return ROOT_GROUP if rule.context.get("page") == 1 else SHARE_GROUP
    return LOGIN if rule.code in ("login_taken", "login_unusable") else ""
