"""A hub, stations and the lines between them; a chance decides what happens to every message and every machine."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from enum import Enum, auto
from functools import partial
from typing import Any

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.calendar import CallingWindow
from cati_app.domain.people.users import User
from cati_app.domain.quota.steering import SteeredCell
from cati_app.domain.sharing.leases import REPORT_WITHIN
from cati_app.fieldwork.sharing.halt_stations import PauseStation, ReadmitStation
from cati_app.fieldwork.sharing.lend_case import settle_shared
from cati_app.station.machine import UuidSource
from cati_app.station.station_packages import StationPackages
from cati_app.sync.case_client import CaseClient
from cati_app.sync.case_messages import Act
from cati_app.sync.client import Client, Patience
from cati_app.sync.messages import Epoch
from cati_app.sync.session import HubSession, sign_in
from cati_app.sync.supervisor_client import SupervisorAtHub
from tests.sim.acts import SimActs
from tests.sim.adoption import SimAdoption
from tests.sim.corrections import NamedAtHub, SimCorrections
from tests.sim.desk import SimDesk
from tests.sim.hub import HUB_ID, SimHub
from tests.sim.kept import SHOWN, Beginning, beginning
from tests.sim.passwords import SimPasswords
from tests.sim.places import SimPlaces
from tests.sim.reading import SimReader
from tests.sim.station import InCommon, SimLine, SimStation, Trouble, outbox_of
from tests.stations import TUESDAY, fiction

ALL_DAY = CallingWindow(time(0), time(23, 59))
_ENDS = ("complete", "complete", "break_off", "interview_suspended")
_JUDGED = (
    "SELECT i.case_id, n.why IS NOT NULL FROM interview i LEFT JOIN not_counted n ON n.interview_id = i.id"
    " WHERE i.state = 'completed' AND (n.why IS NULL OR n.why = 'rejected') ORDER BY i.id"
)


class Clocks(Enum):
    """How wrong the clocks of the stations are."""

    DRAWN = auto()  # some are right, some by minutes or hours off
    RIGHT = auto()
    WRONG = auto()  # by days, a month, most of a year


_BY = {
    Clocks.RIGHT: (timedelta(0),) * 3,
    Clocks.WRONG: (timedelta(days=1), timedelta(days=-28), timedelta(days=-365)),
}


@dataclass
class World:
    """One history.

    Args:
        taken_before: Achieved and held of each cell when they were looked at last; None: a copy came back since.
    """

    seed: int
    cases: int = 8
    trouble: Trouble = field(default_factory=Trouble)
    write_offs: int = 0
    taken_back: int = 0
    engine: str = "memory"
    clocks: Clocks = Clocks.DRAWN
    steered: int = 0
    nights: int = 0
    weeks: int = 0  # so often some weeks went by between two shifts
    taken_before: dict[str, int] | None = None

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        # what a write-off may cause hides what must not happen without one; so there is none in two of three
        self._writes_off = 1 if self.seed % 3 == 0 else 0
        self._restores = (1, 1, 3)[self.seed % 4 % 3]
        self._ahead = 4 if self.seed % 2 else 0
        self._stops = 6 if self.seed % 4 == 1 else 0
        self._halts = (2, 2, 8)[self.seed % 7] if self.seed % 7 < 3 else 0
        self._hub_stops = 8 if self.seed % 3 == 2 else 0
        self._nights = 2 if self.seed % 8 in (3, 6) else 0
        self._weeks = 2 if self.seed % 16 == 1 else 0
        self._judges = 8 if self.seed % 5 == 3 else 0
        # a corrected result counts from when its station says it was given
        self._corrects = 6 if self.seed % 4 > 1 and self.clocks is Clocks.DRAWN else 0
        self._adopts = self.seed % 8 == 1  # one station has the study, and hands it over in mid-field
        self._unnoticed = self.seed % 5 == 0  # somebody brings a copy back and does not say so
        begin = beginning(self.cases)
        self.clock = SimulatedClock(TUESDAY)
        calendar = replace(begin.rules.calendar, weekdays=ALL_DAY, saturday=ALL_DAY, sunday=ALL_DAY)
        retry = replace(begin.rules.retry, max_attempts_per_day=50, max_attempts=50)
        self.rules = replace(begin.rules, calendar=calendar, retry=retry)
        devices = ("aaaa0001", "bbbb0002", "cccc0003")
        self.hub = SimHub(begin, self.clock, self.rules, devices, self.engine, is_empty=self._adopts)
        people = (begin.ann, begin.bob, begin.ann)
        self.opts_out = self.seed % 4 == 2 or self.seed % 5 == 1
        rings = range(1, self.cases + 1) if self.seed % 6 == 2 else ()
        common = InCommon(
            self.clock,
            self.chance,
            self.trouble,
            self.rules,
            self.engine,
            self.opts_out,
            self.clocks is Clocks.DRAWN,
            tuple(map(fiction, rings)),
        )
        drawn = [timedelta(minutes=self.chance.choice((0, 0, 7, -400))) for _ in devices]
        self.stations = [
            SimStation(begin, self.hub, device, user, common, shift, has_study=self._adopts and device == devices[0])
            for device, user, shift in zip(devices, people, _BY.get(self.clocks, drawn), strict=True)
        ]
        self._supervisor = begin.sue
        self.reader = SimReader(begin, self.hub, begin.sue, self.stations[0], random.Random(f"reader {self.seed}"))
        chance = random.Random(f"passwords {self.seed}")
        self.passwords = SimPasswords(begin, self.hub, self.stations, self.clock, self.rules, chance, self.trouble)
        self.passwords.goes_back = self._back_to
        self.places: SimPlaces | None = None
        if self.seed % 4 == 3 and self.clocks is Clocks.DRAWN:  # which codes are in force is what stations' clocks say
            copy, coding = self.reader.copy, random.Random(f"places {self.seed}")
            self.places = SimPlaces(begin, self.hub, self.stations, copy, partial(UuidSource, self.clock), coding)
        self._choose_passwords = self.seed % 2 == 0  # in one of two: real keys take as long as everything else
        self._steers = 12 if self.seed % 3 == 1 else 0  # in one of three: what it explains must not happen without
        self._corrections: list[SimCorrections] = []
        self._desks, self._acts = zip(*[self._desk(station, begin.sue) for station in self.stations], strict=True)
        if self._ahead:
            for kept in (self.hub.kept, *(station.kept for station in self.stations[: self._adopts])):
                kept.driver.execute("UPDATE cell SET target = 5 WHERE target > 0")
        self.adoption: SimAdoption | None = None
        if self._adopts:
            self._begin_alone(begin)

    def _begin_alone(self, begin: Beginning) -> None:
        station, chance = self.stations[0], random.Random(f"adoption {self.seed}")
        machine = self.passwords.machine(0)
        shift = station.clock.shift
        if self.clocks is not Clocks.DRAWN:  # when a case comes up again is what its station says
            station.clock.shift = timedelta(0)
        self.adoption = SimAdoption(begin, self.hub, station, machine, self.clock, chance)
        self.adoption.play()
        station.clock.shift = shift

    def _desk(self, station: SimStation, user: User) -> tuple[SimDesk, SimActs]:
        """A supervisor's place at a station."""
        late = replace(self.trouble, late=8 * self.trouble.late)  # few requests: each is copied more often
        line = SimLine(self.hub, station.device, user, self.chance, late)
        client = Client(line, "c" * 64, lambda seconds: None, self.chance, Patience(tries=1), hub=HUB_ID)
        session = HubSession(lambda: sign_in(client, user.id, SHOWN))
        at_hub = SupervisorAtHub(client, user.id, SHOWN, session)

        def look() -> None:
            line.is_up = station.line.is_up

        def cells() -> tuple[SteeredCell, ...]:
            look()
            with self.hub.units() as unit:
                steered: tuple[SteeredCell, ...] = unit.quota.all_steered()
            return steered

        acts = SimActs(at_hub, self.chance, station.device, look, station.keep_vouched)
        packages = StationPackages(station.units, station.device)
        cases = CaseClient(client, outbox_of(station.kept), packages, station.device, clock=station.clock)
        self._corrections.append(
            SimCorrections(
                station.units,
                self._whole,
                station.clock,
                UuidSource(station.clock, self.chance),
                self.rules,
                station.device,
                NamedAtHub(cases, session),
                user,
                self.chance,
            )
        )
        return SimDesk(at_hub, cells, self.chance, station.device, station.keep_vouched), acts

    def cases_of(self, number: str) -> list[str]:
        """Ids of the cases that have a number."""
        first = next(n for n in range(1, self.cases + 1) if fiction(n).e164 == number)
        return [f"case-{first}"] if first > 1 else ["case-1", f"case-{self.cases + 1}"]

    def _whole(self) -> Any:
        """The study as the hub has it now."""
        return self.hub.units()

    @property
    def _supervises(self) -> SimActs:
        """A supervisor at some station."""
        acts: SimActs = self.chance.choice(self._acts)
        return acts

    def step(self) -> None:
        """Something happens."""
        chance, station = self.chance, self.chance.choice(self.stations)
        act: Callable[[], None] = chance.choices(
            (
                station.work,
                station.exchange,
                station.keep,
                lambda: self.clock.move(chance.choice((5, 15, 300, 1800))),
                lambda: setattr(station.line, "is_up", not station.line.is_up),
                station.crash,
                self.hub.back_up,
                self._restore,
                lambda: self._silent(station),
                station.take_along,
                station.fetch_next,
                lambda: self._readmit(station),
                lambda: self._pause(station),
                self._go_on,
                lambda: self._stops_within(station),
                self._take_back,
                self._steer,
                self._promote,
                self._correct,
                self._judge,
                self._hub_stops_within,
                self.hub.start_again,
                self._night,
                self._pause_of_weeks,
            ),
            (
                *(110, 30, 15, 12, 4, 3, 3, self._restores if self.hub.copies else 0, self._writes_off, self._ahead),
                *(25, self._writes_off, self._halts, self._halts, self._stops, 2 * self._writes_off),
                *(self._steers, 6 * self._writes_off, self._corrects, self._judges),
                *(self._hub_stops, min(1, self._hub_stops), self._nights, self._weeks),
            ),
        )[0]
        act()
        if self._choose_passwords:
            self.passwords.step()
        if self.places is not None:
            self.places.step()
        if self.adoption is not None:
            self.adoption.copies()
        self.reader.look()

    def _steer(self) -> None:
        self.chance.choice(self._desks).steer()
        self.steered += 1

    def _restore(self) -> None:
        self._back_to(self.chance.choice(self.hub.copies))

    def _back_to(self, copy: tuple[Any, Epoch]) -> None:
        self.taken_before = None
        self.hub.restore(copy, noticed=not self._unnoticed)

    def _stops_within(self, station: SimStation) -> None:
        act = self.chance.choice((station.work, station.work, station.exchange, station.take_along))
        station.stop_within(act, self.chance.randrange(1, 60))

    def _night(self) -> None:
        """Nobody works, and nobody has signed out: sessions end by their time, and cases of silent stations go on."""
        self.nights += 1
        self.clock.move(13 * 3600)

    def _pause_of_weeks(self) -> None:
        """The field rests, and nobody has signed out: what anybody has is long over when they go on."""
        self.weeks += 1
        self.clock.move(self.chance.choice((2, 3, 5)) * 7 * 24 * 3600)

    def _hub_stops_within(self) -> None:
        """The hub stops before some statement of what it is asked next, and starts again."""
        self.hub.stop_before(self.chance.choice((self.chance.randrange(1, 12), self.chance.randrange(1, 80))))

    def _take_back(self) -> None:
        """A supervisor takes a case back, wherever it is; its place may go to somebody else, as after a write-off."""
        out = self.hub.kept.driver.execute("SELECT case_id FROM case_lease WHERE ended_at IS NULL ORDER BY epoch, n")
        cases = [row[0] for row in out.fetchall()]
        if cases:
            self.taken_back += 1
            self._supervises(Act.TAKE_BACK, self.chance.choice(cases))

    def _readmit(self, station: SimStation) -> None:
        """A supervisor takes a station back that was written off."""
        self._supervises(Act.READMIT, station.device)

    def _pause(self, station: SimStation) -> None:
        """A supervisor pauses a station, or lets it call again."""
        with self.hub.units() as unit:
            known = unit.stations.get(station.device)
        paused = known is not None and known.paused
        self._supervises(Act.RESUME if paused else Act.PAUSE, station.device)

    def _go_on(self) -> None:
        """A supervisor has cases lent although stations lack."""
        self._supervises.go_on(self.hub.epoch.id)

    def _silent(self, station: SimStation) -> None:
        """A supervisor does not wait for a station."""
        self.write_offs += 1
        self._supervises.write_off(station.device)

    def _judge(self) -> None:
        """A supervisor gives a verdict on an interview, as it is seen; of two the later one tells by its time."""
        self.clock.move(0.001)
        whose = self.hub.kept.driver.execute(_JUDGED).fetchall()
        if whose:
            case_id, rejected = self.chance.choice(whose)
            self._supervises(Act.ACCEPT if rejected else Act.REJECT, case_id)

    def _correct(self) -> None:
        """A supervisor corrects a result; where no answer comes, nobody asks again."""
        self.chance.choice(self._corrections)(self.hub.kept.driver)

    def _promote(self) -> None:
        """A supervisor has an interview counted that found no place."""
        cells = self.hub.kept.driver.execute(
            "SELECT i.cell_id FROM not_counted n JOIN interview i ON i.id = n.interview_id WHERE n.why = 'surplus'"
            " ORDER BY i.id"
        ).fetchall()
        if cells:
            self._supervises(Act.PROMOTE, self.chance.choice(cells)[0])

    def settle(self) -> None:
        """All lines are whole again, everybody finishes and hands in."""
        self.hub.stop_before(0)
        self.trouble.lost = self.trouble.answer_lost = self.trouble.doubled = self.trouble.late = 0.0
        for station in self.stations:
            station.line.is_up = True
            ReadmitStation(self.hub.units, self.clock)(self._supervisor, station.device)
            station.exchange()  # a hub from an older copy hears only now that the station was paused (seed 909686)
            PauseStation(self.hub.units, self.clock)(self._supervisor, station.device, paused=False)
        for rounds in range(8):
            for station in self.stations:
                for _ in range(5):
                    if station.is_at_work or rounds == 0:  # an answer that was lost is asked for once more
                        station.work()
            self.clock.move(11)
            for station in self.stations:
                station.exchange(leaves=True)
        for station in self.stations:
            station.give_back()
        self.clock.move(self.rules.schedule.lease.total_seconds())
        if self.hub.unnoticed:  # it may have lent a case once more to the station that had it under a lost token
            self.clock.move(REPORT_WITHIN.total_seconds())
        with self.hub.units() as unit:  # what was fetched ahead, and its answer lost: whoever asks next may have it
            settle_shared(unit, self.clock, self.rules)
            unit.commit()
        if self._choose_passwords:
            self.passwords.settle()
        if self.places is not None:
            self.places.settle(self.reader.look_at_everything)
        self.reader.look_at_everything()
