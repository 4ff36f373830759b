"""Weights against published vectors, and against `rake` and `calibrate` of R's package survey (4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from cati_app.domain.weighting.calibration import Met, WantedMargin, calibrate_logit, rake, rake_clipped
from cati_app.domain.weighting.weighting import design_effect
from tests.golden.weights_of_r import BASE, LOGIT_BOUNDS, OF_R

W1 = (((1, 1), 2, 0.5), ((1, 2), 4, 1.0), ((2, 1), 3, 1.0), ((2, 2), 1, 2.0))
W2 = """
121:3:3.038170 123:1:2.885490 211:10:.907562 212:1:3.994246 213:2:.861954 221:1:1.028967 223:1:.977257 311:6:.533299
312:2:2.347087 313:1:.506499 321:11:.604639 323:2:.574253 411:7:.544313 412:1:2.395562 421:7:.617126 422:1:2.716017
423:3:.586113
"""
W12 = """
121 3.044963 123 2.865112 211 .962350 212 3.2 213 .905509 221 1.115690 223 1.049791 311 .508947 312 2.533292
313 .478886 321 .590042 323 .555191 411 .514825 412 2.562551 421 .596857 422 2.970864 423 .561603
"""
TARGETS = ((12, 16.8, 16.2, 15), (29.4, 30.6), (37.2, 13.8, 9))


def cells() -> list[tuple[str, int, float]]:
    """Cells of W2: age, sex, migration history; interviews; weight."""
    parts = (entry.split(":") for entry in W2.split())
    return [(cell, int(count), float(weight)) for cell, count, weight in parts]


def people() -> list[str]:
    """The cell of each of the 60 interviews."""
    return [cell for cell, count, _ in cells() for _ in range(count)]


def margins() -> list[WantedMargin]:
    return [
        WantedMargin(np.array([int(cell[place]) - 1 for cell in people()]), np.array(targets, dtype=float))
        for place, targets in enumerate(TARGETS)
    ]


def by_cell(met: Met) -> dict[str, float]:
    return dict(zip(people(), met.weights.tolist(), strict=True))


def bases(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.ones(60) if name == "one" else np.resize(np.array(BASE), 60)


def test_two_margins_of_ten_interviews() -> None:
    said = [cell for cell, count, _ in W1 for _ in range(count)]
    wanted = [
        WantedMargin(np.array([cell[0] - 1 for cell in said]), np.array([5.0, 5.0])),
        WantedMargin(np.array([cell[1] - 1 for cell in said]), np.array([4.0, 6.0])),
    ]
    met = rake(np.ones(10), wanted)
    assert met.converged
    assert [weight for _, count, weight in W1 for _ in range(count)] == pytest.approx(met.weights.tolist(), abs=5e-7)
    assert 1.15 == pytest.approx(design_effect(met.weights.tolist()), abs=5e-7)
    assert 8.695652 == pytest.approx(10 / design_effect(met.weights.tolist()), abs=5e-7)


def test_three_margins_of_sixty_interviews() -> None:
    met = rake(np.ones(60), margins())
    assert {cell: weight for cell, _, weight in cells()} == pytest.approx(by_cell(met), abs=6e-7)
    assert 1.670924 == pytest.approx(design_effect(met.weights.tolist()), abs=5e-7)
    assert 35.908273 == pytest.approx(60 / design_effect(met.weights.tolist()), abs=5e-7)


def test_the_same_with_weights_trimmed() -> None:
    told = W12.split()
    met = rake_clipped(np.ones(60), margins(), 0.4, 3.2)
    assert met.converged
    expected = dict(zip(told[::2], map(float, told[1::2]), strict=True))
    assert expected == pytest.approx(by_cell(met), abs=6e-7)
    assert 1.654413 == pytest.approx(design_effect(met.weights.tolist()), abs=5e-7)


@pytest.mark.parametrize(
    ("weights", "effect", "effective"), [((1, 2, 3, 4), 1.2, 3.333333), ((0.5, 0.5, 1, 1, 3), 1.597222, 3.130435)]
)
def test_design_effects_of_kish(weights: Sequence[float], effect: float, effective: float) -> None:
    assert (effect, effective) == pytest.approx(
        (design_effect(weights), len(weights) / design_effect(weights)), abs=5e-7
    )


@pytest.mark.parametrize("base", ["one", "base"])
def test_raking_agrees_with_survey_of_r(base: str) -> None:
    assert OF_R["rake", base] == pytest.approx(rake(bases(base), margins()).weights.tolist(), abs=1e-6)


@pytest.mark.parametrize("base", ["one", "base"])
def test_logit_calibration_agrees_with_survey_of_r(base: str) -> None:
    low, high = map(float, map(Decimal, LOGIT_BOUNDS))
    met = calibrate_logit(bases(base), margins(), low, high)
    scaled = bases(base) * 60 / bases(base).sum()
    assert met.converged
    assert OF_R["logit", base] == pytest.approx(met.weights.tolist(), abs=1e-6)
    assert low <= (met.weights / scaled).min() <= (met.weights / scaled).max() <= high
