"""Every outcome code of the trade, once."""

from __future__ import annotations

import pytest

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, INTERIM, OutcomeClass, disposition

TABLE = """
1.1 I complete | 1.2 P partial
2.11 R refusal | 2.111 R refusal_household | 2.112 R refusal_respondent | 2.12 R break_off
2.21 NC respondent_unavailable | 2.22 NC machine_household
2.31 O deceased | 2.32 O unable | 2.331 O language_household | 2.332 O language_respondent
2.333 O no_language_interviewer | 2.34 O bad_audio | 2.35 O bad_situation | 2.36 O other_eligible
3.11 UH not_attempted | 3.12 UH busy | 3.13 UH no_answer | 3.14 UH machine_unknown | 3.15 UH call_blocked
3.16 UH line_problem | 3.161 UH unclear_announcement | 3.21 UO not_screened | 3.30 UO residence_unknown
3.90 UO other_unknown | 4.10 NE outside_area | 4.20 NE fax | 4.31 NE not_in_service | 4.32 NE disconnected
4.33 NE out_of_order | 4.41 NE number_changed | 4.43 NE forwarded | 4.45 NE mobile_in_landline_frame
4.46 NE landline_in_mobile_frame | 4.51 NE business | 4.52 NE institution | 4.53 NE group_quarters
4.54 NE not_resident | 4.70 NE no_eligible_person | 4.80 NE quota_filled | 4.81 NE duplicate | 4.90 NE other_ineligible
"""
"""AAPOR Standard Definitions, as the study uses them."""

ROWS = [row.split() for line in TABLE.strip().splitlines() for row in line.split("|")]


@pytest.mark.parametrize(("code", "outcome_class", "name"), ROWS, ids=[row[2] for row in ROWS])
def test_a_final_code_has_its_number_and_class(code: str, outcome_class: str, name: str) -> None:
    assert (code, OutcomeClass(outcome_class)) == (disposition(name).aapor, disposition(name).outcome_class)


def test_no_code_is_missing_and_none_stands_twice() -> None:
    coded = {d.aapor: d.name for d in DISPOSITIONS.values() if d.aapor is not None}

    assert {row[0]: row[2] for row in ROWS} == coded
    assert len(ROWS) == len(coded) == len({row[2] for row in ROWS})


def test_results_without_number_are_never_final() -> None:
    without = {d.name for d in DISPOSITIONS.values() if d.aapor is None}

    assert without <= INTERIM
    assert {"appointment_firm", "appointment_soft", "callback_requested", "soft_refusal"} <= without


@pytest.mark.parametrize("name", sorted(INTERIM))
def test_an_interim_result_leaves_the_case_open(name: str) -> None:
    assert not disposition(name).closes


@pytest.mark.parametrize("name", ["complete", "refusal_household", "quota_filled", "not_in_service"])
def test_a_final_result_closes_the_case(name: str) -> None:
    assert disposition(name).closes


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        disposition("nonsense")
