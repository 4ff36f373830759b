"""`cati convert STUDY --to qdc`: the code frame of a study for programs of qualitative analysis."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from cati_app.resources import reference_study
from tests.commands import Command

_CODE = "{urn:QDA-XML:codebook:1.0}Code"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(reference_study(), tmp_path / "study"))


def _change(study: Path, name: str, right: str, wrong: str) -> None:
    text = (study / name).read_text("utf-8")
    assert right in text
    (study / name).write_text(text.replace(right, wrong, 1), "utf-8")


def _names(file: Path) -> list[str | None]:
    return [code.get("name") for code in Tree.parse(file).iter(_CODE)]


def test_the_frame_of_a_study_is_written(study: Path, tmp_path: Path, cati: Command) -> None:
    told = cati("convert", study, "--to", "qdc", "--out", tmp_path / "frame.qdc")
    english = cati("convert", study / "study.yaml", "--to", "qdc", "--language", "en", "--out", tmp_path / "e.qdc")

    assert (0, f"{tmp_path / 'frame.qdc'}\n", 0) == (told.returncode, told.stdout, english.returncode)
    assert "Steuerung und Netzwerke" in _names(tmp_path / "frame.qdc")
    assert "Governance and networks" in _names(tmp_path / "e.qdc")


def test_a_study_without_a_frame_has_none_to_write(study: Path, tmp_path: Path, cati: Command) -> None:
    _change(study, "study.yaml", "frame: frame.yaml", "")

    for form in (study, study / "questionnaire.xlsx"):
        told = cati("convert", form, "--to", "qdc", "--out", tmp_path / "frame.qdc")
        assert 1 == told.returncode
        assert "names a code frame" in told.stderr
    assert not (tmp_path / "frame.qdc").exists()


def test_a_faulty_frame_is_told_with_its_line(study: Path, tmp_path: Path, cati: Command) -> None:
    _change(study, "frame.yaml", "id: work", "id: housing")

    told = cati("convert", study, "--to", "qdc", "--out", tmp_path / "frame.qdc")

    assert 1 == told.returncode
    assert "frame-code-twice" in told.stderr
    assert "cati check" in told.stderr
    assert not (tmp_path / "frame.qdc").exists()


def test_a_language_that_the_frame_has_not_is_refused(study: Path, tmp_path: Path, cati: Command) -> None:
    told = cati("convert", study, "--to", "qdc", "--language", "tr", "--out", tmp_path / "frame.qdc")

    assert 1 == told.returncode
    assert "de, en" in told.stderr


def test_another_kind_of_file_is_not_written_over(study: Path, cati: Command) -> None:
    before = (study / "frame.yaml").read_bytes()

    told = cati("convert", study, "--to", "qdc", "--out", study / "frame.yaml", "--force")

    assert 0 != told.returncode
    assert before == (study / "frame.yaml").read_bytes()
