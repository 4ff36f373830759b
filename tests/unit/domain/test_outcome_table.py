"""Row by row: what the table of outcomes says of each code, and what a row may not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cati_app.domain.calling.line import CallEnd, EndedBy
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import (
    DISPOSITIONS,
    Disposition,
    Finality,
    GivenBy,
    Listed,
    OutcomeClass,
    OutcomeGroup,
    ResultSection,
    Timing,
    disposition,
)
from cati_app.domain.outcomes.finality import Eligibility, History, eligibility
from cati_app.domain.outcomes.rates import tally
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, digits, listed
from cati_app.publish.reports.class_words import OUTCOME_CLASSES
from cati_app.texts import words_of
from cati_app.texts.outcomes import outcome_label

CODES = sorted(DISPOSITIONS)
RULES = RetryRules(15, 240, 200, 30, 7, 120, max_attempts=10, max_attempts_per_day=3)
CALLING = Path(__file__).parents[3] / "docs" / "calling.md"


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_known_wherever_codes_are_spoken_of(code: str) -> None:
    row = disposition(code)

    assert code == row.name == STANDARD_RESULTS.results[code].disposition
    assert f"`{code}`" in CALLING.read_text(encoding="utf-8")
    english, german = (outcome_label(words_of(language), code) for language in ("en", "de"))
    assert row.label == english
    assert german not in ("", english)
    if row.outcome_class is not None:
        assert OUTCOME_CLASSES.of("de")(row.outcome_class.value)
        assert 1 == tally([(code, 1)]).all
    if row.interim:
        assert RULES.delay(code) is not None


@pytest.mark.parametrize("code", [code for code in CODES if DISPOSITIONS[code].closes])
def test_after_a_final_code_nobody_waits_for_the_next_call(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        RULES.delay(code)


@pytest.mark.parametrize("in_list", list(ResultSection))
@pytest.mark.parametrize("rarer", [False, True])
def test_no_two_results_share_a_place(in_list: ResultSection, rarer: bool) -> None:
    places = [row.listed for row in DISPOSITIONS.values() if row.listed is not None and row.listed.position]
    taken = [at.position for at in places if (at.in_list, at.rarer) == (in_list, rarer)]

    assert len(set(taken)) == len(taken)
    if in_list is not ResultSection.DIGIT:
        assert list(range(1, len(taken) + 1)) == sorted(taken)


def test_the_digits_that_open_lists_are_free() -> None:
    results = {digit: target for digit, target in digits().items() if not isinstance(target, ResultSection)}
    assert {1: "no_answer", 2: "busy", 4: "not_in_service"} == results
    assert list(range(1, 9)) == list(digits())


def test_who_said_it_comes_behind_the_results_of_its_list() -> None:
    refused = ("soft_refusal", "refusal_household", "refusal_respondent", "unable")

    assert (*refused, "soft_refusal_household", "soft_refusal_respondent") == listed(ResultSection.REFUSED)
    assert ("deceased", "bad_situation", "other_eligible") == listed(ResultSection.REFUSED, rarer=True)


ROW = DISPOSITIONS["business"]


def test_a_row_cannot_leave_out_its_place_in_the_order_of_finality() -> None:
    with pytest.raises(TypeError, match="finality"):
        Disposition("new", "new word", listed=Listed(ResultSection.LATER))  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"outcome_class": None}, "number and class"),
        ({"aapor": None, "outcome_class": None}, "never final, and closes"),
        ({"timing": Timing.BEST_PART}, "is scheduled"),
        ({"weight": 1}, "is scheduled"),
        ({"listed": None}, "by the program alone"),
        ({"given_by": GivenBy.PROGRAM}, "by the program alone"),
    ],
)
def test_a_row_that_contradicts_itself_cannot_be_built(changes: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(ROW, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "changes", "why"),
    [
        ("busy", {"of_number": True}, "leaves the case open"),
        ("machine", {"counts_as": ""}, "becomes no final code"),
    ],
)
def test_an_interim_row_that_contradicts_itself_cannot_be_built(
    code: str, changes: dict[str, object], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        replace(disposition(code), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (CallEnd(EndedBy.NETWORK, sip_code=486), "busy"),
        (CallEnd(EndedBy.NETWORK, q850=17), "busy"),
        (CallEnd(EndedBy.RING_LIMIT), "no_answer"),
        (CallEnd(EndedBy.NETWORK, sip_code=480, q850=19), "no_answer"),
        (CallEnd(EndedBy.NETWORK, sip_code=480), None),
        (CallEnd(EndedBy.NETWORK, sip_code=404), None),
        (CallEnd(EndedBy.NETWORK, sip_code=404, q850=1), "not_in_service"),
        (CallEnd(EndedBy.NETWORK, sip_code=410, q850=22), "number_changed"),
        (CallEnd(EndedBy.NETWORK, sip_code=410), "not_in_service"),
        (CallEnd(EndedBy.NETWORK, sip_code=607), "call_blocked"),
        (CallEnd(EndedBy.NETWORK, q850=27), "out_of_order"),
        (CallEnd(EndedBy.NETWORK, sip_code=503), "line_problem"),
        (CallEnd(EndedBy.ADAPTER), "line_problem"),
        (CallEnd(EndedBy.RESPONDENT, sip_code=200), None),
        (CallEnd(EndedBy.INTERVIEWER), None),
    ],
)
def test_what_the_line_reports_suggests_a_result(end: CallEnd, expected: str | None) -> None:
    assert expected == end.suggestion


def test_a_rejected_call_is_never_taken_for_a_refusal() -> None:
    suggested = {CallEnd(EndedBy.NETWORK, sip_code=code).suggestion for code in range(100, 700)} - {None}
    told = {disposition(name) for name in suggested if name is not None}

    assert not {row.name for row in told if row.outcome_class is OutcomeClass.REFUSAL}
    assert not {row.name for row in told if row.finality is Finality.INTERVIEW}


@pytest.mark.parametrize("of_class", list(OutcomeClass))
def test_every_class_belongs_to_a_group(of_class: OutcomeClass) -> None:
    row = Disposition(
        "new", "new word", "9.9", of_class, finality=Finality.ELIGIBLE, listed=Listed(ResultSection.LATER)
    )

    assert row.group in OutcomeGroup


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        (OutcomeGroup.UNREACHED, ("no_answer", "busy", "machine_household", "machine_unknown")),
        (OutcomeGroup.CONTACT, ("soft_refusal", "callback_requested")),
        (OutcomeGroup.REFUSED, ("refusal_household",)),
        (OutcomeGroup.ELIGIBLE, ("respondent_unavailable", "deceased")),
        (OutcomeGroup.UNCLEAR, ("not_screened",)),
        (OutcomeGroup.NUMBER, ("not_in_service", "fax")),
        (OutcomeGroup.NOT_ELIGIBLE, ("group_quarters", "not_resident")),
    ],
)
def test_a_supervisor_finds_a_result_in_the_group_of_its_kind(group: OutcomeGroup, codes: tuple[str, ...]) -> None:
    assert {group} == {disposition(code).group for code in codes}


@pytest.mark.parametrize(
    ("section", "code"),
    [
        (ResultSection.REFUSED, "refusal_household"),
        (ResultSection.WRONG_NUMBER, "no_answer"),
        (ResultSection.WRONG_NUMBER, "complete"),
    ],
)
def test_a_result_of_a_study_is_looked_for_where_what_it_counts_as_is(section: ResultSection, code: str) -> None:
    assert section is disposition(code).section


@pytest.mark.parametrize(
    ("known", "code", "screened"),
    [
        (Eligibility.NOT_ELIGIBLE, "business", False),
        (Eligibility.ELIGIBLE, "respondent_unavailable", True),
        (Eligibility.UNKNOWN, "no_answer", False),
    ],
)
def test_eligibility_is_told_by_the_code_and_the_screening(known: Eligibility, code: str, screened: bool) -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC) if screened else None

    assert known is eligibility(History(CaseId(""), 1, "mobile", (), eligible_at=at), code)
