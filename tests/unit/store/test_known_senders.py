"""Who shows which secret is kept as long as the register stays as it is, and not a request longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path

import pytest

from cati_app.hub.administration import withdraw
from cati_app.store.hub.known_senders import Asking, KnownSenders
from cati_app.store.hub.register import HubRefused, Life, NotTaken, Register, Sender
from cati_app.store.hub.sqlite import FolderStorage
from tests.hubs import DEVICE, SECRET, STUDY, MemoryHub

_SECRET = bytes.fromhex(SECRET)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[MemoryHub]:
    with closing(MemoryHub(tmp_path)) as made:
        made.enrol()
        yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the register was asked for."""
    told: list[str] = []
    asking = Register.asking

    def noted(register: Register, secret: bytes) -> tuple[Sender, Life]:
        told.append(secret.hex())
        return asking(register, secret)

    monkeypatch.setattr(Register, "asking", noted)
    return told


def test_the_register_is_asked_once(hub: MemoryHub, asked: list[str]) -> None:
    told = [hub.hub.asking(_SECRET).result() for _ in range(3)]

    assert [(Sender(STUDY, DEVICE), Life(1, f"{1:032x}"))] * 3 == told
    assert [SECRET] == asked


def test_whoever_is_withdrawn_by_another_program_is_let_in_no_more(hub: MemoryHub) -> None:
    hub.hub.asking(_SECRET).result()
    withdraw(FolderStorage(hub.folder), DEVICE, hub.clock)

    with pytest.raises(HubRefused) as refused:
        hub.hub.asking(_SECRET).result()
    assert NotTaken.WITHDRAWN is refused.value.reason
    withdraw(FolderStorage(hub.folder), DEVICE, hub.clock, undo=True)
    assert Sender(STUDY, DEVICE) == hub.hub.asking(_SECRET).result()[0]


def test_a_new_life_is_known_at_once(hub: MemoryHub) -> None:
    before = hub.hub.asking(_SECRET).result()[1]
    hub.new_epoch()

    assert before.n < hub.hub.asking(_SECRET).result()[1].n


def test_what_a_stranger_shows_is_not_kept(hub: MemoryHub, asked: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(HubRefused):
            hub.hub.asking(b"s" * 32).result()
    assert 2 == len(asked)


def test_an_answer_from_before_a_change_is_not_kept_behind_it(hub: MemoryHub) -> None:
    """The register changes while it is being asked."""
    with closing(FolderStorage(hub.folder).watch()) as watch:
        senders = KnownSenders(watch, _asks_while(hub))
        assert 1 == senders.asking(_SECRET).result()[1].n
        assert 1 < senders.asking(_SECRET).result()[1].n


def _asks_while(hub: MemoryHub) -> Callable[[bytes], Future[Asking]]:
    def ask(secret: bytes) -> Future[Asking]:
        asked = hub.hub.run(lambda register: register.asking(secret))
        asked.result()
        hub.new_epoch()
        return asked

    return ask
