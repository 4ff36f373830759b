"""What the start page shows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cati_app.ui.stage.message import MessageState, Tone
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.ui.stage.form_states import FormState  # a page without a form does without


class FileWanted(StrEnum):
    """What a dialog for files is to find."""

    FOLDER = "folder"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study of this machine.

    Args:
        key: Its folder.
    """

    key: str
    title: str
    state: str
    detail: str
    tone: Tone = Tone.PLAIN
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class JoinedHub:
    """A hub to which studies of this machine belong."""

    address: str
    detail: str


@dataclass(frozen=True, slots=True)
class StartState:
    """The page.

    Args:
        selected: Key of the study that Enter opens.
        busy: What is under way; blank: nothing.
        form: Asked in front of the page.
    """

    studies: tuple[StudyLine, ...] = ()
    hubs: tuple[JoinedHub, ...] = ()
    selected: str = ""
    empty: str = ""  # what is said in place of the studies where there is none
    message: MessageState | None = None
    busy: str = ""
    form: FormState | None = None
