"""The stations of a study as a supervisor sees them, and why one of them begins no call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.domain.ids import UserId
from cati_app.values import dataclass

SILENT_AFTER = timedelta(minutes=5)
"""A station whose window is open is heard at least once a minute."""


class Halt(StrEnum):
    """Why a station begins no call."""

    PAUSED = "paused"  # by a supervisor, for a while
    WRITTEN_OFF = "written_off"  # a supervisor did not expect it back, and has not re-admitted it


@dataclass(frozen=True, slots=True)
class StationNow:
    """A station as the hub knows it.

    Args:
        heard_at: When it was heard last, by the clock of the hub and to the minute; None: never.
        people: Who has signed in there at the hub within twelve hours, or has a case there.
        cases: Which it has in hand.
        places: Held for it, those given ahead among them.
        ahead: Places given ahead and not used.
        unsent: Events of its log that it had when it was heard last and the hub has not.
        halt: Why it begins no call; None: it does.
        missing: The hub came back from a copy and does not know what this station has.
        awaited: Cases the station said it has packed, and that have not come.
    """

    device: str
    heard_at: datetime | None
    people: tuple[UserId, ...] = ()
    cases: int = 0
    places: int = 0
    ahead: int = 0
    unsent: int = 0
    halt: Halt | None = None
    missing: bool = False
    awaited: int = 0

    def waited_for(self, now: datetime) -> timedelta | None:
        """How long a station was not heard that has something of the study; None: nobody waits for it."""
        holds = self.cases or self.places or self.unsent
        if self.halt is Halt.WRITTEN_OFF or not holds or self.heard_at is None:
            return None
        return now - self.heard_at

    def is_silent(self, now: datetime) -> bool:
        """Whether it has not been heard for longer than an open window is silent."""
        return self.heard_at is None or now - self.heard_at > SILENT_AFTER


@dataclass(frozen=True, slots=True)
class StationsNow:
    """All of them, at one moment.

    Args:
        at: By the clock of the hub.
        life: Of the hub, by its id.
        goes_on: The hub does not know what all stations have and lends cases all the same, as a supervisor decided.
        edition: The study is older here than this edition, which a station has seen; 0: it is not.
        aside: How much is kept aside and not settled, by what it is.
        surplus: Complete interviews without a place, by cell.
    """

    at: datetime
    life: str
    stations: tuple[StationNow, ...]
    goes_on: bool = False
    edition: int = 0
    aside: Mapping[str, int] = field(default_factory=dict)
    surplus: Mapping[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """How many stations the hub waits for."""
        return sum(station.missing for station in self.stations)

    @property
    def silent_places(self) -> int:
        """Places that are held for stations nobody hears."""
        return sum(station.places for station in self.stations if station.is_silent(self.at))
