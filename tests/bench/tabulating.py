"""A table of 100,000 interviews by eleven columns: `python -m tests.bench --tables`."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from cati_app.domain.tabulation.crosstab import AnswerCategory, TabulatedVariable
from cati_app.domain.tabulation.table import AnswerNet, BannerVariable, TableManner, answer_table
from tests.bench.machine import machine_speed

BUDGET_MS = 100
INTERVIEWS, ROUNDS = 100_000, 7
BANNER = (4, 3, 4)
"""Categories of each variable."""


def _questions(chance: np.random.Generator) -> Iterator[tuple[str, TabulatedVariable]]:
    """One answer of five, several of seven."""
    yield "single", _variable(chance, 5)
    chosen = chance.random((7, INTERVIEWS)) < 0.3
    yield "multiple", TabulatedVariable(_categories(7), np.zeros(INTERVIEWS, np.intp), chosen)


def _categories(count: int) -> tuple[AnswerCategory, ...]:
    return tuple(AnswerCategory(str(n), str(n), str(n)) for n in range(count))


def _variable(chance: np.random.Generator, count: int) -> TabulatedVariable:
    return TabulatedVariable(_categories(count), chance.integers(-1, count, INTERVIEWS).astype(np.intp))


def measure_tables() -> dict[str, list[float]]:
    """Milliseconds of processor time, by kind of question: counted, small cells hidden, intervals and letters."""
    chance = np.random.default_rng(1)
    banner = [BannerVariable(str(number), _variable(chance, size)) for number, size in enumerate(BANNER)]
    weights, manner = chance.uniform(0.3, 3, INTERVIEWS), TableManner(intervals=True, letters=True, limit=5)
    told: dict[str, list[float]] = {}
    for name, question in _questions(chance):
        times = told[name] = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            answer_table(question, banner, weights, manner, nets=[AnswerNet("net", (0, 1))])
            times.append((time.process_time() - begun) * 1000)
    return told


def print_tables() -> None:
    """The table."""
    print(f"a table of {INTERVIEWS:,} interviews by {sum(BANNER)} columns, processor time in ms; budget {BUDGET_MS}")
    for name, times in measure_tables().items():
        print(f"  {name:8} median {sorted(times)[len(times) // 2]:5.1f}  most {max(times):5.1f}")
    print(f"  20,000 products take {machine_speed():.2f} ms")
