"""Who is let in, and what a request is answered that takes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Push, written
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import DEVICE, SECRET, STUDY, MemoryHub, row_of


@pytest.fixture(params=ENGINES)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryHub]:
    with hub_storage(request.param, tmp_path / "hub") as storage:
        made = MemoryHub(tmp_path / "hub", storage)
        yield made
        made.close()


def refused(hub: MemoryHub, call: HubCall, body: bytes, credential: str = SECRET) -> tuple[int, str]:
    reply = hub.answer(call, body, credential)
    return reply.status, json.loads(reply.body)["refused"]


def enrolment(token: bytes, credential: str = "a" * 64, device: str = DEVICE) -> bytes:
    facts = {"protocol": 1, "study": STUDY, "device": device, "token": token.hex(), "credential": credential}
    return json.dumps(facts).encode()


def test_a_code_is_used_once_and_asking_again_gives_the_same_answer(hub: MemoryHub) -> None:
    hub.add_code(b"t" * 32)

    first = hub.answer(HubCall.ENROL, enrolment(b"t" * 32), "")

    assert (200, 200) == (first.status, hub.answer(HubCall.ENROL, enrolment(b"t" * 32), "").status)
    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"t" * 32, "b" * 64))
    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"t" * 32, "b" * 64, "99999999"))
    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"u" * 32))


def test_the_secret_of_one_device_does_not_let_another_in(hub: MemoryHub) -> None:
    hub.enrol()
    hub.add_code(b"v" * 32)
    known = json.loads(enrolment(b"v" * 32, device="99999999"))
    from hashlib import sha256

    known["credential"] = sha256(bytes.fromhex(SECRET)).hexdigest()

    assert (403, "code") == refused(hub, HubCall.ENROL, json.dumps(known).encode())


def test_no_code_takes_the_place_of_a_device_that_is_known(hub: MemoryHub) -> None:
    hub.enrol()
    hub.add_code(b"v" * 32)

    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"v" * 32, "b" * 64))
    assert 200 == hub.answer(HubCall.STATE, b"", SECRET).status
    assert 200 == hub.enrol(token=b"w" * 32).status, "its own station may come with another code"


def test_a_code_that_waited_in_a_copy_lets_nobody_in(hub: MemoryHub) -> None:
    hub.add_code(b"t" * 32)
    hub.new_epoch()

    assert (403, "code") == refused(hub, HubCall.ENROL, enrolment(b"t" * 32))


@pytest.mark.parametrize("credential", ["", "x", "0" * 64, SECRET.upper()])
def test_whoever_is_not_known_hears_nothing(hub: MemoryHub, credential: str) -> None:
    hub.enrol()

    assert (401, "device") == refused(hub, HubCall.STATE, b"", credential)


def push(first: int, n: int = 1, epoch: int = 1) -> bytes:
    life = Epoch(n=epoch, id=f"{epoch:032x}")
    return written(Push(epoch=life, first=first, last=9, events=tuple(row_of(first + more) for more in range(n))))


def test_a_gap_or_another_epoch_takes_nothing(hub: MemoryHub) -> None:
    hub.enrol()

    assert (409, "gap") == refused(hub, HubCall.PUSH, push(2))
    assert (409, "epoch") == refused(hub, HubCall.PUSH, push(1, epoch=2))
    assert [] == hub.events()


def test_the_mark_never_goes_back(hub: MemoryHub) -> None:
    """I10."""
    hub.enrol()
    hub.answer(HubCall.PUSH, push(1, 5), SECRET)

    late = json.loads(hub.answer(HubCall.PUSH, push(2, 2), SECRET).body)

    assert (5, row_of(5).digest) == (late["standing"]["mark"], late["standing"]["digest"])
    assert ["known", "known"] == late["verdicts"]


@pytest.mark.parametrize("device", ["", "aaaa", "AAAAAAAA", "a\x00aaaaaa", "a" * 1000])
def test_a_row_of_what_is_no_device_is_kept_aside(hub: MemoryHub, device: str) -> None:
    hub.enrol()
    body = written(Push(epoch=Epoch(n=1, id=f"{1:032x}"), first=1, last=1, events=(row_of(1, device),)))

    assert ["unreadable"] == json.loads(hub.answer(HubCall.PUSH, body, SECRET).body)["verdicts"]
    assert ([], 1) == (hub.events(), len(hub.aside()))


def test_a_message_that_cannot_be_read_is_refused_by_its_field(hub: MemoryHub) -> None:
    hub.enrol()

    assert (400, "message") == refused(hub, HubCall.PUSH, b"{}")
    assert (426, "protocol") == refused(hub, HubCall.PUSH, b'{"protocol": 2}')


def test_of_codes_and_secrets_the_hub_keeps_no_more_than_hashes(hub: MemoryHub) -> None:
    hub.enrol()
    hub.answer(HubCall.PUSH, push(1, 5), SECRET)
    stored = hub.everything()

    assert row_of(5).digest.encode() in stored
    for secret in (SECRET.encode(), bytes.fromhex(SECRET), b"t" * 32, (b"t" * 32).hex().encode()):
        assert secret not in stored
