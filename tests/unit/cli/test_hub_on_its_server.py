"""What is asked of a hub on its server: nothing is said to be done that was not, and the hub tells what holds it up."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from cati_app.cli.hub_status import lines_of
from cati_app.domain.sharing.handing import KnownStation
from cati_app.store.hub.overview import StudyFigures, figures
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.store.hub.unit import HubUnit
from tests.commands import Command
from tests.hubs import DEVICE, STUDY, MemoryHub

ADDRESS = ("--address", "https://127.0.0.1:1")


@pytest.fixture
def hub(cati: Command, tmp_path: Path) -> Path:
    folder = tmp_path / "hub"
    assert 0 == cati("hub", "init", folder, *ADDRESS).returncode
    return folder


@pytest.mark.parametrize("words", [("--other-root",), ("--other-root", "--renew"), ("--root-key", "root-key.pem")])
def test_what_changes_no_certificate_is_refused(cati: Command, hub: Path, words: tuple[str, ...]) -> None:
    run = cati("hub", "certificate", hub, *words)

    assert (1, "", True) == (run.returncode, run.stdout, "Nothing was changed" in run.stderr)


def test_a_copy_does_not_go_into_the_folder_that_is_copied(cati: Command, hub: Path) -> None:
    before = sorted(hub.rglob("*"))
    backup = cati("hub", "backup", hub, hub / "copies" / "today")
    restore = cati("hub", "restore", hub, hub / "again")

    for run in (backup, restore):
        assert (1, "", True) == (run.returncode, run.stdout, "within the one that is copied" in run.stderr)
    assert before == sorted(hub.rglob("*"))
    assert 0 == cati("hub", "backup", hub, hub.with_name("hub-today")).returncode, "beside it, of a name that begins so"


def test_a_hub_is_made_in_an_empty_folder(cati: Command, tmp_path: Path) -> None:
    full, disk = tmp_path / "full", tmp_path / "disk"
    (disk / "lost+found").mkdir(parents=True)
    full.mkdir()
    (full / "letter.txt").write_text("x")

    run = cati("hub", "init", full, *ADDRESS)

    assert (1, "", True) == (run.returncode, run.stdout, "is not empty" in run.stderr)
    assert ["letter.txt"] == [path.name for path in full.iterdir()]
    assert 0 == cati("hub", "init", disk, *ADDRESS).returncode, "a disk of its own is empty"


def test_a_new_hub_says_that_nobody_has_come(cati: Command, hub: Path) -> None:
    assert "No station has come yet.\n" == cati("hub", "devices", hub).stdout
    assert cati("hub", "status", hub).stdout.endswith("No station has come yet.\n")
    assert [] == json.loads(cati("hub", "status", hub, "--json").stdout)["studies"]


@pytest.mark.parametrize(
    ("study", "told"),
    [
        (StudyFigures("ab" * 16, 0, False, 0, 0), []),
        (StudyFigures("ab" * 16, 2, False, 0, 0), ["waits for 2 of its stations; until then it lends no cases"]),
        (StudyFigures("ab" * 16, 2, True, 0, 0), ["it lends cases meanwhile"]),
        (StudyFigures("ab" * 16, 0, False, 7, 3), ["seen edition 7", "their cell is full: 3"]),
    ],
)
def test_status_tells_what_holds_a_study_up(study: StudyFigures, told: list[str]) -> None:
    lines = list(lines_of(study))

    assert len(told) == len(lines)
    assert all(part in line for part, line in zip(told, lines, strict=True))


def test_status_knows_which_stations_a_study_waits_for(tmp_path: Path) -> None:
    with closing(MemoryHub(tmp_path / "hub")) as hub:
        hub.enrol()
        epoch = hub.hub.run(lambda register: register.epoch()).result().n

        def save(unit: HubUnit) -> None:
            unit.stations.save(KnownStation(DEVICE, epoch))
            unit.commit()

        hub.hub.studies.of(STUDY).run(save).result()
        before = figures(FolderStorage(hub.folder), hub.clock.now()).studies
        hub.new_epoch()
        after = figures(FolderStorage(hub.folder), hub.clock.now()).studies

    assert (StudyFigures(STUDY, 0, False, 0, 0),) == before
    assert (StudyFigures(STUDY, 1, False, 0, 0),) == after
