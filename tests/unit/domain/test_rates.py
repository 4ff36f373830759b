"""Tallies and estimates that no published vector shows."""

from __future__ import annotations

import pytest

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, OutcomeClass
from cati_app.domain.outcomes.rates import DispositionTally, FrameCounts, Method, eligible_share, rates, tally


def test_every_final_code_counts_in_its_class() -> None:
    for code in DISPOSITIONS.values():
        if code.outcome_class is not None:
            counted = tally([(code.name, 1)])
            assert {code.outcome_class: 1} == {k: v for k, v in counted.by_class().items() if v}
            assert 1 == counted.all


def test_ineligible_households_are_told_from_numbers_that_reach_none() -> None:
    counted = tally([(name, 1) for name in ("outside_area", "not_resident", "quota_filled", "fax", "business")])

    assert (3, 2) == (counted.ineligible_household, counted.ineligible_other)


def test_weights_are_summed_in_place_of_counts() -> None:
    assert 3.5 == tally([("complete", 1.5), ("complete", 2)]).interviews


def test_an_interim_result_is_no_final_code() -> None:
    with pytest.raises(ValueError, match="appointment_firm"):
        tally([("appointment_firm", 1)])


def test_counts_are_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        DispositionTally(-1)


@pytest.mark.parametrize("given", [None, -0.1, 1.1])
def test_a_fixed_share_must_be_a_share(given: float | None) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        eligible_share(DispositionTally(), Method.FIXED, given)


def test_without_ineligible_cases_everything_unknown_counts_as_eligible() -> None:
    assert 1 == eligible_share(DispositionTally(interviews=1), Method.CASRO).of_others
    assert 1 == eligible_share(DispositionTally(), Method.ONE).of_households


@pytest.mark.parametrize("method", [Method.CASRO, Method.TWO_STEP])
def test_where_nothing_is_resolved_e_and_what_needs_it_are_unknown(method: Method) -> None:
    nothing = DispositionTally(unknown_household=7)
    share = eligible_share(nothing, method)

    found = rates([FrameCounts(nothing, share)])

    assert (None, None, 0) == (share.of_households, found["response_rate_3"], found["response_rate_1"])


def test_frames_are_weighted_together_and_never_pooled() -> None:
    landline, mobile = DispositionTally(interviews=10, refusals=10), DispositionTally(interviews=10, refusals=30)
    parts = [
        FrameCounts(one, eligible_share(one, Method.ONE), weight) for one, weight in ((landline, 3.0), (mobile, 1.0))
    ]

    assert pytest.approx((3 * 10 + 10) / (3 * 20 + 40)) == rates(parts)["response_rate_1"]


def test_a_class_knows_its_letters() -> None:
    assert ["I", "P", "R", "NC", "O", "UH", "UO", "NE"] == [one.value for one in OutcomeClass]
