"""The chained log: what a digest adds to one commit, and how long checking the whole log takes as it grows."""

from __future__ import annotations

import random
import resource
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.events import NewEvent
from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study
from cati_app.store.database import Database
from cati_app.store.keys import Cost, NoKeyRing
from cati_app.store.log_check import check_chain
from cati_app.store.opening import Settings, open_database
from tests.bench.machine import products_ms
from tests.stations import BOX, chain

_COST = Cost(1, 1024)
_AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
_PAGE = 5_000  # events of one commit while the log is filled
PARTS = (10, 5, 2, 1)
"""The log is checked at a tenth, a fifth, a half and all of its events: does the time grow with them?"""


@dataclass
class LogTimes:
    """Of one run."""

    events: int
    plain: list[float] = field(default_factory=list)  # milliseconds of a commit of one event without a chain
    chained: list[float] = field(default_factory=list)  # with one
    checked: list[tuple[int, float, float, float]] = field(default_factory=list)
    """Events, seconds, seconds of the processor, milliseconds of 20,000 products then."""
    memory_mb: float = 0.0

    @property
    def added(self) -> float:
        """What a digest adds to a bare commit, as a share of it: the median of pairs made in turns."""
        return median(with_it / without for with_it, without in zip(self.chained, self.plain, strict=True)) - 1


def measure_log(events: int, commits: int = 2_000) -> LogTimes:
    """Commits in turns on a log with a chain and one without; then a log of so many events, checked as it grows."""
    times = LogTimes(events)
    loaded = read_study(reference_study())
    assert isinstance(loaded, LoadedStudy)
    with TemporaryDirectory() as plain, TemporaryDirectory() as chained:
        _commits(_opened(loaded, Path(plain)), _opened(loaded, Path(chained)), commits, times)
    with TemporaryDirectory() as folder:
        station = _opened(loaded, Path(folder))
        database = station.database
        chain(database)
        done = database.chain.end()
        last = done.n if done is not None else 0
        for part in PARTS:
            last = _filled(station, last, events // part)
            times.checked.append((last, *_checked(database), products_ms()))
        times.memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            1024 if sys.platform != "darwin" else 1 << 20
        )
        database.close()
    return times


def _opened(loaded: LoadedStudy, folder: Path) -> Station:
    database = open_database(folder / "log.db", Settings("x", NoKeyRing(), _COST), create=True, writable=True)
    clock = SimulatedClock(_AT)
    return Station(loaded, database, clock=clock, ids=UuidSource(clock, random.Random(1)), cost=_COST)


def _commits(plain: Station, chained: Station, commits: int, times: LogTimes) -> None:
    chain(chained.database)
    for number in range(commits):
        for station, kept in ((plain, times.plain), (chained, times.chained)):
            begin = time.perf_counter()
            _write(station, 1, number)
            kept.append((time.perf_counter() - begin) * 1000)
    for station in (plain, chained):
        station.database.close()


def _write(station: Station, count: int, number: int) -> None:
    payload = {"ref": "/main/satisfaction", "value": str(number), "text": "", "ms": 2300}
    fact = NewEvent("answered", _AT, number, "0190a1b2-0000-7000-8000-000000000001", None, None, payload)
    with station.units(None)() as unit:
        unit.log.append([fact] * count)
        unit.commit()


def _filled(station: Station, last: int, wanted: int) -> int:
    while last < wanted:
        count = min(_PAGE, wanted - last)
        _write(station, count, last)
        last += count
    return last


def _checked(database: Database) -> tuple[float, float]:
    begin, worked = time.perf_counter(), time.process_time()
    faults = check_chain(database, {1: BOX})
    assert not faults, faults
    return time.perf_counter() - begin, time.process_time() - worked
