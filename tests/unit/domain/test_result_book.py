"""Results a study offers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, Person
from cati_app.domain.outcomes.finality import History, Outcome, closes
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("result", "numbers", "expected"),
    [("no_answer", ("1",), False), ("refusal", ("1", "2"), True), ("fax", ("1",), True), ("fax", ("1", "2"), False)],
)
def test_a_code_of_a_number_closes_a_case_only_when_no_other_is_left(
    result: str, numbers: tuple[str, ...], expected: bool
) -> None:
    history = History("c", 1, "mobile", numbers, (Outcome(result, START, None, "1"),))

    assert expected == closes(result, history)


def test_a_code_of_a_number_closes_when_nobody_knows_which_was_called() -> None:
    assert closes("fax", History("c", 1, "mobile", ("1", "2"), (Outcome("fax", START),)))
