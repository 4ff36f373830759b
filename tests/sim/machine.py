"""A machine that has a simulated study: it signs people in, has them choose passwords, fetches and publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.people.key_bundles import PasswordOffer, TakenBundle
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.rules import StudyRules
from cati_app.station import joining
from cati_app.station.hub_contact import note_contact
from cati_app.station.hub_link import StudyAtHub
from cati_app.station.loading import LoadedStudy
from cati_app.station.open_study import OpenStudy
from cati_app.station.passwords_at_hub import PasswordsAtHub, hear_passwords
from cati_app.station.people_and_keys import PeopleAndKeys
from cati_app.station.publishing import Publisher
from cati_app.store.joined import note_joined
from cati_app.store.person_rows import PersonRow, person_by_id
from cati_app.store.state_folder import HubAccess, StateFolder
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.client import Client
from cati_app.sync.study_client import StudyClient
from tests.sim.kept import Beginning, KeptInMemory
from tests.stations import QUICK

ACCESS = HubAccess("b" * 32, "https://127.0.0.1:1", "", "c" * 64)
_KEPT = "SELECT value FROM meta WHERE key = ?"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_HEAD = "SELECT max(n) FROM head"


class StateInMemory(StateFolder):
    """The folder of one machine; a crash leaves it as files on a disk, whole before or after each write."""

    def __init__(self, study: bytes) -> None:
        super().__init__(Path(), study)
        self._contents: dict[str, bytes] = {}

    def _read(self, name: str) -> bytes | None:
        return self._contents.get(name)

    def _write(self, name: str, content: bytes) -> None:
        self._contents[name] = content

    def _remove(self, name: str) -> None:
        self._contents.pop(name, None)


class SimDatabase:
    """What is asked of a database by whoever signs in there, chooses a password or changes people.

    Args:
        kept: The study as it lies there.
    """

    writable = rehearses = is_vouched_for = True
    path = Path("simulated.db")

    def __init__(self, kept: KeptInMemory, study: bytes, parts_key: bytes, share: bytes) -> None:
        self._kept = kept
        self.device, self.chain, self.blocklist = kept.device, kept.chain, kept.blocklist
        self.problem_of, self.study, self.words = kept.problem_of, study, kept.words
        self.state = StateInMemory(study)
        self.state.keep_parts_key(parts_key)
        self.state.keep_share(1, share)
        self.state.keep_hub(self.device, ACCESS)
        self.head_n: int | None = None

    def begin(self) -> Statements:
        """A transaction; another list of people may have come in beside."""
        if self.head_n is not None:
            self.head_n = max(self.head_n, self._kept.driver.execute(_HEAD).fetchone()[0] or 0)
        return self._kept.begin()

    @contextmanager
    def transaction(self) -> Iterator[Statements]:
        """The same, which ends with what is done in it."""
        statements = self.begin()
        try:
            yield statements
        finally:
            statements.end()

    def kept(self, key: str) -> str | None:
        """A fact."""
        row = self._kept.driver.execute(_KEPT, (key,)).fetchone()
        return row[0] if row else None

    def wipe_journal(self) -> bool:
        """In memory there is none."""
        return True

    def keep(self, key: str, value: str) -> None:
        """Keep a fact."""
        self._kept.driver.execute(_KEEP, (key, value))


class _AtSimHub(PasswordsAtHub):
    """Over a line of the simulation; who listens is told what is offered, and what the hub says that it has taken."""

    def __init__(
        self, database: Any, client: Client, offers: Callable[[PasswordOffer], None], has: Callable[[TakenBundle], None]
    ) -> None:
        self._database, self._client, self._in_store = database, client, at_once
        self._offers, self._has = offers, has

    def bring(self, offer: PasswordOffer) -> TakenBundle:
        """Have the hub take it."""
        self._offers(offer)
        taken = super().bring(offer)
        self._has(taken)
        return taken


class _People(PeopleAndKeys):
    """The people of a station, whose hub is a simulated one."""

    def __init__(self, study: OpenStudy, at_hub: Callable[[], PasswordsAtHub]) -> None:
        super().__init__(study)
        self._at_hub = at_hub

    def _passwords_at_hub(self, in_store: StoreStep) -> PasswordsAtHub:
        return self._at_hub()


class SimMachine:
    """One that has the study.

    Args:
        kept: The study as it lies there.
        client: Over the line to the hub.
    """

    def __init__(
        self,
        begin: Beginning,
        kept: KeptInMemory,
        client: Client,
        clock: Clock,
        ids: IdSource,
        rules: StudyRules,
    ) -> None:
        self.device, self._clock, self._rules = kept.device, clock, rules
        self.database: Any = SimDatabase(kept, begin.study, begin.parts_key, begin.share)
        self.database.state.keep_pin(begin.pin)
        self._client = client
        self._at = StudyAtHub(ACCESS, StudyClient(client))
        self._study = OpenStudy(cast("Any", self.database), lambda: rules, clock, ids, QUICK, 90)
        self.offers: Callable[[PasswordOffer], None] = lambda offer: None
        self.has: Callable[[TakenBundle], None] = lambda taken: None
        self.people = _People(self._study, lambda: _AtSimHub(self.database, client, self.offers, self.has))

    @contextmanager
    def over(self, client: Client) -> Iterator[None]:
        """Another line for a moment."""
        before, self._at = self._at, StudyAtHub(ACCESS, StudyClient(client))
        try:
            yield
        finally:
            self._at = before

    def join(self, home: SimMachine) -> None:
        """It has what another one has brought to the hub, and has heard nothing of its hub since."""
        with self.database.transaction() as statements:
            note_joined(statements, ACCESS.hub)
            statements.commit()
        edition = home.database.state.edition(home.device)
        self.database.state.keep_edition(self.device, edition)
        note_contact(self.database, self._clock.now())

    def row(self, person: str) -> PersonRow:
        """Somebody as this machine knows them."""
        with self.database.transaction() as statements:
            row = person_by_id(statements, person)
        assert row is not None
        return row

    def fetch(self) -> None:
        """What is new at the hub; files of the study folder stay out of it. EnvironmentProblem: as `fetch_over`."""
        with (
            patch.object(joining, "written_beside", lambda *_: nullcontext(Path())),
            patch.object(joining, "_read"),
            patch.object(joining, "changes_of"),
        ):
            joining.fetch_over(self._at, self.database, Path())
        note_contact(self.database, self._clock.now())

    def hear(self) -> None:
        """What was chosen elsewhere."""
        hear_passwords(self.database, self._client)


class SimHome(SimMachine):
    """The one that has brought the study to its hub, with the supervisor who is signed in there.

    Args:
        keys: Of the supervisor.
    """

    def __init__(self, *given: Any, loaded: LoadedStudy, sue: User, keys: HeldKeys) -> None:
        super().__init__(*given)
        self._loaded, self._sue, self._keys = loaded, sue, keys

    def publish(self) -> None:
        """Bring what is new. EnvironmentProblem: as asking a hub."""
        station = SimpleNamespace(
            database=self.database,
            opened=SimpleNamespace(is_joined=lambda: False),
            people=SimpleNamespace(sheet_is_needed=lambda: False),
            loaded=self._loaded,
            rules=self._rules,
            clock=self._clock,
        )
        Publisher(cast("Any", station), self._sue, self._keys, self._at).publish()

    def reset(self, person: str) -> str:
        """New keys for somebody; the start code."""
        return self.people.reset_password(self._keys)(self._sue, cast("Any", person))

    def revoke(self, person: str) -> None:
        """Somebody leaves."""
        self.people.deactivate_person(self._keys)(self._sue, cast("Any", person))
