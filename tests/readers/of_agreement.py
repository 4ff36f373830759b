"""The krippendorff package computes alpha of the same ratings."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from cati_app.domain.coding.agreement import Ratings, interval, nominal, ordinal
from tests.readers.programs import NotThere

_MATRICES = 200
_VALUES = "12345"
_CLOSE = 1e-9


def by_krippendorff() -> Iterator[tuple[str, str, list[str]]]:
    """Level of measurement, reader, and which of 200 matrices of two to four coders differ.

    Raises:
        NotThere: krippendorff.
    """
    try:
        import krippendorff
    except ImportError:
        raise NotThere("krippendorff: make readers installs it") from None
    chance = random.Random(7)
    matrices = [_ratings(chance) for _ in range(_MATRICES)]
    for level in ("nominal", "ordinal", "interval"):
        differing = []
        for number, coders in enumerate(matrices):
            ours = _ratings_of(level, [list(unit) for unit in zip(*coders, strict=True)]).alpha()
            if ours is None:
                continue
            data = [[math.nan if value is None else float(value) for value in coder] for coder in coders]
            theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
            if abs(ours - theirs) > _CLOSE:
                differing.append(f"matrix {number}")
        yield f"alpha, {level}", "krippendorff", differing


def _ratings(chance: random.Random) -> list[list[str | None]]:
    """Values by coder, of units on which coders often agree, some missing."""
    units = [chance.choice(_VALUES) for _ in range(chance.randint(3, 40))]
    return [
        [
            None if chance.random() < 0.15 else value if chance.random() < 0.6 else chance.choice(_VALUES)
            for value in units
        ]
        for _ in range(chance.randint(2, 4))
    ]


def _ratings_of(level: str, units: list[list[str | None]]) -> Ratings:
    if level == "nominal":
        return nominal(units)
    if level == "ordinal":
        return ordinal(units, _VALUES)
    return interval([[None if value is None else float(value) for value in unit] for unit in units])
