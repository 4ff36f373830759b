"""A forecast of 36 cells by 400 draws, the fixed piece of Python work beside it: `python -m tests.bench --forecast`."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import product

from cati_app.domain.forecast.forecast import DRAWS, forecast
from cati_app.domain.forecast.so_far import DAYS_AHEAD, CellSoFar, FieldSoFar, OtherQuota, WorkingDay
from cati_app.domain.ids import CellId
from tests.bench.machine import machine_speed

BUDGET_MS = 300.0
ROUNDS = 9
_DAY = WorkingDay((300, 150, 80, 30), (8, 4, 2, 0), (60, 20, 10, 5), 60.0, 55.0, 8.0)


def a_field(*, ends: bool) -> FieldSoFar:
    """Six days of a field with 4 × 3 × 3 cells.

    Args:
        ends: Whether the cells are full in some weeks; otherwise all 120 days are played, the dearest there is.
    """
    chance = random.Random(1)
    wanted = (2, 9) if ends else (4, 25)
    cells = tuple(
        CellSoFar(
            CellId("/".join(names)), names, chance.randint(*wanted), chance.randint(0, 1), 0, chance.randint(0, 6)
        )
        for names in product("abcd", "xyz", "klm")
    )
    return FieldSoFar((_DAY,) * 6, cells, (3000, 800, 500, 200), (2000,) * 8, (60.0,) * DAYS_AHEAD, 30, 70, 10)


def beside_others(field: FieldSoFar) -> FieldSoFar:
    """The same beside five regions and a nested quota of three cells."""
    chance = random.Random(2)
    others = []
    for name, count, room in (("region", 5, 120), ("sport", 3, 60)):
        cells = tuple(CellSoFar(CellId(f"{name}:{n}"), (str(n),), room, 8, 1, 12) for n in range(count))
        none = CellSoFar(CellId(f"{name}:unclassified"), ("unclassified",), 0, 0, 0, 0, takes_more=True)
        met = tuple(tuple(chance.randint(0, 1) for _ in range(count + 2)) for _ in range(len(field.cells) + 1))
        others.append(OtherQuota((*cells, none), met, ((True,) * (count + 2),) * len(met)))
    return replace(field, others=tuple(others), outside=5)


def measure_forecasts() -> dict[str, list[float]]:
    """Milliseconds of processor time of forecasts, by kind of field."""
    told: dict[str, list[float]] = {}
    fields = {"full in some weeks": a_field(ends=True), "not full in 120 days": a_field(ends=False)}
    fields |= {f"{name}, beside two quotas": beside_others(field) for name, field in fields.items()}
    for name, field in fields.items():
        times = told[name] = []
        for seed in range(ROUNDS):
            begun = time.process_time()
            forecast(field, seed)
            times.append(1000 * (time.process_time() - begun))
    return told


def print_forecasts() -> None:
    """The table."""
    print(f"a forecast of 36 cells, {DRAWS} draws, processor time in ms; budget {BUDGET_MS:.0f}")
    for name, times in measure_forecasts().items():
        print(f"  {name:40} median {sorted(times)[len(times) // 2]:6.1f}  most {max(times):6.1f}")
    print(f"  20,000 products take {machine_speed():.2f} ms")
