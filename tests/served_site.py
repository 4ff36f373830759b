"""A study on a PostgreSQL server: the real store, and a station's services on it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import Units
from cati_app.station.loading import study_texts
from cati_app.station.opening import Station
from cati_app.store.block_peppers import begin_peppers
from cati_app.store.blocklist import BlockListFile, Lock
from cati_app.store.keys import NoKeyRing
from cati_app.store.postgres.migrate import migrate
from cati_app.store.postgres.study import PostgresStudy
from cati_app.store.postgres.units import PostgresUnits
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.ui.console.services import InterviewerServices
from tests.fakes.memory import MemoryStore
from tests.fakes.site import MemorySite, MemoryStation
from tests.postgres_server import server_url
from tests.stations import PASSPHRASE, QUICK, TUESDAY, Site, add_cases, made_study, small_study

_PERSON = 'INSERT INTO "user" (id, login, name, role, number) VALUES (?, ?, ?, ?, ?)'


class ServedStation(MemoryStation):
    """A station's services on a study of a server; facts about a database of its own stay in memory."""

    def __init__(
        self, study: PostgresStudy, store: MemoryStore, keys: HeldKeys, clock: SimulatedClock, seed: int, scale: float
    ) -> None:
        super().__init__(store, keys, clock, seed, scale)
        self._study = study

    def units(self, keys: HeldKeys | None) -> Units:  # type: ignore[override] # of the server
        """Units of work with these keys."""
        return PostgresUnits(self._study, keys)

    def _traces(self) -> Units:  # type: ignore[override] # of the server
        return PostgresUnits(self._study)


class ServedSite(MemorySite):
    """A site as the others, kept on a server, with the block list of a station.

    Args:
        folder: For what a station keeps beside.
    """

    def __init__(self, folder: Path, *, cases: int = 5, targets_scale: float = 1.0) -> None:
        self.clock = SimulatedClock(TUESDAY)
        self.scale = targets_scale
        self.loaded = small_study()
        self.store = MemoryStore()
        self._seed = 0
        made = made_study(targets_scale)
        self.keys = made.keys.copy()
        study = secrets.token_bytes(16)
        migrate(server_url(), study)
        self.study = PostgresStudy(server_url(), study, secrets.token_hex(4))
        self.study.blocklist = BlockListFile(folder / "blocklist.db", Lock(None, PASSPHRASE, NoKeyRing(), QUICK))
        self.ann, self.bob, self.sue, self.eve = people = made.people
        with self.study.transaction() as statements:
            rows = [(user.id, user.login, user.name, user.role.value, user.number) for user in people]
            statements.many(_PERSON, rows)
            begin_peppers(statements, self.keys.fields)
            statements.commit()
        self.station = self._open(create=True)
        self.station.prepare(self.keys)
        add_cases(self.units(), range(1, cases + 1))

    def _open(self, *, create: bool) -> Station:
        self._seed += 1
        return ServedStation(self.study, self.store, self.keys, self.clock, self._seed, self.scale)

    def services(self, station: Station, user: User) -> InterviewerServices:
        """The services of an interviewer on a connection of their own."""
        return station.interviewer(user, self.keys, ManualDialer(), study_texts(self.loaded, "de"))

    def kinds(self) -> list[str]:
        """Kinds of all events, in order."""
        return Site.kinds(self)

    def everything(self) -> object:
        """All that is kept, to be compared with what is kept later."""
        tables = self.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        return [sorted(map(repr, self.sql(f'SELECT * FROM "{name}"'))) for (name,) in sorted(tables)]

    def learn(self, frame: str, first_calls: Mapping[int, tuple[int, int]]) -> None:
        """What first calls of a frame have come to, by part of the week: how many, and how many reached somebody."""
        Site.learn(self, frame, first_calls)

    def name_case(self, case_no: int, name: str) -> None:
        """Give a case a name, as a sample file does."""
        Site.name_case(self, case_no, name)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """What the tables hold, past every repository."""
        return list(self.study.driver().execute(statement))

    def sql_write(self, statement: str, values: tuple[object, ...] = ()) -> None:
        """Change a table, past every repository."""
        self.study.driver().execute(statement, values)

    def close(self) -> None:
        """The study leaves the server."""
        self.study.driver().execute("DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_schema()); END $$")
        self.study.close()
