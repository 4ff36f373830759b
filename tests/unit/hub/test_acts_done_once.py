"""What a supervisor decides at a hub is done once, whatever copies of the request arrive and whenever."""

from __future__ import annotations

import json

import pytest

from cati_app.sync.case_messages import Act, WriteOff
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Message
from tests.hub_study import bundle
from tests.unit.hub.test_stations_at_a_hub import Scene, scene

__all__ = ["scene"]


def off(scene: Scene) -> WriteOff:
    return WriteOff(epoch=scene.life, session=scene.sue(), id=scene.new_id(), device=scene.one.device)


@pytest.mark.parametrize(("first", "then"), [(Act.PAUSE, Act.RESUME), (Act.RESUME, Act.PAUSE)], ids=["pause", "resume"])
def test_a_late_copy_of_a_request_to_pause_or_resume_does_nothing(scene: Scene, first: Act, then: Act) -> None:
    device = scene.one.device
    if first is Act.RESUME:
        scene.act(Act.PAUSE, device)
    asked = scene.asked(first, device)
    scene.study.told(HubCall.ACT, asked)
    scene.act(then, device)
    before = scene.stations()[device]["halt"]

    assert {"act": first.value, "vouched": []} == scene.study.told(HubCall.ACT, asked), "the answer that it got"

    assert before == scene.stations()[device]["halt"]


def test_a_late_copy_of_a_write_off_does_not_give_a_station_up_again_and_tells_what_was_released(scene: Scene) -> None:
    scene.lent(scene.one, "first")
    asked = off(scene)
    told = scene.study.told(HubCall.WRITE_OFF, asked)
    assert 1 == told["cases"]
    scene.act(Act.READMIT, scene.one.device)

    assert told == scene.study.told(HubCall.WRITE_OFF, asked)

    assert scene.stations()[scene.one.device]["halt"] is None


def test_a_late_copy_of_a_readmission_does_not_outlast_another_write_off(scene: Scene) -> None:
    scene.study.told(HubCall.WRITE_OFF, off(scene))
    asked = scene.asked(Act.READMIT, scene.one.device)
    scene.study.told(HubCall.ACT, asked)
    scene.study.told(HubCall.WRITE_OFF, off(scene))

    scene.study.told(HubCall.ACT, asked)

    assert "written_off" == scene.stations()[scene.one.device]["halt"]


def test_a_late_copy_takes_a_case_back_from_nobody_who_got_it_since(scene: Scene) -> None:
    case_id = scene.lent(scene.one, "first")["lease"]["case_id"]
    asked = scene.asked(Act.TAKE_BACK, case_id)
    scene.study.told(HubCall.ACT, asked)
    assert case_id == scene.lent(scene.two, "second")["lease"]["case_id"]

    scene.study.told(HubCall.ACT, asked)

    assert 1 == scene.stations()[scene.two.device]["cases"]


def test_what_was_refused_stays_refused_when_it_comes_once_more(scene: Scene) -> None:
    case_id = bundle(1, scene.study.id).case_id
    asked = scene.asked(Act.TAKE_BACK, case_id)
    assert "not_out" == scene.refused(HubCall.ACT, asked)
    assert case_id == scene.lent(scene.one, "first")["lease"]["case_id"]

    assert "not_out" == scene.refused(HubCall.ACT, asked)

    assert 1 == scene.stations()[scene.one.device]["cases"]


def test_an_act_of_an_earlier_life_of_the_hub_is_not_done(scene: Scene) -> None:
    asked: list[Message] = [scene.asked(Act.PAUSE, scene.one.device), off(scene)]
    scene.hub.new_epoch()
    for call, message in zip((HubCall.ACT, HubCall.WRITE_OFF), asked, strict=True):
        assert "epoch" == scene.refused(call, message)
    assert scene.stations()[scene.one.device]["halt"] is None


def test_who_may_not_decide_leaves_nothing_under_the_id_of_another(scene: Scene) -> None:
    device = scene.one.device
    theirs = scene.asked(Act.PAUSE, device)
    reply = scene.study.send(HubCall.ACT, theirs.model_copy(update={"session": scene.study.session("ann")}))
    assert (403, "right") == (reply.status, json.loads(reply.body)["refused"])

    scene.study.told(HubCall.ACT, theirs)

    assert "paused" == scene.stations()[device]["halt"]
