"""Results a study offers."""

from __future__ import annotations

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, Person
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
