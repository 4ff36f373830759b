"""`cati tables`: from tables.yaml beside study.yaml to tables on the screen and in files."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from cati_app.cli.check import collect
from tests.commands import Command, Run
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY
from tests.unit.cli.test_weigh import hold

PLAN = """
recodes:
  - name: sex2
    variable: sex
    label: {de: Geschlecht, en: Sex}
    categories:
      - {label: {de: Männer}, values: [1]}
      - {label: {de: Frauen}, values: [2]}
banners:
  - {name: main, label: {de: Kopf}, variables: [sex2]}
tables:
  - {question: sex}
"""


class Tables:
    """The command of a study with four interviews, whose folder may have a tables.yaml."""

    def __init__(self, run: Command, database: Path, folder: Path) -> None:
        self._run = run
        self._database = database
        self.out = folder / "out"
        self.study = folder / "study"
        shutil.copytree(HEALTHY, self.study)

    def __call__(self, plan: str, *words: object) -> Run:
        (self.study / "tables.yaml").write_text(plan, encoding="utf-8")
        return self._run("tables", self.study, "--db", self._database, *words)


@pytest.fixture
def tables(sue: Command, site: Site, tmp_path: Path) -> Tables:
    hold(site)
    site.close()
    return Tables(sue, site.path, tmp_path)


def test_tables_are_told_and_small_cells_are_hidden_unless_they_stay_inside(tables: Tables) -> None:
    run = tables(PLAN, "--internal")
    assert (0, "") == (run.returncode, run.stderr)
    assert "Nur für den internen Gebrauch" in run.stdout
    facts = json.loads(tables(PLAN, "--internal", "--json").stdout)
    (table,) = facts["tables"]
    assert [[3, 3, 0], [1, 0, 1]] == [[cell["count"] for cell in row["cells"]] for row in table["rows"]]
    hidden = json.loads(tables(PLAN, "--json").stdout)["tables"][0]
    assert {None} == {cell["count"] for row in hidden["rows"] for cell in row["cells"]}


def test_files_are_written_and_the_log_knows_of_it(tables: Tables, sue: Command) -> None:
    run = tables(PLAN, "--out", tables.out, "--format", "csv,xlsx,html")
    assert (0, "") == (run.returncode, run.stderr)
    assert "1 table\n" in run.stdout
    assert {f"small_tables.{ending}" for ending in ("csv", "xlsx", "html")} == {f.name for f in tables.out.iterdir()}
    file = tables.out / "small_tables.csv"
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert {"sex"} == {row["question"] for row in rows}
    assert ["3", "yes"] == [rows[0]["count"] or "3", rows[0]["hidden"]]
    first = file.read_bytes()
    assert 0 == tables(PLAN, "--out", tables.out).returncode
    assert first == file.read_bytes()


WRONG = {
    "banner: []\n": "row 1, banner: There is no setting “banner” here.",
    PLAN.replace("question: sex", "question: sexx"): "tables[1]: The data set has no variable “sexx”",
    PLAN.replace("[2]}", "[9]}"): "recodes: sex2: “sex” has no value “9”",
    PLAN.replace("variables: [sex2]", "variables: sex2"): "it must be a list",
    "a: &x [*x]\n": "tables.yaml",
}


def test_what_tables_yaml_gets_wrong_is_told_with_place_and_cure(tables: Tables) -> None:
    for plan, words in WRONG.items():
        run = tables(plan, "--out", tables.out)
        assert (1, "") == (run.returncode, run.stdout)
        assert words in " ".join(run.stderr.split())
    assert not tables.out.exists()
    (tables.study / "tables.yaml").write_text("banner: []\n", encoding="utf-8")
    found = [finding for finding in collect(tables.study) if finding.sheet == "tables.yaml"]
    assert [("key-unknown", 1, "banner")] == [(finding.code, finding.row, finding.column) for finding in found]


def test_a_format_nobody_knows_is_wrong_usage(tables: Tables) -> None:
    run = tables(PLAN, "--format", "doc")
    assert (2, True) == (run.returncode, "doc" in run.stderr)
