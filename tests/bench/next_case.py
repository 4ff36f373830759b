"""Next case offered, result given, nothing to call: measured in the service, with a million cases in every state."""

from __future__ import annotations

import datetime as dates
import multiprocessing
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from cati_app.demo.clock import SimulatedClock, tuesday_at_four
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.people.users import Role
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.domain.sampling.sample import NewNumber, NewUnit
from cati_app.fieldwork.calling.queueing import nothing_now, standing_now
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.contacts import number_spot
from cati_app.store.keys import Cost, NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.trust.fields import FieldKey
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits
from tests.bench.case_window import CallingHands, WindowTimes
from tests.bench.forms import reference
from tests.bench.machine import Measured, Stopwatch

_COST = Cost(1, 1024)
_LOGIN, _PASSWORD = "int", "pw"
_NUMBER = "+493023125000"  # of a range reserved for fiction; each row seals it anew, bound to itself
_ROUTES = 12  # four places, three languages
_COPY = """
WITH RECURSIVE n(x) AS (SELECT 2 UNION ALL SELECT x + 1 FROM n WHERE x < :cases)
INSERT INTO {table} ({columns}) SELECT {values} FROM n, {table} t WHERE t.id = :first
"""

LEAST_CASES = 100_000  # one in fifty is due, and not all of those come to one interviewer
_IN_WINDOW = 400  # rounds of ten seconds each: the day of calls must not end before them


@dataclass
class CaseTimes:
    """What each step took; the seconds for making the cases."""

    made_s: float = 0.0
    offers: list[Measured] = field(default_factory=list)
    finding: list[Measured] = field(default_factory=list)
    results: list[Measured] = field(default_factory=list)
    nothing: list[Measured] = field(default_factory=list)
    explained: list[Measured] = field(default_factory=list)
    products: list[float] = field(default_factory=list)


def measure_cases(cases: int, rounds: int = 1000) -> tuple[CaseTimes, WindowTimes]:
    """`rounds` offers and results among `cases` cases, most of them called before and not due.

    In the service first, then as many through the window. The database is made by another process, so that the
    memory of this one is the application's.
    """
    measured = CaseTimes()
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        maker = multiprocessing.get_context("spawn").Process(target=_make, args=(Path(folder), cases))
        maker.start()
        maker.join()
        assert maker.exitcode == 0
        measured.made_s = time.perf_counter() - begin
        station = _station(reference(), Path(folder), create=False)
        try:
            _work(station, rounds, measured)
            return measured, CallingHands(station, _LOGIN, _PASSWORD).run(min(rounds, _IN_WINDOW))
        finally:
            station.database.close()


def _make(folder: Path, cases: int) -> None:
    station = _station(reference(), folder, create=True)
    keys = station.people.begin_study()
    station.people.add_person(keys)(PROGRAM, _LOGIN, "Int", Role.INTERVIEWER, _PASSWORD)
    number = PhoneNumber(_NUMBER, LineKind.LANDLINE)
    with SqlUnits(station.database, keys, _COST)() as unit:
        unit.sample.add([NewUnit(CaseId("c1"), 1, None, "landline", None, {}, (NewNumber(NumberId("n1"), number),))])
        unit.commit()
    _multiply(station, keys, cases, int(station.clock.now().timestamp()))
    station.database.close()


def _station(loaded: LoadedStudy, folder: Path, *, create: bool) -> Station:
    clock = SimulatedClock(tuesday_at_four("Europe/Berlin", dates.date(2026, 11, 24)))
    settings = Settings("x", NoKeyRing(), _COST, folder / "blocklist.db", rehearses=True)
    database = open_database(folder / "b.db", settings, create=create, writable=True)
    ids = UuidSource(clock, random.Random(1 if create else 2))
    return Station(loaded, database, clock=clock, ids=ids, cost=_COST)


def _multiply(station: Station, keys: HeldKeys, cases: int, now_s: int) -> None:
    """Copies of the first case, one in fifty due, spread over routes, levels and due times."""
    hashed = "(x * 2654435761 % 4294967296)"
    changed = {
        "id": "'c' || x",
        "case_no": "x",
        "attempts": f"{hashed} / 7 % 7",
        "due_s": f"CASE WHEN x % 50 THEN {now_s} + 300 + {hashed} % 240000 ELSE {now_s} - {hashed} % 9000 END",
        "route_id": f"1 + {hashed} / 11 % {_ROUTES}",
        "rest": "CASE WHEN x % 50 THEN 'not_due' ELSE '' END",
        **{f"level_{k}": f"10 + {hashed} / {13 + k} % 24" for k in range(4)},
    }
    changed["due_at"] = f"strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', {changed['due_s']}, 'unixepoch')"

    def sealed_for(row: str) -> bytes:
        return keys.fields.seal(FieldKey.CONTACT, _NUMBER, number_spot(row))

    station.database.driver().create_function("sealed_for", 1, sealed_for)
    with station.database.transaction() as statements:
        indexes = statements.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('case', 'number')"
            " AND sql NOT NULL"
        ).fetchall()
        triggers = statements.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        triggers = [row for row in triggers if row[0].startswith("queue_")]
        for kind, rows in (("INDEX", indexes), ("TRIGGER", triggers)):
            for name, _ in rows:  # made again below: faster than keeping them up to date row by row
                statements.execute(f"DROP {kind} {name}")
        for n in range(1, _ROUTES):
            place, language = ("", "Europe/Athens|NI", "Europe/Lisbon|NI", "|BY")[n % 4], ("", "tr", "ar")[n // 4]
            values = (n + 1, place.replace("|BY", "Europe/Berlin|BY"), language)
            statements.execute("INSERT INTO route VALUES (?, ?, ?, '', '')", values)
        for table, first, own in (
            ('"case"', "c1", changed),
            (
                "number",
                "n1",
                {"id": "'n' || x", "case_id": "'c' || x", "lookup": "'l' || x", "sealed": "sealed_for('n' || x)"},
            ),
        ):
            names = [row[1] for row in statements.execute(f"PRAGMA table_info({table})")]
            wanted = ", ".join(own.get(name, f"t.{name}") for name in names)
            statement = _COPY.format(table=table, columns=", ".join(names), values=wanted)
            statements.execute(statement, {"cases": cases, "first": first})
        statements.execute("DELETE FROM queue_count")
        statements.execute(
            'INSERT INTO queue_count SELECT route_id, rest, count(*) FROM "case" WHERE route_id NOT NULL GROUP BY 1, 2'
        )
        for _, sql in (*indexes, *triggers):
            statements.execute(sql)
        statements.commit()


def _work(station: Station, rounds: int, measured: CaseTimes) -> None:
    signed_in = station.sign_in(_LOGIN, _PASSWORD)
    assert signed_in is not None
    user, keys = signed_in
    place = station.interviewer(user, keys, ManualDialer(), study_texts(station.loaded, "de"))
    units = SqlUnits(station.database, keys, _COST)
    watch = Stopwatch()
    for turn in range(rounds):
        watch.look()
        offer = watch.time(lambda: place.take_case(user), measured.offers)
        assert isinstance(offer, Offer)
        if turn % 10 == 0:
            _find(station, units, watch, measured)
            case_id = offer.case.id
            watch.time(lambda: place.explain_case(user, case_id), measured.explained)  # noqa: B023 - called at once
        call = place.start_call(user, offer.attempt, offer.case.numbers[0])
        station.database.tidy()  # as the window does while somebody waits for a line
        place.end_call(user, offer.attempt, call.id, "interviewer")
        result = ("no_answer", "busy", "machine", "callback_requested")[turn % 4]
        attempt = offer.attempt
        watch.time(lambda: place.record_result(user, attempt, result), measured.results)  # noqa: B023 - called at once
        station.clock.move(5)  # type: ignore[attr-defined]
    measured.products = watch.products


def _find(station: Station, units: SqlUnits, watch: Stopwatch, measured: CaseTimes) -> None:
    """The parts by themselves: finding the next case, and saying why there is none."""
    user = station.logins()[0]
    now = station.clock.now()
    with units() as unit:
        standing = standing_now(unit, station.rules, user, now)
        watch.time(lambda: unit.cases.queue.first_due(standing.lanes, now, user.id), measured.finding)

        def explain() -> Nothing:
            again = standing_now(unit, station.rules, user, now)
            return nothing_now(unit, station.rules, user, again, now)

        assert watch.time(explain, measured.nothing).waiting
