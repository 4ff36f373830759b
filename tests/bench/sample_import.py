"""Import of a large sample, from CSV and from a workbook, each in a process of its own: seconds and peak memory."""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.people.users import Role
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import ImportOptions
from cati_app.sample_files.settings import ReadSettings
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.keys import Cost, NoKeyRing
from cati_app.store.opening import Settings, open_database
from tests.bench.forms import reference
from tests.bench.machine import machine_speed
from tests.stations import TUESDAY
from tests.workbooks import write_texts

_COST = Cost(1, 1024)
HEADERS = ["id", "phone", "phone_2", "language", "district", "household"]


@dataclass(frozen=True)
class ImportTimes:
    """What an import took; `idle_mb` is what the process held before."""

    kind: str
    rows: int
    numbers: int
    seconds: float
    processor_s: float
    idle_mb: float
    peak_mb: float
    machine_ms: float


def measure_import(rows: int, kind: str) -> ImportTimes:
    """One import of `rows` rows with two numbers each; `kind` is `csv` or `xlsx`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sample.{kind}"
        write_sample(path, rows)
        child = [sys.executable, "-m", "tests.bench.sample_import", str(path)]
        done = subprocess.run(child, check=True, capture_output=True, text=True)
    return ImportTimes(kind, **json.loads(done.stdout))


def write_sample(path: Path, rows: int) -> None:
    """Two numbers a row, of blocks all over the country; as text, as a careful person formats the column."""
    lines = sample_rows(rows)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([HEADERS, *lines])
        return
    write_texts(path, [HEADERS, *lines])


def sample_rows(rows: int) -> Iterator[list[str]]:
    """Rows without end that repeat no number."""
    chance = random.Random(4)
    areas = ["30", "40", "89", "221", "69", "711", "511", "351", "341", "421"]
    for n in range(rows):
        landline = f"0{areas[n % len(areas)]} {4_000_000 + n}"
        mobile = f"0171 {3_000_000 + n}"
        language = chance.choice(["de", "de", "de", "tr", ""])
        yield [f"C{n:06d}", landline, mobile, language, chance.choice(["Nord", "Süd", "Mitte"]), str(n % 7)]


def _child(path: Path) -> None:
    loaded = reference()
    clock = SimulatedClock(TUESDAY)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings("x", NoKeyRing(), _COST, Path(folder) / "blocklist.db", rehearses=True)
        database = open_database(Path(folder) / "b.db", settings, create=True, writable=True)
        station = Station(loaded, database, clock=clock, ids=UuidSource(clock, random.Random(1)), cost=_COST)
        keys = station.people.begin_study()
        station.people.add_person(keys)(PROGRAM, "sue", "Sue", Role.SUPERVISOR, "pw")
        speed, idle = machine_speed(), _memory_mb()
        begin, worked = time.perf_counter(), time.process_time()
        report = station.importer(keys)(PROGRAM, path, ReadSettings(), ImportOptions(5000, 1))
        took, worked = time.perf_counter() - begin, time.process_time() - worked
        database.close()
    counts = report.counts
    assert counts.stored
    found = {
        "rows": counts.rows,
        "numbers": counts.numbers,
        "seconds": took,
        "processor_s": worked,
        "idle_mb": idle,
        "peak_mb": _memory_mb(),
        "machine_ms": (speed + machine_speed()) / 2,
    }
    sys.stdout.write(json.dumps(found))


def _memory_mb() -> float:
    """The most this program held; what the program that started it held does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
