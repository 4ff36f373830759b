"""When a hub has statistics of a study's tables asked for: after a sample, after adoption, and when it begins anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.samples import SampleChangeKind
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.store.hub.statistics_keeper import StatisticsKeeper
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch
from cati_app.sync.sample_messages import SampleReleased
from tests.hub_study import StudyOfMessages, bundles
from tests.hubs import MemoryHub
from tests.stations import TUESDAY

WAIT_S = 20


class LookingStorage(FolderStorage):
    """Files that need statistics as a server does."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.looked = SimpleQueue[str]()

    def statistics(self) -> Callable[[str], object]:  # type: ignore[override]
        return self.looked.put


@pytest.fixture
def storage(tmp_path: Path) -> LookingStorage:
    return LookingStorage(tmp_path)


@pytest.fixture
def hub(storage: LookingStorage, tmp_path: Path) -> Iterator[MemoryHub]:
    with closing(MemoryHub(tmp_path, storage)) as made:
        yield made


def test_after_adoption_after_a_sample_and_when_a_hub_begins_a_study_is_looked_after(
    hub: MemoryHub, storage: LookingStorage
) -> None:
    study = StudyOfMessages(hub.answer, "6" * 32)
    hub.add_code(bytes(32))
    study.enrol_first(bytes(32))
    assert study.id == storage.looked.get(timeout=WAIT_S)  # its tables were made
    study.publish()
    study.bring_cases(bundles(2, study.id))
    assert storage.looked.empty()
    study.open()
    assert study.id == storage.looked.get(timeout=WAIT_S)

    epoch = Epoch(**study.told(HubCall.STATE)["epoch"])
    said: dict[str, Any] = {"epoch": epoch, "session": study.session("sue"), "made_at": TUESDAY}
    study.told(
        HubCall.RELEASE, SampleReleased(**said, change="c" * 32, kind=SampleChangeKind.RELEASED, basis=0, cases=0)
    )
    assert study.id == storage.looked.get(timeout=WAIT_S)

    hub.restart()
    study.told(HubCall.STATE)
    assert study.id == storage.looked.get(timeout=WAIT_S)
    study.told(HubCall.STATE)
    hub.close()
    assert storage.looked.empty()


def test_what_is_asked_for_while_it_waits_is_done_once_and_a_refusal_is_passed_over() -> None:
    go, begun, looked = Event(), Event(), list[str]()

    def look(study: str) -> None:
        looked.append(study)
        begun.set()
        go.wait(WAIT_S)
        raise EnvironmentProblem("server_busy", "x", "y")

    with closing(StatisticsKeeper(look)) as keeper:
        first = keeper.look_after("a")
        begun.wait(WAIT_S)
        others = {keeper.look_after("b"), keeper.look_after("b"), keeper.look_after("a")}
        go.set()
        for done in (first, *others):
            assert done is not None
            assert done.result(WAIT_S) is None
    assert ["a", "b", "a"] == looked
    assert keeper.look_after("c") is None
