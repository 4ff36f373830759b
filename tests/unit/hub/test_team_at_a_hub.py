"""The team at a hub, message by message and on both engines: who is at work, and messages the hub cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import Activity
from cati_app.domain.people.team_messages import ALL, KEPT_FOR, Envelope, SealedMessage
from cati_app.store.hub.engine import HubStorage
from cati_app.sync.line import HubCall
from cati_app.sync.team_messages import MessageTold, ReadTold, SeatTold, TeamAsked, TeamTold, message_told
from tests.hub_storages import ENGINES, hub_storage
from tests.hub_study import StationOfStudy, StudyOfMessages, bundles
from tests.hubs import MemoryHub

TOKEN = b"t" * 32


class Scene:
    """A study at a hub with a second station."""

    def __init__(self, hub: MemoryHub, storage: HubStorage) -> None:
        self.hub, self.storage = hub, storage
        self.study = StudyOfMessages(hub.answer, "a1" * 16)
        hub.add_code(TOKEN)
        self.study.enrol_first(TOKEN)
        self.study.publish()
        self.study.bring_cases(bundles(2, self.study.id))
        self.study.open()
        self.there = self.study.join(1)
        self.ann, self.bob, self.sue = (UserId(self.study.person(login)) for login in ("ann", "bob", "sue"))

    def tell(
        self, *seats: SeatTold, by: StationOfStudy | None = None, known: tuple[str, ...] = (), read: Any = ()
    ) -> list[str]:
        """A station tells; ids of the messages that it gets."""
        told = self.study.told(HubCall.TEAM_TELL, TeamTold(seats=seats, known=known, read=read), by)
        return [each["id"] for each in told["messages"]]

    def asked(self, *messages: MessageTold, known: tuple[str, ...] = ()) -> dict[str, Any]:
        """A supervisor asks, and sends."""
        asked = TeamAsked(session=self.study.session("sue"), messages=messages, known=known)
        told: dict[str, Any] = self.study.told(HubCall.TEAM, asked)
        return told

    def seats(self) -> list[tuple[str, str, int | None, int]]:
        """Person, activity, since how many seconds, told how many seconds ago."""
        return [
            (each["seat"]["user_id"], each["seat"]["activity"], each["seat"]["for_s"], each["heard_s"])
            for each in self.asked()["seats"]
        ]

    def message(self, name: str = "m1", by: UserId | None = None) -> MessageTold:
        envelope = Envelope(name, self.hub.clock.now(), by or self.sue, ALL, (self.ann, self.bob))
        return message_told(SealedMessage(envelope, b"sealed"))

    def kept(self) -> list[tuple[Any, ...]]:
        """What the tables hold of messages."""
        with closing(self.storage.study(self.study.id, writable=False)) as store, store.reading() as statements:
            return [tuple(row) for row in statements.all("SELECT id, readers FROM team_message ORDER BY id")]


@pytest.fixture(params=ENGINES)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(request.param, tmp_path / "hub"))
        yield Scene(kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage))), storage)


def test_a_seat_is_told_with_its_age_and_replaced_by_the_next(scene: Scene) -> None:
    scene.tell(SeatTold(user_id=scene.ann, activity=Activity.INTERVIEW, for_s=60, question=4, language="de"))
    scene.hub.clock.move(7)
    assert [(scene.ann, "interview", 67, 7)] == scene.seats()

    scene.tell(SeatTold(user_id=scene.ann, activity=Activity.AWAY))
    assert [(scene.ann, "away", None, 0)] == scene.seats()

    scene.tell()
    assert [] == scene.seats()


def test_a_person_who_changes_stations_sits_where_it_was_told_last(scene: Scene) -> None:
    scene.tell(SeatTold(user_id=scene.ann, activity=Activity.CALL, for_s=0))
    scene.hub.clock.move(1)
    scene.tell(SeatTold(user_id=scene.ann, activity=Activity.BETWEEN, for_s=0), by=scene.there)
    assert [(scene.ann, "between", 0, 0)] == scene.seats()


def test_of_a_station_that_is_silent_for_long_nobody_is_at_work(scene: Scene) -> None:
    scene.tell(SeatTold(user_id=scene.ann, activity=Activity.CALL, for_s=0))
    scene.hub.clock.move(timedelta(minutes=10).total_seconds())
    assert [] == scene.seats()


def test_a_pause_told_with_its_length_is_refused(scene: Scene) -> None:
    told = TeamTold(seats=(SeatTold(user_id=scene.ann, activity=Activity.AWAY, for_s=300),), known=(), read=())
    assert 400 == scene.study.send(HubCall.TEAM_TELL, told).status
    assert [] == scene.seats()


def test_seats_are_in_no_table(scene: Scene) -> None:
    def everything() -> str:
        with closing(scene.storage.study(scene.study.id, writable=False)) as store, store.reading() as statements:
            tables = ("hub_fact", "hub_answer", "event", "meta", "team_message", "known_station")
            return repr([statements.all(f"SELECT * FROM {table}") for table in tables])

    before = everything()
    scene.tell(SeatTold(user_id=scene.ann, activity=Activity.INTERVIEW, for_s=60, question=4, language="de"))
    assert before == everything()


def test_a_message_sent_twice_is_there_once_and_reaches_every_station(scene: Scene) -> None:
    for _ in range(2):
        scene.asked(scene.message())

    assert ["m1"] == scene.tell() == scene.tell(by=scene.there)
    assert [] == scene.tell(known=("m1",))
    assert [("m1", "[]")] == scene.kept()


def test_readers_are_told_of_as_often_as_it_is_said(scene: Scene) -> None:
    scene.asked(scene.message())
    for station in (None, scene.there, None):
        scene.tell(by=station, known=("m1",), read=(ReadTold(id="m1", people=(scene.ann, "nobody")),))

    assert [{"id": "m1", "people": [scene.ann]}] == scene.asked()["read"]


def test_nobody_sends_in_another_supervisors_name(scene: Scene) -> None:
    scene.asked(scene.message(by=scene.ann))
    assert [] == scene.kept()


def test_after_a_week_the_hub_has_it_no_more(scene: Scene) -> None:
    scene.asked(scene.message())
    scene.hub.clock.move(KEPT_FOR.total_seconds())
    assert [] == scene.tell()
    scene.asked(scene.message("m2"))
    assert ["m2"] == [name for name, _ in scene.kept()]
