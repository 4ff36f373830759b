"""What the analyst's screen shows."""

from __future__ import annotations

from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ExportOption:
    """Something to tick: a table of the data set, or a format of its files."""

    key: str
    label: str
    detail: str
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What is to be written: keys of what the page offers."""

    formats: tuple[str, ...]
    what: tuple[str, ...] = ("interviews",)
    include: str = "complete"  # which interviews
    language: str = ""  # of the labels; blank: that of the study
    ways: tuple[str, ...] = ()  # in which answers and weights are written otherwise than usual
    since_text: str = ""  # only what changed since then, as it was typed; blank: everything


@dataclass(frozen=True, slots=True)
class ExportState:
    """The analyst's page."""

    title: str = ""
    summary: str = ""  # "289 interviews, questionnaire version 3"
    folder: str = ""
    formats: tuple[ExportOption, ...] = ()
    progress: float | None = None  # 0 to 1 while it runs
    message: str = ""
    tone: Tone = Tone.PLAIN
    files: tuple[str, ...] = ()  # written by the last export
    notices: tuple[str, ...] = ()  # of the last export, one a line
    parts: tuple[ExportOption, ...] = ()  # tables, and what goes beside them
    interviews: tuple[tuple[str, str], ...] = ()  # which of them, keys and labels; the first is chosen at first
    languages: tuple[tuple[str, str], ...] = ()  # of the labels, the same way
    ways: tuple[ExportOption, ...] = ()  # in which answers and weights can be written otherwise
    since: str = ""  # what the time that was typed gives
    since_refused: str = ""  # why what was typed is no time; blank: nothing is wrong with it
    asks_since: bool = False  # the line of the time gets the keys: it must be mended first
