"""`cati weigh`: weights by margins of a file, and data sets that carry them once somebody chose them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pyreadstat
import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.weighting.recipe import Margin, Recipe
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.weightings import ChooseWeighting
from tests.commands import Command, Run
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY
from tests.unit.fieldwork.sittings import begun

MARGINS = "variable,category,share,source,date\nsex,1,48.5,census,2022-05-15\nsex,2,51.5,,\n"
RECIPE = """
method: trim
bounds: [0.5, 2.5]
margins:
  - variables: sex
    source: census
    estimate: true
    categories: {1: 48.5, 2: 51.5}
"""


def hold(site: Site) -> None:
    """Four interviews: three men and a woman."""
    for sex, age in (("1", "young"), ("1", "young"), ("1", "old"), ("2", "old")):
        offer, interview = begun(site, {"sex": sex, "age_group": age})
        data = [StoredDatum("/screener/sex", sex, None)]
        site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))


@pytest.fixture
def weigh(sue: Command, site: Site, tmp_path: Path) -> Weigh:
    hold(site)
    site.close()
    return Weigh(sue, site.path, tmp_path)


class Weigh:
    """The commands of a study with interviews."""

    def __init__(self, run: Command, database: Path, folder: Path) -> None:
        self._run = run
        self._database = database
        self.folder = folder

    def __call__(self, *words: object) -> Run:
        return self._run("weigh", HEALTHY, "--db", self._database, *words)

    def file(self, text: str, name: str = "margins.csv") -> Path:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def export(self, out: str, *words: object) -> Run:
        return self._run(
            "export", HEALTHY, "--db", self._database, "--format", "csv,sav", "--out", self.folder / out, *words
        )

    def rows(self, out: str, name: str) -> list[Mapping[str, str]]:
        with (self.folder / out / name).open(encoding="utf-8-sig", newline="") as text:
            return list(csv.DictReader(text))


def test_weights_are_told_and_nothing_is_stored_without_a_reason(weigh: Weigh) -> None:
    run = weigh("--margins", weigh.file(MARGINS), "--out", weigh.folder / "w")
    assert (0, "") == (run.returncode, run.stderr)
    assert "4 interviews: raking." in run.stdout
    assert "as much as 2.9 interviews" in run.stdout
    assert "Nothing was stored" in run.stdout
    assert "census, 2022-05-15" in run.stdout
    assert "No weighting has been chosen." in weigh("--list").stdout
    names = {path.name for path in (weigh.folder / "w").iterdir()}
    assert {"small_weights.csv", "small_weights.svg", "small_weights_recipe.json"} == names
    assert [("1", "3", "0.485000000", "0.750000000"), ("2", "1", "0.515000000", "0.250000000")] == [
        (row["category"], row["interviews"], row["target"], row["unweighted"])
        for row in weigh.rows("w", "small_weights.csv")
    ]
    assert "svg" in ElementTree.parse(weigh.folder / "w" / "small_weights.svg").getroot().tag


def test_a_chosen_weighting_is_in_every_export_until_it_is_given_up(weigh: Weigh) -> None:
    chosen = json.loads(weigh("--margins", weigh.file(RECIPE, "r.yaml"), "--reason", "census", "--json").stdout)
    assert (1, True, 2) == (chosen["version"], chosen["converged"], len(chosen["margins"]))
    assert 0 == weigh.export("a").returncode
    expected = {"1": 4 * 0.485 / 3, "2": 4 * 0.515}
    rows = weigh.rows("a", "small_1.csv")
    assert [expected[row["sex"]] for row in rows] == pytest.approx([float(row["weight"]) for row in rows], abs=1e-9)
    told = next(row for row in weigh.rows("a", "small_1_codebook.csv") if row["name"] == "weight")
    assert f"Gewichtung 1, {chosen['digest']}" in told["label"]
    assert "census (Schätzung)" in told["notes"]
    (sav,) = (weigh.folder / "a").glob("*.sav")
    frame, meta = pyreadstat.read_sav(sav)
    assert 4.0 == pytest.approx(frame["weight"].sum())
    assert sav.read_bytes()[76:80] != bytes(4)  # the header names a weight variable
    assert meta.column_names_to_labels["weight"] == told["label"]

    assert 0 == weigh.export("b", "--unweighted").returncode
    assert {"1"} == {row["weight"] for row in weigh.rows("b", "small_1.csv")}
    assert "no weights" in weigh("--none", "--reason", "wrong census").stdout
    weigh.export("c")
    assert {"1"} == {row["weight"] for row in weigh.rows("c", "small_1.csv")}
    assert [(1, "census"), (2, "wrong census")] == [
        (one["version"], one["reason"]) for one in json.loads(weigh("--list", "--json").stdout)
    ]


def test_the_recipe_that_is_written_gives_the_same_weights_again(weigh: Weigh) -> None:
    first = json.loads(weigh("--margins", weigh.file(MARGINS), "--out", weigh.folder / "w", "--json").stdout)
    again = json.loads(weigh("--margins", weigh.folder / "w" / "small_weights_recipe.json", "--json").stdout)
    assert first == again


def test_an_export_that_does_not_fit_its_weighting_any_more_writes_nothing(
    sue: Command, site: Site, tmp_path: Path
) -> None:
    hold(site)
    men = Recipe((Margin(("sex",), {"1": Decimal(1)}),))
    ChooseWeighting(site.units(), site.units(), site.clock)(site.eve, men, "of the time before the woman")
    site.close()
    weigh = Weigh(sue, site.path, tmp_path)
    run = weigh.export("a")
    assert (1, True) == (run.returncode, "do not fit weighting 1" in run.stderr)
    assert "has no people in “2”" in run.stderr
    assert not list((tmp_path / "a").glob("*"))
    assert 0 == weigh.export("b", "--unweighted").returncode


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (MARGINS.replace("2,51.5", "3,51.5"), "m.csv", "“sex” has no category “3”"),
        (MARGINS.replace("sex,2,51.5,,\n", ""), "m.csv", "has no people in “2”"),
        (MARGINS.replace("sex", "sexx"), "m.csv", "no variable “sexx”. Alike are: sex"),
        (RECIPE.replace("bounds: [0.5, 2.5]", ""), "r.yaml", "Bounds are a number"),
        (RECIPE.replace("method: trim", "method: trim\nmethod: rake"), "r.yaml", "(line 3)"),
        (RECIPE.replace("48.5", "many"), "r.yaml", "margins 1: categories: 1"),
        ("variable,category\nsex,1\n", "m.csv", "m.csv"),
    ],
    ids=["unknown category", "no target", "unknown variable", "no bounds", "a key twice", "no figure", "no amounts"],
)
def test_what_does_not_fit_is_named_with_its_cure(weigh: Weigh, text: str, name: str, words: str) -> None:
    run = weigh("--margins", weigh.file(text, name), "--reason", "census")
    assert (1, "") == (run.returncode, run.stdout)
    assert words in " ".join(run.stderr.split())
    assert "No weighting has been chosen." in weigh("--list").stdout
