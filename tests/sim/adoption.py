"""A study that one station has worked alone, and hands over in mid-field: the beginning of some histories.

The station works by the use cases of a laptop. Then a supervisor brings every case to the hub, which has none, while
the line is cut, the machine stops and the hub does, until it is done; afterwards the station is one of three.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.quota.read_cell import ReadSteered
from cati_app.fieldwork.sharing import hand_over
from cati_app.fieldwork.sharing.hand_over import HandOver
from cati_app.station.adopting import Adoption
from cati_app.station.hub_link import StudyAtHub
from cati_app.store.joined import CASES_AT_HUB
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall, LineCut
from cati_app.sync.study_client import StudyClient
from tests.sim.crashes import Crash
from tests.sim.hub import HUB_ID, SimHub
from tests.sim.kept import SHOWN, Beginning
from tests.sim.machine import ACCESS, SimMachine
from tests.sim.station import SimLine, SimStation, Trouble, outbox_of

_TRIES = 200
"""So often it is said again, where lines lose one message of twenty and machines stop in every third try."""
_AT_ONCE = 3
"""Cases in one message, so that it takes several."""
_MADE = ("attempt", "interview", "call")


class SimAdoption:
    """The first part of a history, before anything else happens in it.

    Args:
        machine: That of the station.
        chance: Of its own.
    """

    def __init__(
        self,
        begin: Beginning,
        hub: SimHub,
        station: SimStation,
        machine: SimMachine,
        clock: SimulatedClock,
        chance: random.Random,
    ) -> None:
        self._hub, self._station, self._clock, self._chance = hub, station, clock, chance
        self._database, self._sue, self._keys = machine.database, begin.sue, begin.supervisor_keys()
        self._keys.shown = SHOWN
        self._line = SimLine(hub, station.device, begin.sue, chance, Trouble(0.03, 0.03))
        self._made: dict[str, set[str]] = {}
        self._events = 0
        self.amiss: list[str] = []

    def play(self) -> None:
        """Work alone for some hours, and hand everything over."""
        station, chance = self._station, self._chance
        station.alone()
        for _ in range(chance.randrange(10, 60)):
            station.work()
            self._clock.move(chance.choice((5, 15, 300, 1800)))
        while station.is_at_work:  # nobody may have a case in hand
            station.work()
        execute = station.kept.driver.execute
        self._made = {table: {row[0] for row in execute(f"SELECT id FROM {table}")} for table in _MADE}
        self._events = execute("SELECT max(seq) FROM event").fetchone()[0] or 0
        self._hand_over()
        self._look()
        station.crash()  # the program begins as one that has its cases from a hub

    def _hand_over(self) -> None:
        chance = self._chance
        for _ in range(_TRIES):
            if chance.random() < 0.3:
                self._station.stops_before(chance.randrange(1, 120))
            if chance.random() < 0.2:
                self._hub.stop_before(chance.randrange(1, 60))
            with suppress(EnvironmentProblem, Crash), patch.object(hand_over, "AT_ONCE", _AT_ONCE):
                self._adopt()
            self._hub.stop_before(0)
            self._station.stops_before(0)
            if self._database.kept(CASES_AT_HUB) is not None:
                return
        self.amiss.append("the hub never gets all cases")

    def _look(self) -> None:
        """The hub has everything, nothing is left at the station, and places that are held are its own."""
        execute = self._hub.kept.driver.execute
        self.amiss += self._lost()
        left = self._station.kept.driver.execute('SELECT count(*) FROM "case"').fetchone()[0]
        if left:
            self.amiss.append(f"{left} cases are still at the station that handed them over")
        devices = {row[0] for row in execute("SELECT DISTINCT device FROM place_grant").fetchall()}
        if devices - {self._station.device}:
            self.amiss.append("places that the first station has given are another station's")

    def _adopt(self) -> None:
        """As the command does: what led to these cases is there before they are."""
        database = self._database
        client = Client(self._line, "c" * 64, lambda seconds: None, self._chance, Patience(tries=1), hub=HUB_ID)
        station = SimpleNamespace(
            database=SimpleNamespace(
                study=database.study,
                kept=database.kept,
                keep=database.keep,
                backups=SimpleNamespace(has=lambda name: True),  # copies of files have tests of their own
                sweep=lambda: None,
            ),
            clock=self._clock,
            hub=SimpleNamespace(hand_over=lambda keys: HandOver(self._station.units, self._station.clock)),
            opened=SimpleNamespace(has_cases_elsewhere=lambda: False),
            read_steered=lambda: ReadSteered(self._station.units),
        )
        adoption = Adoption(cast("Any", station), self._sue, self._keys, StudyAtHub(ACCESS, StudyClient(client)))
        client.push(outbox_of(self._station.kept))
        adoption.run()

    def copies(self) -> None:
        """Messages of that day arrive once more, at any time."""
        if self._chance.random() < 0.1:
            with suppress(LineCut):
                self._line.comes_late(HubCall.CASES, HubCall.OPEN)

    def in_the_end(self) -> Iterator[str]:
        """What of the first hours is not at the hub, in words."""
        yield from self._lost()
        device, execute = self._station.device, self._hub.kept.driver.execute
        mark = execute("SELECT n FROM inbox_mark WHERE device = ?", (device,)).fetchone()
        if mark is None or mark[0] < self._events:
            yield f"the log of {device} does not reach to where its study was handed over"

    def _lost(self) -> Iterator[str]:
        for table, made in self._made.items():
            here = {row[0] for row in self._hub.kept.driver.execute(f'SELECT id FROM "{table}"').fetchall()}
            if made - here:
                yield f"{len(made - here)} rows of {table} that the first station made are not at the hub"
