"""Outcome rates of tallies that are published, or were computed apart from this program."""

from __future__ import annotations

import pytest

from cati_app.domain.outcomes.rates import RATES, DispositionTally, FrameCounts, Method, eligible_share, rates

NAMES = list(RATES)
NONE = None


def fraction(text: str) -> float | None:
    above, _, below = text.partition("/")
    return None if text == "None" else float(above) / float(below or 1)


VECTORS = {
    "A1": (
        "4 2 1 1 1 1 1 1",
        Method.CASRO,
        None,
        ".9",
        ".363636 .545455 .370370 .555556 .444444 .666667 .5 .75 .571429 .857143 .090909 .092593 .111111"
        " .727273 .740741 .888889",
    ),
    "A2": (
        "5 3 2 1 2 1 1 1",
        Method.FIXED,
        0.5,
        ".5",
        "1/3 8/15 5/14 4/7 5/13 8/13 5/12 2/3 1/2 4/5 2/15 1/7 2/13 4/5 6/7 12/13",
    ),
    "A3": (
        "500 24 812 1340 96 2210 145 3120",
        Method.CASRO,
        None,
        ".470468",
        ".097523 .102204 .128868 .135053 .180375 .189033 .349162 .365922 .374251 .392216 .158377 .209281 .292929"
        " .279306 .369077 .516595",
    ),
    "A6": (
        "0 3 14 22 2 40 1 12",
        Method.CASRO,
        None,
        ".773585",
        "0 .036585 0 .041256 0 .073171 0 .157895 0 .176471 .170732 .192527 .341463 .231707 .261287 .463415",
    ),
    "A9": ("1 0 0 0 0 0 0 0", Method.FIXED, 1.0, "1", "1 1 1 1 1 1 1 1 1 1 0 0 0 1 1 1"),
    "A10": ("0 0 0 0 0 0 5 0", Method.FIXED, 0.3, ".3", "0 0 0 0 None None None None None None 0 0 None 0 0 None"),
}


def counts(text: str) -> DispositionTally:
    i, p, r, nc, o, uh, uo, ineligible = map(float, text.split())
    return DispositionTally(i, p, r, nc, o, uh, uo, ineligible_other=ineligible)


@pytest.mark.parametrize("name", VECTORS)
def test_a_tally_has_its_rates(name: str) -> None:
    text, method, given, e, expected = VECTORS[name]
    made = counts(text)
    share = eligible_share(made, method, given)

    assert fraction(e) == pytest.approx(share.of_households, abs=5e-7)
    found = rates([FrameCounts(made, share)])
    assert NAMES == list(found)
    for rate, value in zip(NAMES, map(fraction, expected.split()), strict=True):
        assert value == (None if value is None else pytest.approx(found[rate], abs=5e-7)), rate
        assert (value is None) == (found[rate] is None), rate


def test_a_screened_sample_estimates_households_and_eligible_ones_apart() -> None:
    made = DispositionTally(500, 24, 812, 1340, 96, 2210, 145, 420, 2700)
    share = eligible_share(made, Method.TWO_STEP)
    found = rates([FrameCounts(made, share)])

    assert 0.868421 == pytest.approx(share.of_others, abs=5e-7)
    assert 0.552758 * 0.868421 == pytest.approx(share.of_households, abs=1e-6)
    expected = {
        "response_rate_3": 0.126302,
        "response_rate_4": 0.132364,
        "refusal_rate_2": 0.205114,
        "contact_rate_2": 0.361728,
    }
    assert expected == pytest.approx({name: found[name] for name in expected}, abs=5e-7)
