"""A study on a PostgreSQL server: the real store, and a station's services on it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Never, Protocol

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import Units
from cati_app.station.loading import study_texts
from cati_app.station.opening import Station
from cati_app.store.block_peppers import begin_peppers
from cati_app.store.blocklist import BlockListFile, Lock
from cati_app.store.hub.facts import Unchained
from cati_app.store.keys import NoKeyRing
from cati_app.store.log_chain import LAST
from cati_app.store.on_demand import OnDemand
from cati_app.store.people import SqlPeople
from cati_app.store.postgres.connection import connected, server_problems
from cati_app.store.postgres.driver import WRITING
from cati_app.store.postgres.migrate import migrate
from cati_app.store.postgres.problems import problem_of
from cati_app.store.postgres.schema import schema_of
from cati_app.store.repositories import Repositories
from cati_app.store.staff_words import KnownWords
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.ui.console.services import InterviewerServices
from tests.fakes.memory import MemoryStore
from tests.fakes.site import MemorySite, MemoryStation, PeopleInMemory, StudyInMemory
from tests.made_tables import study_on_server
from tests.stations import PASSPHRASE, QUICK, TUESDAY, Site, add_cases, made_study, small_study

_PERSON = (
    'INSERT INTO "user" (id, login, name, role, number, languages, skills, password_hash)'
    " VALUES (?, ?, ?, ?, ?, '', '', '')"
)


class ServedStudy:
    """A study on a server, kept as a file is, its log among its tables: what holds every statement against PostgreSQL.

    Args:
        url: Of the database, as libpq reads it.
        study: Its id, 16 bytes.
        device: The name under which this server writes to the log.

    Raises:
        EnvironmentProblem: `server_unreachable`, `server_refuses`.
    """

    def __init__(self, url: str, study: bytes, device: str) -> None:
        self.url = url
        self.study = study
        self.device = device
        self.blocklist: BlockListFile | None = None  # is under a key that a server has not
        self.chain = Unchained()
        self.words = KnownWords()
        self._driver = connected(url, schema_of(study))

    def units(self, keys: HeldKeys | None) -> Units:
        """Opens units of work with these keys."""
        return ServedUnits(self, keys)

    def begin(self) -> Statements:
        """The statements of a transaction; who asks for it ends it, and words what goes wrong."""
        return Statements(self._driver, WRITING, self._begun)

    def _begun(self) -> None:
        """Other servers write to the log, too."""
        self.words.begun()
        self.chain.last = self._driver.execute(LAST).fetchone()[0] or 0

    @contextmanager
    def transaction(self) -> Iterator[Statements]:
        """The same; leaving it without `commit` undoes them."""
        statements = self.begin()
        with server_problems():
            try:
                yield statements
            finally:
                statements.end()

    def problem_of(self, error: BaseException | None) -> EnvironmentProblem | None:
        """What an error of the server means in words; None where it is not to blame for it."""
        return problem_of(error)

    def driver(self) -> Any:
        """The connection itself."""
        return self._driver

    def close(self) -> None:
        """End the connection; may be called twice."""
        self._driver.close()

    def remove(self) -> None:
        """The study leaves the server."""
        self._driver.execute("DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_schema()); END $$")
        self.close()


class ServedUnit(Repositories):
    """One transaction on a server."""

    @OnDemand
    def people(self) -> SqlPeople:
        """Logins, which are changed at a station alone."""
        return SqlPeople(self._statements, _signed_elsewhere)


class ServedUnits:
    """Opens units of work on a study of a server."""

    def __init__(self, study: ServedStudy, keys: HeldKeys | None = None) -> None:
        self._study = study
        self._keys = keys

    def __call__(self) -> ServedUnit:
        """A unit of work; leaving it without `commit` rolls back."""
        return ServedUnit(self._study, self._keys)


def _signed_elsewhere() -> Never:
    raise RuleViolation("supervisor_needed")


class StudyElsewhere(Protocol):
    """A study that no station keeps, as a site sees it."""

    blocklist: BlockListFile | None

    def units(self, keys: HeldKeys | None) -> Units:
        """Opens units of work with these keys."""
        ...

    def transaction(self) -> AbstractContextManager[Statements]:
        """Statements past every repository."""
        ...

    def driver(self) -> Any:
        """The connection itself."""
        ...

    def remove(self) -> None:
        """It is gone afterwards."""
        ...


@dataclass(frozen=True)
class StudyServed(StudyInMemory):
    """A study whose units of work are of a server.

    Args:
        study: On the server.
    """

    study: StudyElsewhere

    def units(self, keys: HeldKeys | None, beside: HeldKeys | None = None) -> Units:  # type: ignore[override] # as above
        """Units of work with these keys."""
        return self.study.units(keys)

    def traces(self) -> Units:  # type: ignore[override] # as above
        """The same for what is written down of people."""
        return self.study.units(None)


class ServedStation(MemoryStation):
    """A station's services on a study of a server; facts about a database of its own stay in memory."""

    def __init__(
        self, study: StudyElsewhere, store: MemoryStore, keys: HeldKeys, clock: SimulatedClock, seed: int, scale: float
    ) -> None:
        super().__init__(store, keys, clock, seed, scale)
        given = self.database, self.opened.read_rules, self.clock, self._ids, QUICK, self.opened.staff_days
        served = StudyServed(*given, store, study)
        self.set_up(served)
        self.people = PeopleInMemory(served, keys)


class ServedSite(MemorySite):
    """A site as the others, kept on a server, with the block list of a station.

    Args:
        folder: For what a station keeps beside.
        url: Of a database that has other studies, too; None: of one of its own.
    """

    def __init__(self, folder: Path, *, cases: int = 5, targets_scale: float = 1.0, url: str | None = None) -> None:
        self._kept = ExitStack()
        self._url = url
        self.clock = SimulatedClock(TUESDAY)
        self.scale = targets_scale
        self.loaded = small_study()
        self.store = MemoryStore()
        self._seed = 0
        made = made_study(targets_scale)
        self.keys = made.keys.copy()
        self.study = self._made_study(folder)
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

    def _made_study(self, folder: Path) -> StudyElsewhere:
        """An empty one."""
        study = secrets.token_bytes(16)
        if self._url is None:
            return ServedStudy(self._kept.enter_context(study_on_server(study)), study, secrets.token_hex(4))
        migrate(self._url, study)
        return ServedStudy(self._url, study, secrets.token_hex(4))

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
        self.study.remove()
        self._kept.close()
