"""A hub that lacks what it has acknowledged came back from a copy unnoticed: a receipt begins another life of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.hub.administration import certify, make_hub
from cati_app.store.hub.certificate import CERTIFICATE, KEY, ROOT_KEY, make_certificate, replace_certificate
from cati_app.store.hub.copying import back_up
from cati_app.store.hub.receipt_key import RECEIPT_KEY, receipt_key
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.sync.code import HubAddress
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubStanding, Push, ReceiptTold, read, written
from cati_app.sync.receipt_messages import ReceiptShown
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


HOST, AT = "hub.example", datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    make_certificate(made, HOST, AT)
    return made


def test_the_key_of_receipts_is_made_once_and_outlives_the_key_of_the_certificate(folder: Path) -> None:
    before = receipt_key(folder, folder / KEY)
    replace_certificate(folder, HOST, AT, None)

    assert before == receipt_key(folder, folder / KEY)
    assert 0o600 == (folder / RECEIPT_KEY).stat().st_mode & 0o777
    assert {CERTIFICATE, KEY, ROOT_KEY, RECEIPT_KEY} == {path.name for path in folder.iterdir()}


def test_a_hub_that_has_none_yet_makes_that_of_its_private_key_as_receipts_had_it(folder: Path) -> None:
    """What was acknowledged before there was such a file is proved by it, at each machine that serves the hub."""
    as_before = hmac.digest((folder / KEY).read_bytes(), b"cati/1 receipts", hashlib.sha256)

    assert as_before == receipt_key(folder, folder / KEY)
    (folder / RECEIPT_KEY).unlink()
    assert as_before == receipt_key(folder, folder / KEY)


@pytest.mark.parametrize("content", [b"", b"ab" * 31 + b"\n", b"\xff" * 64 + b"\n", b"AB" * 32 + b"\n"])
def test_a_damaged_key_of_receipts_is_told_and_left_as_it_is(folder: Path, content: bytes) -> None:
    (folder / RECEIPT_KEY).write_bytes(content)

    with pytest.raises(EnvironmentProblem) as told:
        receipt_key(folder, folder / KEY)

    assert ("hub_receipt_key", content) == (told.value.code, (folder / RECEIPT_KEY).read_bytes())


def test_another_certificate_of_an_older_hub_keeps_its_receipts(tmp_path: Path) -> None:
    folder, clock = tmp_path / "hub", SimulatedClock(AT)
    storage = FolderStorage(folder)
    make_hub(folder, storage, HubAddress(HOST, 8443), clock)
    (folder / RECEIPT_KEY).unlink()
    before = receipt_key(folder, folder / KEY)
    (folder / RECEIPT_KEY).unlink()

    certify(folder, storage, clock)

    assert before == receipt_key(folder, folder / KEY)
    assert RECEIPT_KEY in back_up(folder, tmp_path / "copy")
    assert (folder / RECEIPT_KEY).read_bytes() == (tmp_path / "copy" / RECEIPT_KEY).read_bytes()
