"""Histories of cases with the one final code that comes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import DISPOSITIONS, OutcomeClass, Person, disposition
from cati_app.domain.outcomes.finality import Basis, History, Outcome, dead_numbers, final_code, settled_code

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
UO, R = OutcomeClass.UNKNOWN_OTHER, OutcomeClass.REFUSAL


def history(text: str, *, screened: bool = False, numbers: int = 1) -> History:
    """`busy, no_answer@2, soft_refusal:household` – result, number, person; oldest first."""
    outcomes = []
    for place, word in enumerate(filter(None, text.split(", "))):
        name, _, person = word.partition(":")
        name, _, number = name.partition("@")
        at = START + timedelta(days=place)
        outcomes.append(Outcome(name, at, Person(person) if person else None, number or "1", "ann", place + 1))
    known = tuple(str(number + 1) for number in range(numbers))
    return History(CaseId("c"), 1, "landline", known, tuple(outcomes), START if screened else None)


PROTOCOL = [
    ("busy, no_answer", {}, "3.12"),
    ("no_answer, machine", {}, "3.14"),
    ("machine_household, no_answer", {}, "2.22"),
    ("contact_other_person" + ", no_answer" * 5, {}, "3.21"),
    ("contact_other_person" + ", no_answer" * 5, {"screened": True}, "2.21"),
    ("soft_refusal:household, no_answer, no_answer, no_answer", {}, "2.111"),
    ("soft_refusal:household, complete", {"screened": True}, "1.1"),
    ("appointment_firm:respondent, no_answer, no_answer, no_answer, no_answer", {}, "2.21"),
    ("interview_suspended, no_answer", {"screened": True}, "2.12"),
    ("break_off", {"screened": True}, "2.12"),
    ("returned", {"screened": True}, "2.21"),
    ("not_in_service@1, no_answer@2", {"numbers": 2}, "3.13"),
    ("quota_filled", {}, "4.80"),
    ("language_household, complete", {"screened": True}, "1.1"),
    ("soft_refusal:household, out_of_order", {}, "2.111"),
    ("contact_other_person, disconnected", {}, "3.21"),
    ("machine_household, not_in_service", {}, "2.22"),
    ("language_household, fax", {}, "2.331"),
    ("appointment_soft:respondent, number_changed", {}, "2.21"),
    ("no_answer, out_of_order", {}, "4.33"),
    ("business, out_of_order", {}, "4.33"),
]
"""The histories of the study protocol, where every household qualifies."""


@pytest.mark.parametrize(("text", "facts", "aapor"), PROTOCOL)
def test_a_history_of_the_protocol_has_its_code(text: str, facts: dict[str, int], aapor: str) -> None:
    assert aapor == disposition(final_code(history(text, **facts), R)).aapor  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "screened", "aapor"),
    [
        ("soft_refusal:household, no_answer", False, "3.21"),
        ("refusal_household", False, "3.21"),
        ("refusal", False, "3.21"),
        ("language_household", False, "3.21"),
        ("no_language_interviewer", False, "3.21"),
        ("interview_suspended, no_answer", False, "3.21"),
        ("break_off", False, "3.21"),
        ("soft_refusal:household, no_answer", True, "2.111"),
        ("soft_refusal:respondent", True, "2.112"),
        ("soft_refusal", True, "2.11"),
        ("refusal_respondent", True, "2.112"),
        ("language_respondent", True, "2.332"),
        ("deceased", False, "2.31"),
        ("bad_audio", False, "2.34"),
        ("machine", False, "3.14"),
        ("appointment_firm:respondent, no_answer, no_answer", False, "3.21"),
        ("appointment_firm:respondent, no_answer, no_answer", True, "2.21"),
        ("appointment_soft", False, "3.21"),
        ("respondent_unavailable", False, "3.21"),
        ("respondent_unavailable, no_answer", True, "2.21"),
        ("callback_requested, busy", False, "3.21"),
        ("appointment_firm:respondent, residence_unknown", False, "3.30"),
        ("soft_refusal:household, out_of_order", False, "4.33"),
    ],
)
def test_where_residence_must_be_screened_a_refusal_before_it_says_nothing_of_eligibility(
    text: str, screened: bool, aapor: str
) -> None:
    assert aapor == disposition(final_code(history(text, screened=screened), UO)).aapor


@pytest.mark.parametrize("later", sorted(DISPOSITIONS))
def test_eligibility_once_established_is_never_lost(later: str) -> None:
    found = disposition(final_code(history(f"contact_other_person, {later}", screened=True), UO))

    unknown = {OutcomeClass.UNKNOWN_HOUSEHOLD, OutcomeClass.UNKNOWN_OTHER}
    assert found.outcome_class not in unknown
    if found.outcome_class is OutcomeClass.NOT_ELIGIBLE:
        assert found.name in ("quota_filled", "duplicate")


@pytest.mark.parametrize(
    ("text", "numbers", "aapor"),
    [
        ("not_in_service@1", 1, "4.31"),
        ("not_in_service@1", 2, "3.11"),
        ("fax@1, disconnected@2", 2, "4.32"),
        ("no_answer@1, not_in_service@1", 1, "4.31"),
        ("not_in_service@1, no_answer@1", 1, "3.13"),
        ("mobile_in_landline_frame@1, busy@2", 2, "3.12"),
        ("business@1", 2, "4.51"),
        ("appointment_firm:household", 1, "3.21"),
        ("no_answer, busy, line_problem, machine", 1, "3.16"),
        ("line_problem, call_blocked", 1, "3.15"),
        ("residence_unknown, contact_other_person", 1, "3.21"),
        ("contact_other_person, other_unknown", 1, "3.90"),
        ("outside_area, no_answer", 1, "4.10"),
        ("unable, refusal_household", 1, "2.32"),
        ("refusal_household, soft_refusal:respondent", 1, "2.111"),
        ("", 1, "3.11"),
        ("returned", 1, "3.11"),
    ],
)
def test_the_most_informative_attempt_decides(text: str, numbers: int, aapor: str) -> None:
    assert aapor == disposition(final_code(history(text, numbers=numbers), R)).aapor


@pytest.mark.parametrize(
    ("preset", "unscreened", "code"),
    [("refusal", R, "refusal"), ("refusal", UO, "not_screened"), ("returned", R, "not_attempted")],
)
def test_a_case_that_was_never_called_has_the_code_it_came_with(
    preset: str, unscreened: OutcomeClass, code: str
) -> None:
    assert code == final_code(History(CaseId("c"), 1, "landline", ("1",), preset=preset), unscreened)


@pytest.mark.parametrize(
    ("case", "basis"),
    [
        (history("no_answer"), Basis.ATTEMPT),
        (history("returned"), Basis.NOTHING),
        (history(""), Basis.NOTHING),
        (history("no_answer", screened=True), Basis.SCREENING),
        (replace(history("no_answer"), blocked_at=START), Basis.BLOCK_LIST),
        (replace(history("refusal_household"), blocked_at=START), Basis.ATTEMPT),
        (History(CaseId("c"), 1, "landline", ("1",), preset="refusal"), Basis.FROM_THE_START),
        (History(CaseId("c"), 1, "landline", ("1",), preset="not_attempted"), Basis.NOTHING),
    ],
)
def test_a_final_code_tells_what_it_rests_on(case: History, basis: Basis) -> None:
    final = settled_code(case, R)

    assert (basis, basis is Basis.ATTEMPT) == (final.basis, final.decides is not None)


def test_a_number_is_dead_by_its_last_result() -> None:
    assert {"2"} == dead_numbers(history("fax@1, no_answer@1, busy@2, fax@2").outcomes)


@pytest.mark.parametrize(
    ("text", "screened", "attempt"),
    [
        ("no_answer, busy, no_answer", False, 2),
        ("no_answer, no_answer", False, 2),
        ("", False, None),
        ("returned", False, None),
        ("soft_refusal, no_answer", True, 1),
        ("no_answer, machine", True, None),
    ],
)
def test_the_attempt_that_decides_is_named(text: str, screened: bool, attempt: int | None) -> None:
    decides = settled_code(history(text, screened=screened), UO).decides

    assert attempt == (decides.attempt_no if decides is not None else None)


def test_a_code_that_is_not_in_the_table_is_an_error_and_not_skipped() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        final_code(history("no_answer, nonsense"), R)
