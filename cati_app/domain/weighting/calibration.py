"""Weights that meet margins: raking, raking with bounds, and calibration with the bounded logit function.

Interviews that are alike – same base weight, same category of every margin – get the same weight in every method, so
they are computed once and counted (`times`). All weights are floats; the base weights are scaled to the sum of the
targets first. Sources: Deming & Stephan 1940; Deville & Särndal, JASA 1992, method 6 of their table 1 (logit).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cati_app.values import dataclass

Floats: TypeAlias = NDArray[np.float64]
Indexes: TypeAlias = NDArray[np.intp]

OnRound: TypeAlias = Callable[[], None]
"""Called in each round of a method; what it raises ends the work."""

TOLERANCE = 1e-9
"""Relative, of each category of each margin, and of a bound: what counts as met."""
_GOAL = 1e-12
"""Relative: what is aimed at, so that the last of the decimals that are kept are right as well."""
_LEAST = 1e-200
"""What raking has made nothing of where margins cannot be met still weighs something."""
SWEEPS_AT_MOST = 1_000
ROUNDS_AT_MOST = 50
STEPS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class WantedMargin:
    """One margin.

    Args:
        category: Index of the category of each interview.
        targets: Wanted sum of weights of each category, above 0; all margins have the same sum.
    """

    category: Indexes
    targets: Floats


@dataclass(frozen=True, slots=True)
class Met:
    """Weights, and how well they meet the margins.

    Args:
        weights: One for each interview; their sum is that of the targets.
        converged: Whether every margin is met and every bound kept.
        rounds: Sweeps of raking, rounds of trimming, or steps of Newton.
        worst: Margin and category that is furthest from its target.
        error: How far that is, relative to the target.
    """

    weights: Floats
    converged: bool
    rounds: int
    worst: tuple[int, int]
    error: float


def _silent() -> None:
    """Nobody is told of a round."""


def rake(base: Floats, margins: Sequence[WantedMargin], on_round: OnRound = _silent) -> Met:
    """Raking: w ← w × target / achieved over the margins in turn, until each is met.

    Args:
        base: Base weights, above 0, of one interview or more.
        margins: One or more; every category has an interview.
        on_round: Called in each sweep.
    """
    alike = _Alike(base, margins)
    weights, sweeps = _raked(alike, alike.base, on_round)
    return alike.met(weights, sweeps, alike.worst(weights)[1] <= TOLERANCE)


def rake_clipped(
    base: Floats, margins: Sequence[WantedMargin], low: float, high: float, on_round: OnRound = _silent
) -> Met:
    """Raking in turn with trimming of weight / mean weight to bounds, at most `ROUNDS_AT_MOST` times.

    Args:
        base: As `rake`.
        margins: As `rake`.
        low: Below 1.
        high: Above 1.
        on_round: Called in each sweep of each round.

    Returns:
        Where it does not converge, the weights as they were trimmed last, cut and scaled until both hold: each lies
        within the bounds, and their margins are off.
    """
    alike = _Alike(base, margins)
    weights = alike.base
    for done in range(1, ROUNDS_AT_MOST + 1):
        weights, _ = _raked(alike, weights, on_round)
        ratio = weights / alike.mean(weights)
        if ratio.min() >= low - TOLERANCE and ratio.max() <= high + TOLERANCE:
            return alike.met(weights, done, alike.worst(weights)[1] <= TOLERANCE)
        weights = alike.scaled(ratio.clip(low, high))
    return alike.met(alike.scaled(_within(alike, ratio, low, high)), ROUNDS_AT_MOST, False)


def _within(alike: _Alike, ratio: Floats, low: float, high: float) -> Floats:
    """The weights c · ratio, cut to the bounds, whose mean is 1: it grows with c, from `low` to `high`."""
    ratio = np.maximum(ratio, _LEAST)
    below, above = 0.0, high / float(ratio.min())
    while (between := (below + above) / 2) not in (below, above):
        if alike.mean((between * ratio).clip(low, high)) < 1:
            below = between
        else:
            above = between
    return (above * ratio).clip(low, high)


def calibrate_logit(
    base: Floats, margins: Sequence[WantedMargin], low: float, high: float, on_round: OnRound = _silent
) -> Met:
    """Calibration: weight / base weight is a logit function between the bounds, found by Newton's method.

    Args:
        base: As `rake`.
        margins: As `rake`.
        low: Of weight / scaled base weight; 0 or more, below 1.
        high: Above 1.
        on_round: Called in each step.

    Returns:
        Where it does not converge, there are no weights within the bounds that meet the margins, or next to none.
    """
    alike = _Alike(base, margins)
    spread, shift = (high - low) / ((1 - low) * (high - 1)), np.log((1 - low) / (high - 1))
    counted = alike.base * alike.times
    design, targets = alike.design(), alike.targets
    point, steps, weights = np.zeros(len(targets)), 0, alike.base

    def share(at: Floats) -> Floats:
        """Where between the bounds each factor is, 0 to 1."""
        risen: Floats = 1 / (1 + np.exp(-np.clip(spread * (design @ at) + shift, -700, 700)))
        return risen

    def objective(at: Floats) -> float:
        """The convex function whose minimum meets the margins."""
        line = design @ at
        each = low * line + (high - low) / spread * np.logaddexp(0, spread * line + shift)
        return float(counted @ each - targets @ at)

    while steps < STEPS_AT_MOST:
        steps += 1
        on_round()
        within = share(point)
        weights = alike.base * (low + (high - low) * within)
        if alike.worst(weights)[1] <= _GOAL:
            break
        missing = targets - design.T @ (weights * alike.times)
        slope = counted * (high - low) * spread * within * (1 - within)
        step: Floats = np.linalg.lstsq(design.T @ (design * slope[:, None]), missing, rcond=None)[0].astype(np.float64)
        point = _further(point, step, missing, objective)
    return alike.met(weights, steps, alike.worst(weights)[1] <= TOLERANCE)


def _further(point: Floats, step: Floats, missing: Floats, objective: Callable[[Floats], float]) -> Floats:
    """The next point: the whole step of Newton, or as much of it as lowers the objective."""
    now, gain, length = objective(point), float(step @ missing), 1.0
    slack = abs(now) * 1e-12  # where it is nearly flat, rounding decides no more
    while length > 1e-6 and objective(point + length * step) > now - 1e-4 * length * gain + slack:
        length /= 2
    return point + length * step


def _raked(alike: _Alike, weights: Floats, on_round: OnRound) -> tuple[Floats, int]:
    sweeps = 0
    while sweeps < SWEEPS_AT_MOST:
        sweeps += 1
        on_round()
        for margin in alike.margins:
            weights = weights * (margin.targets / alike.achieved(margin, weights))[margin.category]
        if alike.worst(weights)[1] <= _GOAL:
            break
    return weights, sweeps


class _Alike:
    """Interviews that are alike, once each."""

    def __init__(self, base: Floats, margins: Sequence[WantedMargin]) -> None:
        _, self._row = np.unique(base, return_inverse=True)
        for margin in margins:
            _, self._row = np.unique(self._row * len(margin.targets) + margin.category, return_inverse=True)
        _, first, counts = np.unique(self._row, return_index=True, return_counts=True)
        self.times: Floats = counts.astype(np.float64)
        self.margins = [WantedMargin(margin.category[first], margin.targets) for margin in margins]
        self.targets: Floats = np.concatenate([margin.targets for margin in margins])
        starts = np.cumsum([0, *(len(margin.targets) for margin in margins)])
        of_margins = [margin.category + start for margin, start in zip(self.margins, starts, strict=False)]
        self._categories: Indexes = np.concatenate(of_margins)
        self._places = [(n, at) for n, margin in enumerate(margins) for at in range(len(margin.targets))]
        self._total = float(margins[0].targets.sum())
        self.base = self.scaled(base[first].astype(np.float64))

    def scaled(self, weights: Floats) -> Floats:
        """With the sum of the targets."""
        return weights * (self._total / float(weights @ self.times))

    def mean(self, weights: Floats) -> float:
        """Over the interviews."""
        return float(weights @ self.times) / float(self.times.sum())

    def achieved(self, margin: WantedMargin, weights: Floats) -> Floats:
        """Sum of weights of each category."""
        sums = np.bincount(margin.category, weights * self.times, len(margin.targets))
        return sums.astype(np.float64)

    def worst(self, weights: Floats) -> tuple[tuple[int, int], float]:
        """The category that is furthest from its target, and how far, relative to it."""
        sums = np.bincount(self._categories, np.tile(weights * self.times, len(self.margins)), len(self.targets))
        off = np.abs(sums / self.targets - 1)
        at = int(off.argmax())
        return self._places[at], float(off[at])

    def design(self) -> Floats:
        """A row for each of those alike, a column for each category of each margin: 1 where it belongs."""
        return np.concatenate([np.eye(len(margin.targets))[margin.category] for margin in self.margins], axis=1)

    def met(self, weights: Floats, rounds: int, converged: bool) -> Met:
        """Spread over all interviews again."""
        worst, error = self.worst(weights)
        return Met(weights[self._row], converged, rounds, worst, error)
