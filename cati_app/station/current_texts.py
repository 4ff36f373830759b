"""What screens say about a study to somebody who stays signed in while its settings change."""

from __future__ import annotations

from dataclasses import replace

from cati_app.station.loading import study_texts
from cati_app.station.opening import Station
from cati_app.ui.stage.study_texts import StudyTexts


class CurrentTexts:
    """The texts of the sign-in, with those of quotas that came since: their cells are counted from then on.

    Whatever was there keeps its words until the next sign-in, as the rules do that the screens go by.

    Args:
        language: Of the interface.
    """

    def __init__(self, station: Station, language: str) -> None:
        self._station, self._language = station, language
        self._first = self._now = study_texts(station.loaded, language)
        self._renewals = station.renewals

    def __call__(self) -> StudyTexts:
        """As they are now."""
        if self._renewals != self._station.renewals:
            self._renewals = self._station.renewals
            newest = study_texts(self._station.loaded, self._language)
            self._now = replace(
                self._first,
                dimensions=self._first.dimensions or newest.dimensions,
                further_quotas={**newest.further_quotas, **self._first.further_quotas},
            )
        return self._now
