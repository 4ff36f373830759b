"""What the page of reports shows."""

from __future__ import annotations

from dataclasses import field

from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report of the list, and what stands in it."""

    key: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class ReportsState:
    """The page.

    Args:
        language: What the button for the language says.
        looked: What the pages are; blank: none are shown.
        empty: What fills the page while there are none.
        progress: 0 to 1 while something is made.
    """

    reports: tuple[ReportLine, ...] = ()
    selected: str = ""
    language: str = ""
    looked: str = ""
    empty: str = ""
    progress: float | None = None
    message: str = ""
    tone: Tone = Tone.PLAIN
    files: tuple[str, ...] = ()
    pages: tuple[PaperPage, ...] = field(default=(), repr=False)
