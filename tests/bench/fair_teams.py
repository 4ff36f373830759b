"""How often the figures of people call for a talk without a reason: `python -m tests.bench --fair-teams 300`.

Those who are called and those who call are the people of a rehearsal (`cati_app.demo.rehearsal.town`).
"""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Iterator
from datetime import UTC, datetime
from itertools import product

from cati_app.demo.habits import Habits
from cati_app.demo.rehearsal.town import Circumstances, Interviewer, Town
from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.outcomes.fair_figures import Talks, fair_figures

_CLEARLY_LOW = 0.8
_VERY_LOW = 0.7
_TALKS = (40, 400)
_PEOPLE = 500
"""Behind the numbers of a team, in turn."""
_NOW = datetime(2026, 11, 24, 16, tzinfo=UTC)
_FRAMES = ("landline", "mobile")
_BEFORE = ("never spoken to", "spoken to", "soft refusal", "appointment")
_DIFFICULTIES = tuple(product(_FRAMES, _BEFORE))


def told_of_teams(teams: int, spread: float, seed: int = 1) -> tuple[float, float]:
    """Shares of the people judged: told though not below 0.8 of the others; told of those below 0.7.

    Args:
        spread: Standard deviation of what people do beyond the difficulty, on the scale of logarithms, 0 to 0.5.
    """
    rng = random.Random(seed)
    fine = told_fine = low = told_low = 0
    for team in range(teams):
        town = Town(_habits(rng, spread), team, frozenset({"de"}))
        callers = {f"seat{n}": town.interviewer(f"seat{n}") for n in range(rng.randint(8, 24))}
        people = {login: dict(_held(rng, town, by)) for login, by in callers.items()}
        for login, figure in fair_figures(people).items():
            if figure.factor is None:
                continue
            factor = callers[str(login)].willing
            if factor >= _CLEARLY_LOW:
                fine += 1
                told_fine += figure.talk_about_it
            if factor < _VERY_LOW:
                low += 1
                told_low += figure.talk_about_it
    return told_fine / max(1, fine), told_low / low if low else math.nan


def _habits(rng: random.Random, spread: float) -> Habits:
    """Where of those who decide one in seven to two in five take part, less where somebody refused before."""
    takes_part = rng.uniform(0.14, 0.4)
    return Habits.model_validate(
        {
            "calls": {"refusal": 1 - takes_part},
            "population": {"margins": {"age": {"young": 0.3, "old": 0.7}, "status": {"low": 0.3, "high": 0.7}}},
            "willingness": {
                "frames": {"mobile": rng.uniform(0.8, 1.1)},
                "categories": {"age": {"young": rng.uniform(0.7, 1.2)}, "status": {"low": rng.uniform(0.7, 1.0)}},
                "attempts": [1.0, rng.uniform(0.8, 1.1)],
                "refused": rng.uniform(0.4, 0.6),
                "appointment": rng.uniform(1.3, 1.8),
                "interviewer": spread,
            },
        }
    )


def _held(rng: random.Random, town: Town, by: Interviewer) -> Iterator[tuple[Hashable, Talks]]:
    """Some have the evenings, others the first calls: the mix of difficulties is a person's own."""
    held = rng.randint(*_TALKS)
    shares = [rng.gammavariate(1, 1) for _ in _DIFFICULTIES]
    for difficulty, share in zip(_DIFFICULTIES, shares, strict=True):
        frame, before = difficulty
        how = Circumstances(
            _NOW,
            WeekPart.AFTERNOON,
            frozenset({"de"}),
            frame,
            by,
            appointment=before == "appointment",
            refused=before == "soft refusal",
        )
        attempt = 1 if before == "never spoken to" else 2
        count = round(held * share / sum(shares))
        led_on = sum(rng.random() < town.takes_part(rng.randrange(_PEOPLE), attempt, how) for _ in range(count))
        yield difficulty, Talks(led_on, count)
