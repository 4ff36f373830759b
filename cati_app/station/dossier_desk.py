"""The dossier for an analyst in a window: both sides, the decisions, and the files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.comparison.relation_versions import WishedRelation
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.publish.outputs import Outputs
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.tables_desk import tables_problem
from cati_app.texts import worded
from cati_app.ui.analyst.dossier.port import DossierSet

if TYPE_CHECKING:  # slow to load, and needed only once the page is opened
    from cati_app.station.dossier import StudyDossier


class StationDossier:
    """The analyst's `DossierDesk`.

    Args:
        language: Of the labels.
    """

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._dossier: StudyDossier | None = None  # as of the last reading

    def read(self) -> DossierSet:
        """The interviews, dossier.yaml and the decisions."""
        from cati_app.station.dossier import DossierFindings, study_dossier  # noqa: PLC0415 - slow to load
        from cati_app.station.tabulating import TablesFindings  # noqa: PLC0415 - the same

        reading = self._reading
        reading.check()
        folder = reading.station.loaded.folder
        try:
            self._dossier = study_dossier(reading.station, reading.user, reading.keys, reading.source, self._language)
        except TablesFindings as errors:
            raise tables_problem(errors.findings, folder) from None
        except DossierFindings as errors:
            told = "\n".join(f"{finding.row or 1}: {worded(finding.message)}" for finding in errors.findings)
            raise EnvironmentProblem(
                "dossier_errors",
                Phrase("dossier.yaml has errors, here with their lines.\n{told}", told=told),
                Phrase("Correct dossier.yaml in {folder}; docs/dossier.md shows how it is written.", folder=folder),
            ) from None
        return self._set(self._dossier)

    def decide(self, wish: WishedRelation) -> DossierSet:
        """Decide about a theme; the interviews are not read again."""
        reading = self._reading
        reading.check_login()
        assert self._dossier is not None
        decide = reading.station.decide_relations(reading.keys, reading.source)
        decide(reading.user, self._dossier.wish(wish.theme, wish))
        self._dossier = replace(self._dossier, decided=decide.decided(reading.user))
        return self._set(self._dossier)

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._reading.station.loaded.study.id}-dossier")

    def write(self, folder: str, *, short: bool) -> tuple[str, ...]:
        """Write its files, all or none; that they left the house is told to the log."""
        from cati_app.station.dossier import write_dossier  # noqa: PLC0415 - slow to load

        reading = self._reading
        reading.check_login()
        assert self._dossier is not None
        outputs = Outputs(stores=reading.station.stores, by_hand=True)
        files = write_dossier(self._dossier, reading.station.loaded, Path(folder), outputs, short=short)
        reading.station.note_export()(reading.user, self._dossier.tables.book.data.interviews, ["dossier"])
        return tuple(map(str, files))

    def _set(self, dossier: StudyDossier) -> DossierSet:
        versions = " · ".join(dossier.versions.values())
        return DossierSet(dossier.themes, dossier.decided, dossier.locked, versions)
