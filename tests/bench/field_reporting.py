"""A field report of 100,000 attempts: `python -m tests.bench --field-report`."""

from __future__ import annotations

import datetime as dates
import random
import tempfile
import time
from pathlib import Path

from cati_app.demo.clock import SimulatedClock, tuesday_at_four
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.resources import shipped
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.reporting import study_report
from cati_app.store.keys import Cost, NoKeyRing
from cati_app.store.opening import Settings, open_database
from tests.bench.forms import reference
from tests.bench.machine import machine_speed

BUDGET_S = 5.0
ATTEMPTS, EACH = 100_000, 3
_COST = Cost(1, 1024)
_RESULTS = ("no_answer", "busy", "soft_refusal", "refusal", "not_in_service", "machine")
_TIME = "strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', 1793610000 + (x % 14) * 86400 + y * 3600 + x % 3000, 'unixepoch')"
_ALL = (
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < :cases), a(y) AS (VALUES (1), (2), (3))"
)


def measure_field_report() -> dict[str, float]:
    """Seconds of wall and of processor, by step."""
    with tempfile.TemporaryDirectory() as folder:
        station, person = _made(Path(folder))
        try:
            return _measured(station, person)
        finally:
            station.database.close()


def _measured(station: Station, person: User) -> dict[str, float]:
    begun, work = time.perf_counter(), time.process_time()
    document = study_report(station, person, "de")
    read = time.perf_counter()
    document_pdf(document, shipped("resources") / "fonts")
    pages = time.perf_counter()
    document_html(document)
    end = time.perf_counter()
    times = {"read and counted": read - begun, "PDF": pages - read, "HTML": end - pages, "together": end - begun}
    return times | {"processor time": time.process_time() - work}


def _made(folder: Path) -> tuple[Station, User]:
    clock = SimulatedClock(tuesday_at_four("Europe/Berlin", dates.date(2026, 11, 24)))
    settings = Settings("x", NoKeyRing(), _COST, folder / "blocklist.db", rehearses=True)
    database = open_database(folder / "b.db", settings, create=True, writable=True)
    station = Station(reference(), database, clock=clock, ids=UuidSource(clock, random.Random(1)), cost=_COST)
    keys = station.people.begin_study()
    for number in range(8):
        station.people.add_person(keys)(PROGRAM, f"int{number}", "Int", Role.INTERVIEWER, "pw")
    analyst = station.people.add_person(keys)(PROGRAM, "eve", "Eve", Role.ANALYST, "pw")
    people = [user.id for user in station.logins() if user.role is Role.INTERVIEWER]
    cases = ATTEMPTS // EACH + 1
    with station.database.transaction() as statements:
        of_case = {
            "id": "'c' || x",
            "case_no": "x",
            "frame": "CASE x % 3 WHEN 0 THEN 'mobile' ELSE 'landline' END",
            "state": "'open'",
        }
        columns = statements.execute('PRAGMA table_info("case")').fetchall()
        for _, name, kind, needed, default, _ in columns:
            if needed and default is None and name not in of_case:
                of_case[name] = "0" if kind.startswith(("INT", "BOOL")) else "''"
        for (name,) in statements.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            statements.execute(f"DROP TRIGGER {name}")
        names, values = ", ".join(of_case), ", ".join(of_case.values())
        statements.execute(f'{_ALL} INSERT INTO "case" ({names}) SELECT {values} FROM c', {"cases": cases})
        statements.execute(
            f"{_ALL} INSERT INTO number (id, case_id, position, kind, sealed, dials) SELECT 'n' || x, 'c' || x, 1,"
            " 'landline', x'00', 3 FROM c",
            {"cases": cases},
        )
        whose = "CASE x % 8 " + " ".join(f"WHEN {at} THEN '{user}'" for at, user in enumerate(people)) + " END"
        result = "CASE (x * 7 + y) % 6 " + " ".join(f"WHEN {at} THEN '{r}'" for at, r in enumerate(_RESULTS)) + " END"
        statements.execute(
            f"{_ALL} INSERT INTO attempt (id, case_id, user_id, attempt_no, started_at, ended_at, disposition, result)"
            f" SELECT 'a' || x || '-' || y, 'c' || x, {whose}, y, {_TIME}, {_TIME}, {result}, {result} FROM c, a",
            {"cases": cases},
        )
        statements.execute(
            f"{_ALL} INSERT INTO \"call\" (id, attempt_id, number_id, dialled_at, place) SELECT 'k' || x || '-' || y,"
            f" 'a' || x || '-' || y, 'n' || x, {_TIME}, '' FROM c, a",
            {"cases": cases},
        )
        statements.execute(
            f"{_ALL} INSERT INTO event (seq, device, at, mono_ms, kind, case_id, payload) SELECT"
            f" 1000 + (x - 1) * 3 + y, 'd', {_TIME}, 0, 'call_started', 'c' || x, json_object('call',"
            " 'k' || x || '-' || y) FROM c, a",
            {"cases": cases},
        )
        statements.commit()
    return station, analyst


def print_field_report() -> None:
    """The table."""
    print(f"field report of {ATTEMPTS:,} attempts in s; budget {BUDGET_S:.0f}")
    for step, seconds in measure_field_report().items():
        print(f"  {step:18} {seconds:5.2f}")
    print(f"  20,000 products take {machine_speed():.2f} ms")
