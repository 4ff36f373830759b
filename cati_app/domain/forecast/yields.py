"""What a dial yields: the chance at each attempt, how days differ, and the level of the last days.

A Gamma–Poisson model (Gelman et al., Bayesian Data Analysis, 3rd edition 2013, section 2.6) in which each attempt is
held towards the one before it; constants are the design's own, tried by simulation (docs/forecast.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cati_app.values import dataclass

Numbers = NDArray[np.float64]

_LATER = 0.85
"""Chance at an attempt by that at the one before, where nothing is known."""
_KNOWN_FIRST, _KNOWN_LATER = 1.0, 4.0
_PRIOR_DIALS, _PRIOR_LOST, _PRIOR_LOST_DIALS = 30, 8, 80
_MEAN_AT_LEAST = 0.3
_PRIOR_NOISE, _PRIOR_NOISE_DAYS, _NOISE_AT_LEAST = 0.03, 6, 0.003
_HALF_LIFE_DAYS, _PRIOR_INFORMATION = 8.0, 12.0
_PRIOR_RATE_NUMBERS = 50.0


@dataclass(frozen=True, slots=True)
class DayNoise:
    """How screened persons of a day differ from what its dials promised.

    Args:
        level: Screened of all days by expected.
        noise: Variance of a day's factor (φ).
        information: Of the present level, as if so many persons had been seen (B).
        recent: Present level: recent days count most.
    """

    level: float
    noise: float
    information: float
    recent: float


def first_guess(dials: Sequence[float], screened: Sequence[float]) -> float:
    """Chance of a first attempt before anything is drawn (q̂₀), above 0."""
    return (screened[0] + 1) / (dials[0] + _PRIOR_DIALS)


def chances(dials: Sequence[float], screened: Sequence[float], rng: np.random.Generator | None, draws: int) -> Numbers:
    """Chance of a screened person by dial.

    Args:
        rng: Draws them; None: each is the mean of its distribution.
        draws: Rows.

    Returns:
        A row for each draw, a column for each attempt.
    """
    rate = _KNOWN_FIRST / first_guess(dials, screened)
    shape = _KNOWN_FIRST
    drawn = np.empty((draws, len(dials)))
    rates: Numbers = np.full(draws, rate)
    for n, (called, met) in enumerate(zip(dials, screened, strict=True)):
        if n:
            rates, shape = _KNOWN_LATER / (_LATER * drawn[:, n - 1]), _KNOWN_LATER
        drawn[:, n] = (rng.gamma(shape + met, size=draws) if rng is not None else shape + met) / (rates + called)
    return np.maximum(drawn, 1e-9)


def lost_shares(dials: Sequence[float], lost: Sequence[float]) -> Numbers:
    """Numbers lost by dial, by attempt."""
    shares: Numbers = (np.array(lost) + _PRIOR_LOST) / (np.array(dials) + _PRIOR_LOST_DIALS)
    return shares


def expected_by_day(dials: Sequence[Sequence[float]], screened: Sequence[Sequence[float]]) -> Numbers:
    """Screened persons that the dials of each day promised, 0.3 at least; both by day and attempt."""
    by_attempt, met = np.sum(dials, axis=0), np.sum(screened, axis=0)
    pooled = (met + 1) / (by_attempt + 1 / first_guess(by_attempt, met))
    expected: Numbers = np.maximum(np.array(dials) @ pooled, _MEAN_AT_LEAST)
    return expected


def day_noise(screened: Sequence[float], expected: Sequence[float] | Numbers) -> DayNoise:
    """How days differ, and the level of the last ones; both by day, the last day last."""
    y, m = np.array(screened, dtype=float), np.array(expected, dtype=float)
    level = float(y.sum() / m.sum())
    scaled = np.maximum(level * m, 1e-9)
    extra = ((y - scaled) ** 2 - scaled) / scaled**2
    weights = m / (1 + _PRIOR_NOISE * m)
    noise = (_PRIOR_NOISE_DAYS * _PRIOR_NOISE + float((extra * weights).sum() / weights.mean())) / (
        _PRIOR_NOISE_DAYS + len(y)
    )
    noise = max(_NOISE_AT_LEAST, noise)
    fading = 0.5 ** (np.arange(len(y) - 1, -1, -1) / _HALF_LIFE_DAYS)
    information = _PRIOR_INFORMATION + float((fading * m / (1 + noise * m)).sum())
    recent = (_PRIOR_INFORMATION + float((fading * y / (1 + noise * m)).sum())) / information
    return DayNoise(level, noise, information, recent)


def worked_rates(dials: Sequence[Sequence[float]], gone: Sequence[Sequence[float]], still: Sequence[float]) -> Numbers:
    """How often an open number of each attempt was dialled in a day.

    How many were open on each day is counted back from what is open now.

    Args:
        dials: By day and attempt.
        gone: Screened and lost, by day and attempt.
        still: Numbers open now, by the attempt that would be the next.
    """
    open_now = np.array(still, dtype=float)
    seen: Numbers = np.zeros(len(still))
    for called, left in zip(reversed(dials), reversed(gone), strict=True):
        moved = np.array(called, dtype=float) - np.array(left)
        before = open_now + np.array(called)
        before[1:] -= moved[:-1]
        open_now = np.maximum(before, np.array(called))
        seen += open_now
    by_attempt = np.sum(dials, axis=0)
    rate = float(by_attempt.sum() / max(1.0, seen.sum()))
    rates = []
    for called, numbers in zip(by_attempt, seen, strict=True):
        rate = (called + _PRIOR_RATE_NUMBERS * rate) / (numbers + _PRIOR_RATE_NUMBERS)
        rates.append(rate)
    return np.array(rates)
