"""An interviewer who works at a station of a hub: takes cases, calls, interviews, and leaves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.ui.console.services import InterviewerServices
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY


class AtWork:
    """An interviewer at a machine."""

    def __init__(self, station: Station, user: User, services: InterviewerServices, clock: SimulatedClock) -> None:
        self.station, self.user, self.services, self.clock = station, user, services, clock

    def offered(self) -> Offer:
        """The next case."""
        offer = self.services.take_case(self.user)
        assert isinstance(offer, Offer), offer
        return offer

    def called(self) -> Offer:
        """The next case, called."""
        offer = self.offered()
        self.services.start_call(self.user, offer.attempt, offer.case.numbers[0])
        return offer

    def whole_interview(self, *data: StoredDatum, **values: str) -> str:
        """A complete interview with an answer, and with others that are named; what the quota said."""
        offer = self.called()
        interview = self.services.start_interview(self.user, offer.case, "hash", "de")
        self.code = self.services.give_access_code(self.user, interview.id)
        assert self.services.reserve_place is not None
        verdict = self.services.reserve_place(self.user, interview.id, values).verdict
        name = "complete" if verdict == "in" else "quota_filled"
        ended = EndedSitting(interview.id, offer.attempt, name, [StoredDatum("/a", "1", None), *data], {}, None)
        self.services.finish_interview(self.user, ended)
        return verdict.value

    def leave(self) -> None:
        """Everything goes to the hub."""
        self.clock.move(11)
        self.services.settle_blocks(self.user, leaves=True)


@contextmanager
def at_work(study: LoadedStudy, database: Path, state: Path, login: str, seed: int) -> Iterator[AtWork]:
    """Somebody signs in at a machine."""
    clock = SimulatedClock(TUESDAY)
    settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, database.with_name("blocklist.db"), state=state)
    with open_database(database, settings, create=False, writable=True) as opened:
        ids = UuidSource(clock, random.Random(seed))
        station = Station(study, opened, clock=clock, ids=ids, cost=QUICK)
        signed_in = station.sign_in(login, PASSWORD)
        assert signed_in is not None
        user, keys = signed_in
        station.prepare(keys, user)
        services = station.interviewer(user, keys, ManualDialer(), study_texts(study, "de"))
        yield AtWork(station, user, services, clock)
