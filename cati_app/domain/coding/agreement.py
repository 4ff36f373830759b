"""How far coders agree: Krippendorff's alpha, Cohen's kappa, and intervals from resampled units.

Sources: K. Krippendorff, Content Analysis, 4th edition (2019), chapter 12; J. Cohen (1960, 1968).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cati_app.values import dataclass

Numbers = NDArray[np.float64]
FIRM, TENTATIVE = 0.8, 0.667
"""From which alpha on a figure is told as it is, and from which on with a warning beside it."""
FEWEST_UNITS = 30
RESAMPLES = 2000
_LOW, _HIGH = 0.025, 0.975
_DRAWN_AT_ONCE = 2_000_000
"""Counts of units that are drawn together, which bounds the memory an interval takes."""


class AgreementVerdict(StrEnum):
    """What may be said with codes that coders agree on so far."""

    FIRM = "firm"
    WARNING = "warning"
    NOT_PUBLISHED = "not_published"
    TABLE_ONLY = "table_only"


def verdict(alpha: float | None, units: int) -> AgreementVerdict:
    """What alpha allows; where it is not defined, or of fewer than 30 units, only the table of codes says something.

    Args:
        alpha: At most 1.
        units: With codes of two coders or more.
    """
    if alpha is None or units < FEWEST_UNITS:
        return AgreementVerdict.TABLE_ONLY
    if alpha >= FIRM:
        return AgreementVerdict.FIRM
    return AgreementVerdict.WARNING if alpha >= TENTATIVE else AgreementVerdict.NOT_PUBLISHED


@dataclass(frozen=True, slots=True)
class AgreementInterval:
    """Between what ends 95 of 100 resamples lie.

    Args:
        seed: The same gives the same ends.
        resamples: In which the coefficient is defined; the others count nowhere.
    """

    low: float
    high: float
    seed: int
    resamples: int


@dataclass(frozen=True, slots=True)
class Ratings:
    """What coders gave to units, ready to be compared. Units with fewer than two values are left out.

    Args:
        counts: How often each value was given to each unit; units × values.
        distances: Squared, by two values, 0 to any number; None: ordinal, where they depend on how often values occur.
        observed: Of each unit, its pairs of values: Σ δ² over ordered pairs / (m - 1); None: ordinal.
    """

    counts: Numbers
    distances: Numbers | None
    observed: Numbers | None = field(default=None, repr=False)

    @property
    def units(self) -> int:
        """With two values or more."""
        return len(self.counts)

    def alpha(self) -> float | None:
        """Krippendorff's alpha, at most 1; None where only one value occurs, or none."""
        return _defined(self._alphas(np.ones((1, self.units))))[0] if self.units else None

    def interval(self, seed: int, resamples: int = RESAMPLES) -> AgreementInterval | None:
        """Of alpha, from units drawn with replacement; None where it is defined in no resample.

        Args:
            seed: 0 or more; stored with the result.
            resamples: 1 or more.
        """
        if not self.units:
            return None
        rng = np.random.Generator(np.random.PCG64(seed))
        at_once = max(1, min(resamples, _DRAWN_AT_ONCE // self.units))
        drawn = [
            self._alphas(_times_drawn(rng, min(at_once, resamples - done), self.units))
            for done in range(0, resamples, at_once)
        ]
        return _interval(np.concatenate(drawn), seed)

    def _alphas(self, times: Numbers) -> Numbers:
        """Of several weightings of the units; NaN where it is not defined.

        Args:
            times: How often each unit counts; weightings × units.
        """
        given = times @ self.counts
        total = given.sum(axis=1)
        if self.distances is None or self.observed is None:
            observed, expected = self._ordinal(times, given)
        else:
            observed = times @ self.observed
            expected = np.einsum("wc,wc->w", given @ self.distances, given)
        with np.errstate(divide="ignore", invalid="ignore"):
            alphas: Numbers = np.where(expected > 0, 1 - (total - 1) * observed / expected, np.nan)
        return alphas

    def _ordinal(self, times: Numbers, given: Numbers) -> tuple[Numbers, Numbers]:
        """Observed and expected disagreement by ranks, whose distances are those of each weighting itself."""
        up_to = np.cumsum(given, axis=1) - given / 2  # the middle of each value's ranks
        distances = (up_to[:, :, None] - up_to[:, None, :]) ** 2
        values = self.counts.shape[1]
        pairs = self.counts[:, :, None] * self.counts[:, None, :]
        pairs[:, range(values), range(values)] -= self.counts
        pairs /= (self.counts.sum(axis=1) - 1)[:, None, None]
        coincidences = (times @ pairs.reshape(self.units, -1)).reshape(-1, values, values)
        observed = np.einsum("wck,wck->w", coincidences, distances)
        return observed, np.einsum("wc,wck,wk->w", given, distances, given)


def nominal(ratings: Iterable[Sequence[Hashable | None]]) -> Ratings:
    """Values that are names: alike or not.

    Args:
        ratings: Of each unit the values of its coders; None: that coder gave none.
    """
    counts = _counts(ratings, None)
    return _with_distances(counts, 1 - np.eye(counts.shape[1]))


def ordinal(ratings: Iterable[Sequence[Hashable | None]], order: Sequence[Hashable]) -> Ratings:
    """Values that are degrees.

    Args:
        order: The lowest first; what is not in it is missing, as stances aside of the order are.
    """
    return Ratings(_counts(ratings, order), None)


def interval(ratings: Iterable[Sequence[float | None]]) -> Ratings:
    """Values that are numbers on a scale of equal steps."""
    units = [list(unit) for unit in ratings]
    values = sorted({value for unit in units for value in unit if value is not None})
    scale = np.array(values, dtype=float)
    return _with_distances(_counts(units, values), (scale[:, None] - scale[None, :]) ** 2)


def sets(ratings: Iterable[Sequence[frozenset[str] | None]]) -> Ratings:
    """Several codes each: two sets are as far apart as the share of their codes that they do not have in common."""
    units = [list(unit) for unit in ratings]
    values = sorted({value for unit in units for value in unit if value is not None}, key=sorted)
    codes = sorted({code for value in values for code in value})
    held = np.array([[code in value for code in codes] for value in values], dtype=float).reshape(
        len(values), len(codes)
    )
    common = held @ held.T
    size = held.sum(axis=1)
    either = size[:, None] + size[None, :] - common
    return _with_distances(
        _counts(units, values), 1 - np.divide(common, either, out=np.ones_like(common), where=either > 0)
    )


def by_code(ratings: Iterable[Sequence[frozenset[str] | None]], codes: Iterable[str]) -> dict[str, Ratings]:
    """Several codes each: of every code whether it is there or not."""
    units = [list(unit) for unit in ratings]
    return {
        code: nominal([[None if value is None else code in value for value in unit] for unit in units])
        for code in codes
    }


def kappa(
    pairs: Iterable[tuple[Hashable | None, Hashable | None]], order: Sequence[Hashable] | None = None
) -> float | None:
    """Cohen's kappa of two coders, at most 1; None where chance leaves no room for disagreement.

    Args:
        pairs: What both gave to each unit; units that one of them left out do not count.
        order: The lowest first: disagreements weigh as many steps as they are apart. Without it all weigh the same.
            What is not in it is missing.
    """
    both = [
        (a, b) for a, b in pairs if a is not None and b is not None and (order is None or (a in order and b in order))
    ]
    values: Sequence[Hashable] = list(dict.fromkeys(v for pair in both for v in pair)) if order is None else order
    columns = {value: number for number, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    for a, b in both:
        table[columns[a], columns[b]] += 1
    steps = np.arange(len(values), dtype=float)
    apart = 1 - np.eye(len(values)) if order is None else np.abs(steps[:, None] - steps[None, :])
    expected = float((apart * np.outer(table.sum(axis=1), table.sum(axis=0))).sum())
    if not expected:
        return None
    return 1 - len(both) * float((apart * table).sum()) / expected


def _counts(ratings: Iterable[Sequence[Hashable | None]], values: Sequence[Hashable] | None) -> Numbers:
    """How often each value was given to each unit with two values or more."""
    known = None if values is None else set(values)
    units = [[value for value in unit if value is not None and (known is None or value in known)] for unit in ratings]
    units = [unit for unit in units if len(unit) > 1]
    columns: Mapping[Hashable, int] = {
        value: number
        for number, value in enumerate(dict.fromkeys(v for unit in units for v in unit) if values is None else values)
    }
    counts = np.zeros((len(units), len(columns)))
    for row, unit in enumerate(units):
        for value in unit:
            counts[row, columns[value]] += 1
    return counts


def _with_distances(counts: Numbers, distances: Numbers) -> Ratings:
    """Equal values are 0 apart, so that a value beside itself adds nothing."""
    given = counts.sum(axis=1)
    observed = np.einsum("uc,uc->u", counts @ distances, counts)
    return Ratings(counts, distances, observed / np.maximum(given - 1, 1))


def _times_drawn(rng: np.random.Generator, resamples: int, units: int) -> Numbers:
    """How often each unit is drawn; resamples × units."""
    drawn = rng.integers(0, units, (resamples, units)) + units * np.arange(resamples)[:, None]
    return np.bincount(drawn.ravel(), minlength=resamples * units).reshape(resamples, units).astype(float)


def _defined(alphas: Numbers) -> list[float | None]:
    return [None if np.isnan(alpha) else float(alpha) for alpha in alphas]


def _interval(alphas: Numbers, seed: int) -> AgreementInterval | None:
    there = alphas[~np.isnan(alphas)]
    if not len(there):
        return None
    low, high = np.quantile(there, [_LOW, _HIGH])
    return AgreementInterval(float(low), float(high), seed, len(there))
