"""I16: whatever devices send, in whatever order, a hub in files and one on a server answer the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.demo.clock import SimulatedClock
from cati_app.store.hub.inbox import Arrived
from cati_app.store.hub.register import HubRefused
from cati_app.store.hub.studies import HubStudies, HubStudy
from cati_app.store.hub.unit import HubUnit
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import STUDY, row_of
from tests.property.examples import examples
from tests.stations import TUESDAY

DEVICES = 3
_TURN = count()

Events = list[tuple[int, str]]
"""Which device wrote it, and what it tells; -1: nothing that could be a row."""

pushes = st.lists(
    st.tuples(
        st.integers(0, DEVICES - 1),
        st.integers(1, 6),
        st.lists(
            st.tuples(st.integers(-1, DEVICES - 1), st.sampled_from(["x", "y", "ä'%s?", ""])), min_size=1, max_size=4
        ),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[HubStudy]]:
    """The same study on both engines; each example takes other devices."""
    with ExitStack() as kept:
        made = []
        for engine in ENGINES:
            folder: Path = tmp_path_factory.mktemp(engine)
            storage = kept.enter_context(hub_storage(engine, folder))
            made.append(kept.enter_context(closing(HubStudies(storage, SimulatedClock(TUESDAY)))).of(STUDY))
        yield made


def _row(n: int, device: str | None, told: str) -> str:
    return row_of(n, device, told).row if device is not None else told * 3


def _outcome(study: HubStudy, device: str, first: int, rows: list[str]) -> object:
    def take(unit: HubUnit) -> object:
        told = unit.inbox.push(device, first, first + len(rows), [Arrived(row, "a" * 64) for row in rows])
        unit.commit()
        return told

    try:
        return study.run(take).result()
    except HubRefused as refused:
        return refused.reason


@settings(max_examples=examples(60), deadline=None)
@given(pushes)
def test_both_engines_answer_and_keep_the_same(studies: list[HubStudy], sent: list[tuple[int, int, Events]]) -> None:
    turn = next(_TURN)
    names = [f"{turn * DEVICES + number:08x}" for number in range(DEVICES)]
    for sender, first, events in sent:
        rows = [
            _row(n, names[writer] if writer >= 0 else None, told)
            for n, (writer, told) in enumerate(events, start=first)
        ]
        files, server = (_outcome(study, names[sender], first, rows) for study in studies)
        assert files == server

    files, server = (
        study.run(lambda unit: (unit.inbox.logs(), unit.inbox.events(), unit.inbox.aside())).result()
        for study in studies
    )
    assert files == server
