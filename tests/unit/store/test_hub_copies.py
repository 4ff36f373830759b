"""A hub is copied while it serves, and comes back as another life of it; nothing is ever overwritten."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub.certificate import KEY
from cati_app.store.hub.copying import back_up, bring_back
from cati_app.store.hub.register import Register
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Push, written
from tests.hubs import SECRET, STUDY, MemoryHub, row_of
from tests.stations import TUESDAY


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """A hub with five events, copied while it serves."""
    hub = MemoryHub(tmp_path / "hub")
    (hub.folder / KEY).write_text("key")
    hub.enrol()
    events = tuple(row_of(n) for n in range(1, 6))
    push = Push(epoch=Epoch(n=1, id=f"{1:032x}"), first=1, last=5, events=events)
    assert hub.answer(HubCall.PUSH, written(push), SECRET).status == 200
    with closing(hub):
        back_up(hub.folder, tmp_path / "copy")
    return tmp_path


def epoch_of(folder: Path) -> int:
    with closing(FolderStorage(folder).hub()) as store, store.reading() as statements:
        return Register(statements, TUESDAY).epoch().n


def test_a_copy_comes_back_whole_in_another_life(served: Path) -> None:
    life = bring_back(served / "copy", served / "back", TUESDAY)
    assert (served / "back" / KEY).read_text() == "key"
    assert epoch_of(served / "back") == life.n > epoch_of(served / "copy") == 1
    with closing(FolderStorage(served / "back").study(STUDY)) as store, store.reading() as statements:
        assert statements.row("SELECT count(*) FROM inbox_event")[0] == 5


def test_only_who_runs_the_hub_may_read_a_copy(served: Path) -> None:
    for path in (served / "copy").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path.name


@pytest.mark.parametrize("act", ["back_up", "bring_back"])
def test_what_is_there_stays(served: Path, act: str) -> None:
    (served / "there").mkdir()
    with pytest.raises(EnvironmentProblem) as there:
        if act == "back_up":
            back_up(served / "hub", served / "there")
        else:
            bring_back(served / "copy", served / "there", TUESDAY)
    assert there.value.code == "hub_target_there"
    assert list((served / "there").iterdir()) == []


def test_where_there_is_no_hub_nothing_is_copied(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as missing:
        back_up(tmp_path, tmp_path / "copy")
    assert missing.value.code == "hub_missing"
    assert not (tmp_path / "copy").exists()


def test_a_damaged_copy_does_not_come_back(served: Path) -> None:
    (served / "copy" / "hub.db").write_bytes(b"no database" * 1000)
    with pytest.raises(EnvironmentProblem) as damaged:
        bring_back(served / "copy", served / "back", TUESDAY)
    assert damaged.value.code == "hub_damaged"
    assert sorted(path.name for path in served.iterdir()) == ["copy", "hub"]
