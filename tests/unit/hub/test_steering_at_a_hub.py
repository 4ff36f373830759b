"""What supervisors change of cells at a hub, message by message and on both engines: once, on what was in sight."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.quota.steering import Intake
from cati_app.store.hub.engine import HubStorage
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch
from cati_app.sync.steering_messages import MoveAsked, SteerAsked
from tests.hub_storages import ENGINES, hub_storage
from tests.hub_study import StudyOfMessages, bundles
from tests.hubs import MemoryHub

TOKEN = b"t" * 32


class Scene:
    """A study at a hub, before its cases are; a supervisor sits at the first station."""

    def __init__(self, hub: MemoryHub, storage: HubStorage) -> None:
        self.hub, self.storage = hub, storage
        self.study = StudyOfMessages(hub.answer, "a1" * 16)
        hub.add_code(TOKEN)
        self.study.enrol_first(TOKEN)
        self.study.publish()
        self.cell, self.planned = self.sql("SELECT id, target FROM cell ORDER BY position LIMIT 1")[0]
        self.other = self.sql("SELECT id FROM cell ORDER BY position LIMIT 1 OFFSET 1")[0][0]

    def open(self) -> None:
        self.study.bring_cases(bundles(2, self.study.id))
        self.study.open()

    @property
    def life(self) -> Epoch:
        return Epoch(**self.study.told(HubCall.STATE)["epoch"])

    def asked(self, id_: str, **what: Any) -> SteerAsked:
        return SteerAsked(epoch=self.life, session=self.study.session("sue"), id=id_, cell_id=self.cell, **what)

    def done(self, id_: str, **what: Any) -> dict[str, Any]:
        told: dict[str, Any] = self.study.told(HubCall.STEER, self.asked(id_, **what))
        return told

    def refused_of(self, id_: str, cell: str, **what: Any) -> str:
        asked = self.asked(id_, **what).model_copy(update={"cell_id": cell})
        return str(json.loads(self.study.send(HubCall.STEER, asked).body)["refused"])

    def refused(self, id_: str, **what: Any) -> str:
        reply = self.study.send(HubCall.STEER, self.asked(id_, **what))
        assert reply.status == 409, reply
        return str(json.loads(reply.body)["refused"])

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """What the tables hold."""
        with closing(self.storage.study(self.study.id, writable=False)) as store, store.reading() as statements:
            return [tuple(row) for row in statements.all(statement)]

    def targets(self) -> dict[str, int]:
        """By cell."""
        return dict(self.sql("SELECT id, target FROM cell"))

    def stands(self) -> tuple[int, int, str]:
        """Target, planned target and version."""
        ((target, planned, version),) = self.sql(f"SELECT target, planned, version FROM cell WHERE id = '{self.cell}'")
        return target, planned, version


@pytest.fixture(params=ENGINES)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(request.param, tmp_path / "hub"))
        yield Scene(kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage))), storage)


def test_a_change_is_made_once_and_the_slower_one_is_told(scene: Scene) -> None:
    scene.open()
    for _ in range(2):
        told = scene.done("a", target=5, seen="")
        assert ("a", 0, 1) == (told["id"], told["used"], len(told["vouched"]))

    assert (5, scene.planned, "a") == scene.stands()
    assert "cell_changed" == scene.refused("b", target=9, seen="")
    assert "unchanged" == scene.refused("c", target=5, seen="a")
    assert "cell" == scene.refused_of("c", "nobody", target=1)
    assert [("target_changed",)] == scene.sql("SELECT kind FROM hub_fact WHERE kind LIKE '%chang%'")


def test_a_late_copy_of_a_change_that_names_no_version_changes_nothing(scene: Scene) -> None:
    scene.open()
    scene.done("a", target=5)
    scene.done("b", target=7)
    assert "undo_nothing" == scene.refused("c", undoes="a")

    scene.done("a", target=5)

    assert (7, scene.planned, "b") == scene.stands()
    reply = scene.study.send(HubCall.STEER, scene.asked("a", target=6))
    assert "message" == json.loads(reply.body)["refused"], "another change under the id of one that was made"


def test_what_was_changed_is_taken_back_within_ten_minutes(scene: Scene) -> None:
    scene.open()
    scene.done("a", intake=Intake.CLOSED)
    scene.done("b", undoes="a")
    assert "undo_nothing" == scene.refused("c", undoes="a")
    scene.done("d", target=7)
    scene.hub.clock.move(timedelta(minutes=11).total_seconds())

    assert "undo_late" == scene.refused("e", undoes="d")
    assert (7, scene.planned, "d") == scene.stands()


def test_targets_move_in_one_act_once_and_come_back_in_one(scene: Scene) -> None:
    scene.open()
    other = scene.other
    before = scene.targets()
    for _ in range(2):
        scene.done("a", seen="", move=MoveAsked(to=other, count=1, seen=""))
    assert (before[scene.cell] - 1, before[other] + 1) == (scene.targets()[scene.cell], scene.targets()[other])
    assert [("target_changed",)] * 2 == scene.sql("SELECT kind FROM hub_fact WHERE kind LIKE '%chang%'")
    assert "cell_changed" == scene.refused("b", seen="a/moved", move=MoveAsked(to=other, count=1, seen="older"))
    assert "move_too_many" == scene.refused("c", move=MoveAsked(to=other, count=1_000))
    assert "move_apart" == scene.refused("d", move=MoveAsked(to=scene.cell, count=1))
    assert "cell" == scene.refused("e", move=MoveAsked(to="nobody", count=1))

    scene.done("f", undoes="a/moved")
    assert before == scene.targets()


def test_it_may_come_before_the_cases(scene: Scene) -> None:
    scene.done("a", target=1)
    scene.open()

    assert (1, scene.planned, "a") == scene.stands()


@pytest.mark.parametrize("what", [{}, {"target": 3, "intake": "open"}, {"target": -1}, {"target": 1_000_001}])
def test_what_is_no_change_cannot_be_read(scene: Scene, what: dict[str, Any]) -> None:
    fields = json.loads(scene.asked("a", target=3).model_dump_json(exclude={"target"})) | what
    reply = scene.study.ask(HubCall.STEER, json.dumps(fields).encode(), scene.study.first.secret)

    assert (400, "message") == (reply.status, json.loads(reply.body)["refused"])
