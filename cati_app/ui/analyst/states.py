"""What the analyst's screen shows."""

from __future__ import annotations

from dataclasses import dataclass

from cati_app.ui.stage.states import Tone


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A file format of the data set."""

    key: str
    label: str
    detail: str
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class ExportState:
    """The analyst's page."""

    title: str = ""
    summary: str = ""  # "289 interviews, questionnaire version 3"
    folder: str = ""
    formats: tuple[ExportFormat, ...] = ()
    progress: float | None = None  # 0 to 1 while it runs
    message: str = ""
    tone: Tone = Tone.PLAIN
    files: tuple[str, ...] = ()  # written by the last export
    notices: tuple[str, ...] = ()  # of the last export, one a line
