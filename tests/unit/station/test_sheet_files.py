"""Where a file of the recovery sheet goes: folders that are copied elsewhere are told, and nobody else reads it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.sheet import RecoverySheet
from cati_app.publish.paper.recovery_sheet import RecoveryFacts
from cati_app.station.sheets import facts_of, save_sheet, synced_by
from tests.stations import Site

_PAGE = " ".join(["ABCD"] * 14)
_AT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def _facts(site: Site) -> RecoveryFacts:
    return facts_of(site.station, RecoverySheet(1, _PAGE, _PAGE), _AT, "de")


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Stadt Musterhausen/Studien", "OneDrive"),
        ("Dropbox/a/b", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Nextcloud2", "Nextcloud"),
        ("Documents", ""),
        ("synchronous", ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, folder: str, program: str) -> None:
    assert program == synced_by(tmp_path / folder / "cati-sheet.pdf", {})


def test_a_synced_folder_is_known_by_what_lies_in_it_or_by_the_system(tmp_path: Path) -> None:
    (tmp_path / "plain" / ".stfolder").mkdir(parents=True)

    assert "Syncthing" == synced_by(tmp_path / "plain" / "deep" / "x.pdf", {})
    assert "OneDrive" == synced_by(tmp_path / "mine" / "x.pdf", {"OneDriveCommercial": str(tmp_path / "mine")})


def test_a_link_into_a_synced_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "stick").symlink_to(tmp_path / "Dropbox")

    assert "Dropbox" == synced_by(tmp_path / "stick" / "x.pdf", {})


def test_the_file_is_for_its_owner_alone_also_over_an_older_one(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "out" / "cati-sheet.pdf"
    path.parent.mkdir()
    path.write_bytes(b"%PDF-1.4 older")
    path.chmod(0o644)
    before = os.umask(0)
    try:
        save_sheet(site.station, _facts(site), path, "de")
    finally:
        os.umask(before)

    assert 0o600 == path.stat().st_mode & 0o777
    assert [path] == list(path.parent.iterdir()), "nothing stays beside it"


def test_a_study_folder_and_a_database_are_no_place_for_it(site: Site, tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.yaml").write_text("id: x", encoding="utf-8")

    for path in (tmp_path / "study" / "x.pdf", site.path):
        with pytest.raises(EnvironmentProblem, match="Nothing was written"):
            save_sheet(site.station, _facts(site), path, "de")


def test_a_folder_that_is_not_there_is_said(site: Site, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        save_sheet(site.station, _facts(site), tmp_path / "missing" / "x.pdf", "de")


def test_the_paper_has_the_date_of_where_the_study_is(site: Site) -> None:
    facts = _facts(site)

    assert "2026-11-25" == facts.made_on.isoformat()
    assert ("Klein", site.station.database.study.hex()[:4]) == (facts.study, facts.study_mark[:4])
