"""Cases go to a real hub; who hands them over is killed or cut off at every request: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.fieldwork.sharing import hand_over
from cati_app.station.adopting import Adoption
from cati_app.station.hub_link import enrol, study_at_hub
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.publishing import Publisher
from cati_app.station.whole_study import whole_study
from cati_app.store.backup_folder import BEFORE_HUB
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.sync.code import EnrolCode
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall, LineCut, Reply
from tests.hub_field import STARTS, LoggedHub
from tests.hub_storages import ENGINES, database_of
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY, Site, small_study

pytestmark = pytest.mark.slow
CASES = 4
YOUNG_MEN = CellId("m/young")


class Machine:
    """The station that has the study; opened anew for each try, as after a kill."""

    def __init__(self, folder: Path, hub: LoggedHub) -> None:
        self.folder = folder
        with closing(Site(folder, cases=CASES)) as site:
            station, by = site.station, site.sue
            signed_in = station.sign_in("sue", PASSWORD)
            assert signed_in is not None
            keys = signed_in[1]
            station.prepare(keys, by)
            steer = station.steer_cell(keys)
            steer(by, CellEdit("a", YOUNG_MEN, 1), "the city has fewer")
            steer(by, CellEdit("b", YOUNG_MEN, intake=Intake.PAUSED), "first the others")
            enrol(station.database, EnrolCode.typed(hub.code))
            with study_at_hub(station.database) as at:
                Publisher(station, by, keys, at).publish()
            self.path, self.study = site.path, station.database.study.hex()

    def opened(self) -> Database:
        """Its database."""
        settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, state=self.folder / "state")
        return open_database(self.path, settings, create=False, writable=True)

    def adopt(self) -> int:
        """Hand over what is here."""
        clock = SimulatedClock(TUESDAY)
        with self.opened() as database:
            ids = UuidSource(clock, random.Random(1))
            station = Station(small_study(), database, clock=clock, ids=ids, cost=QUICK)
            known = station.sign_in("sue", PASSWORD)
            assert known is not None
            with study_at_hub(database) as at:
                return Adoption(station, *known, at).run()

    def at_hub(self) -> int:
        """How many cases the study has there, as a supervisor reads them."""
        clock = SimulatedClock(TUESDAY)
        with self.opened() as database:
            station = Station(small_study(), database, clock=clock, ids=UuidSource(clock, random.Random(2)), cost=QUICK)
            known = station.sign_in("sue", PASSWORD)
            assert known is not None
            with whole_study(station, known[1]) as whole:
                return sum(whole.station.read_sample()(known[0]).counts.state.values())

    def steered(self) -> tuple[int, int, Intake]:
        """Target, planned target and intake of the young men there."""
        clock = SimulatedClock(TUESDAY)
        with self.opened() as database:
            station = Station(small_study(), database, clock=clock, ids=UuidSource(clock, random.Random(2)), cost=QUICK)
            known = station.sign_in("sue", PASSWORD)
            assert known is not None
            with whole_study(station, known[1]) as whole:
                cells = {cell.count.cell_id: cell for cell in whole.station.read_steered()(known[0])}
        young = cells[YOUNG_MEN]
        return young.count.target, young.planned, young.intake

    def killed(self, at: int, *, heard: bool) -> bool:
        """The same in a process of its own, which dies at a request; whether it came to its end before."""
        child = os.fork()
        if child == 0:
            try:
                dying_at(at, heard=heard)
                self.adopt()
                os._exit(0)
            finally:
                os._exit(9)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
        return not os.WIFSIGNALED(status)


def dying_at(at: int, *, heard: bool) -> None:
    """From that request on the program is gone: before the hub has heard it, or after."""
    send, calls = HttpsLine.send, iter(range(1000))

    def sent(line: HttpsLine, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        number = next(calls)
        if number == at and not heard:
            os.kill(os.getpid(), signal.SIGKILL)
        reply = send(line, call, body, credential)
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return reply

    HttpsLine.send = sent  # type: ignore[method-assign, assignment] # in a process that is about to die


@pytest.fixture
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LoggedHub]:
    with database_of(request.param) as url, closing(LoggedHub(tmp_path / "hub", database_url=url)) as made:
        made.start(*STARTS)
        yield made


@pytest.fixture
def machine(hub: LoggedHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(hand_over, "AT_ONCE", 1)
    folder = tmp_path / "station"
    folder.mkdir()
    return Machine(folder, hub)


@pytest.mark.parametrize("hub", ENGINES, indirect=True)
def test_killed_at_every_request_it_is_said_again(machine: Machine) -> None:
    """Each try goes on where the one before was killed; behind the last request everything is there once."""
    tries, at, heard = 0, 0, False
    while not machine.killed(at, heard=heard):
        tries += 1
        at, heard = (at, True) if not heard else (at + 1, False)

    assert tries >= 2 * (CASES + 3), "standing, session, each case, the opening"
    with machine.opened() as database:
        assert [(0,)] == database.driver().execute('SELECT count(*) FROM "case"').fetchall()
    assert CASES == machine.at_hub()
    assert (1, 2, Intake.PAUSED) == machine.steered(), "what supervisors changed of the cells holds there"
    with pytest.raises(RuleViolation, match="cases_elsewhere"):
        machine.adopt()


@pytest.mark.parametrize("hub", ["files"], indirect=True)
def test_cut_off_at_every_request_it_is_said_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    send, limit, calls = HttpsLine.send, [0], [0]

    def sent(line: HttpsLine, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        calls[0] += 1
        if calls[0] > limit[0]:
            raise LineCut
        return send(line, call, body, credential)

    monkeypatch.setattr(HttpsLine, "send", sent)
    monkeypatch.setattr("cati_app.station.hub_link.time.sleep", lambda seconds: None)
    done = None
    while done is None:
        with suppress(EnvironmentProblem):
            done = machine.adopt()
        limit[0], calls[0] = limit[0] + 1, 0

    assert (CASES, True) == (done, limit[0] > CASES + 3)


@pytest.mark.parametrize("hub", ["files"], indirect=True)
def test_the_study_as_it_was_is_kept_and_nobody_calls_from_it(machine: Machine) -> None:
    machine.adopt()

    with machine.opened() as database:
        (before,) = [backup for backup in database.backups.all() if backup.kind == BEFORE_HUB]
        assert [] == before.faults()
        key, states = database.key, machine.folder / "elsewhere"
    with Database(before.database, key, states, writable=False) as old:
        assert [(CASES,)] == old.driver().execute('SELECT count(*) FROM "case"').fetchall()
        assert old.kept("hub_handing_over") is not None
