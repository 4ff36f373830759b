"""The team between stations and their hub: seats, messages and their readers, over a line that may be cut."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.seats import Activity, TeamSeat
from cati_app.domain.people.team_messages import ALL, ONE, Envelope
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.people.team_messages import (
    ExchangeMessages,
    NewMessage,
    OwnMessages,
    ReadSentMessages,
    SendMessage,
)
from cati_app.fieldwork.ports.hub import at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.word_again import NoteWordHeard, ReadWordsHeard
from cati_app.station.seats_here import SeatsHere
from cati_app.station.team_at_hub import TeamOfHub, TeamRounds
from cati_app.store.hub.unit import HubUnit
from cati_app.sync.caller_messages import CallerWordTold
from cati_app.sync.case_messages import NextCase, TakeCallerCase
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import HubStanding, read
from cati_app.sync.supervisor_client import SupervisorAtHub
from cati_app.sync.team_messages import message_told
from tests.fakes.site import MemorySite
from tests.hub_storages import hub_storage
from tests.hub_study import StationOfStudy, StudyOfMessages, bundles
from tests.hubs import HUB_ID, MemoryHub
from tests.patience import PATIENCE_S

TOKEN = b"t" * 32


class Line:
    """To a hub in memory; it can be cut."""

    def __init__(self, hub: MemoryHub) -> None:
        self._hub = hub
        self.is_cut = False
        self.asked = threading.Event()

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        self.asked.set()
        if self.is_cut:
            raise LineCut
        return self._hub.answer(call, body, credential)


class Place:
    """A station with a store of its own."""

    def __init__(self, hub: MemoryHub, station: StationOfStudy) -> None:
        self.site, self.line, self.seats = MemorySite(), Line(hub), SeatsHere()
        self.client = Client(self.line, station.secret, lambda s: None, random.Random(1), Patience(tries=1), hub=HUB_ID)
        self.exchange = ExchangeMessages(self.site.units(), self.site.clock)
        self.answers = 0
        self.rounds = TeamRounds(
            self.client,
            self.exchange,
            ReadWordsHeard(self.site.units()),
            self.seats,
            self.site.clock,
            at_once,
            lambda error: pytest.fail(repr(error)),
            answered=self._answered,
        )

    def _answered(self) -> None:
        self.answers += 1

    def asks_once(self) -> None:
        """A round in its own thread, to its end."""
        self.rounds.begin()
        assert self.line.asked.wait(PATIENCE_S)
        self.rounds.stop()
        self.rounds.join()


class Scene:
    """A supervisor at the first station, an interviewer at the second."""

    def __init__(self, hub: MemoryHub, kept: ExitStack) -> None:
        self.hub = hub
        self.study = study = StudyOfMessages(hub.answer, "a1" * 16)
        hub.add_code(TOKEN)
        study.enrol_first(TOKEN)
        study.publish()
        study.bring_cases(bundles(2, study.id))
        study.open()
        self.desk, self.there = Place(hub, study.first), Place(hub, study.join(1))
        for place in (self.desk, self.there):
            kept.callback(place.site.close)
        self.sue = User(UserId(study.person("sue")), "sue", "Sue", Role.SUPERVISOR, 3)
        self.ann = User(UserId(study.person("ann")), "ann", "Ann", Role.INTERVIEWER, 1)
        self.team = self.team_of()

    def team_of(self) -> TeamOfHub:
        desk = self.desk
        hub = SupervisorAtHub(desk.client, self.sue.id, bytes.fromhex(self.study.shown("sue")))
        units, clock = desk.site.units(), desk.site.clock
        messages = SendMessage(units, clock), ReadSentMessages(units, clock)
        return TeamOfHub(hub, desk.exchange, messages, self.sue, clock.now, at_once)

    def write(self, name: str = "m1", text: str = "Danke!") -> None:
        """A message to Ann, as the desk keeps it; its people are those of the study at the hub."""
        site = self.desk.site
        with site.units()() as unit:
            unit.team_messages.send(Envelope(name, site.clock.now(), self.sue.id, ALL, (self.ann.id,)), text)
            unit.commit()

    def lose(self, name: str) -> None:
        """The hub comes back without a message, as from a copy."""

        def drop(unit: HubUnit) -> None:
            unit.team_messages.drop([name])
            unit.commit()

        self.hub.hub.studies.of(self.study.id).run(drop).result()

    def inbox(self) -> OwnMessages:
        site = self.there.site
        return OwnMessages(site.units(), site.clock, site.station.rules)

    def read(self) -> list[int]:
        return [len(each.envelope.read) for each in self.team.sent(self.sue)]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage("files", tmp_path / "hub"))
        yield Scene(kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage))), kept)


def test_what_somebody_does_is_seen_at_another_station(scene: Scene) -> None:
    scene.there.seats.tell(TeamSeat(scene.ann.id, Activity.AWAY))
    scene.there.rounds.round()

    (seen,) = scene.team.all()
    assert (scene.ann.id, Activity.AWAY, None) == (seen.seat.user_id, seen.seat.activity, seen.seat.since)
    scene.there.seats.leave(scene.ann.id)
    scene.there.rounds.round()
    assert () == tuple(scene.team.all())


def test_each_change_wants_a_round_and_nothing_else_does() -> None:
    seats, woken = SeatsHere(), []
    seats.on_change = lambda: woken.append(1)
    for _ in range(2):
        seats.tell(TeamSeat(UserId("ann"), Activity.AWAY))
    seats.leave(UserId("ann"))
    seats.leave(UserId("ann"))
    assert 2 == len(woken)


def test_only_a_round_that_the_hub_has_answered_tells_that_the_line_is_whole(scene: Scene) -> None:
    scene.desk.line.is_cut = True
    for place in (scene.desk, scene.there):
        place.asks_once()

    assert (0, 1) == (scene.desk.answers, scene.there.answers)


def test_a_message_travels_sealed_is_read_and_that_is_told(scene: Scene) -> None:
    scene.write()
    scene.team.all()
    scene.there.rounds.round()

    assert ["Danke!"] == [each.text for each in scene.inbox()(scene.ann)]
    scene.inbox().has_read(scene.ann, ["m1"])
    scene.there.rounds.round()
    scene.team.all()
    assert [1] == scene.read()


def test_what_was_written_while_the_line_is_cut_goes_once_it_is_whole(scene: Scene) -> None:
    scene.desk.line.is_cut = True
    with pytest.raises(EnvironmentProblem) as cut:
        scene.team.all()
    assert "hub_unreachable" == cut.value.code
    assert "m2" == scene.team.send(scene.sue, NewMessage("m2", ALL, "Später.")).id
    scene.desk.line.is_cut = False
    scene.team.all()

    scene.there.rounds.round()
    assert ["m2"] == [each.envelope.id for each in scene.there.exchange.known(PROGRAM)]


def test_what_a_hub_lost_is_told_again(scene: Scene) -> None:
    scene.write()
    scene.team.all()
    scene.there.rounds.round()
    scene.inbox().has_read(scene.ann, ["m1"])
    scene.lose("m1")
    for _ in range(2):
        scene.team.all()  # it hears that the hub lacks it, and sends it again
    scene.there.rounds.round()
    scene.team.all()
    assert [1] == scene.read()


def word_left(scene: Scene) -> tuple[CaseId, str]:
    """At the first station word is left for Ann, who has the case at the second; the case, and the code of the hub."""
    study, site, bob = scene.study, scene.desk.site, UserId(scene.study.person("bob"))
    epoch = read(HubStanding, study.send(HubCall.STATE).body).epoch
    there = study.session("ann", study.station(1))
    lent = study.told(HubCall.NEXT_CASE, NextCase(epoch=epoch, session=there, request="r"), study.station(1))
    case_id = lent["lease"]["case_id"]
    here = study.session("bob")
    for number in (1, 2):
        looked_up = hashlib.sha256(b"%d" % number).hexdigest()[:32]
        asked = TakeCallerCase(epoch=epoch, session=here, request=f"c{number}", lookup=looked_up)
        if study.told(HubCall.TAKE_CALLER, asked)["case_id"] == case_id:
            break
    with site.units()() as unit:
        unit.team_messages.send(Envelope("w1", site.clock.now(), bob, ONE, (scene.ann.id,), urgent=True), "after six")
        unit.commit()
    (message,) = scene.desk.exchange.known(PROGRAM)
    told = CallerWordTold(epoch=epoch, session=here, case_id=case_id, message=message_told(message))
    return CaseId(case_id), study.told(HubCall.CALLER_WORD, told)["mac"]


def rounds(place: Place) -> list[str]:
    """Ids of the messages at a station after it has told twice."""
    for _ in range(2):
        place.rounds.round()
    return [each.envelope.id for each in place.exchange.known(PROGRAM)]


def test_word_that_a_hub_acknowledged_and_lost_by_a_copy_is_said_again(scene: Scene) -> None:
    case_id, mac = word_left(scene)
    for _ in range(2):
        NoteWordHeard(scene.desk.site.units(), scene.desk.site.clock)(scene.ann, case_id, "w1", mac)
    scene.lose("w1")
    assert [] == rounds(scene.there)

    rounds(scene.desk)
    rounds(scene.desk)
    assert ["w1"] == rounds(scene.there)


@pytest.mark.parametrize("mac", ["", "0" * 64])
def test_word_for_which_a_hub_gave_no_code_is_passed_over(scene: Scene, mac: str) -> None:
    case_id, _ = word_left(scene)
    if mac:
        NoteWordHeard(scene.desk.site.units(), scene.desk.site.clock)(scene.ann, case_id, "w1", mac)
    scene.lose("w1")

    rounds(scene.desk)
    assert [] == rounds(scene.there)
