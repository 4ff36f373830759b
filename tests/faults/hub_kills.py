"""Kills hub, stations and PostgreSQL at random moments under load, and looks after each what was acknowledged.

Processes of their own, real TLS, real files; `python -m tests.faults --hub-kills 200`.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Thread

from tests.faults import hub_station
from tests.hub_field import HubField, StationFiles, logins
from tests.hub_properties import acknowledged, at_every_moment, in_the_end, kept_at, kept_what_was_acknowledged
from tests.postgres_machines import OwnPostgres
from tests.programs import Program
from tests.stations import FORM, STUDY, TUESDAY

STATIONS = 3
_LONG_S = 120
_SEX = """
      - variable: sex
        label: {de: Geschlecht}
        categories:
          - {code: m, values: ["1"], label: {de: M}, share: 0.5}
          - {code: f, values: ["2"], label: {de: F}, share: 0.5}
"""
_FURTHER = "".join(
    f"  - name: {name}\n    mode: {mode}\n    total: {total}\n    dimensions:{_SEX}"
    for name, mode, total in (("by_sex", "strict", 400), ("passed", "soft", 6), ("seen", "counter", 1))
)
TARGETS = {
    "study.yaml": f"{STUDY.replace('total: 8', 'total: 400')}\nfurther_quotas:\n{_FURTHER}",
    "form.md": FORM,
}
"""Each interview counts in four quotas: two that refuse, one that warns from the seventh on, one that only counts."""


class StationProcess:
    """Somebody at work at a station, in a process of its own.

    Args:
        begun: Of the hub, by the monotonic clock.
    """

    def __init__(self, files: StationFiles, login: str, begun: float, pace_s: float = 0.02) -> None:
        self.files = files
        self._login = login
        self._begun = begun
        self._pace_s = pace_s
        self._starts = 0
        self.said: list[str] = []
        self.start()

    def start(self) -> None:
        """Again."""
        self._starts += 1
        self._ready = self.said.count("ready")
        now = TUESDAY + timedelta(seconds=time.monotonic() - self._begun)
        words = (self.files.study, self.files.database, self.files.state, self._login, self._starts)
        with self._log.open("ab") as log:
            self.process = Program(*words, now.isoformat(), self._pace_s, entry=hub_station.main, log=log)
        self._reader = Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()

    def _read(self, process: Program) -> None:
        with process.stdout as told:
            for line in told:
                self.said.append(line.strip())

    def kill(self) -> None:
        """At once."""
        self.process.kill()
        self.process.wait()
        self._reader.join()

    @property
    def error(self) -> str:
        """What it said last where it ended by itself."""
        return self._log.read_text()[-600:]

    @property
    def _log(self) -> Path:
        return self.files.database.with_name("station.log")

    def leave(self) -> None:
        """Its person goes home, and everything is handed in."""
        if self.process.poll() is not None:
            self.start()
        deadline = time.monotonic() + _LONG_S
        while self.said.count("ready") == self._ready and time.monotonic() < deadline:
            assert self.process.poll() is None, self.error
            time.sleep(0.05)
        self.process.terminate()
        assert self.process.wait(_LONG_S) == 0, self.error
        self._reader.join()


@dataclass
class KillsOutcome:
    """The outcome."""

    kills: Counter[str] = field(default_factory=Counter)
    amiss: list[str] = field(default_factory=list)
    completes: int = 0
    acknowledged: int = 0

    def table(self) -> str:
        """For people."""
        told = ", ".join(f"{what} {count}" for what, count in sorted(self.kills.items()))
        lines = [
            f"{self.kills.total()} kills ({told}); {self.completes} interviews held to their end, "
            f"{self.acknowledged} cases acknowledged; amiss: {len(self.amiss)}"
        ]
        return "\n".join([*lines, *self.amiss[:20]])


class HubKiller:
    """A shift under way, and what may be killed of it."""

    def __init__(self, made: HubField, begun: float, server: OwnPostgres | None, chance: random.Random) -> None:
        self.field = made
        self.outcome = KillsOutcome()
        self._begun = begun
        self._server = server
        self._chance = chance
        self._marks: dict[str, int] = {}
        names = zip(made.stations, logins(made.stations), strict=True)
        self.stations = [StationProcess(files, login, begun) for files, login in names]

    def kill(self) -> None:
        """Something, after a moment; it is started again, and what was acknowledged is looked for."""
        time.sleep(self._chance.uniform(0.02, 1.5))
        kinds = ["hub", "station"] + ["PostgreSQL"] * (self._server is not None)
        kind = self._chance.choice(kinds)
        self.outcome.kills[kind] += 1
        if kind == "hub":
            self._kill_hub()
        elif kind == "station":
            station = self._chance.choice(self.stations)
            station.kill()
            station.start()
        else:
            assert self._server is not None
            self._server.kill()
            self._server.start()
        for station in self.stations:
            if station.process.poll() is not None:
                self.outcome.amiss.append(f"a station ended by itself: {station.error}")
                station.start()
        self._look(kind)

    def _kill_hub(self) -> None:
        process = self.field.hub.process
        assert process is not None
        process.kill()
        process.communicate()
        self.field.hub.start("--rehearsal-from", (TUESDAY + self._passed()).isoformat())

    def _passed(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._begun)

    def _look(self, kind: str) -> None:
        told = [acknowledged(station.files) for station in self.stations]
        with kept_at(self.field) as statements:
            amiss = list(at_every_moment(statements))
            for one in told:
                amiss += kept_what_was_acknowledged(statements, one)
            for device, mark in statements.all("SELECT device, n FROM inbox_mark"):
                if mark < self._marks.get(device, 0):
                    amiss.append(f"I10: the mark of {device} went back from {self._marks[device]} to {mark}")
                self._marks[device] = mark
        self.outcome.amiss += [f"after a kill of the {kind}: {one}" for one in amiss]

    def end(self) -> KillsOutcome:
        """Everybody goes home; whatever was held is at the hub."""
        for station in self.stations:
            station.leave()
        self.outcome.amiss += in_the_end(self.field)
        told = [acknowledged(station.files) for station in self.stations]
        self.outcome.acknowledged = sum(len(one.taken) for one in told)
        self.outcome.completes = sum(len(one.completed) for one in told)
        said = {line.split()[1] for station in self.stations for line in station.said if line.startswith("complete ")}
        if lost := said - {interview for one in told for interview in one.completed}:
            self.outcome.amiss.append(f"{len(lost)} interviews that were stored at a station are gone")
        return self.outcome

    def close(self) -> None:
        """Nothing runs on."""
        for station in self.stations:
            if station.process.poll() is None:
                station.kill()


@contextmanager
def under_load(
    engine: str, folder: Path, seed: int, *, stations: int = STATIONS, cases: int = 900
) -> Iterator[HubKiller]:
    """Stations at work at a hub of that engine; a server is one of its own, which may be killed."""
    with ExitStack() as kept:
        server = None
        if engine == "server":
            server = OwnPostgres().make()
            kept.callback(server.remove)
            server.start()
        url = server.url if server is not None else None
        begun = time.monotonic()
        made = HubField(folder, stations=stations, cases=cases, questionnaire=TARGETS, database_url=url)
        kept.enter_context(closing(made))
        yield kept.enter_context(closing(HubKiller(made, begun, server, random.Random(seed))))


def run(engine: str, folder: Path, kills: int, seed: int) -> KillsOutcome:
    """So many kills on an engine."""
    with under_load(engine, folder, seed) as killer:
        for _ in range(kills):
            killer.kill()
        return killer.end()
