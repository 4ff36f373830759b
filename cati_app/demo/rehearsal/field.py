"""A field of some weeks on one machine, at whose database all seats work."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.rehearsal.days import Between, Evening, FieldDays
from cati_app.demo.rehearsal.people import add_people
from cati_app.demo.rehearsal.proposed import begins
from cati_app.demo.rehearsal.rehearsed_study import RehearsedStudy
from cati_app.demo.rehearsal.seat import PlayedSeat
from cati_app.demo.rehearsal.told import Field
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.station import open_demo_station
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.people.users import User
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.opening import Station
from cati_app.store.joined_units import JoinedUnits


class Rehearsal:
    """A study with its database, and the seats that work on it.

    Args:
        joins: Whether units of work become durable together, now and then; what they write is the
            same either way.
        spoken: See `add_people`.
    """

    def __init__(
        self,
        loaded: LoadedStudy,
        database: Path,
        seats: int,
        seed: int,
        *,
        joins: bool = True,
        spoken: Sequence[Sequence[str]] = (),
    ) -> None:
        self._loaded = loaded
        self._clock = SimulatedClock(begins(loaded.study))
        self.station: Station = open_demo_station(loaded, database, self._clock, random.Random(seed))
        self.station.database.driver().execute("PRAGMA synchronous=OFF")  # what a power cut takes is played again
        self._town = Town.of_study(loaded, seed)
        self._field = Field({}, people=self._town.habits.sources())
        self.keys = self.station.people.begin_study()
        people = add_people(self.station, self.keys, seats, spoken)
        self._joined: JoinedUnits | None = None
        if joins:
            rehearsed = RehearsedStudy.of(self.station.opened)
            self.station.set_up(rehearsed)
            self._joined = rehearsed.joined
        self._seats = [self._seat(user) for user in people]

    def play(
        self,
        days: int,
        evening: Callable[[], object] = lambda: None,
        between: Between = lambda share: None,
    ) -> Field:
        """As `FieldDays.play`."""
        read = Evening(self.station, self.keys)
        played = FieldDays(self.station.rules, self._clock, self._seats, self._field, lambda: nullcontext(read))
        told = played.play(days, evening, between)
        if self._joined is not None:
            self._joined.keep()
        return told

    def _seat(self, user: User) -> PlayedSeat:
        services = self.station.interviewer(user, self.keys, ManualDialer(), study_texts(self._loaded, "de"))
        return PlayedSeat(services, self._town, self._clock, self._field.work)
