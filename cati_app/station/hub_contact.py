"""When a station that has joined a study last reached its hub, and how long people sign in there without it.

Whoever has left the study is known by the list of people alone, which comes from the hub. The time since is told by the
clock of the machine, which somebody may set: no time before the latest one that was seen here counts. What it cannot
know: that a clock was set back, or that the machine was off, between two times that it saw.
"""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.station.open_study import OpenStudy
from cati_app.store.database import Database
from cati_app.store.times import utc_text

_HEARD_AT, _SEEN_AT = "hub_heard_at", "latest_time"
"""Facts of the database: when the newest state of the study was looked for last, and the latest time seen."""


def note_contact(database: Database, now: datetime) -> None:
    """The newest people and rules are here. What the clock says now counts from here on, whatever it said before."""
    for fact in (_HEARD_AT, _SEEN_AT):
        database.keep(fact, utc_text(now))


class HubContact:
    """Asked at each sign-in; a station that did not join has its own list of people."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study

    def check(self) -> None:
        """Whether people may sign in.

        Raises:
            EnvironmentProblem: `hub_contact_needed`.
        """
        until = self.until()
        if until is not None and self._latest() >= until:
            raise EnvironmentProblem(
                "hub_contact_needed",
                Phrase(
                    "This station has not reached its hub for more than {hours} hours. Nothing is lost: everything"
                    " that was done here is stored.",
                    hours=int(self._study.rules.offline_sign_in.total_seconds() // 3600),
                ),
                "Bring the station to the network; as soon as the hub has answered, sign in again. `cati hub fetch"
                " STUDY` says what is in the way.",
            )

    def until(self) -> datetime | None:
        """Until when people sign in without the hub; None where the hub is not needed for it."""
        if not self._study.is_joined():
            return None
        heard_at = self._study.database.kept(_HEARD_AT)
        if heard_at is None:  # it joined, or an older version joined it, and nothing was noted
            if self._study.database.writable:
                note_contact(self._study.database, self._study.clock.now())
            return None
        return datetime.fromisoformat(heard_at) + self._study.rules.offline_sign_in

    def heard_at(self) -> datetime | None:
        """When this station reached its hub last, also before this start; None: never, as far as is known."""
        heard_at = self._study.database.kept(_HEARD_AT)
        return None if heard_at is None else datetime.fromisoformat(heard_at)

    def _latest(self) -> datetime:
        """The latest time that was seen here; now, unless somebody has set the clock back."""
        now, seen = self._study.clock.now(), self._study.database.kept(_SEEN_AT)
        if seen is not None and datetime.fromisoformat(seen) > now:
            return datetime.fromisoformat(seen)
        if self._study.database.writable:
            self._study.database.keep(_SEEN_AT, utc_text(now))
        return now
