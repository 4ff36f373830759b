"""A study at a hub and the machines that have it, in memory: real stores, real heads, real hub, no socket."""

from __future__ import annotations

import copy
import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cati_app.station import joining, passwords_at_hub, people_at_hub, study_to_hub
from cati_app.station.hub_link import StudyAtHub
from cati_app.station.joining import Joined, join
from cati_app.station.loading import LoadedStudy
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.publishing import Publisher
from cati_app.station.study_reading import read_study
from cati_app.store.database import Database
from cati_app.store.hub.certificate import fingerprint_in, make_certificate, root_in
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.state_folder import HubAccess
from cati_app.sync.client import Client, Patience
from cati_app.sync.code import EnrolCode
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.study_client import StudyClient
from tests.hubs import HUB_ID, MemoryHub
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY, Site
from tests.unit.cli.studies import HEALTHY

HERE_SECRET = "e" * 64


@dataclass
class HubNetwork:
    """Carries requests to a hub, until somebody cuts it or puts something else in the way."""

    hub: MemoryHub
    cut_after: int | None = None
    """So many requests are answered, and no more."""
    instead: Callable[[HubCall, bytes, Reply], Reply] = lambda call, body, reply: reply
    asked: list[HubCall] = field(default_factory=list)

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask."""
        if self.cut_after is not None and len(self.asked) >= self.cut_after:
            raise LineCut
        self.asked.append(call)
        return self.instead(call, body, self.hub.answer(call, body, credential))

    def close(self) -> None:
        """Nothing is open."""


class Machines:
    """The one that has the study, and another one that joins it.

    Args:
        site: The station of the first one, whose study is a copy of the small healthy one.
    """

    def __init__(self, folder: Path, site: Site, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._there = "there"
        self.site = site
        self.hub = MemoryHub(folder / "hub")
        make_certificate(folder / "hub", "127.0.0.1", TUESDAY)
        self.network = HubNetwork(self.hub)
        self.study = folder / "study"
        shutil.copytree(HEALTHY, self.study)
        self.here = self.station_in(self.study, site.station.database)
        database = site.station.database
        self.hub.enrol_for(database.study.hex(), database.device, HERE_SECRET)
        self._certificate = root_in(folder / "hub").decode()
        patch.setattr(joining, "HttpsLine", lambda *_: self.network)
        patch.setattr(joining, "shown_root", lambda *_: self._certificate)
        patch.setattr(joining, "client_on", lambda line, secret, hub: self._client(secret))
        patch.setattr(joining, "study_at_hub", self._at_hub)
        patch.setattr(passwords_at_hub, "client_over", lambda line, access, tries: self._client(access.secret))
        for module in (people_at_hub, study_to_hub):
            patch.setattr(module, "client_over", lambda line, access, tries: self._client(access.secret))
        patch.setattr("cati_app.sync.client.Patience.waits", lambda *_: iter(()))

    def station_in(self, folder: Path, database: Database) -> Station:
        """The study of a folder with a database, on either machine."""
        loaded = read_study(folder)
        assert isinstance(loaded, LoadedStudy), loaded
        return Station(
            loaded, database, clock=self.site.clock, ids=UuidSource(self.site.clock, random.Random(7)), cost=QUICK
        )

    def _client(self, secret: str) -> Client:
        return Client(self.network, secret, lambda _: None, random.Random(1), Patience(), hub=HUB_ID)

    @contextmanager
    def _at_hub(self, database: Database) -> Iterator[StudyAtHub]:
        access = database.state.hub(database.device)
        assert access is not None
        yield StudyAtHub(access, StudyClient(self._client(access.secret)))

    # -- here ---------------------------------------------------------------------------------------------------

    def publisher(self) -> Publisher:
        """The supervisor, signed in where the study is."""
        self.here = self.station_in(self.study, self.site.station.database)
        signed_in = self.here.sign_in("sue", PASSWORD)
        assert signed_in is not None
        access = HubAccess(HUB_ID, "https://127.0.0.1:1", self._certificate, HERE_SECRET)
        return Publisher(self.here, *signed_in, StudyAtHub(access, StudyClient(self._client(HERE_SECRET))))

    def code(self) -> EnrolCode:
        """For a station."""
        code, _ = self.publisher().new_code()
        assert fingerprint_in(self.folder / "hub") == code.fingerprint
        return code

    def at_its_hub(self) -> Station:
        """The station that has the study, which knows its hub."""
        state, device = self.site.station.database.state, self.site.station.database.device
        state.keep_hub(device, HubAccess(HUB_ID, "https://127.0.0.1:1", self._certificate, HERE_SECRET))
        return self.station_in(self.study, self.site.station.database)

    # -- there --------------------------------------------------------------------------------------------------

    @property
    def there(self) -> Path:
        """What the other machine has."""
        return self.folder / self._there

    @property
    def settings(self) -> Settings:
        """Of the other machine."""
        return Settings(PASSPHRASE, NoKeyRing(), QUICK, state=self.there / "state")

    def join(
        self,
        code: EnrolCode | None = None,
        folder: str = "study",
        database: str | None = "joined.db",
        rehearses: Callable[[Path], Settings] | None = None,
    ) -> Joined:
        """The other machine, with a fresh code unless one is given; without a name the database is where it belongs."""
        self.there.mkdir(exist_ok=True)
        used = code or self.code()
        path, study = self.there / database if database is not None else None, self.there / folder
        state, clock = self.there / "state", self.site.clock
        return join(used, study, path, self.settings, state, clock, rehearses=rehearses)

    def another(self, name: str) -> Machines:
        """One more machine, with the same hub."""
        made = copy.copy(self)
        made._there = name
        return made

    @contextmanager
    def opened(self) -> Iterator[Station]:
        """The station of the other machine."""
        with open_database(self.there / "joined.db", self.settings, create=False, writable=True) as database:
            yield self.station_in(self.there / "study", database)

    def fetch(self) -> int | None:
        """What is new, to the other machine."""
        with open_database(self.there / "joined.db", self.settings, create=False, writable=True) as database:
            return joining.fetch(database, self.there / "study")

    def files_there(self) -> dict[str, str]:
        """Files of the other machine but its state folder, by what is in them."""
        return {
            path.relative_to(self.there).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.there.rglob("*"))
            if path.is_file() and "state" not in path.parts and not path.name.endswith(".lock")
        }

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Of the other machine's database."""
        with (
            open_database(self.there / "joined.db", self.settings, create=False, writable=True) as database,
            database.transaction() as statements,
        ):
            return [tuple(row) for row in statements.all(f'SELECT * FROM "{table}"')]

    def close(self) -> None:
        """Stop the hub."""
        self.hub.close()


@contextmanager
def answer_lost(machines: Machines, call: HubCall) -> Iterator[None]:
    """The hub does what it is asked, and the station that asked hears nothing of it."""

    def instead(asked: HubCall, body: bytes, reply: Reply) -> Reply:
        if asked is call:
            raise LineCut
        return reply

    before, machines.network.instead = machines.network.instead, instead
    try:
        yield
    finally:
        machines.network.instead = before
