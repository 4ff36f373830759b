"""Results a study offers."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, Person, ResultSection
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result


def test_every_disposition_is_a_result_of_its_own_name() -> None:
    assert set(DISPOSITIONS) <= set(STANDARD_RESULTS.results)
    assert all(STANDARD_RESULTS.results[name].disposition == name for name in DISPOSITIONS)


def test_a_study_adds_and_hides_results_without_losing_others() -> None:
    book = STANDARD_RESULTS.with_changes(
        [
            Result("moved", "outside_area", own=True),
            Result("gone", "fax", own=True, hidden=True),
            Result("fax", "fax", hidden=True),
        ]
    )

    assert ["moved"] == [one.code for one in book.own()]
    fax = book.find("fax")
    assert fax is not None and fax.hidden
    assert book.find("nonsense") is None
    assert set(STANDARD_RESULTS.results) < set(book.results)


def test_a_soft_refusal_knows_who_gave_it_and_needs_a_note() -> None:
    result = STANDARD_RESULTS.results["soft_refusal_respondent"]

    assert ("soft_refusal", Person.RESPONDENT, True) == (result.disposition, result.person, result.note_required)


def test_a_list_has_the_catalogues_results_then_the_studys_without_what_it_does_without() -> None:
    flat = Result("holiday_flat", "machine", own=True)
    book = STANDARD_RESULTS.with_changes([flat, Result("machine_household", "machine_household", hidden=True)])

    assert ["machine", "holiday_flat"] == [result.code for result in book.in_list(ResultSection.MACHINE)]
    assert () == book.in_list(ResultSection.MACHINE, rarer=True)
    assert (None, None, flat) == tuple(book.offered(code) for code in ("machine_household", "nonsense", "holiday_flat"))


def test_a_machine_or_a_busy_line_ends_no_conversation() -> None:
    assert {ResultSection.DIGIT, ResultSection.MACHINE} == {one for one in ResultSection if not one.ends_talk}


def test_only_the_opt_out_itself_and_what_a_study_makes_one_block_numbers() -> None:
    own = Result("moved_away", "refusal", own=True)

    assert {"refusal"} == {result.code for result in STANDARD_RESULTS.results.values() if result.blocks}
    assert (False, True) == (own.blocks, replace(own, never_again=True).blocks)
