"""A hub in a process of its own and stations of one study, each with files of its own, on this machine."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.clock import Clock
from cati_app.station.adopting import Adoption
from cati_app.station.hub_link import enrol, study_at_hub
from cati_app.station.joining import join
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.publishing import Publisher
from cati_app.station.study_reading import read_study
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.sync.code import EnrolCode
from tests.at_work import AtWork
from tests.hub_storages import database_of
from tests.programs import Entry, Program
from tests.running_hub import RunningHub
from tests.stations import FORM, PASSPHRASE, PASSWORD, QUICK, STUDY, TUESDAY, Site

STARTS = ("--rehearsal-from", TUESDAY.isoformat())
"""The clock of the hub begins when those of the stations do."""
_QUESTIONNAIRE = {"study.yaml": STUDY, "form.md": FORM}


@dataclass(frozen=True)
class StationFiles:
    """What a station has on its machine."""

    study: Path
    database: Path
    state: Path

    @property
    def loaded(self) -> LoadedStudy:
        """The study of its folder."""
        loaded = read_study(self.study)
        assert isinstance(loaded, LoadedStudy), loaded
        return loaded


class LoggedHub(RunningHub):
    """One whose log goes to a file: what nobody reads of a pipe would stop it once the pipe is full."""

    @property
    def log(self) -> Path:
        """Of every start."""
        return self.folder.with_name("hub.log")

    def _begun(self, line: list[str], entry: Entry) -> subprocess.Popen[str] | Program:
        with self.log.open("ab") as log:
            if not self._from_shell:
                return Program(*line, entry=entry, log=log, environment=self.environment)
            shell = [sys.executable, "-m", "cati_app", *line]
            return subprocess.Popen(shell, stdout=subprocess.PIPE, stderr=log, text=True, env=self.environment)

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Exit code, and what it has written down."""
        code, _ = super().end(how)
        return code, self.log.read_text()


class HubField:
    """A study at a hub, handed over whole, and the stations that call for it.

    Args:
        questionnaire: Files of the study folder; the small study of the tests in place of None.
        prepare: Does something with the first station before its study is published.
        hub_in: Where the hub's own folder is; None: beside the stations.
        database_url: Where the hub's databases are; None: in its folder.
        from_shell: The hub is begun as somebody types it, so nothing of the tests is in its memory.
    """

    def __init__(
        self,
        folder: Path,
        *,
        stations: int = 2,
        cases: int = 5,
        questionnaire: Mapping[str, str] | None = None,
        prepare: Callable[[Site, Station], None] = lambda site, station: None,
        hub_in: Path | None = None,
        database_url: str | None = None,
        from_shell: bool = False,
    ) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.hub = LoggedHub((hub_in or folder) / "hub", database_url=database_url, from_shell=from_shell)
        study = folder / "study"
        study.mkdir()
        for name, text in (questionnaire or _QUESTIONNAIRE).items():
            (study / name).write_text(text, encoding="utf-8")
        first = folder / "first"
        first.mkdir()
        self.stations = [StationFiles(study, first / "small.db", first / "state")]
        try:
            self.hub.start(*STARTS)
            self._begin(first, cases, stations, prepare)
        except BaseException:
            self.close()
            raise

    def _begin(self, folder: Path, cases: int, stations: int, prepare: Callable[[Site, Station], None]) -> None:
        with closing(Site(folder, cases=cases)) as site:
            database = site.station.database
            ids = UuidSource(site.clock, random.Random(1))
            station = Station(self.stations[0].loaded, database, clock=site.clock, ids=ids, cost=QUICK)
            prepare(site, station)
            signed_in = station.sign_in("sue", PASSWORD)
            assert signed_in is not None
            by, keys = signed_in
            station.prepare(keys, by)
            enrol(database, EnrolCode.typed(self.hub.code))
            self.study = database.study.hex()
            with study_at_hub(database) as at:
                publisher = Publisher(station, by, keys, at)
                publisher.publish()
                self.cases = Adoption(station, by, keys, at).run()
                for number in range(2, stations + 1):
                    self._join(number, publisher.new_code()[0], site)
                publisher.publish()

    def _join(self, number: int, code: EnrolCode, site: Site) -> None:
        folder = self.folder / f"station-{number}"
        folder.mkdir()
        made = StationFiles(folder / "study", folder / "joined.db", folder / "state")
        settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, folder / "blocklist.db", state=made.state)
        join(code, made.study, made.database, settings, made.state, site.clock)
        self.stations.append(made)

    @contextmanager
    def at_work(self, number: int, login: str = "ann") -> Iterator[AtWork]:
        """Somebody signs in at a station, from 0."""
        with signed_in(self.stations[number], login, number + 1, SimulatedClock(TUESDAY)) as at:
            yield at

    def close(self) -> None:
        """The hub ends."""
        self.hub.close()


@contextmanager
def files_of(station: StationFiles, passphrase: str = PASSPHRASE) -> Iterator[Database]:
    """Its database, to be read, also while somebody works at it."""
    settings = Settings(passphrase, NoKeyRing(), QUICK, state=station.state)
    with open_database(station.database, settings, create=False, writable=False) as database:
        yield database


@contextmanager
def opened(files: StationFiles, seed: int, clock: Clock) -> Iterator[Station]:
    """A station, before anybody signs in there."""
    settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, files.database.with_name("blocklist.db"), state=files.state)
    with open_database(files.database, settings, create=False, writable=True) as database:
        ids = UuidSource(clock, random.Random(seed))
        yield Station(files.loaded, database, clock=clock, ids=ids, cost=QUICK)


@contextmanager
def signed_in(files: StationFiles, login: str, seed: int, clock: SimulatedClock) -> Iterator[AtWork]:
    """Somebody signs in at a station."""
    with opened(files, seed, clock) as station:
        known = station.sign_in(login, PASSWORD)
        assert known is not None
        user, keys = known
        station.prepare(keys, user)
        texts = study_texts(station.loaded, "de")
        yield AtWork(station, user, station.interviewer(user, keys, ManualDialer(), texts), clock)


@contextmanager
def hub_field(
    engine: str,
    folder: Path,
    *,
    stations: int = 2,
    cases: int = 5,
    questionnaire: Mapping[str, str] | None = None,
    prepare: Callable[[Site, Station], None] = lambda site, station: None,
    from_shell: bool = False,
) -> Iterator[HubField]:
    """One that is kept on that engine."""
    with database_of(engine) as url:
        made = HubField(
            folder,
            stations=stations,
            cases=cases,
            questionnaire=questionnaire,
            prepare=prepare,
            database_url=url,
            from_shell=from_shell,
        )
        with closing(made):
            yield made


def logins(stations: Sequence[StationFiles]) -> list[str]:
    """Who works where: two interviewers take turns."""
    return [("ann", "bob")[number % 2] for number in range(len(stations))]
