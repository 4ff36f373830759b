"""A table of 100,000 interviews by eleven columns: `python -m tests.bench --tables`."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from cati_app.domain.tabulation.crosstab import AnswerCategory, TabulatedVariable
from cati_app.domain.tabulation.hidden_together import HiddenTogether
from cati_app.domain.tabulation.table import AnswerNet, BannerVariable, TableManner, answer_table
from tests.bench.machine import machine_speed

BUDGET_MS = 100
INTERVIEWS, ROUNDS = 100_000, 7
QUESTIONS, KIN_EVERY = 300, 10
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


def measure_kin() -> tuple[float, list[float]]:
    """Milliseconds until kin of 300 questions are known, and of each table what it hides beside its kin."""
    chance = np.random.default_rng(1)
    questions: dict[str, TabulatedVariable] = {}
    fine: list[TabulatedVariable] = []
    for number in range(QUESTIONS):
        if number % KIN_EVERY and fine:
            shares = chance.dirichlet(np.full(6, 0.5))
            index = chance.choice(6, INTERVIEWS, p=shares).astype(np.intp)
            fine.append(TabulatedVariable(_categories(6), index))
        else:  # the one before in two categories
            fine.append(TabulatedVariable(_categories(2), fine[-1].index // 3) if fine else _variable(chance, 6))
        questions[f"q{number}"] = fine[-1]
    banner = {name: questions[name] for name in ("q1", "q9", "q10")}
    begun = time.process_time()
    together = HiddenTogether(questions, banner, 5)
    together.rows("q1")
    known = (time.process_time() - begun) * 1000
    times = []
    for name in questions:
        begun = time.process_time()
        for variable in banner:
            together.block(name, variable)
        times.append((time.process_time() - begun) * 1000)
    return known, times


def print_tables() -> None:
    """The table."""
    print(f"a table of {INTERVIEWS:,} interviews by {sum(BANNER)} columns, processor time in ms; budget {BUDGET_MS}")
    for name, times in measure_tables().items():
        print(f"  {name:8} median {sorted(times)[len(times) // 2]:5.1f}  most {max(times):5.1f}")
    known, kin = measure_kin()
    print(
        f"  kin of {QUESTIONS} questions {known:.0f}, once; what they hide of a table"
        f" median {sorted(kin)[QUESTIONS // 2]:.1f}  most {max(kin):.1f}"
    )
    print(f"  20,000 products take {machine_speed():.2f} ms")
