"""People of a simulated study who use start codes and choose passwords at any station; a supervisor resets them.

Passwords, keys, lists of people and editions are real ones, made with the cheapest cost; whoever types here works on no
case. What was offered, what the hub has said that it took, and what opens where is held against one another after each
step.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import PasswordOffer, TakenBundle
from cati_app.domain.people.users import User
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.machine import UuidSource
from cati_app.store.founding import login_pepper
from cati_app.store.person_rows import PersonRow
from cati_app.store.sign_in import unlocked_with
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.messages import Epoch
from cati_app.sync.session import sign_in
from tests.sim.crashes import Crash, CrashingDriver
from tests.sim.hub import HUB_ID, SimHub
from tests.sim.kept import Beginning
from tests.sim.machine import SimHome, SimMachine
from tests.sim.station import SimLine, SimStation, Trouble
from tests.stations import QUICK

_STANDING = 'SELECT box_key, bundle_n, login_check, active FROM "user" WHERE id = ?'
_TAKEN = "SELECT keys, n, taken, login_check FROM hub_bundle WHERE user_id = ?"
_STOPS = 0.04
"""How often the hub stops within a request about people."""
_Order = tuple[int, int, int]
"""Keys, counted by resets; number of the password under them; when the hub took it."""


@dataclass
class _Chooser:
    """Somebody with a login.

    Args:
        known: Every password and code, by what a hub recognizes it by.
        orders: When each of them was chosen.
        keys: Public keys, those of the last reset last.
        acknowledged: Which of them the person was told to be in force, in that order.
        remembered: What the person may type, the likeliest last.
    """

    id: UserId
    login: str
    known: dict[bytes, str] = field(default_factory=dict)
    orders: dict[bytes, _Order] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    acknowledged: list[bytes] = field(default_factory=list)
    remembered: list[str] = field(default_factory=list)
    has_left: bool = False

    def chose(self, password: str, keys: str, n: int, check: bytes, taken: int = 0) -> None:
        """A password exists from now on; what the hub took twice was taken when it was taken last."""
        self.known[check] = password
        before = self.orders.get(check, (0, 0, 0))
        self.orders[check] = max(before, (self.keys.index(keys), n, taken))


class _LineOfPeople(SimLine):
    """A line that loses and repeats what is said, to a hub that stops now and then, whatever else is asked of it."""

    stops = _STOPS

    def _asked(self, call: HubCall, body: bytes) -> Reply:
        before = self._chance.randrange(1, 25) if self._chance.random() < self.stops else 0
        return self._hub.beside(self._device, self._user, call, body, before)


class SimPasswords:
    """Codes and passwords, at the stations and where the study was made.

    Args:
        chance: Of its own, so that the others do the same whether anybody chooses passwords or not.
        trouble: Of the lines.

    What is wrong stands in `amiss`.
    """

    def __init__(
        self,
        begin: Beginning,
        hub: SimHub,
        stations: Sequence[SimStation],
        clock: SimulatedClock,
        rules: StudyRules,
        chance: random.Random,
        trouble: Trouble,
    ) -> None:
        self._hub, self._clock, self._chance, self._rules = hub, clock, chance, rules
        self._stations = stations
        ids = UuidSource(clock, chance)
        at_home = begin.station(begin.home_device)
        self._disk = at_home.driver = CrashingDriver(at_home.driver)
        self._lines = [
            self._line(begin.sue, device, trouble) for device in (*(s.device for s in stations), begin.home_device)
        ]
        client = [self._client(line) for line in self._lines]
        home = begin, at_home, client[-1], clock, ids, rules
        self._home = SimHome(*home, loaded=begin.loaded, sue=begin.sue, keys=begin.supervisor_keys())
        self._joined = [
            SimMachine(begin, station.kept, own, station.clock, ids, rules)
            for station, own in zip(stations, client, strict=False)
        ]
        self._machines: list[SimMachine] = [*self._joined, self._home]
        self._choosers = [self._chooser(UserId(id_), login, code) for id_, (login, code) in begin.codes.items()]
        self._heard_at: dict[str, datetime] = {}
        self._sessions: dict[str, tuple[_Chooser, str, bytes]] = {}
        self._seen: dict[tuple[str, str], tuple[PersonRow, _Order]] = {}
        self._seen_at_hub: dict[str, tuple[str, int, _Order]] = {}
        self._home_stops = 0.15
        self._quicker = 0.1  # how often somebody is quicker elsewhere, between two words with the hub
        self.goes_back: Callable[[tuple[Any, Epoch]], None] = lambda copy: hub.restore(copy, noticed=True)
        self.chosen = self.resets = 0
        self.amiss: list[str] = []
        self._bring_study(begin.sue)

    def _line(self, sue: User, device: str, trouble: Trouble) -> _LineOfPeople:
        return _LineOfPeople(self._hub, device, sue, self._chance, trouble)

    def _client(self, line: SimLine) -> Client:
        return Client(line, "c" * 64, lambda seconds: None, self._chance, Patience(tries=1), hub=HUB_ID)

    def _chooser(self, id_: UserId, login: str, code: str) -> _Chooser:
        row = self._home.row(id_)
        assert row.login_check is not None
        made = _Chooser(id_, login, keys=[row.box_key], acknowledged=[row.login_check], remembered=[code])
        made.chose(code, row.box_key, 0, row.login_check)
        return made

    def _bring_study(self, sue: User) -> None:
        """The study comes to the hub, and each station joins it, before anything goes wrong."""
        quiet = self._line(sue, self._home.device, Trouble(0, 0, 0, 0))
        quiet.stops = 0
        with self._home.over(self._client(quiet)):
            self._home.publish()
        for machine in self._joined:
            machine.join(self._home)
            self._heard_at[machine.device] = self._clock.now()
        self._look()

    def machine(self, number: int) -> SimMachine:
        """That of a station, from 0."""
        return self._joined[number]

    # -- what people do -----------------------------------------------------------------------------------------

    def step(self) -> None:
        """Now and then somebody does something."""
        chance = self._chance
        if chance.random() > 0.12:
            return
        number = chance.randrange(len(self._machines))
        machine, person = self._machines[number], chance.choice(self._choosers)
        if machine is self._home:
            self._lines[-1].is_up = chance.random() < 0.8
        else:
            self._lines[number].is_up = self._stations[number].line.is_up
        act: Callable[[], None] = chance.choices(
            (
                lambda: self._choose(machine, person),
                lambda: self._sign_in(number, person),
                lambda: self._fetch(machine),
                lambda: self._reset(person),
                self._publish,
                lambda: self._leaves(person),
                lambda: self._is_lost(machine, person),
            ),
            (10, 5, 8, 1.5, 2, 0.3, 0.7),
        )[0]
        if machine is not self._home and chance.random() < 0.08:
            self._stations[number].stop_within(act, chance.randrange(1, 40))
        else:
            act()
        self._look(machine)

    def _choose(self, machine: SimMachine, person: _Chooser) -> None:
        """A password in place of the one so far; the person remembers it unless it was refused."""
        chance, remembered = self._chance, person.remembered
        old = remembered[-1] if chance.random() < 0.75 else chance.choice(remembered)
        self.chosen += 1
        new = f"chosen {self.chosen}"

        def offered(offer: PasswordOffer) -> None:
            bundle = offer.bundle
            remembered.append(new)
            person.chose(new, bundle.keys, bundle.n, bundle.login_check)

        def has(taken: TakenBundle) -> None:
            bundle = taken.bundle
            person.chose(new, bundle.keys, bundle.n, bundle.login_check, taken.taken)

        def offered_meanwhile(offer: PasswordOffer) -> None:
            offered(offer)
            if chance.random() < self._quicker:
                self._choose(chance.choice([each for each in self._machines if each is not machine]), person)

        machine.offers, machine.has = offered_meanwhile, has
        with suppress(EnvironmentProblem, RuleViolation):
            if machine.people.choose_password(person.login, old, new) is not None:
                row = machine.row(person.id)
                assert row.login_check is not None
                if new not in remembered:  # it counts there without the hub, which has not these keys yet
                    remembered.append(new)
                    person.chose(new, row.box_key, row.bundle_n, row.login_check)
                if person.known[row.login_check] != new:
                    self.amiss.append("somebody was told that a password is in force, and another one is")
                person.acknowledged.append(row.login_check)

    def _sign_in(self, number: int, person: _Chooser) -> None:
        """At a station, and from there at the hub, with what is remembered, the likeliest first."""
        machine = self._machines[number]
        for password in reversed(person.remembered[-3:]):
            with suppress(EnvironmentProblem, RuleViolation):
                signed_in = machine.people.sign_in(person.login, password)
                if signed_in is None:
                    continue
                self._check_limit(machine)
                check, shown = machine.row(person.id).login_check, signed_in[1].shown
                assert check is not None
                assert shown is not None
                if person.known[check] != password:
                    self.amiss.append(f"a former password lets somebody in at {machine.device}")
                begun = sign_in(self._client(self._lines[number]), person.id, shown)
                self._sessions[begun] = person, machine.device, check
            return

    def _check_limit(self, machine: SimMachine) -> None:
        heard_at = self._heard_at.get(machine.device)
        if heard_at is not None and self._clock.now() - heard_at >= self._rules.offline_sign_in:
            self.amiss.append(f"somebody signs in at {machine.device}, which has long heard nothing of its hub")

    def _fetch(self, machine: SimMachine) -> None:
        """A contact: what is new comes, and nothing there is older afterwards than it was at the hub before.

        What comes to the hub between two words of one contact is heard with the next one (seed 1007954).
        """
        with suppress(EnvironmentProblem):
            if machine is self._home:
                machine.hear()
                return
            stood = {person.id: self._at_hub(person) for person in self._choosers}
            machine.fetch()
            self._heard_at[machine.device] = self._clock.now()
            for person in self._choosers:
                self._observe(person)
                row, standing = machine.row(person.id), stood[person.id]
                if self._order(person, row) < standing[1] or (row.user.active and not standing[0]):
                    self.amiss.append(f"{machine.device} has been in contact, and lets in with what is over")

    def _reset(self, person: _Chooser) -> None:
        """New keys for somebody who has not left."""
        if person.has_left:
            return
        self.resets += 1
        code = self._home.reset(person.id)
        row = self._home.row(person.id)
        assert row.login_check is not None
        person.keys.append(row.box_key)
        person.chose(code, row.box_key, 0, row.login_check)
        person.acknowledged.append(row.login_check)
        person.remembered.append(code)
        if self._chance.random() < 0.7:
            self._publish()

    def _publish(self) -> None:
        """Where the study is, the machine may stop meanwhile; then it is published another time."""
        if self._chance.random() < self._home_stops:
            self._disk.stop_before(self._chance.randrange(1, 25))
        with suppress(EnvironmentProblem, Crash):
            self._home.publish()
        self._disk.start_again()

    def _publish_at_last(self) -> None:
        """Nothing is in the way any more: what is refused now stays so, and whatever else is wrong follows from it."""
        try:
            self._home.publish()
        except (EnvironmentProblem, RuleViolation) as problem:
            self.amiss.append(f"the last publication is refused: {problem.code}")

    def _leaves(self, person: _Chooser) -> None:
        """One at most."""
        if not any(each.has_left for each in self._choosers):
            person.has_left = True
            self._home.revoke(person.id)
            self._publish()

    def _is_lost(self, machine: SimMachine, person: _Chooser) -> None:
        """The hub comes back from a copy of a moment ago: what was chosen since, and nothing else, is lost with it."""
        self._hub.back_up()
        self._choose(machine, person)
        self._observe(person)
        for other in self._machines:
            if self._chance.random() < 0.3:
                self._fetch(other)
        self.goes_back(self._hub.copies[-1])

    # -- what must hold after each step -------------------------------------------------------------------------

    def _look(self, *machines: SimMachine) -> None:
        """At where something was done, and at where the study is; none named: everywhere."""
        for person in self._choosers:
            self._observe(person)
            for machine in {*machines, self._home} if machines else self._machines:
                self._look_at(machine, person)
            self._look_at_hub(person)

    def _observe(self, person: _Chooser) -> None:
        """What the hub took, also where its answer came to nobody."""
        for keys, n, taken, check in self._hub.kept.driver.execute(_TAKEN, (person.id,)).fetchall():
            person.chose(person.known[bytes(check)], keys, n, bytes(check), taken)

    def _order(self, person: _Chooser, row: PersonRow) -> _Order:
        assert row.login_check is not None
        return person.orders[row.login_check]

    def _look_at(self, machine: SimMachine, person: _Chooser) -> None:
        """Whatever happened there, a password of the person opens, and none that was replaced there comes back."""
        row, key = machine.row(person.id), (machine.device, person.id)
        before = self._seen.get(key)
        if before is not None and before[0] == row:
            return
        assert row.login_check is not None
        if row.login_check not in person.known:
            self.amiss.append(f"at {machine.device} is a password that nobody chose")
            return
        order = self._order(person, row)
        if row.user.active and not self._opens(machine, row, person.known[row.login_check]):
            self.amiss.append(f"the password in force opens nothing at {machine.device}")
        if before is not None and order < before[1]:
            self.amiss.append(f"a former password is in force again at {machine.device}")
        if before is not None and row.user.active and not before[0].user.active:
            self.amiss.append(f"whoever has left is let in again at {machine.device}")
        self._seen[key] = row, order

    def _opens(self, machine: SimMachine, row: PersonRow, password: str) -> bool:
        with machine.database.transaction() as statements:
            pepper = login_pepper(statements)
        return unlocked_with(row, password, pepper, machine.database.study, QUICK) is not None

    def _at_hub(self, person: _Chooser) -> tuple[bool, _Order]:
        _, _, check, active = self._hub.kept.driver.execute(_STANDING, (person.id,)).fetchone()
        return bool(active), person.orders[bytes(check)]

    def _look_at_hub(self, person: _Chooser) -> None:
        """In one life nothing that is over counts again, and nobody works under a session begun with it."""
        life, restores = self._hub.epoch.id, self._hub.restores
        active, order = self._at_hub(person)
        before = self._seen_at_hub.get(person.id)
        if before is not None and before[:2] == (life, restores) and order < before[2]:
            self.amiss.append("a former password is in force again at the hub")
        self._seen_at_hub[person.id] = life, restores, order
        with self._hub.units() as unit:
            for secret, (whose, device, check) in self._sessions.items():
                if whose is person and unit.sessions.person(device, secret) is not None:
                    if not active:
                        self.amiss.append("somebody who has left works at the hub")
                    elif person.orders[check] != order:
                        self.amiss.append("a session that was begun with a former password goes on")

    # -- in the end ---------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Every line is whole; whoever publishes has published, and all have been in contact."""
        for line in self._lines:
            line.is_up, line.stops = True, 0
        self._quicker = self._home_stops = 0
        self._clock.move(120)  # nobody waits any more for having typed something wrong
        for machine in self._joined:  # what the hub has lost comes back from any of them
            self._fetch(machine)
        self._publish_at_last()
        # a password whose keys came back with that publication comes back with the first contact after it, and to
        # whoever had been in contact by then with the next one (seed 940710)
        for machine in (*self._joined, *self._machines):
            self._fetch(machine)
        self._look()

    def in_the_end(self) -> Iterator[str]:
        """What is wrong, in words."""
        told = len(self.amiss)
        for person in self._choosers:
            yield from self._in_the_end(person)
        here = [person for person in self._choosers if not person.has_left]
        yield from self._choose_once_more(self._chance.randrange(len(self._machines)), self._chance.choice(here))
        yield from self.amiss[told:]

    def _in_the_end(self, person: _Chooser) -> Iterator[str]:
        active, order = self._at_hub(person)
        if active is person.has_left:
            yield f"the hub takes {person.login} for somebody who is {'here' if active else 'gone'}"
        newest = max(person.orders[check] for check in person.acknowledged)
        if order < newest:
            yield f"the newest password of {person.login} that was acknowledged is not the one of the hub"
        for machine in self._machines:
            row = machine.row(person.id)
            opened = {known for known in person.known.values() if self._opens(machine, row, known)}
            wanted = (
                set() if person.has_left else {known for c, known in person.known.items() if person.orders[c] == order}
            )
            if opened != wanted:
                yield f"{len(opened)} passwords of {person.login} open at {machine.device}, and not the one of the hub"

    def _choose_once_more(self, number: int, person: _Chooser) -> Iterator[str]:
        """Nobody is locked out: what opens takes another one in its place, which lets the person in at the hub."""
        machine = self._machines[number]
        check = machine.row(person.id).login_check
        assert check is not None
        person.remembered = [person.known[check]]
        self._choose(machine, person)
        self._sign_in(number, person)
        check = machine.row(person.id).login_check
        assert check is not None
        with self._hub.units() as unit:
            is_in = any(
                whose is person and begun_with == check and unit.sessions.person(device, secret) is not None
                for secret, (whose, device, begun_with) in self._sessions.items()
            )
        if not is_in or len(person.remembered) != 2:
            yield f"{person.login} is locked out at {machine.device}"

    def ended(self) -> list[Any]:
        """The same on every engine: of each person keys and number in force, counted, and which word that is."""
        told = []
        for person in self._choosers:
            keys, n, check, active = self._hub.kept.driver.execute(_STANDING, (person.id,)).fetchone()
            word = list(person.known).index(bytes(check))
            told.append((person.login, person.keys.index(keys), n, word, bool(active)))
        return told
