"""A hub that came back from a copy believes what it has vouched for itself, and nothing else."""

from __future__ import annotations

from typing import Any

from cati_app.domain.quota.steering import Intake
from cati_app.sync.line import HubCall
from cati_app.sync.vouched_messages import VouchedShown, VouchedTold
from tests.unit.hub.test_steering_at_a_hub import Scene, scene

__all__ = ["scene"]


def heard(scene: Scene, *vouched: VouchedTold) -> Any:
    return scene.study.told(HubCall.VOUCHED, VouchedShown(epoch=scene.life, vouched=vouched))


def test_what_it_has_done_and_lost_holds_again(scene: Scene) -> None:
    scene.open()
    (told,) = scene.done("a", target=5)["vouched"]
    scene.done("b", intake=Intake.CLOSED)
    forgotten = VouchedTold(**told)
    scene.hub.new_epoch()

    assert {"waits": 0} == heard(scene, forgotten)

    assert "b" == scene.stands()[2], "that was decided later, and is here"


def test_what_somebody_made_up_is_passed_over(scene: Scene) -> None:
    scene.open()
    (told,) = scene.done("a", target=5)["vouched"]
    text = told["text"].replace('"target":5', '"target":500').replace('"version":"a"', '"version":"z"')
    later = text.replace('"at":"2026', '"at":"2036')

    assert {"waits": 0} == heard(scene, VouchedTold(text=later, mac=told["mac"]), VouchedTold(text="{}", mac="0" * 64))

    assert (5, scene.planned, "a") == scene.stands()
