"""Flagged interviews of one person beside those of the others: limits by hand, and by exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from cati_app.domain.casework.interviewer_findings import FlaggedCount, chance_limit, interviewer_finding

FIVE = [FlaggedCount(0, 16)] * 4 + [FlaggedCount(0, 15)]
"""Nobody flagged among 79 interviews of five people."""


def exceeded(flagged: int, count: int, yes: int, no: int) -> Fraction:
    """The chance of as many flagged and more, with rising factorials."""

    def rising(start: int, steps: int) -> Fraction:
        product = Fraction(1)
        for step in range(steps):
            product *= start + step
        return product

    ways = (comb(count, k) * rising(yes, k) * rising(no, count - k) for k in range(flagged, count + 1))
    return sum(ways, Fraction(0)) / rising(yes + no, count)


def test_four_flagged_of_twenty_are_beyond_chance_where_nobody_else_was_flagged() -> None:
    """Beta-binomial(20; 1, 80): as many and more 20/100 · 19/99 · 18/98 = .0071, · 17/97 = .0012."""
    assert 3 == chance_limit(20, FlaggedCount(0, 79))
    three, four = (interviewer_finding(FlaggedCount(flagged, 20), FIVE) for flagged in (3, 4))
    assert (20 / 81, 3, False) == (three.expected, three.limit, three.is_beyond_chance)
    assert four.is_beyond_chance


@pytest.mark.parametrize(
    ("count", "flagged", "others"), [(20, 0, 79), (40, 6, 200), (25, 30, 400), (300, 40, 900), (60, 50, 50)]
)
def test_the_limit_is_the_smallest_that_chance_keeps_with_certainty(count: int, flagged: int, others: int) -> None:
    limit = chance_limit(count, FlaggedCount(flagged, others))
    yes, no = flagged + 1, others - flagged + 1
    assert exceeded(limit + 1, count, yes, no) <= Fraction(5, 1000) < exceeded(limit, count, yes, no)


@pytest.mark.parametrize(
    ("own", "others"),
    [
        (FlaggedCount(19, 19), FIVE),  # of fewer than twenty nothing is said
        (FlaggedCount(20, 20), FIVE[:4]),  # nor beside four others, of whom it would tell
        (FlaggedCount(20, 20), [*FIVE[:4], FlaggedCount(0, 0)]),  # the fifth held none
        (FlaggedCount(0, 20), [FlaggedCount(0, 1)] * 9),  # of 29 in the field none is flagged
    ],
)
def test_too_few_are_not_compared(own: FlaggedCount, others: list[FlaggedCount]) -> None:
    told = interviewer_finding(own, others)
    assert (own, None, None, False) == (told.own, told.expected, told.limit, told.is_beyond_chance)


def test_one_s_own_interviews_do_not_move_the_limit() -> None:
    assert {3} == {interviewer_finding(FlaggedCount(flagged, 20), FIVE).limit for flagged in range(21)}
