"""Backing up, listing and restoring by commands: everything a person needs on another machine, in plain words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cati_app.station.folders import REHEARSED
from cati_app.store.opening import key_file_of
from tests.commands import Command
from tests.stations import Site

_HEALTHY = Path(__file__).parents[2] / "golden" / "broken" / "healthy"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study folder with a sample, another list, and a picture."""
    copy = tmp_path / "study"
    shutil.copytree(_HEALTHY, copy)
    settings = (copy / "study.yaml").read_text(encoding="utf-8")
    if "sample:" not in settings:
        settings += "\nsample: {file: numbers.csv}\n"
    (copy / "study.yaml").write_text(settings, encoding="utf-8")
    for name, text in (("numbers.csv", "number\n04912\n"), ("more.csv", "number\n"), ("logo.svg", "<svg/>")):
        (copy / name).write_text(text, encoding="utf-8")
    return copy


def test_a_backup_is_made_without_a_login_beside_the_application_and_comes_back_elsewhere(
    cati: Command, site: Site, folder: Path, tmp_path: Path
) -> None:
    site.dialled()
    made = json.loads(cati("backup", folder, "--db", site.path, "--json").stdout)
    names = {path.relative_to(made["path"]).as_posix() for path in Path(made["path"]).rglob("*") if path.is_file()}
    moved = tmp_path / "stick"
    shutil.copytree(made["path"], moved)
    run = cati("restore", moved, "--db", tmp_path / "new" / "small.db", "--study", tmp_path / "their study")

    assert (0, True) == (run.returncode, "is missing: calls, results" in run.stdout), run.stderr
    assert {"manifest.json", "small.db", "small.db.key", "study/study.yaml", "study/logo.svg"} <= names
    assert set() == {name for name in names if name.endswith(("numbers.csv", "more.csv"))}
    assert (tmp_path / "their study" / "logo.svg").exists()
    for named in ((), (tmp_path / "their study",)):
        verified = cati("verify", *named, "--db", tmp_path / "new" / "small.db")
        assert (0, True) == (verified.returncode, "without a hole" in verified.stdout), verified.stderr


def test_a_rehearsal_is_restored_where_somebody_says_and_never_in_the_place_of_its_study(
    cati: Command, site: Site, folder: Path, tmp_path: Path
) -> None:
    (folder / REHEARSED).touch()
    made = json.loads(cati("backup", folder, "--db", site.path, "--json").stdout)
    refused = cati("restore", made["path"])
    assert (1, True) == (refused.returncode, "--db FILE" in refused.stderr), refused.stdout
    assert 0 == cati("restore", made["path"], "--db", tmp_path / "tryout" / "small.db").returncode


def test_no_backup_goes_into_the_folder_of_a_study(
    cati: Command, site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in folder.rglob("*"))
    by_option = cati("backup", "--db", site.path, "--to", folder)
    monkeypatch.setenv("CATI_BACKUPS", str(folder / "backups"))
    by_environment = cati("backup", "--db", site.path)

    for run in (by_option, by_environment):
        assert (1, True) == (run.returncode, "is the folder of a study" in run.stderr), run.stdout
    assert before == sorted(path.name for path in folder.rglob("*"))


def test_the_list_says_which_backups_are_whole(cati: Command, site: Site) -> None:
    nothing = cati("backup", "--db", site.path, "--list")
    first = json.loads(cati("backup", "--db", site.path, "--json").stdout)
    (Path(first["path"]) / "small.db.key").write_text("", encoding="utf-8")
    cati("backup", "--db", site.path)
    listed = cati("backup", "--db", site.path, "--list")

    assert (1, True) == (nothing.returncode, "There is no whole backup" in nothing.stdout)
    assert 0 == listed.returncode
    assert ["1 file damaged", "whole"] == sorted(
        state for line in listed.stdout.splitlines() for state in ("1 file damaged", "whole") if state in line
    )


def test_verify_names_the_newest_whole_backup_of_a_damaged_database(cati: Command, site: Site) -> None:
    backup = json.loads(cati("backup", "--db", site.path, "--json").stdout)
    site.close()
    site.path.write_bytes(b"")
    verified = cati("verify", "--db", site.path)

    assert (1, True) == (verified.returncode, f"The newest whole backup: {backup['path']}" in verified.stdout)
    facts = json.loads(cati("verify", "--db", site.path, "--json").stdout)
    assert (False, ["database_empty"], backup["path"]) == (
        facts["agrees"],
        [fault["code"] for fault in facts["faults"]],
        facts["newest_backup"],
    )
    refused = cati("restore", backup["path"], "--db", site.path)
    assert (1, True) == (refused.returncode, "--aside" in refused.stderr)
    assert 0 == cati("restore", backup["path"], "--db", site.path, "--aside").returncode
    assert 0 == cati("verify", "--db", site.path).returncode


def test_without_a_key_file_the_backup_says_who_can_open_it(
    cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, path = site.station.database.key, site.path
    site.close()
    key_file_of(path).rename(tmp_path / "away")
    monkeypatch.setattr("cati_app.store.keys.KeyRing.load", lambda *_: key)
    run = cati("backup", "--db", path, passphrase="")

    assert (0, True) == (run.returncode, "only the keyring of this account opens it" in run.stdout), run.stderr
    with_passphrase = json.loads(cati("backup", "--db", path, "--json").stdout)
    assert with_passphrase["has_key_file"]


@pytest.mark.parametrize("wanted", ["no such place", "no manifest"])
def test_what_is_no_backup_is_named(cati: Command, tmp_path: Path, wanted: str) -> None:
    folder = tmp_path / "folder"
    if wanted == "no manifest":
        folder.mkdir()
    run = cati("restore", folder, "--db", tmp_path / "new.db")

    assert (2, 1)[wanted == "no manifest"] == run.returncode
    assert "Traceback" not in run.stderr
    assert str(folder) in run.stderr
