"""`cati rates` and `cati case` on a small study with quotas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Command
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The same study; its numbers are a random sample."""
    return study_with(tmp_path, "\noutcomes: {random_numbers: true, unscreened_refusal_class: R}\n")


@pytest.fixture
def worked(site: Site) -> Site:
    """One interview, one refusal, three cases untouched."""
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")
    offer = site.dialled(site.bob)
    site.place(site.bob).record_result(site.bob, offer.attempt, "refusal_household")
    site.close()
    return site


def test_rates_stand_with_counts_e_method_and_formula(sue: Command, worked: Site, study: Path) -> None:
    found = json.loads(sue("rates", study, "--db", worked.path, "--json").stdout)

    assert {"complete": 1, "not_attempted": 3, "refusal_household": 1} == found["codes"]
    assert (0.2, 0.5) == (found["rates"]["response_rate_1"], found["rates"]["cooperation_rate_1"])
    assert ("casro", 1.0) == (found["frames"]["landline"]["e"]["method"], found["frames"]["landline"]["e"]["of_uh"])
    assert "I / I+P+R+NC+O+UH+UO" == found["formulas"]["response_rate_1"]
    assert (5, 5, 0.2, 2) == (
        found["exhaustion"]["gross"],
        found["exhaustion"]["net"],
        found["exhaustion"]["rate"],
        found["numbers_dialled"],
    )
    assert {"target": 2, "achieved": 1} == found["cells"]["m/young"]


def test_the_caveat_of_quota_samples_is_printed_with_the_rates(sue: Command, worked: Site, study: Path) -> None:
    text = " ".join(sue("rates", study, "--db", worked.path).stdout.split())

    assert "Quota sample: it has no selection probability" in text
    assert "response_rate_1 on a quota-controlled random number sample 0.200000" in text
    assert "Ausschöpfungsquote (Interviews / ber. Brutto) 0.200000" in text
    assert "2.111 Haushalt verweigert" in text


def test_without_random_numbers_a_quota_study_has_counts_but_no_rates(sue: Command, worked: Site) -> None:
    found = json.loads(sue("rates", HEALTHY, "--db", worked.path, "--json", "--by", "frame").stdout)
    text = sue("rates", HEALTHY, "--db", worked.path).stdout

    assert (False, False, 5) == ("rates" in found, "rates" in found["by"]["landline"], found["exhaustion"]["gross"])
    assert ("outcomes.random_numbers" in text, "response_rate" in text, "quote (" in text) == (True, False, False)


def test_what_no_cooperation_rate_shows_stands_beside_it(sue: Command, worked: Site, tmp_path: Path) -> None:
    study = study_with(tmp_path, "\noutcomes: {random_numbers: true}\n")
    text = sue("rates", study, "--db", worked.path).stdout
    told = json.loads(sue("rates", study, "--db", worked.path, "--json").stdout)
    early = told["refused_before_screening"]

    assert early["cases"] == 1
    assert told["rates"]["cooperation_rate_1"] > early["rates_as_refusals"]["cooperation_rate_1"]
    assert told["codes"].get("not_attempted", 0) == told["never_dialled"]
    assert ("1 refused before the screening" in text, "never dialled (3.11)" in text) == (True, True)
    assert ("e_method: two_step" in text) is (told["frames"]["landline"]["e"]["method"] == "casro")


def test_rates_come_by_day_and_frame_and_never_by_who_called(sue: Command, worked: Site, study: Path) -> None:
    by = {
        one: json.loads(sue("rates", study, "--db", worked.path, "--json", "--by", one).stdout)["by"]
        for one in ("day", "frame")
    }

    assert 0.2 == by["day"]["2026-11-24"]["rates"]["response_rate_1"]
    assert ["landline"] == list(by["frame"])
    assert 2 == sue("rates", study, "--db", worked.path, "--by", "interviewer").returncode
    for one in by:
        assert 0 == sue("rates", study, "--db", worked.path, "--by", one).returncode


def test_e_is_estimated_as_asked(sue: Command, worked: Site, study: Path) -> None:
    fixed = json.loads(sue("rates", study, "--db", worked.path, "--json", "--e", "0.5").stdout)

    assert pytest.approx(1 / 3.5) == fixed["rates"]["response_rate_3"]
    assert 2 == sue("rates", study, "--db", worked.path, "--method", "fixed").returncode
    assert 2 == sue("rates", study, "--db", worked.path, "--e", "1.5").returncode


def test_a_case_shows_its_attempts_and_its_code(sue: Command, worked: Site) -> None:
    text = sue("case", HEALTHY, "2", "--db", worked.path).stdout

    assert ("1  2026-11-24 16:00  refusal_household" in text, "(3.21)" in text) == (True, True)


def test_a_supervisor_corrects_a_result(cati: Command, worked: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    asked = ("case", HEALTHY, "2", "--db", worked.path, "--as", "sue", "--result", "no_answer")

    assert (1, True) == ((run := cati(*asked)).returncode, "needs a reason" in run.stderr)
    found = json.loads(cati(*asked, "--reason", "pressed the wrong digit", "--json").stdout)

    assert ("no_answer", "3.13", "open") == (found["final"], found["aapor"], found["changed"]["state"])
    assert (
        "Corrected: no_answer is now busy"
        in cati(*asked[:-1], "busy", "--attempt", "1", "--reason", "listened again").stdout
    )


@pytest.mark.parametrize(("who", "case", "told"), [("eve", "2", "Only a supervisor"), ("sue", "99", "no case of that")])
def test_nobody_else_and_nothing_else_is_changed(
    cati: Command, worked: Site, monkeypatch: pytest.MonkeyPatch, who: str, case: str, told: str
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    run = cati("case", HEALTHY, case, "--db", worked.path, "--as", who, "--result", "busy", "--reason", "x")

    assert (1, True) == (run.returncode, told in run.stderr)
