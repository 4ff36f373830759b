"""Who is met: the share of each cell among screened persons, on two levels, so that a cell never met stays plausible.

Categories pull all their cells, cells differ from what their categories say by a gamma factor whose shape is weighed by
the negative binomial distribution (Gelman et al., Bayesian Data Analysis, 3rd edition 2013, chapter 5); the sweeps are
iterative proportional fitting (Deming and Stephan, Annals of Mathematical Statistics 11, 1940, 427–444) held back by
ten persons for each category.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

from cati_app.domain.forecast.yields import Numbers
from cati_app.values import dataclass

_PERSONS = 10.0
_SWEEPS = 12
_UNWANTED = 0.5
"""Interviews that stand for a cell with the target 0: its persons are met all the same."""
SHAPES = (6.0, 11.0, 25.0, 100.0)
"""How alike the cells of the same categories are."""


@dataclass(frozen=True, slots=True)
class MetShares:
    """What the persons screened so far say of the cells.

    Args:
        planned: Share of each cell in the target.
        screened: Persons of each cell.
        places: For each dimension, which of its categories each cell has.
        factors: For each dimension, by how much each category is met more often than planned.
        expected: Persons of each cell by planned shares and factors (E).
        weights: Of the shapes.
    """

    planned: Numbers
    screened: Numbers
    places: tuple[NDArray[np.intp], ...]
    factors: tuple[Numbers, ...]
    expected: Numbers
    weights: Numbers

    def mean(self) -> Numbers:
        """Expected share of each cell."""
        shares = sum(
            w * (c + self.screened) / (c + self.expected) * self.expected
            for w, c in zip(self.weights, SHAPES, strict=True)
        )
        told: Numbers = np.asarray(shares)
        told /= told.sum()
        return told

    def draw(self, rng: np.random.Generator, draws: int) -> Numbers:
        """Shares: a row for each draw, a column for each cell; each row sums to 1."""
        tilt = np.ones((draws, len(self.planned)))
        for column, factors in zip(self.places, self.factors, strict=True):
            known = np.bincount(column, self.screened, len(factors)) + _PERSONS
            tilt *= (rng.gamma(known, size=(draws, len(factors))) / known)[:, column]
        shapes = np.array(SHAPES)[rng.choice(len(SHAPES), size=draws, p=self.weights)][:, None]
        cells = rng.gamma(shapes + self.screened) / (shapes + self.expected * tilt)
        shares: Numbers = _product(self.planned, self.places, self.factors) * tilt * cells
        shares /= shares.sum(axis=1, keepdims=True)
        return shares


def met_shares(
    targets: Sequence[float], screened: Sequence[float], categories: Sequence[Sequence[Hashable]]
) -> MetShares:
    """The cells of a quota.

    Args:
        targets: By cell.
        screened: By cell.
        categories: By cell, one of each dimension.
    """
    wanted, met = np.array(targets, dtype=float), np.array(screened, dtype=float)
    planned = np.where(wanted > 0, wanted, _UNWANTED)
    planned = planned / planned.sum()
    places = tuple(_places(column) for column in zip(*categories, strict=True))
    factors = [np.ones(int(column.max()) + 1) for column in places]
    for _ in range(_SWEEPS):
        for n, column in enumerate(places):
            expected = _expected(planned, places, factors, met.sum())
            own = np.bincount(column, expected, len(factors[n])) / factors[n]
            factors[n] = (np.bincount(column, met, len(factors[n])) + _PERSONS) / (own + _PERSONS)
    expected = _expected(planned, places, factors, met.sum())
    likely = np.array([_log_likelihood(met, expected, shape) for shape in SHAPES])
    weights = np.exp(likely - likely.max())
    return MetShares(planned, met, places, tuple(factors), expected, weights / weights.sum())


def _places(column: Sequence[Hashable]) -> NDArray[np.intp]:
    order = {category: n for n, category in enumerate(dict.fromkeys(column))}
    return np.array([order[category] for category in column], dtype=np.intp)


def _product(planned: Numbers, places: Sequence[NDArray[np.intp]], factors: Sequence[Numbers]) -> Numbers:
    told = planned.copy()
    for column, factor in zip(places, factors, strict=True):
        told = told * factor[column]
    return told


def _expected(
    planned: Numbers, places: Sequence[NDArray[np.intp]], factors: Sequence[Numbers], persons: float
) -> Numbers:
    raw = _product(planned, places, factors)
    raw *= persons / raw.sum()
    return raw


def _log_likelihood(met: Numbers, expected: Numbers, shape: float) -> float:
    """Of counts under the negative binomial distribution with this shape and these means."""
    told = 0.0
    for count, mean in zip(met.tolist(), expected.tolist(), strict=True):
        told += lgamma(shape + count) - lgamma(shape) - lgamma(count + 1) + shape * log(shape / (shape + mean))
        told += count * log(mean / (shape + mean)) if count else 0.0
    return told
