"""Results renamed, hidden and added in study.yaml, and what is wrong with a map."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.outcomes.dispositions import OutcomeClass, Person
from cati_app.fieldwork.calling.foresight import Foresight
from cati_app.fieldwork.rules import StudyRules
from cati_app.study.check_study import check_study
from cati_app.study.load import load_study
from cati_app.study.rules import result_book, unscreened_class
from cati_app.texts import words_of
from cati_app.ui.console.results import ResultFacts, call_results
from tests.stations import STUDY, TUESDAY, Site

TWO_STEP = "outcomes: {e_method: two_step}\n"


def checked(text: str) -> list[str]:
    result = load_study((STUDY + ("" if "outcomes:" in text else TWO_STEP) + text).encode())
    assert result.study is not None, result.findings
    return [one.code for one in check_study(result.study, None, result.lines)]


@pytest.mark.parametrize(
    ("result", "code"),
    [
        ("{code: moved, label: {de: weg}}", "result-map-missing"),
        ("{code: moved, as: outside_aera, label: {de: weg}}", "result-map-unknown"),
        ("{code: fax, as: business}", "result-map-fixed"),
        ("{code: fax, person: household}", "result-map-fixed"),
        ("{code: done, as: complete, label: {de: fertig}}", "result-by-program"),
        ("{code: refusal, hidden: true}", "result-needed"),
        ("{code: moved, as: outside_area}", "result-label-missing"),
        ("{code: refusal_household, never_again: true}", "result-never-again"),
        ("{code: gone, as: soft_refusal, never_again: true, label: {de: weg}}", "result-never-again"),
        ("{code: fax, hidden: true}, {code: fax, note: true}", "result-twice"),
    ],
)
def test_a_wrong_map_is_found(result: str, code: str) -> None:
    assert [code] == checked(f"results: [{result}]\n")


def test_a_wrong_map_suggests_the_nearest_result_and_names_its_line() -> None:
    text = STUDY + TWO_STEP + "results:\n  - {code: moved, as: outside_aera, label: {de: weg}}\n"
    result = load_study(text.encode())
    assert result.study is not None

    (finding,) = check_study(result.study, None, result.lines)

    assert (text.count("\n"), "results[1].as", True) == (finding.row, finding.column, "“outside_area”" in finding.cure)


def test_what_rates_and_the_ledger_need_is_checked() -> None:
    assert ["e-missing"] == checked("outcomes: {e_method: fixed}\n")
    assert [] == checked("outcomes: {e_method: fixed, e: 0.4}\n")
    assert ["notice-incomplete"] == checked("notice: {points: [who_calls, purpose]}\n")


@pytest.mark.parametrize(
    ("outcomes", "advised"),
    [
        ("", True),  # whatever the numbers are: e stands in every report
        ("e_method: two_step", False),
        ("random_numbers: true", True),
        ("random_numbers: true, e_method: one", True),
        ("random_numbers: true, e_method: two_step", False),
        ("random_numbers: true, e_method: fixed, e: 0.4", False),
        ("random_numbers: true, unscreened_refusal_class: R", False),
    ],
)
def test_a_study_that_screens_is_advised_to_estimate_in_two_steps(outcomes: str, advised: bool) -> None:
    result = load_study(f"{STUDY}outcomes: {{{outcomes}}}\n".encode())
    assert result.study is not None

    codes = [finding.code for finding in check_study(result.study, None, result.lines)]
    assert advised is ("two-step-advised" in codes)


def test_the_book_of_a_study(site: Site) -> None:
    study = load_study(
        (
            STUDY
            + """
results:
  - {code: no_answer, label: {de: Niemand da}}
  - {code: holiday_flat, as: not_resident, label: {de: Ferienwohnung}, note: true}
  - {code: child, as: soft_refusal, person: household, label: {de: Nur ein Kind da}, note: false}
  - {code: institution, hidden: true}
"""
        ).encode()
    ).study
    assert study is not None
    book = result_book(study)
    rules: StudyRules = replace(site.station.rules, results=book)
    labels = {"no_answer": "Niemand da", "holiday_flat": "Ferienwohnung", "child": "Nur ein Kind da"}

    foresight = Foresight(site.offered(), rules, TUESDAY)
    offered = call_results(words_of("en"), ResultFacts(foresight, {"de": "Deutsch"}, labels))

    assert 9 == len(offered)
    every = {one.code: one for option in offered for one in (option, *option.options)}
    assert ("Niemand da", "Ferienwohnung") == (every["no_answer"].label, every["holiday_flat"].label)
    assert every["holiday_flat"].consequence == "closed · with a note"
    assert "institution" not in every and "child" in {one.code for one in every["refused"].options}
    child = book.results["child"]
    assert ("soft_refusal", Person.HOUSEHOLD, False) == (child.disposition, child.person, child.note_required)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", OutcomeClass.UNKNOWN_OTHER), ("outcomes: {unscreened_refusal_class: R}\n", OutcomeClass.REFUSAL)],
)
def test_a_refusal_before_the_screening_counts_as_the_study_says(text: str, expected: OutcomeClass) -> None:
    study = load_study((STUDY + text).encode()).study

    assert study is not None
    assert expected is unscreened_class(study)


def test_a_study_without_a_screener_takes_every_household_as_eligible() -> None:
    study = load_study(STUDY.replace("screener: screener\n", "").encode()).study

    assert study is not None
    assert OutcomeClass.REFUSAL is unscreened_class(study)
