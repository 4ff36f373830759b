"""`cati rates` with base weights from the sample, and `cati check` on the field that holds them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cati_app.domain.outcomes.base_weights import BadWeight, Weigher
from cati_app.publish.reports.weights_text import weights_lines
from tests.commands import Command
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study whose cases have a weight in the field `w`."""
    return study_with(tmp_path, "\noutcomes: {random_numbers: true, weight: w}\n")


def weigh(site: Site, *weights: str | None) -> Path:
    """Five cases with these weights: the first an interview, the second a refusal, the others untouched."""
    for number, weight in enumerate(weights, 1):
        fields = "{}" if weight is None else json.dumps({"region": "north", "w": weight})
        site.sql_write('UPDATE "case" SET fields = ? WHERE case_no = ?', (fields, number))
    with site.units()() as unit:
        unit.sample.divide(["w"])
        unit.commit()
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")
    offer = site.dialled(site.bob)
    site.place(site.bob).record_result(site.bob, offer.attempt, "refusal_household")
    site.close()
    return site.path


def test_rates_come_unweighted_and_weighted(sue: Command, site: Site, study: Path) -> None:
    database = weigh(site, "4", "2,5", "1.5", "1", "1")
    found = json.loads(sue("rates", study, "--db", database, "--json", "--by", "day").stdout)
    weighted = found["weighted"]

    assert (0.2, 0.4) == (found["rates"]["response_rate_1"], weighted["rates"]["response_rate_1"])
    assert ("w", 5, 10, 1, 4) == tuple(weighted[key] for key in ("field", "cases", "sum", "least", "most"))
    assert 5 * (16 + 6.25 + 2.25 + 1 + 1) / 100 == pytest.approx(weighted["design_effect"])
    assert ({"I": 1, "UH": 3, "UO": 1}, {"I": 4, "UH": 3.5, "UO": 2.5}) == tuple(
        {name: count for name, count in one["frames"]["landline"]["counts"].items() if count}
        for one in (found, weighted)
    )
    assert 0.4 == found["by"]["2026-11-24"]["weighted"]["rates"]["response_rate_1"]


def test_both_are_printed_with_the_account_of_the_weights(sue: Command, site: Site, study: Path) -> None:
    database = weigh(site, "4", "2,5", "1.5", "1", "1")
    run = sue("rates", study, "--db", database)
    text = " ".join(run.stdout.split())

    assert (0, 2) == (run.returncode, text.count("response_rate_1 "))
    assert "Frame landline: 5 cases" in text
    assert (
        "Weighted by the sample field “w”: sums of base weights in place of counts 5 cases, sum 10, from 1 to 4" in text
    )
    assert "Frame landline: weights 10" in text
    assert "response_rate_1 on a quota-controlled random number sample 0.400000" in text
    for by in ("frame", "day"):
        assert "Frame landline: weights 10" in sue("rates", study, "--db", database, "--by", by).stdout


def test_cases_without_a_weight_are_named_and_nothing_is_weighted(sue: Command, site: Site, study: Path) -> None:
    database = weigh(site, "4", None, "personal", "0", " ")
    run = sue("rates", study, "--db", database)
    asked = sue("rates", study, "--db", database, "--json", "--by", "frame")
    found = json.loads(asked.stdout)

    assert (1, 1) == (run.returncode, asked.returncode)
    assert "No weighted rates: not every case has a weight in the sample field “w”." in run.stdout
    assert "cases without a value (2): 2, 5" in run.stdout
    assert "cases whose value is no number (1): 3" in run.stdout
    assert "cases with 0 or less (1): 4" in run.stdout
    assert "import the sample again" in run.stdout
    assert "personal" not in run.stdout + asked.stdout
    assert {"missing": [2, 5], "no_number": [3], "not_positive": [4]} == found["weighted"]["bad"]
    assert ("rates" in found, "rates" in found["weighted"], "weighted" in found["by"]["landline"]) == (
        True,
        False,
        False,
    )
    assert "No weighted rates" in sue("rates", study, "--db", database, "--by", "day").stdout


def test_of_many_cases_without_a_weight_the_first_are_named() -> None:
    lines = list(weights_lines(Weigher("w", {}, [], {BadWeight.MISSING: list(range(1, 31))}).account()))

    assert lines[1].endswith("18, 19, 20 and 10 more")


def test_a_study_without_weights_says_nothing_of_them(sue: Command, site: Site) -> None:
    database = weigh(site, *[None] * 5)

    assert "weight" not in sue("rates", HEALTHY, "--db", database).stdout.lower()
    assert "weighted" not in json.loads(sue("rates", HEALTHY, "--db", database, "--json").stdout)


def test_the_check_finds_a_field_the_sample_does_not_have(cati: Command, study: Path) -> None:
    (study / "sample.csv").write_text("case,number,weight\n1,+493023125001,1\n", encoding="utf-8")
    with (study / "study.yaml").open("a", encoding="utf-8") as text:
        text.write("sample: {file: sample.csv}\n")
    run = cati("check", study, "--json")

    found = {one["code"]: one for one in json.loads(run.stdout)["findings"]}
    assert (0, "warning", "outcomes.weight") == (
        run.returncode,
        found["weight-unknown"]["severity"],
        found["weight-unknown"]["column"],
    )
