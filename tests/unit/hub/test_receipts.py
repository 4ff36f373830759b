"""A hub that lacks what it has acknowledged came back from a copy unnoticed: a receipt begins another life of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubStanding, Push, ReceiptShown, ReceiptTold, read, written
from tests.hubs import SECRET, MemoryHub, row_of

OTHER = "6" * 64


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[MemoryHub]:
    made = MemoryHub(tmp_path / "hub")
    made.enrol()
    yield made
    made.close()


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[MemoryHub]:
    """The same hub, as it was before any event came."""
    made = MemoryHub(tmp_path / "copy")
    made.enrol()
    yield made
    made.close()


def standing(hub: MemoryHub, secret: str = SECRET) -> HubStanding:
    return read(HubStanding, hub.answer(HubCall.STATE, b"", secret).body)


def pushed(hub: MemoryHub, n: int) -> HubStanding:
    events = tuple(row_of(number) for number in range(1, n + 1))
    hub.answer(HubCall.PUSH, written(Push(epoch=standing(hub).epoch, first=1, last=n, events=events)), SECRET)
    return standing(hub)


def shown(hub: MemoryHub, told: HubStanding, secret: str = SECRET, **otherwise: Any) -> HubStanding:
    assert told.receipt is not None
    receipt = ReceiptTold(**{**told.receipt.model_dump(), **otherwise})
    reply = hub.answer(HubCall.RECEIPT, written(ReceiptShown(epoch=told.epoch, receipt=receipt)), secret)
    assert reply.status == 200, json.loads(reply.body)
    return read(HubStanding, reply.body)


def test_a_copy_that_is_shown_what_it_lacks_begins_another_life(hub: MemoryHub, copy: MemoryHub) -> None:
    told = pushed(hub, 3)
    assert standing(copy).epoch == told.epoch
    now = shown(copy, told)
    assert now.epoch.n > told.epoch.n
    assert standing(copy).epoch == now.epoch


def test_a_receipt_is_shown_twice_and_one_life_begins(hub: MemoryHub, copy: MemoryHub) -> None:
    told = pushed(hub, 3)
    assert shown(copy, told).epoch == shown(copy, told).epoch


def test_what_a_hub_has_proves_nothing(hub: MemoryHub) -> None:
    told = pushed(hub, 3)
    assert shown(hub, told).epoch == told.epoch


@pytest.mark.parametrize("otherwise", [{"mark": 9}, {"acts": 9}, {"mac": "0" * 64}])
def test_a_receipt_that_a_station_makes_up_proves_nothing(
    hub: MemoryHub, copy: MemoryHub, otherwise: dict[str, Any]
) -> None:
    told = pushed(hub, 3)
    assert shown(copy, told, **otherwise).epoch == told.epoch


def test_the_receipt_of_another_station_proves_nothing(hub: MemoryHub, copy: MemoryHub) -> None:
    told = pushed(hub, 3)
    copy.enrol(OTHER, "99999999", b"u" * 32)
    assert shown(copy, told, OTHER).epoch == told.epoch


def test_a_copy_of_an_earlier_life_begins_one_after_those_it_has_lost(hub: MemoryHub, copy: MemoryHub) -> None:
    hub.new_epoch()
    told = standing(hub)
    now = shown(copy, told)
    assert now.epoch.n > told.epoch.n


def test_a_receipt_of_a_life_that_is_over_proves_nothing(hub: MemoryHub, copy: MemoryHub) -> None:
    told = pushed(hub, 3)
    copy.new_epoch()
    life = standing(copy).epoch
    assert shown(copy, told).epoch == life


def test_lives_that_begin_in_one_second_have_numbers_of_their_own(hub: MemoryHub) -> None:
    lives = []
    for _ in range(3):
        hub.new_epoch()
        lives.append(standing(hub).epoch)
    assert len({life.n for life in lives}) == len({Epoch(n=life.n, id=life.id).id for life in lives}) == 3
