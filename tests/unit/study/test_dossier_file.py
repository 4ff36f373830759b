"""dossier.yaml is read with every mistake and its line; a study without one has no dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.resources import reference_study
from cati_app.study.dossier_file import load_dossier, read_dossier

_GOOD = """
version: 1
sectors: [{id: city, label: {de: Stadt}, experts: 16}]
themes:
  - theme: governance
    label: {de: Steuerung}
    questions: [networks]
    sides: [{id: good, label: {de: gut}, values: [1]}, {id: poor, label: {de: schlecht}, values: [2]}]
    experts: {asks: {de: Wie?}, asked: 16, sides: {good: 4, poor: 9}, quotes: [{text: Gut., sector: city}]}
"""


def test_the_reference_study_has_a_dossier() -> None:
    read = read_dossier(reference_study())
    assert read is not None
    assert () == read.findings
    assert read.settings is not None
    assert "public_mood" == read.settings.themes[-1].theme


def test_a_study_without_the_file_has_none(tmp_path: Path) -> None:
    assert read_dossier(tmp_path) is None


def test_versions_and_answers_are_texts_however_they_are_written() -> None:
    read = load_dossier(_GOOD.encode())
    assert read.settings is not None
    assert ("1", ["1"]) == (read.settings.version, read.settings.themes[0].sides[0].values)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("poor: 9", "poor: 13"),
        ("poor: 9", "bad: 9"),
        ("asked: 16", "asked: 17"),
        ("sector: city", "sector: club"),
        ("values: [2]", "values: [1]"),
        ("label: {de: gut}, values: [1]", "label: {de: gut}"),
        ("version: 1", "versions: 1"),
    ],
)
def test_each_mistake_is_a_finding_that_names_the_file(was: str, now: str) -> None:
    assert was in _GOOD
    read = load_dossier(_GOOD.replace(was, now).encode())
    assert read.settings is None
    assert {"dossier.yaml"} == {finding.sheet for finding in read.findings}
