"""The analyst's page: where to, which formats, and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from cati_app.ui.analyst.states import ExportFormat, ExportState
from cati_app.ui.analyst.views import ExportView
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone

SET_ASIDE = "set_aside"
"""Among the formats: a file of its own."""


@dataclass(frozen=True, slots=True)
class WrittenExport:
    """What an export wrote."""

    files: tuple[str, ...]
    rows: int


class ExportStudy(Protocol):
    """Writes the study's data set."""

    def count(self) -> int:
        """Completed interviews."""
        ...

    def folder(self) -> str:
        """Where the data set goes unless somebody says otherwise."""
        ...

    def __call__(self, folder: str, formats: Sequence[str]) -> WrittenExport:
        """Write the formats, `SET_ASIDE` among them, into the folder; it is made if it is missing."""
        ...


class ExportPresenter(RolePresenter):
    """Starts exports and says how they ended."""

    def __init__(self, stage: Stage, view: ExportView, export: ExportStudy) -> None:
        self._stage = stage
        self._view = view
        self._export = export
        self._rows = 0

    def start(self) -> None:
        """Count, then show."""
        self._stage.show(ScreenName.DESK)
        self._stage.run(self._export.count, self._counted)

    def _counted(self, rows: int) -> None:
        self._rows = rows
        self._render()

    def export(self, folder: str, formats: tuple[str, ...]) -> None:
        """Write the data set."""
        self._render(progress=0.0)
        self._stage.run(partial(self._export, folder, formats), self._exported, self._failed)

    def _exported(self, exported: WrittenExport) -> None:
        message = self._stage.words.say_count(
            "{count} interview written.", "{count} interviews written.", exported.rows
        )
        self._render(message, Tone.OK, exported.files)

    def _failed(self, error: Exception) -> bool:
        self._render()
        return False

    def _render(
        self,
        message: str = "",
        tone: Tone = Tone.PLAIN,
        files: tuple[str, ...] = (),
        progress: float | None = None,
    ) -> None:
        words = self._stage.words
        self._view.render(
            ExportState(
                title=words.say("Data set"),
                summary=words.say_count(
                    "{count} completed interview, without any contact data",
                    "{count} completed interviews, without any contact data",
                    self._rows,
                ),
                folder=self._export.folder(),
                formats=(
                    ExportFormat("sav", "SPSS (.sav)", words.say("labels, missing values, levels, sets")),
                    ExportFormat("csv", "CSV", words.say("with codebook")),
                    ExportFormat(
                        "paradata", words.say("Paradata (CSV)"), words.say("times and visits by question, no answers")
                    ),
                    ExportFormat(
                        SET_ASIDE,
                        words.say("Answers set aside (CSV)"),
                        words.say(
                            "answers under earlier versions of the questionnaire that the data set has no place for"
                        ),
                        chosen=False,
                    ),
                ),
                progress=progress,
                message=message,
                tone=tone,
                files=files,
            )
        )
