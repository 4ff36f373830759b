"""A station without a file: everything a station does, on the store in memory."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.unit import ReviewingUnits
from cati_app.station.machine import UuidSource
from cati_app.station.open_study import OpenStudy
from cati_app.station.opening import Station
from cati_app.station.people_and_keys import PeopleAndKeys
from cati_app.store.trust.bundle import PrivateKeys
from cati_app.store.trust.derivation import KEY_BYTES, Purpose
from cati_app.store.trust.held_keys import HeldKeys, Opened
from tests.fakes.machine import MemoryDatabase
from tests.fakes.memory import MemoryAnswerLog, MemoryStore
from tests.stations import PASSWORD, QUICK, TUESDAY, Site, add_cases, small_study

_ROLES = {"ann": Role.INTERVIEWER, "bob": Role.INTERVIEWER, "sue": Role.SUPERVISOR, "eve": Role.ANALYST}


def keys_in_memory(role: Role) -> HeldKeys:
    """Keys that stand for the right to see contact data; nothing is sealed with them."""
    purposes = (Purpose.CONTACT, Purpose.DATA) if role.sees_contact_data else (Purpose.DATA,)
    secrets = {(purpose, 1): bytes(KEY_BYTES) for purpose in purposes}
    private = PrivateKeys.new(bytes(32), signs=role is Role.SUPERVISOR)
    return HeldKeys(role.value, role.value, private, Opened(0, bytes(16), secrets, {1: bytes(KEY_BYTES)}))


@dataclass(frozen=True)
class StudyInMemory(OpenStudy):
    """A study whose units of work are in memory.

    Args:
        store: Where everything is.
    """

    store: MemoryStore

    def units(self, keys: HeldKeys | None, beside: HeldKeys | None = None) -> ReviewingUnits:  # type: ignore[override] # the fake
        """Units of work, of a role that sees contact data where there is a keys."""
        return self.store.units(opened=keys is not None and keys.sees_contact, signed_in=keys is not None)

    def units_beside(self, keys: HeldKeys | None = None) -> ReviewingUnits:  # type: ignore[override] # the fake
        """There are no threads."""
        return self.units(keys)

    def forget_people(self) -> None:
        """Here everything is known until the end."""

    def traces(self) -> ReviewingUnits:  # type: ignore[override] # the fake
        """The same for what is written down of people."""
        return self.store.units()


class PeopleInMemory(PeopleAndKeys):
    """People who sign in with one password, and hold keys that open nothing."""

    def __init__(self, study: StudyInMemory, keys: HeldKeys) -> None:
        super().__init__(study)
        self._store = study.store
        self._keys = keys

    def password_goes_to_hub(self, login: str) -> bool:
        """No hub."""
        return False

    def _checked(self, login: str, password: str) -> tuple[User, HeldKeys] | None:
        with self._store.units()() as unit:
            user = next((person for person in unit.people.all() if person.login == login), None)
        if user is None or password != PASSWORD:
            return None
        return user, self._keys if user.role.sees_contact_data else keys_in_memory(user.role)


class MemoryStation(Station):
    """A station whose units of work, answers and logins are in memory; whatever is built on them is the real thing.

    Args:
        keys: Stands for the right to see contact data; nothing is sealed with it.
    """

    def __init__(
        self, store: MemoryStore, keys: HeldKeys, clock: SimulatedClock, seed: int, targets_scale: float
    ) -> None:
        super().__init__(
            small_study(),
            MemoryDatabase(store.kept, store.blocklist),  # type: ignore[arg-type] # as much of one
            clock=clock,
            ids=UuidSource(clock, random.Random(seed)),
            targets_scale=targets_scale,
        )
        self._store = store
        given = self.database, self.opened.read_rules, self.clock, self._ids, QUICK, self.opened.staff_days
        in_memory = StudyInMemory(*given, store)
        self.set_up(in_memory)
        self.people = PeopleInMemory(in_memory, keys)

    def answer_log(self, keys: HeldKeys | None) -> MemoryAnswerLog:
        """Where answers are kept."""
        return MemoryAnswerLog(self._store, opened=keys is not None and keys.sees_contact)


class MemorySite(Site):
    """A site as the others; only what looks into the tables is not there."""

    def __init__(self, *, cases: int = 5, targets_scale: float = 1.0) -> None:
        self.clock = SimulatedClock(TUESDAY)
        self.scale = targets_scale
        self.loaded = small_study()
        self.store = MemoryStore()
        self.keys = keys_in_memory(Role.SUPERVISOR)
        self._seed = 0
        self.station = self._open(create=True)
        self.ann, self.bob, self.sue, self.eve = people = [
            User(UserId(login), login, login.title(), role, number)
            for number, (login, role) in enumerate(_ROLES.items(), 1)
        ]
        with self.units()() as unit:
            for user in people:
                unit.people.add(user, PASSWORD)
            unit.commit()
        self.station.prepare(self.keys)
        add_cases(self.units(), range(1, cases + 1))

    def _open(self, *, create: bool) -> Station:
        self._seed += 1
        return MemoryStation(self.store, self.keys, self.clock, self._seed, self.scale)

    def kinds(self) -> list[str]:
        """Kinds of all events, in order."""
        return [logged.event.kind for logged in self.store.shelf.log]

    def everything(self) -> object:
        """All that is kept, to be compared with what is kept later."""
        return self.store.shelf.copy()

    def learn(self, frame: str, first_calls: Mapping[int, tuple[int, int]]) -> None:
        """What first calls of a frame have come to, by part of the week: how many, and how many reached somebody."""
        self.store.shelf.first_calls |= {(frame, part): counted for part, counted in first_calls.items()}

    def name_case(self, case_no: int, name: str) -> None:
        """Give a case a name, as a sample file does."""
        case_id = self.case(case_no).id
        self.store.shelf.drawn[case_id] = replace(self.store.shelf.drawn[case_id], sample_id=name)
