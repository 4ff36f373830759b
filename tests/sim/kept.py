"""Studies kept in memory by the engine of the real ones: a commit is durable, everything else is gone in a crash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Never

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.people.users import Role, User
from cati_app.domain.sampling.sample import NewNumber, NewUnit
from cati_app.store import newest_form
from cati_app.store.blocklist import BlockListFile
from cati_app.store.log_chain import LAST, Execute, Row, RowChain
from cati_app.store.on_demand import OnDemand
from cati_app.store.people import SqlPeople
from cati_app.store.repositories import Repositories
from cati_app.store.staff_words import KnownWords
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from tests.stations import PASSWORD, Site, fiction

_COPIED = ("user", "cell", "case", "number", "meta", "device", "chain", "box", "block_pepper", "head")
SHOWN = b"\1" * 32
"""What the passwords of those are turned into who have cases and stations here."""
CHOOSERS = ("kim", "lee", "ned")
"""Who begins with a start code, chooses passwords, and works on no case."""


_SHOWS = f'UPDATE "user" SET login_check = ? WHERE id NOT IN ({", ".join("?" * len(CHOOSERS))})'


class _Unchained:
    """Rows without digests: the chain has tests of its own."""

    last = 0

    def chained(self, rows: Sequence[Row], execute: Execute) -> list[Row]:
        """Rows as they are."""
        self.last = rows[-1][0] if rows else self.last
        return [(*row, b"\0" * 32) for row in rows]


class KeptInMemory:
    """A study in memory.

    Args:
        driver: The database.
    """

    def __init__(self, driver: Any, device: str) -> None:
        self.blocklist: BlockListFile | None = None
        self.driver = driver
        self.device = device
        self.words = KnownWords()
        self._chain = _Unchained()

    @property
    def chain(self) -> RowChain:
        """The log's."""
        return self._chain

    def begin(self) -> Statements:
        """A transaction."""
        return Statements(self.driver, "BEGIN IMMEDIATE", self._begun)

    def _begun(self) -> None:
        self.words.begun()
        self._chain.last = self.driver.execute(LAST).fetchone()[0] or 0

    def problem_of(self, error: BaseException | None) -> EnvironmentProblem | None:
        """None."""
        return None

    def copy(self) -> Any:
        """A copy of the database, as a backup makes one."""
        copied: Any = sqlcipher3.dbapi2.connect(":memory:", isolation_level=None, cached_statements=256)
        self.driver.backup(copied)
        return copied


class MemoryUnit(Repositories):
    """One transaction on such a study."""

    @OnDemand
    def people(self) -> SqlPeople:
        """Logins."""
        return SqlPeople(self._statements, _nobody_changes)


def _nobody_changes() -> Never:
    raise RuleViolation("supervisor_needed")


def units_of(kept: KeptInMemory, keys: HeldKeys | None) -> Any:
    """Units of work on it."""
    return lambda: MemoryUnit(kept, keys)


class Beginning:
    """A published study: people, cells, and cases that are sealed with the keys of its stations."""

    def __init__(self, cases: int) -> None:
        with TemporaryDirectory() as folder:
            site = Site(Path(folder), cases=cases)
            _share_number(site, cases + 1)
            self.codes = self._add_choosers(site)
            self.study, self.home_device = site.station.database.study, site.station.database.device
            state = site.station.database.state
            pin, share = state.pin(), state.share(1)
            assert pin is not None
            assert share is not None
            self.pin, self.share, self.parts_key = pin, share, b"\2" * 32
            self.keys, self.rules, self.loaded = site.keys, site.station.rules, site.loaded
            self.ann: User = site.ann
            self.bob: User = site.bob
            self.sue: User = site.sue
            self._whole: Any = newest_form.made()
            self._copy(site)
            site.close()
        self._whole.execute(_SHOWS, (sha256(SHOWN).digest(), *self.codes))
        self._empty = KeptInMemory(self._whole, "").copy()
        for table in ("number", "case"):
            self._empty.execute(f'DELETE FROM "{table}"')
        self._empty.execute("UPDATE cell SET target = 0, room = 0")

    def hub(self) -> KeptInMemory:
        """With every case; the last one has the number of the first. Lists of people come when the study is brought."""
        kept = KeptInMemory(KeptInMemory(self._whole, "").copy(), "hub")
        for table in ("head", "box"):
            kept.driver.execute(f"DELETE FROM {table}")
        return kept

    def station(self, device: str) -> KeptInMemory:
        """Without a case."""
        return KeptInMemory(KeptInMemory(self._empty, "").copy(), device)

    def first_station(self, device: str) -> KeptInMemory:
        """The one that has the study, with every case."""
        return KeptInMemory(KeptInMemory(self._whole, "").copy(), device)

    def supervisor_keys(self) -> HeldKeys:
        """Of the supervisor who is signed in where the study is; a later list of people renews them."""
        return self._sue_keys.copy()

    def _add_choosers(self, site: Site) -> Mapping[str, tuple[str, str]]:
        """Login and start code by id."""
        signed_in = site.station.sign_in("sue", PASSWORD)
        assert signed_in is not None
        by, self._sue_keys = signed_in
        add = site.station.people.add_person(self._sue_keys)
        made = [add.with_code(by, login, login.title(), Role.INTERVIEWER) for login in CHOOSERS]
        return {user.id: (user.login, code) for user, code in made}

    def _copy(self, site: Site) -> None:
        source = site.station.database.driver()
        self._whole.execute("PRAGMA foreign_keys = OFF")
        for table in _COPIED:
            names = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
            marks = ", ".join("?" for _ in names)
            rows = source.execute(f'SELECT {", ".join(names)} FROM "{table}"').fetchall()
            self._whole.executemany(f'INSERT OR REPLACE INTO "{table}" ({", ".join(names)}) VALUES ({marks})', rows)
        routes = source.execute("SELECT id, place, language, skill, cell FROM route").fetchall()
        self._whole.executemany("INSERT OR REPLACE INTO route VALUES (?, ?, ?, ?, ?)", routes)
        self._whole.execute("PRAGMA foreign_keys = ON")


def _share_number(site: Site, case: int) -> None:
    number = NewNumber(NumberId(f"number-{case}-0"), fiction(1))
    with site.units()() as unit:
        unit.sample.add([NewUnit(CaseId(f"case-{case}"), case, None, "landline", None, {}, (number,))])
        unit.commit()


@cache
def beginning(cases: int) -> Beginning:
    """Made once for each number of cases."""
    return Beginning(cases)
