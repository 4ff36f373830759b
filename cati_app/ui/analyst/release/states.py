"""What the page of releases shows."""

from __future__ import annotations

from dataclasses import field

from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A variable of the list, with how many of its texts wait."""

    name: str
    waiting: str


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """The page.

    Args:
        empty: Why there is no text, and what fills the page; blank: there is one.
        counted: Which text of how many.
        marks: What in the text may tell who somebody is, a line each.
        standing: What was decided about it, by whom and when.
        open: What else keeps the data from being public, a line each.
        form: Another one is another text.
        buttons: What each command does now, by its name.
    """

    variables: tuple[ReleaseLine, ...] = ()
    selected: str = ""
    empty: str = ""
    progress: str = ""
    question: str = ""
    counted: str = ""
    text: str = field(default="", repr=False)
    right_to_left: bool = False
    marks: tuple[str, ...] = field(default=(), repr=False)
    standing: str = ""
    open: tuple[str, ...] = ()
    form: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    message: str = ""
    tone: Tone = Tone.PLAIN
