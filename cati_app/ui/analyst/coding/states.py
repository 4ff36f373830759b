"""What the page of coding shows."""

from __future__ import annotations

from dataclasses import field

from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CodingLine:
    """A question of the list, with how many of its texts wait."""

    name: str
    waiting: str


@dataclass(frozen=True, slots=True)
class CodingOption:
    """A code of the frame, as it is picked by its digits."""

    name: str
    code: str
    label: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class CodingState:
    """The page.

    Args:
        empty: Why there is no text, and what fills the page; blank: there is one.
        counted: Which text of how many, of which question, in which language.
        given: What was chosen beside it.
        alike: How many read the same.
        codes: Those picked at first: in force, or left from before.
        form: Another one is another text: the codes begin anew.
        versions: Of its codes, the oldest first, a line each.
        quota: What becomes of the place; blank: nothing can.
        buttons: What each command does now, by its name.
    """

    questions: tuple[CodingLine, ...] = ()
    selected: str = ""
    empty: str = ""
    progress: str = ""
    question: str = ""
    counted: str = ""
    text: str = field(default="", repr=False)
    right_to_left: bool = False
    given: str = ""
    alike: str = ""
    options: tuple[CodingOption, ...] = ()
    several: bool = False
    codes: tuple[str, ...] = ()
    form: str = ""
    versions: tuple[str, ...] = field(default=(), repr=False)
    quota: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    message: str = ""
    tone: Tone = Tone.PLAIN
