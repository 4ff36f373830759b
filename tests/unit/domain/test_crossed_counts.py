"""Counts of a quota beside tables of its dimensions: nothing small follows from the two."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np

from cati_app.domain.tabulation.crossed_counts import Cell, hidden_crossed


def cells(text: str) -> dict[Cell, int]:
    """Cells of one letter for each category: `ax 3`."""
    return {tuple(name): int(count) for name, count in (each.split() for each in text.split(","))}


def told(counts: dict[Cell, int]) -> str:
    return " ".join("".join(cell) for cell in sorted(hidden_crossed(counts)))


def test_a_small_cell_has_partners_in_each_of_its_lines() -> None:
    assert "" == told(cells("ax 9, ay 0, bx 12, by 30"))
    assert "ax ay bx by" == told(cells("ax 3, ay 9, bx 12, by 30"))
    assert "ax ay bx by" == told(cells("ax 3, ay 0, bx 12, by 30")), "alone in its line, a cell of nobody goes with it"
    assert "ax az bx bz" == told(cells("ax 3, ay 19, az 8, bx 7, by 30, bz 9"))


def test_people_who_fit_no_cell_are_part_of_the_total_alone() -> None:
    counts: dict[Cell, int] = {("a",): 20, ("b",): 30, ("c",): 40}
    assert frozenset() == hidden_crossed(counts)
    assert {("unclassified", ""), ("a",), ("b",)} == hidden_crossed({**counts, ("unclassified", ""): 2})


def test_no_small_cell_follows_from_all_sums_over_one_dimension() -> None:
    rng, small = Random(5), 0
    names = list(product("abcd", "xyz", "mn"))
    for _ in range(60):
        counts: dict[Cell, int] = {name: rng.choice((0, 2, 4, 6, 9, 15, 30, 50)) for name in names}
        hidden = hidden_crossed(counts)
        known = [[float(cell == each) for cell in names] for each in names if each not in hidden]
        for at in range(3):
            for line in {(*cell[:at], *cell[at + 1 :]) for cell in names}:
                known.append([float((*cell[:at], *cell[at + 1 :]) == line) for cell in names])
        rank = np.linalg.matrix_rank(np.array(known))
        for number, name in enumerate(names):
            if 0 < counts[name] < 5:
                small += 1
                alone = np.eye(len(names))[number]
                assert rank < np.linalg.matrix_rank(np.vstack([known, alone])), (counts, name)
    assert small > 200
