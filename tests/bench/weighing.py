"""Weights of 100,000 interviews by five margins: `python -m tests.bench --weights`."""

from __future__ import annotations

import random
import time
from decimal import Decimal

from cati_app.domain.weighting.recipe import Margin, Recipe, WeightingMethod
from cati_app.domain.weighting.respondents import SaidColumn, SaidValue
from cati_app.domain.weighting.weighting import weigh
from tests.bench.machine import machine_speed

BUDGET_S = 1.0
INTERVIEWS, ROUNDS = 100_000, 3
MARGINS = (4, 3, 5, 6, 2)
"""Categories of each."""
_BOUNDS = (Decimal("0.2"), Decimal(6))


def _field() -> tuple[tuple[Margin, ...], dict[str, SaidColumn], list[float]]:
    """Margins, what is said, base weights of eight sizes; shares of interviews and people differ by up to a half."""
    chance = random.Random(1)
    margins, columns = [], {}
    for number, size in enumerate(MARGINS):
        name, codes = f"v{number}", [str(code) for code in range(size)]
        people = [1 + 0.5 * chance.random() for _ in codes]
        interviews = [1 + 0.5 * chance.random() for _ in codes]
        whole = sum(people)
        margins.append(
            Margin((name,), {code: Decimal(f"{share / whole:.6f}") for code, share in zip(codes, people, strict=True)})
        )
        said = chance.choices(range(size), interviews, k=INTERVIEWS)
        columns[name] = SaidColumn([SaidValue(code) for code in codes], said, frozenset(codes))
    return tuple(margins), columns, [0.5 + 0.25 * chance.randrange(8) for _ in range(INTERVIEWS)]


def measure_weights() -> dict[str, list[float]]:
    """Seconds of processor time, by method: categories found, weights, and what is told of them."""
    margins, columns, base = _field()
    told: dict[str, list[float]] = {}
    for method in WeightingMethod:
        recipe = Recipe(margins, method, None if method is WeightingMethod.RAKE else _BOUNDS)
        times = told[method.value] = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            weigh(recipe, columns, base)
            times.append(time.process_time() - begun)
    return told


def print_weights() -> None:
    """The table."""
    print(f"weights of {INTERVIEWS:,} interviews by {len(MARGINS)} margins, processor time in s; budget {BUDGET_S:.0f}")
    for method, times in measure_weights().items():
        print(f"  {method:6} median {sorted(times)[len(times) // 2]:5.2f}  most {max(times):5.2f}")
    print(f"  20,000 products take {machine_speed():.2f} ms")
