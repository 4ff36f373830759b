"""Whether the last days found fewer persons than the days before them let expect."""

from __future__ import annotations

import numpy as np

from cati_app.domain.forecast.so_far import ATTEMPTS, DAYS_AT_LEAST, FieldSoFar, joined_days
from cati_app.domain.forecast.yields import chances, day_noise, expected_by_day

LAST_DAYS = 3
_QUANTILE = 0.05
_DRAWS = 400


def fewest_expected(field: FieldSoFar, seed: int) -> tuple[int, int] | None:
    """Screened persons of the last three days, and the 5 % quantile of what was to be expected of their dials.

    Returns:
        None: there are too few days before them.
    """
    days = joined_days(field.days)
    before, last = days[:-LAST_DAYS], days[-LAST_DAYS:]
    if len(before) < DAYS_AT_LEAST:
        return None
    dials = [sum(day.dials[a] for day in before) for a in range(ATTEMPTS)]
    screened = [sum(day.screened[a] for day in before) for a in range(ATTEMPTS)]
    rng = np.random.Generator(np.random.PCG64(seed))
    chance = chances(dials, screened, rng, _DRAWS)
    noise = day_noise(
        [sum(day.screened) for day in before],
        expected_by_day([day.dials for day in before], [day.screened for day in before]),
    )
    level = noise.recent * rng.gamma(noise.information, 1 / noise.information, size=_DRAWS)
    total = np.zeros(_DRAWS)
    for day in last:
        luck = rng.gamma(1 / noise.noise, noise.noise, size=_DRAWS)
        total += rng.poisson(chance @ np.array(day.dials, dtype=float) * level * luck)
    fewest = int(np.quantile(total, _QUANTILE, method="inverted_cdf"))
    return sum(sum(day.screened) for day in last), fewest
