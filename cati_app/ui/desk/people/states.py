"""What the tab of people renders: the list, a form, a start code, work under way, the recovery sheet."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


class PeopleStep(StrEnum):
    """The page in front."""

    LIST = "list"
    FORM = "form"
    CODE = "code"
    RUNNING = "running"
    SHEET = "sheet"


NOBODY = TableState("people", "", (), ())


@dataclass(frozen=True, slots=True)
class PeopleState:
    """Everybody, what can be done with whoever is selected, and the sheet."""

    table: TableState = NOBODY
    sheet: str = ""
    sheet_tone: Tone = Tone.PLAIN
    sheet_waits: bool = False
    message: str = ""
    tone: Tone = Tone.PLAIN
    can_change: bool = False  # of who is selected: languages, skills, login
    can_reset: bool = False
    can_deactivate: bool = False


@dataclass(frozen=True, slots=True)
class CodeState:
    """A start code, to be handed out."""

    title: str = ""
    texts: tuple[str, ...] = ()
    code: str = field(default="", repr=False)
    question: str = ""  # asked before it goes for good; blank: not asked yet


@dataclass(frozen=True, slots=True)
class WorkState:
    """Work under way."""

    title: str = ""
    text: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class SheetState:
    """The sheet that waits to be confirmed."""

    texts: tuple[str, ...] = ()
    pages: tuple[PaperPage, ...] = ()
    message: str = ""
    tone: Tone = Tone.PLAIN
