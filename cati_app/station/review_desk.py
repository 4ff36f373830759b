"""Review for an analyst in a window: the interviews as the page shows them, and what is proposed there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from cati_app.fieldwork.monitor.read_reviewed import OpenedInterview, ReviewedInterview, ReviewedSet
from cati_app.fieldwork.quota.look_at_interview import WantedProposal
from cati_app.station.analyst_reading import AnalystReading
from cati_app.texts.language_names import language_name

if TYPE_CHECKING:  # as the others that the station hands out
    from cati_app.fieldwork.monitor.read_reviewed import ReadReviewed


class StationReview:
    """The analyst's `ReviewDesk`.

    Args:
        language: Of the window.
    """

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._read: tuple[object, ReadReviewed] | None = None  # with the questionnaire it was made for

    @property
    def own_id(self) -> str:
        """Of the analyst."""
        return str(self._reading.user.id)

    def now(self) -> datetime:
        """On the clock of this machine."""
        return self._reading.station.clock.now()

    def local(self, at: datetime) -> datetime:
        """A time where the study is worked."""
        return self._reading.station.rules.calendar.local(at)

    def language_name(self, code: str) -> str:
        """As the study calls it, else in the language of the window."""
        known = {each.code: each.name for each in self._reading.station.loaded.study.languages}
        return language_name(code, self._language, known.get(code, "")) if code else ""

    def check(self) -> None:
        """Before they are read."""
        self._reading.check()

    def read(self, on_progress: Callable[[float], None]) -> ReviewedSet:
        """All complete interviews; each is opened once as long as this analyst is at work."""
        return self._reviewed()(self._reading.user, on_progress)

    def open(self, interview: ReviewedInterview) -> OpenedInterview:
        """The answers of one."""
        self._reading.check_login()
        wanted = [each.correction for each in interview.proposals if each.correction is not None]
        return self._reviewed().open(self._reading.user, interview.case_id, self._language, wanted)

    def propose(self, interview: ReviewedInterview, wanted: WantedProposal) -> None:
        """Propose something."""
        reading = self._reading
        reading.check_login()
        reading.station.propose_review(reading.keys, reading.source)(reading.user, interview.id, wanted)

    def withdraw(self, interview: ReviewedInterview) -> None:
        """Take it back."""
        reading = self._reading
        reading.check_login()
        reading.station.withdraw_proposal(reading.keys, reading.source)(reading.user, interview.id)

    def _reviewed(self) -> ReadReviewed:
        from cati_app.publish.dataset.fieldwork import case_id  # noqa: PLC0415 - slow to load

        reading, station = self._reading, self._reading.station
        if self._read is None or self._read[0] is not station.loaded.form:
            called = partial(case_id, station.loaded.study.id)
            self._read = station.loaded.form, station.read_reviewed(reading.keys, reading.source, called)
        return self._read[1]
