"""The plan of focus groups: what it says, and every finding with line and cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cati_app.cli.check import collect
from cati_app.domain.focus_groups.group_plan import GroupPlan, Mix, SeatRange
from cati_app.resources import reference_study
from cati_app.study.focus_groups_file import load_focus_groups, plans_of, read_focus_groups
from cati_app.study.load import load_study
from cati_app.study.model import Study

_GROUPS = """\
seed: "2026-1"
groups:
  - id: g1
    date: 2026-09-15
    at: "18:00"
    language: de
    invite: 11
    only: {immigration_history: [with]}
    mix:
      age_group: {16-29: [2, 3], 65+: [1, 3]}
  - {id: g2, date: 2026-09-16, at: "18:00", language: de, only: {immigration_history: [with]}}
"""


@pytest.fixture(scope="module")
def study() -> Study:
    loaded = load_study((reference_study() / "study.yaml").read_bytes()).study
    assert loaded is not None
    return loaded


def test_a_plan_is_read(study: Study) -> None:
    read = load_focus_groups(_GROUPS.encode(), study)

    assert () == read.findings
    assert read.settings is not None
    first, second = plans_of(read.settings, study)
    only = {"immigration_history": frozenset({"with"})}
    ranges = {"16-29": SeatRange(2, 3), "65+": SeatRange(1, 3)}
    assert GroupPlan("g1", 8, only, {"age_group": Mix(ranges, others=True)}) == first
    assert GroupPlan("g2", 8, only, {}) == second
    assert (6, "18:00") == (read.settings.groups[0].least, read.settings.groups[0].at.isoformat("minutes"))


def test_a_feature_whose_categories_all_have_ranges_has_no_others(study: Study) -> None:
    ages = "{16-29: [0, 3], 30-44: [0, 3], 45-64: [0, 3], 65+: [0, 3]}"
    whole = _GROUPS.replace("{16-29: [2, 3], 65+: [1, 3]}", ages)
    of_one = _GROUPS.replace("age_group: {16-29: [2, 3], 65+: [1, 3]}", "immigration_history: {with: [2, 8]}")

    for text in (whole, of_one):
        settings = load_focus_groups(text.encode(), study).settings
        assert settings is not None
        assert [False] == [mix.others for mix in plans_of(settings, study)[0].mix.values()]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("id: g2", "id: g1", ("group-twice", 11, "groups[2].id")),
        ("invite: 11", "invite: 7", ("group-invites-few", 7, "groups[1].invite")),
        ("invite: 11", "least: 9", ("group-least-many", 7, "groups[1].least")),
        ("language: de\n", "language: fr\n", ("group-language-unknown", 6, "groups[1].language")),
        ("[with]}\n    mix", "[without]}\n    mix", ("group-alone", 3, "groups[1]")),
        ("age_group: {", "age_gruop: {", ("group-feature-unknown", 10, "groups[1].mix.age_gruop")),
        ("16-29: [", "16-28: [", ("group-value-unknown", 10, "groups[1].mix.age_group")),
        ("[2, 3]", "[3, 2]", ("group-range-order", 10, "groups[1].mix.age_group.16-29")),
        ("[2, 3], 65+: [1", "[6, 7], 65+: [3", ("group-minima-many", 10, "groups[1].mix.age_group")),
        ("invite: 11", "seats: 5", ("value-invalid", 7, "groups[1].seats")),
        ("invite: 11", "seat: 8", ("key-unknown", 7, "groups[1].seat")),
        ('at: "18:00"\n', "at: nachts\n", ("value-invalid", 5, "groups[1].at")),
        ("[2, 3]", "[2]", ("value-invalid", 10, "groups[1].mix.age_group.16-29")),
        ("date: 2026-09-15", "date: 2026-02-30", ("yaml-syntax", None, None)),
    ],
)
def test_a_mistake_is_told_with_its_line(
    study: Study, right: str, wrong: str, expected: tuple[str, int | None, str | None]
) -> None:
    read = load_focus_groups(_GROUPS.replace(right, wrong, 1).encode(), study)

    told = [(found.code, found.row, found.column) for found in read.findings]

    assert expected in told
    assert all(found.sheet == "focus-groups.yaml" for found in read.findings)


def test_maxima_below_the_seats_are_told_where_every_category_has_a_range(study: Study) -> None:
    few = _GROUPS.replace("age_group: {16-29: [2, 3], 65+: [1, 3]}", "immigration_history: {with: [2, 7]}")

    assert ["group-maxima-few"] == [found.code for found in load_focus_groups(few.encode(), study).findings]


def test_seats_for_whom_the_group_leaves_out_are_told(study: Study) -> None:
    outside = _GROUPS.replace("age_group: {16-29: [2, 3], 65+: [1, 3]}", "immigration_history: {without: [1, 8]}")

    assert "group-mix-outside" in [found.code for found in load_focus_groups(outside.encode(), study).findings]


@pytest.mark.parametrize(
    ("right", "wrong", "meant"), [("age_group:", "age_gruop:", "age_group"), ("16-29: [", "16-28: [", "16-29")]
)
def test_what_is_meant_is_asked(study: Study, right: str, wrong: str, meant: str) -> None:
    (found,) = load_focus_groups(_GROUPS.replace(right, wrong, 1).encode(), study).findings

    assert f"do you mean “{meant}”?" in found.cure


def test_a_study_without_a_plan_has_no_finding(tmp_path: Path, study: Study) -> None:
    read = read_focus_groups(tmp_path, study)

    assert (None, ()) == (read.settings, read.findings)


def test_the_check_of_a_study_reads_its_plan(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(reference_study(), folder)
    (folder / "focus-groups.yaml").write_text(_GROUPS.replace("seed", "sead"), "utf-8")

    found = [each.code for each in collect(folder) if each.sheet == "focus-groups.yaml"]

    assert ["key-missing", "key-unknown"] == sorted(found)


def test_a_plan_that_cannot_be_opened_is_told(tmp_path: Path, study: Study) -> None:
    (tmp_path / "focus-groups.yaml").mkdir()

    assert ["study-unreadable"] == [found.code for found in read_focus_groups(tmp_path, study).findings]


def test_the_reference_plan_has_two_groups_for_each_segment(study: Study) -> None:
    read = read_focus_groups(reference_study(), study)

    assert () == read.findings
    assert read.settings is not None
    assert 4 == len(plans_of(read.settings, study))
