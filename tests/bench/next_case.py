"""Next case offered, from the service's call to the offer, with many cases in every state."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from cati_app.app import LoadedStudy, Station, UuidSource, new_contact_cipher, study_texts
from cati_app.demo.clock import SimulatedClock, tuesday_at_four
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.cases import NewCase
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.people import Role
from cati_app.domain.phone import LineKind, PhoneNumber
from cati_app.services.take_case import Offer
from cati_app.store.keys import Cost, NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.tables import utc_text
from cati_app.store.unit_of_work import SqlUnits
from tests.bench.forms import reference


def measure_next_case(cases: int, rounds: int = 400) -> list[float]:
    """Milliseconds of `rounds` offers among `cases` cases, most of them called before and not due."""
    loaded = reference()
    with tempfile.TemporaryDirectory() as folder:
        station = _station(loaded, Path(folder), cases)
        try:
            return _offers(station, rounds)
        finally:
            station.database.close()


def _station(loaded: LoadedStudy, folder: Path, cases: int) -> Station:
    import datetime as dates

    clock = SimulatedClock(tuesday_at_four("Europe/Berlin", dates.date(2026, 11, 24)))
    cost = Cost(1, 1024)
    database = open_database(folder / "b.db", Settings("x", NoKeyRing(), cost), create=True, writable=True)
    station = Station(loaded, database, clock=clock, ids=UuidSource(clock, random.Random(1)), cost=cost)
    cipher = new_contact_cipher()
    station.add_person(cipher, "int", "Int", Role.INTERVIEWER, "pw")
    number = PhoneNumber("+493023125000", LineKind.LANDLINE)
    with SqlUnits(database, cipher, cost)() as unit:
        unit.cases.add_many(
            NewCase(CaseId(f"c{n}"), n, "landline", {}, ((NumberId(f"n{n}"), number),)) for n in range(1, cases + 1)
        )
        unit.commit()
    chance, now = random.Random(2), clock.now()
    rows = [
        (chance.randint(1, 6), utc_text(now + timedelta(minutes=chance.randint(5, 4000))), f"c{n}")
        for n in range(1, cases + 1)
        if n % 50
    ]
    with database.session() as session:
        session.connection().exec_driver_sql('UPDATE "case" SET attempts = ?, due_at = ? WHERE id = ?', rows)
        session.commit()
    return station


def _offers(station: Station, rounds: int) -> list[float]:
    found = station.sign_in("int", "pw")
    assert found is not None
    user, cipher = found
    assert cipher is not None
    place = station.workplace(user, cipher, ManualDialer(), study_texts(station.loaded, "de"))
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        offer = place.take_case(user)
        times.append((time.perf_counter() - begin) * 1000)
        assert isinstance(offer, Offer)
        place.return_case(user, offer.attempt)
        with station.database.session() as session:
            statement = 'UPDATE "case" SET attempts = 1, due_at = ? WHERE id = ?'
            later = utc_text(station.clock.now() + timedelta(hours=4))
            session.connection().exec_driver_sql(statement, (later, offer.case.id))
            session.commit()
    return times
