"""A study that was brought up to date while the program runs: what came holds for whatever begins from then on."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study, workbook_cache


class StudyRenewal:
    """Questionnaire and rules that a hub brought come into force here without a new start of the program."""

    def __init__(self, station: Station) -> None:
        self._station = station

    @property
    def n(self) -> int:
        """So often they came into force since the program was started, from a hub or from the tab of settings."""
        return self._station.renewals

    def is_due(self) -> bool:
        """Whether the study folder is another one than what is in force here, as far as was looked. From any thread."""
        return self._station.hub.is_renewed()

    def make(self) -> None:
        """What came holds for whoever begins to work from now on; in the store's lane.

        Raises:
            EnvironmentProblem: `study_unreadable`; then what was in force stays so.
        """
        self._station.hub.look()
        if not self.is_due():
            return
        loaded = read_study(self._station.loaded.folder, workbook_cache())
        if not isinstance(loaded, LoadedStudy):
            raise EnvironmentProblem(
                "study_unreadable",
                "What came from the hub cannot be used: the study folder was changed at this station. Work goes on"
                " with the questionnaire and the rules from before.",
                "`cati check FOLDER` names the faults; `cati hub fetch STUDY` says what differs from the hub.",
            )
        self._station.renew(loaded)
