"""How often the figures of people call for a talk without a reason: `python -m tests.bench --fair-teams 300`."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Iterator

from cati_app.domain.outcomes.fair_figures import Talks, fair_figures

_CLEARLY_LOW = 0.8
_VERY_LOW = 0.7
_CHANCES = (0.08, 0.14, 0.22, 0.30, 0.45)
"""Of a conversation to lead on, by class of difficulty."""
_TALKS = (40, 400)


def told_of_teams(teams: int, spread: float, seed: int = 1) -> tuple[float, float]:
    """Shares of the people judged: told though not below 0.8 of the others; told of those below 0.7.

    Args:
        spread: Standard deviation of what people do beyond the difficulty, on the scale of logarithms.
    """
    rng = random.Random(seed)
    fine = told_fine = low = told_low = 0
    for _ in range(teams):
        skills = [rng.gauss(0, spread) for _ in range(rng.randint(8, 24))]
        people = {str(n): dict(_held(rng, skill)) for n, skill in enumerate(skills)}
        for n, figure in fair_figures(people).items():
            if figure.factor is None:
                continue
            factor = math.exp(skills[int(n)])
            if factor >= _CLEARLY_LOW:
                fine += 1
                told_fine += figure.talk_about_it
            if factor < _VERY_LOW:
                low += 1
                told_low += figure.talk_about_it
    return told_fine / max(1, fine), told_low / low if low else math.nan


def _held(rng: random.Random, skill: float) -> Iterator[tuple[Hashable, Talks]]:
    """Some have the evenings, others the first calls: the mix of difficulties is a person's own."""
    held = rng.randint(*_TALKS)
    shares = [rng.gammavariate(1, 1) for _ in _CHANCES]
    for n, (chance, share) in enumerate(zip(_CHANCES, shares, strict=True)):
        count = round(held * share / sum(shares))
        led_on = sum(rng.random() < min(0.95, chance * math.exp(skill)) for _ in range(count))
        yield n, Talks(led_on, count)
