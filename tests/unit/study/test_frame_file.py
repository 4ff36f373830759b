"""The file of a code frame: what it says, and every finding with line and cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cati_app.cli.check import collect
from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.findings import Severity
from cati_app.resources import reference_study
from cati_app.study.check_frame import check_frame_against_form
from cati_app.study.frame_file import frame_of, load_frame, read_frame
from cati_app.study.load import load_study
from tests.unit.engine.forms import form, table

_TEXTS = "label: {de: L}, means: {de: M}"
_FRAME = f"""\
version: "2"
target: {{de: Ziel}}
axes:
  field:
    codes:
      - {{id: housing, {_TEXTS}}}
      - {{id: work, {_TEXTS}}}
  theme:
    codes:
      - {{id: mood, {_TEXTS}, not: {{de: N}}, example: {{de: B}}}}
      - {{id: rent, {_TEXTS}}}
  stance:
    ordinal: [against, for]
    aside: [none]
    codes:
      - {{id: against, {_TEXTS}}}
      - {{id: for, {_TEXTS}}}
      - {{id: none, {_TEXTS}}}
changes:
  - from: "1"
    merge: {{theme: {{mood: [moods, feeling]}}}}
    split: {{theme: {{homes: [rent, mood]}}}}
    retire: {{field: [traffic]}}
"""


def _codes(text: str) -> list[tuple[str, int | None, str | None]]:
    return [(found.code, found.row, found.column) for found in load_frame(text.encode(), "frame.yaml").findings]


def test_a_frame_is_read() -> None:
    read = load_frame(_FRAME.encode(), "frame.yaml")

    assert read.settings is not None
    assert () == read.findings
    frame = frame_of(read.settings)
    assert ("mood", "rent") == frame.axes[Axis.THEME].ids
    assert (("against", "for"), ("none",)) == (frame.axes[Axis.STANCE].ordinal, frame.axes[Axis.STANCE].aside)
    mood = frame.axes[Axis.THEME].codes[0]
    assert ({"de": "N"}, {"de": "B"}) == (mood.excludes, mood.example)
    carried = frame.carried(UnitCodes.of({Axis.THEME: ["feeling", "homes"], Axis.FIELD: ["traffic"]}), "1")
    assert UnitCodes.of({Axis.THEME: ["mood"]}) == carried.codes
    assert ["traffic", "homes"] == [removed.code for removed in carried.removed]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("id: work", "id: housing", ("frame-code-twice", 7, "axes.field.codes[2].id")),
        ("id: rent", "id: Rent", ("value-invalid", 11, "axes.theme.codes[2].id")),
        ("means: {de: M}, not", "meens: {de: M}, not", ("key-missing", 10, "axes.theme.codes[1].means")),
        ("ordinal: [against, for]", "ordinal: [against, fort]", ("frame-stance-unknown", 13, "axes.stance.ordinal")),
        ("aside: [none]", "aside: [none, for]", ("frame-stance-twice", 14, "axes.stance.aside")),
        ("aside: [none]", "aside: []", ("frame-stance-unplaced", 18, "axes.stance.codes[3].id")),
        ('from: "1"', 'from: "2"', ("frame-step-current", 20, "changes[1].from")),
        ("{mood: [moods", "{mud: [moods", ("frame-step-new-unknown", 21, "changes[1].merge.theme")),
        ("[traffic]", "[work]", ("frame-step-old-there", 20, "changes[1]")),
        ("[moods, feeling]", "[moods, homes]", ("frame-step-old-twice", 20, "changes[1]")),
        ("target: {de: Ziel}", "target: {de: Z, en: T}", ("frame-language-missing", 6, "axes.field.codes[1].label")),
        ('version: "2"', "version: 2", ("value-unquoted", 1, "version")),
    ],
)
def test_a_mistake_is_told_with_its_line(right: str, wrong: str, expected: tuple[str, int, str]) -> None:
    assert 1 == _FRAME.count(right)

    assert expected in _codes(_FRAME.replace(right, wrong))


def test_two_steps_from_one_version_are_told() -> None:
    assert ("frame-step-twice", 24, "changes[2].from") in _codes(f'{_FRAME}  - from: "1"\n')


def test_what_a_code_of_a_step_became_may_stand_in_a_later_step() -> None:
    earlier = _FRAME.replace("changes:\n", 'changes:\n  - from: "0"\n    merge: {theme: {homes: [flats]}}\n')

    assert [] == _codes(earlier)


def test_a_code_that_was_split_may_be_one_of_those_in_its_place() -> None:
    assert [] == _codes(_FRAME.replace("{homes: [rent, mood]}", "{rent: [rent, mood]}"))


def test_a_misspelt_id_is_met_with_what_is_meant() -> None:
    (found,) = load_frame(_FRAME.replace("{mood: [moods", "{mod: [moods").encode(), "f.yaml").findings

    assert "mood" in found.cure
    assert "f.yaml" == found.sheet
    assert Severity.ERROR is found.severity


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "study-empty"),
        (b"[1, 2]", "study-empty"),
        (b"\xff\xfe\x00", "study-encoding"),
        (b"version: '1", "yaml-syntax"),
        (b"[" * 5000, "yaml-too-deep"),
        (b"a: &a [1]\nb: [" + b"*a, " * 300 + b"1]", "yaml-aliases"),
        (b"x: " + b"y" * 1_100_000, "study-too-big"),
    ],
)
def test_what_is_no_frame_is_refused_as_a_whole(data: bytes, code: str) -> None:
    read = load_frame(data, "frame.yaml")

    assert read.settings is None
    assert [code] == [found.code for found in read.findings]


def test_a_question_that_is_nearly_named_like_a_code_is_told() -> None:
    read = load_frame(_FRAME.encode(), "frame.yaml")
    assert read.settings is not None
    asked = form(
        table(
            "survey",
            "type | name | label | cati_field | cati_theme",
            "text | a | A | housing | moood",
            "text | b | B | process | rent",
        )
    )

    found = check_frame_against_form(frame_of(read.settings), asked)

    assert [("frame-code-unasked", "hint"), ("frame-question-near", "warning")] == [
        (each.code, each.severity.value) for each in found
    ]
    assert "work" in found[0].message
    assert "moood" in found[1].message
    assert "mood" in found[1].cure


def _study_with(tmp_path: Path, frame: str) -> list[tuple[str, str | None]]:
    folder = tmp_path / "study"
    shutil.copytree(reference_study(), folder)
    settings = (folder / "study.yaml").read_text("utf-8").replace("frame: frame.yaml", f"frame: {frame}")
    (folder / "study.yaml").write_text(settings, "utf-8")
    found = read_frame(folder, load_study(settings.encode()).study or pytest.fail("faulty"), {"frame": 14})
    return [(each.code, each.sheet) for each in found.findings]


def test_two_studies_may_share_a_frame(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    shutil.copy(reference_study() / "frame.yaml", tmp_path / "other" / "shared.yaml")

    assert [] == _study_with(tmp_path, "../other/shared.yaml")


@pytest.mark.parametrize("name", ["../../frame.yaml", "/etc/hostname", "../../../etc/hostname"])
def test_a_frame_elsewhere_is_not_read(tmp_path: Path, name: str) -> None:
    assert [("frame-outside", "study.yaml")] == _study_with(tmp_path / "in", name)


@pytest.mark.parametrize("name", ["none.yaml", "../nowhere/frame.yaml", "."])
def test_a_frame_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    assert [("frame-missing", "study.yaml")] == _study_with(tmp_path, name)


def test_the_check_of_a_study_reads_its_frame(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(reference_study(), folder)
    text = (folder / "frame.yaml").read_text("utf-8")
    (folder / "frame.yaml").write_text(text.replace("id: governance", "id: governence"), "utf-8")

    found = [each for each in collect(folder) if each.code.startswith("frame")]

    assert ["frame-question-near"] == [each.code for each in found]


def test_the_reference_frame_has_the_fields_and_themes_of_the_questionnaire() -> None:
    read = load_frame((reference_study() / "frame.yaml").read_bytes(), "frame.yaml")

    assert () == read.findings
    assert read.settings is not None
    frame = frame_of(read.settings)
    assert ("housing", "education", "work", "social") == frame.axes[Axis.FIELD].ids
    assert ("rejection", "indifference", "support") == frame.axes[Axis.STANCE].ordinal
    assert 5 == len(frame.axes[Axis.THEME].ids)
    assert [] == [each.code for each in collect(reference_study()) if each.code.startswith("frame")]
