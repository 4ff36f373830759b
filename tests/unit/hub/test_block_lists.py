"""Block lists of several stations at a hub, asked by messages, on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.sharing.blocks import BlockKind
from cati_app.sync.block_messages import BlockItemTold, BlocksTakenOff, BlocksTold
from cati_app.sync.line import HubCall, Reply
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import MemoryHub
from tests.unit.hub.test_samples_at_a_hub import Desk

ENTRY, OTHER, MARK = "ab" * 32, "cd" * 32, "77"


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(request.param, tmp_path / "hub"))
        yield Desk(kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage))), storage)


def told(desk: Desk, *values: str, after: int = 0, elsewhere: bool = False) -> Any:
    """What a station hears that tells entries, and marks."""
    kinds = {False: BlockKind.ENTRY, True: BlockKind.MARK}
    items = tuple(BlockItemTold(kind=kinds[len(value) < 32], value=value) for value in values)
    asked = BlocksTold(epoch=desk.epoch, items=items, after=after)
    return desk.study.told(HubCall.BLOCKS, asked, desk.there if elsewhere else desk.here)


def off(desk: Desk, *logins: str, value: str = ENTRY) -> Reply:
    """Two people take an entry off."""
    first, second = (desk.session(desk.here, login) for login in logins)
    asked = BlocksTakenOff(
        epoch=desk.epoch, session=first, second=second, id="-".join((*logins, value)), hashes=(value, OTHER)
    )
    return desk.study.send(HubCall.BLOCKS_OFF, asked, desk.here)


def heard(answer: Any) -> list[tuple[str, bool]]:
    """Entries and marks, and which are gone."""
    return [(item["value"], item["gone"]) for item in answer["items"]]


def test_what_one_station_tells_the_others_hear_once(desk: Desk) -> None:
    first = told(desk, ENTRY, MARK)
    again = told(desk, ENTRY, MARK, after=first["n"])

    other = told(desk, elsewhere=True)

    assert ([(ENTRY, False), (MARK, False)], first["n"], False) == (heard(other), other["n"], other["more"])
    assert ([], first["n"]) == (heard(again), again["n"])
    assert [] == heard(told(desk, after=other["n"], elsewhere=True))


def test_a_number_comes_off_everywhere_by_two_people_and_may_come_back(desk: Desk) -> None:
    n = told(desk, ENTRY)["n"]

    for pair in (("sue", "sue"), ("ann", "bob"), ("eve", "sue"), ("sue", "eve")):
        assert 403 == off(desk, *pair).status, pair
    assert [] == heard(told(desk, after=n, elsewhere=True))
    assert {"stood": True} == json.loads(off(desk, "sue", "ann").body)
    assert {"stood": False} == json.loads(off(desk, "ann", "sue").body)

    gone = told(desk, after=n, elsewhere=True)
    assert [(ENTRY, True)] == heard(gone)
    back = told(desk, ENTRY, after=gone["n"], elsewhere=True)
    assert [(ENTRY, False)] == heard(back)
    assert [("block_taken_off",)] == desk.sql("SELECT kind FROM hub_fact WHERE kind LIKE 'block%'")


def test_a_long_list_comes_in_pages(desk: Desk) -> None:
    values = [f"{number:064x}" for number in range(1500)]
    told(desk, *values[:1000])
    told(desk, *values[1000:], after=1000)

    first = told(desk, elsewhere=True)
    second = told(desk, after=first["n"], elsewhere=True)

    assert (1000, True, 500, False) == (
        *(len(first["items"]), first["more"]),
        *(len(second["items"]), second["more"]),
    )


def test_what_is_no_part_of_a_list_is_refused_by_its_place(desk: Desk) -> None:
    session = desk.session(desk.here)
    for item in ({"kind": "entry", "value": "+4930"}, {"kind": "name", "value": ENTRY}, {"kind": "entry"}):
        body = {"epoch": desk.epoch.model_dump(), "items": [item], "after": 0}
        reply = desk.study.ask(HubCall.BLOCKS, json.dumps(body).encode(), desk.here.secret)
        assert (400, True) == (reply.status, b"items.0" in reply.body), (item, session)
