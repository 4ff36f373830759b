"""The index of studies: nothing a broken file, a full disk or a second program does is shown as a traceback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cati_app.station.known_studies import KnownStudies, KnownStudy

_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _study(folder: Path, minutes: int = 0, hub: str = "", *, at_hub: bool = False) -> KnownStudy:
    return KnownStudy(folder, folder.name, {"de": "Wege"}, _AT + timedelta(minutes=minutes), at_hub, hub=hub)


@pytest.fixture
def known(tmp_path: Path) -> KnownStudies:
    return KnownStudies(tmp_path / "state")


def test_nothing_is_known_at_first(known: KnownStudies) -> None:
    assert () == known.read().studies


def test_the_study_opened_last_stands_first_and_each_folder_once(known: KnownStudies, tmp_path: Path) -> None:
    known.note(_study(tmp_path / "a"))
    known.note(_study(tmp_path / "b", 1))
    known.note(_study(tmp_path / "a", 2))

    assert ["a", "b"] == [study.folder.name for study in known.read().studies]


def test_the_address_of_a_hub_stays_while_the_study_is_there(known: KnownStudies, tmp_path: Path) -> None:
    known.note(_study(tmp_path / "a", 0, "hub.example:8443", at_hub=True))
    known.note(_study(tmp_path / "a", 1, at_hub=True))
    joined = known.read().studies[0].hub
    known.note(_study(tmp_path / "a", 2))

    assert ("hub.example:8443", "") == (joined, known.read().studies[0].hub)


def test_how_far_a_field_is_stands_nowhere_and_goes_from_an_older_index(known: KnownStudies, tmp_path: Path) -> None:
    known.note(_study(tmp_path / "a"))
    file = tmp_path / "state" / "studies.json"
    older = file.read_text().replace('"hub": ""', '"done": 158, "target": 240')
    file.write_text(older)
    known.note(_study(tmp_path / "b", 1))

    assert {"a", "b"} == {study.folder.name for study in known.read().studies}
    assert "158" in older
    assert "158" not in file.read_text()


def test_a_folder_that_is_gone_says_so_and_can_be_taken_off(known: KnownStudies, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "study.yaml").write_text("id: a\n", encoding="utf-8")
    known.note(_study(here))
    known.note(_study(tmp_path / "gone", 1))

    assert [False, True] == [study.is_there() for study in known.read().studies]

    known.forget(tmp_path / "gone")

    assert ["here"] == [study.folder.name for study in known.read().studies]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": 1, "studies": [{"folder": ""}]}',
        b'{"format": 2, "studies": []}',
        b'{"format": 1, "studies": [{"folder": "/a", "study": "a", "title": {}, "opened_at": "2026-11-24T09:00:00"}]}',
        b"[" * 100_000,
    ],
)
def test_an_index_that_cannot_be_read_is_kept_and_built_again_from_the_one_before(
    known: KnownStudies, tmp_path: Path, content: bytes
) -> None:
    known.note(_study(tmp_path / "a"))
    known.note(_study(tmp_path / "b", 1))
    (tmp_path / "state" / "studies.json").write_bytes(content)

    first, second = known.read(), known.read()

    assert ["a"] == [study.folder.name for study in first.studies]
    assert first.kept is not None and content == first.kept.read_bytes()
    assert (first.studies, None) == (second.studies, second.kept)


def test_a_study_is_opened_although_the_index_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be", encoding="utf-8")
    known = KnownStudies(tmp_path / "state")

    known.note(_study(tmp_path / "a"))

    assert () == known.read().studies


@pytest.mark.slow
def test_the_index_is_bounded(known: KnownStudies, tmp_path: Path) -> None:
    for n in range(203):
        known.note(_study(tmp_path / str(n), n))

    studies = known.read().studies

    assert (200, "202") == (len(studies), studies[0].folder.name)
