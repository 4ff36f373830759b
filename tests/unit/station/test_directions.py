"""A study says which of its languages are written from right to left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study


@pytest.mark.parametrize(
    ("said", "expected"), [("", {"ar"}), (", right_to_left: false", set()), (", right_to_left: true", {"ar"})]
)
def test_the_study_has_the_last_word_on_directions(tmp_path: Path, said: str, expected: set[str]) -> None:
    folder = tmp_path / "study"
    shutil.copytree(reference_study(), folder)
    settings = folder / "study.yaml"
    text = settings.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "code: ar" in line)
    plain = line.replace(", right_to_left: true", "")
    settings.write_text(text.replace(line, plain.replace("}", said + "}")), encoding="utf-8")

    loaded = read_study(folder)

    assert isinstance(loaded, LoadedStudy), loaded
    assert expected == set(loaded.form.right_to_left)
