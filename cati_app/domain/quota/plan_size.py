"""How many interviews a quota needs, and what oversampling costs: planning figures of a quota sample.

A quota sample has no margin of error. The formulas are those of simple random sampling, used as everybody in the trade
uses them to compare plans (Kish 1965; Lohr, Sampling: Design and Analysis, 2.6).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import ceil
from typing import TypeVar

from cati_app.domain.errors import RuleViolation

Key = TypeVar("Key", bound=Hashable)


def planned_size(
    standard_error: Fraction,
    share: Fraction = Fraction(1, 2),
    deff: Fraction = Fraction(1),
    population: int | None = None,
) -> int:
    """Interviews for which a share has at most this standard error, rounded up.

    Args:
        standard_error: Of the share, above 0 and below 1: 0.025 is two and a half points.
        share: The share for which it is to hold, between 0 and 1; one half is the worst.
        deff: Design effect expected of weighting, 1 or more.
        population: People there are, where they are few enough to matter.

    Raises:
        RuleViolation: `plan_out_of_range` with the name of the figure.
    """
    for name, fits in (
        ("standard_error", 0 < standard_error < 1),
        ("share", 0 < share < 1),
        ("deff", deff >= 1),
        ("population", population is None or population >= 1),
    ):
        if not fits:
            raise RuleViolation("plan_out_of_range", name=name)
    wanted = deff * share * (1 - share) / standard_error**2
    if population is not None:
        wanted /= 1 + (wanted - 1) / population
    return max(1, ceil(wanted))


def oversampled(shares: Mapping[Key, Fraction], factors: Mapping[Key, Fraction]) -> dict[Key, Fraction]:
    """Shares of the interviews: those of the people times a factor each, adding up to 1.

    Args:
        shares: Of the people, adding up to 1.
        factors: How many times as likely; 1 where none is named.

    Raises:
        RuleViolation: `plan_out_of_range`: a factor that is not above 0.
    """
    if any(factor <= 0 for factor in factors.values()):
        raise RuleViolation("plan_out_of_range", name="oversample")
    raised = {key: share * factors.get(key, Fraction(1)) for key, share in shares.items()}
    whole = sum(raised.values(), start=Fraction())
    return {key: amount / whole for key, amount in raised.items()}


def planned_deff(people: Mapping[Key, Fraction], interviews: Mapping[Key, Fraction]) -> Fraction:
    """Design effect of weighting the interviews back to the people: the sum of P squared by s (Kish 1965, 11.7).

    Args:
        people: Share of the people by cell.
        interviews: Share of the interviews by cell, above 0 wherever there are people.
    """
    return sum((share**2 / interviews[key] for key, share in people.items() if share), start=Fraction())


def with_minimum(exact: Mapping[Key, Fraction], minimum: int, total: int) -> dict[Key, Fraction]:
    """Interviews by cell of which none is below a minimum: the larger cells give what the smaller ones get.

    Each cell is max(minimum, L × its value) with the one L for which they add up to the total.

    Args:
        exact: Interviews by cell, adding up to the total.
        minimum: Whole interviews of each cell.

    Raises:
        RuleViolation: `plan_minimum_too_high` with the cells and what they would need.
    """
    if minimum * len(exact) > total:
        raise RuleViolation("plan_minimum_too_high", cells=len(exact), needed=minimum * len(exact), total=total)
    small: set[Key] = set()
    while True:
        rest = sum((value for key, value in exact.items() if key not in small), start=Fraction())
        left = Fraction(total - minimum * len(small))
        factor = left / rest if rest else Fraction(0)
        below = {key for key, value in exact.items() if key not in small and value * factor < minimum}
        if not below:
            return {key: Fraction(minimum) if key in small else value * factor for key, value in exact.items()}
        small |= below
