"""Weighs interviews by a recipe, and tells what that costs: design effect, margins before and after, large weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum

import numpy as np

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.calibration import (
    Floats,
    Met,
    OnRound,
    WantedMargin,
    calibrate_logit,
    rake,
    rake_clipped,
)
from cati_app.domain.weighting.recipe import Margin, Recipe, WeightingMethod
from cati_app.domain.weighting.respondents import SaidColumn, SortedInterviews, sort_into
from cati_app.values import dataclass

DECIMALS = 9
"""Of a weight: so many are alike on every machine."""
ROUNDING = 0.005
"""So far, relative, sums of margins may differ, as rounded figures of a publication do; they are scaled."""
MOST_LARGE = 5
_AT_BOUND = 1e-6
_NEAR_BOUND = 0.005  # of the way between the bounds: a logit function never reaches one


@dataclass(frozen=True, slots=True)
class WeighedCategory:
    """A category of a margin: shares of 0 to 1.

    Args:
        name: Blank: those without a value.
        interviews: How many belong to it.
        target: Share of the people.
        unweighted: Share of the interviews.
        base: Share of the base weights.
        weighted: Share of the weights.
    """

    name: str
    interviews: int
    target: float
    unweighted: float
    base: float
    weighted: float


@dataclass(frozen=True, slots=True)
class WeighedMargin:
    """A margin before and after."""

    margin: Margin
    categories: tuple[WeighedCategory, ...]


@dataclass(frozen=True, slots=True)
class LargeWeight:
    """A weight that several interviews may have; nothing tells which.

    Args:
        base: Base weight, mean 1 over all interviews.
        categories: Of each margin, in order.
    """

    weight: float
    base: float
    categories: tuple[str, ...]
    interviews: int


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights and what is to be known of them.

    Args:
        weights: One for each interview; mean 1, `DECIMALS` decimals.
        base: Base weights, mean 1.
        design_effect: Kish's n·Σw² / (Σw)².
        base_effect: The same of the base weights alone.
        effective: Kish's (Σw)² / Σw²: as many interviews without weights tell as much.
        free: Smallest and largest weight without bounds; None for raking, which has none.
        at_bounds: How many are at the lower and at the upper bound.
        converged: False where trimmed weights do not meet every margin.
        worst: Margin and category that is furthest from its target, and how far, relative to it.
        rounds: Of the method.
    """

    recipe: Recipe
    weights: tuple[float, ...]
    base: tuple[float, ...]
    margins: tuple[WeighedMargin, ...]
    design_effect: float
    base_effect: float
    effective: float
    free: tuple[float, float] | None
    at_bounds: tuple[int, int]
    large: tuple[LargeWeight, ...]
    converged: bool
    worst: tuple[str, str, float]
    rounds: int


def weigh(
    recipe: Recipe, columns: Mapping[str, SaidColumn], base: Sequence[float], on_round: OnRound = lambda: None
) -> Weighting:
    """The weights of interviews.

    Args:
        recipe: What is wanted.
        columns: Every variable of the margins.
        base: Base weights, above 0, one for each interview.
        on_round: Called in each round of the method; what it raises ends the work.

    Raises:
        RuleViolation: `weigh_nobody` without an interview; `weigh_empty_margin`, `weigh_sums_differ`; as `sort_into`;
            `weigh_not_met` where raking, `weigh_bounds_narrow` where the bounded logit finds no such weights.
    """
    if not base:
        raise RuleViolation("weigh_nobody")
    _check_sums(recipe.margins)
    into = [sort_into(margin, columns, recipe.missing) for margin in recipe.margins]
    first = np.array(base, dtype=np.float64)
    wanted = [WantedMargin(np.array(each.category), np.array(each.targets) * len(base)) for each in into]
    met = _met(recipe, first, wanted, on_round)
    margin, category = met.worst
    worst = recipe.margins[margin].name, into[margin].names[category], met.error
    if not met.converged and recipe.method is not WeightingMethod.TRIM:
        code = "weigh_not_met" if recipe.method is WeightingMethod.RAKE else "weigh_bounds_narrow"
        raise RuleViolation(code, variable=worst[0], category=worst[1] or "–", off=round(met.error, 3))
    weights = np.round(met.weights / met.weights.mean(), DECIMALS)
    first = first / first.mean()
    free = None
    if recipe.method is not WeightingMethod.RAKE:
        loose = rake(first, wanted, on_round)
        free = float(loose.weights.min()), float(loose.weights.max())
    return Weighting(
        recipe=recipe,
        weights=tuple(weights.tolist()),
        base=tuple(first.tolist()),
        margins=tuple(
            WeighedMargin(margin, _categories(sorted_into, first, weights))
            for margin, sorted_into in zip(recipe.margins, into, strict=True)
        ),
        design_effect=design_effect(weights.tolist()),
        base_effect=design_effect(first.tolist()),
        effective=len(base) / design_effect(weights.tolist()),
        free=free,
        at_bounds=_at_bounds(recipe, weights, first),
        large=_large(into, weights, first),
        converged=met.converged,
        worst=worst,
        rounds=met.rounds,
    )


def design_effect(weights: Sequence[float]) -> float:
    """Kish's n·Σw² / (Σw)², of one weight above 0 or more."""
    return len(weights) * fsum(weight * weight for weight in weights) / fsum(weights) ** 2


def _check_sums(margins: Sequence[Margin]) -> None:
    sums = [sum(float(amount) for amount in margin.amounts.values()) for margin in margins]
    for margin, whole in zip(margins, sums, strict=True):
        if whole <= 0:
            raise RuleViolation("weigh_empty_margin", variable=margin.name)
        if abs(whole / sums[0] - 1) > ROUNDING:
            named = {
                "variable": margins[0].name,
                "sum": f"{sums[0]:g}",
                "other": margin.name,
                "other_sum": f"{whole:g}",
            }
            raise RuleViolation("weigh_sums_differ", **named)


def _met(recipe: Recipe, base: Floats, wanted: Sequence[WantedMargin], on_round: OnRound) -> Met:
    if recipe.bounds is None:
        return rake(base, wanted, on_round)
    low, high = map(float, recipe.bounds)
    bounded = rake_clipped if recipe.method is WeightingMethod.TRIM else calibrate_logit
    return bounded(base, wanted, low, high, on_round)


def _categories(into: SortedInterviews, base: Floats, weights: Floats) -> tuple[WeighedCategory, ...]:
    category, size = np.array(into.category), len(into.names)
    counts = np.bincount(category, minlength=size)
    shares = [np.bincount(category, part, size) / part.sum() for part in (base, weights)]
    return tuple(
        WeighedCategory(
            name,
            int(counts[index]),
            into.targets[index],
            int(counts[index]) / len(category),
            float(shares[0][index]),
            float(shares[1][index]),
        )
        for index, name in enumerate(into.names)
    )


def _at_bounds(recipe: Recipe, weights: Floats, base: Floats) -> tuple[int, int]:
    if recipe.bounds is None:
        return 0, 0
    low, high = map(float, recipe.bounds)
    ratio, slack = weights, _AT_BOUND
    if recipe.method is WeightingMethod.LOGIT:
        ratio, slack = weights / base, _NEAR_BOUND * (high - low)
    return int((ratio <= low + slack).sum()), int((ratio >= high - slack).sum())


def _large(into: Sequence[SortedInterviews], weights: Floats, base: Floats) -> tuple[LargeWeight, ...]:
    """The largest, each with its interviews; alike ones are one line."""
    alike: Counter[tuple[float, float, tuple[str, ...]]] = Counter()
    for index in np.argsort(-weights, kind="stable")[: 20 * MOST_LARGE].tolist():
        names = tuple(each.names[each.category[index]] for each in into)
        alike[float(weights[index]), round(float(base[index]), DECIMALS), names] += 1
    ordered = sorted(alike.items(), key=lambda item: (-item[0][0], -item[0][1], item[0][2]))
    return tuple(LargeWeight(*key, interviews=count) for key, count in ordered[:MOST_LARGE])
