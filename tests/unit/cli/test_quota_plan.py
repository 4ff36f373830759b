"""`cati quota plan`: from a file with margins to targets in study.yaml, and a file with the cells."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.commands import Command
from tests.stations import FORM, STUDY

_STUDY = Path(__file__).parents[3] / "questionnaires" / "lokale-integration"
_MARGINS = """variable,category,share,source,date,estimate
immigration_history,with,30,assumed,,yes
immigration_history,without,70
quota_ses,low,20
quota_ses,medium,60
quota_ses,high,20
age_group,65+,0.25
age_group,16-29,0.18
age_group,30-44,0.23
age_group,45-64,0.34
"""


@pytest.fixture
def margins(tmp_path: Path) -> Path:
    file = tmp_path / "margins.csv"
    file.write_text(_MARGINS, encoding="utf-8")
    return file


def test_targets_come_in_the_order_of_the_study_and_go_to_a_file(cati: Command, margins: Path, tmp_path: Path) -> None:
    out = tmp_path / "cells.csv"

    done = cati("quota", "plan", _STUDY, "--tables", margins, "--standard-error", "0,025", "--out", out, "--json")

    plan = json.loads(done.stdout)
    assert (400, 1.0, "assumed_none") == (plan["total"], plan["deff"], plan["associations"])
    assert [5, 10, 13, 30] == [cell["target"] for cell in plan["cells"][:4]]
    assert [72, 92, 136, 100, 80, 240, 80, 120, 280] == [margin["target"] for margin in plan["margins"]]
    assert {"variables": ["immigration_history"], "source": "assumed", "date": "", "estimate": True} in plan["sources"]
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert ("16-29/low/with", "16-29", "5", "4.320000") == tuple(
        rows[0][name] for name in ("cell", "age_group", "target", "exact")
    )
    assert 24 == len(rows)


def test_what_is_printed_can_be_put_into_study_yaml(cati: Command, margins: Path) -> None:
    done = cati(
        "quota", "plan", _STUDY, "--tables", margins, "--total", "400", "--oversample", "immigration_history:with=2"
    )

    assert '  total: 400\n  targets:\n    "16-29/low/with": ' in done.stdout
    assert "Design effect 1.105" in done.stdout


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("24 cells with that minimum are 480 interviews; there are 400.", ("--total", "400", "--minimum", "20")),
        ("“a:b” is no category", ("--total", "400", "--oversample", "a:b=2")),
        ("“standard_error” is out of its range", ("--standard-error", "0")),
        ("“minimum” is out of its range", ("--total", "400", "--minimum", "-1")),
    ],
)
def test_a_plan_that_cannot_be_made_says_why(cati: Command, margins: Path, said: str, words: tuple[str, ...]) -> None:
    refused = cati("quota", "plan", _STUDY, "--tables", margins, *words)

    assert (1, "") == (refused.returncode, refused.stdout)
    assert said.replace("a:b", "a=b") in refused.stderr


def test_the_tables_must_have_every_dimension(cati: Command, tmp_path: Path) -> None:
    file = tmp_path / "margins.csv"
    file.write_text("variable,category,count\nage_group,16-29,1\n", encoding="utf-8")

    refused = cati("quota", "plan", _STUDY, "--tables", file, "--total", "400")

    assert "The quota of the study has age_group × quota_ses × immigration_history" in refused.stderr


def test_a_table_that_is_read_is_not_written_over(cati: Command, margins: Path) -> None:
    refused = cati("quota", "plan", _STUDY, "--tables", margins, "--total", "400", "--out", margins, "--force")

    assert 1 == refused.returncode
    assert _MARGINS == margins.read_text(encoding="utf-8")


def test_a_further_quota_is_planned_with_its_own_dimensions(cati: Command, tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(FORM)
    further = """
further_quotas:
  - name: elders
    total: 10
    within: {sex: [f]}
    dimensions:
      - variable: age_group
        label: {de: Alter}
        categories:
          - {code: young, values: [young], label: {de: jung}, share: 0.5}
          - {code: old, values: [old], label: {de: alt}, share: 0.5}
"""
    (tmp_path / "study.yaml").write_text(STUDY + further)
    tables = tmp_path / "margins.csv"
    tables.write_text("variable,category,share\nage_group,young,30\nage_group,old,70\n")

    done = cati("quota", "plan", tmp_path, "--tables", tables, "--total", "20", "--quota", "elders")
    unknown = cati("quota", "plan", tmp_path, "--tables", tables, "--total", "20", "--quota", "eldest")

    assert '    total: 20\n    targets:\n      "young": 6\n      "old": 14\n' in done.stdout
    assert "It counts only sex: f." in done.stdout
    assert (1, True) == (unknown.returncode, "It has: main, elders." in unknown.stderr)
