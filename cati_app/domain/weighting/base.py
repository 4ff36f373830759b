"""Base weights of interviews from their frames and households: 1 / chance of having been selected.

π = kL·mL/ML/z + kC·mC/MC: k numbers of a frame by which a person can be reached, m drawn, M in the frame, z eligible
persons of the household; L landline, C mobile, whose user is not selected. Other frames count like mobile ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.recipe import LANDLINE, BaseRule

Figures = Mapping[str, list[float | None]]
"""Values of variables by name, one for each interview; None where there is none."""


def computed_base_weights(rule: BaseRule, frames: list[str], figures: Figures) -> list[float]:
    """A weight for each interview.

    Somebody who was reached through a frame, and says to have no number of it, has one.

    Args:
        rule: With frames, persons of the household, or both; without frames only the household counts.
        frames: Through which each was reached; not read where the rule has none.
        figures: Of the variables that the rule names.

    Raises:
        RuleViolation: `weigh_frame_unknown` with the frame and how many came through it; `weigh_base_missing` with the
            variable and how many have no value of it, or one below 0.
    """
    persons = _read(rule, figures, rule.persons, 1.0)
    if not rule.frames:
        return [max(1.0, persons(index)) for index in range(len(frames))]
    for name in sorted(set(frames) - rule.frames.keys()):
        raise RuleViolation("weigh_frame_unknown", frame=name or "–", count=frames.count(name))
    numbers = {name: _read(rule, figures, size.numbers, 0.0) for name, size in rule.frames.items()}
    chances = {name: float(size.drawn) / float(size.size) for name, size in rule.frames.items()}
    weights = []
    for index, reached in enumerate(frames):
        chance = 0.0
        for name in rule.frames:
            count = max(numbers[name](index), 1.0 if name == reached else 0.0)
            chance += count * chances[name] / (max(1.0, persons(index)) if name == LANDLINE else 1.0)
        weights.append(1 / chance)
    return weights


def _read(rule: BaseRule, figures: Figures, variable: str, without: float) -> Callable[[int], float]:
    """How the value of an interview is read; `without` where no variable is named."""
    if not variable:
        return lambda index: without
    values = figures[variable]
    missing = sum(value is None or value < 0 for value in values)
    if missing and rule.assumed is None:
        raise RuleViolation("weigh_base_missing", variable=variable, count=missing)
    assumed = float(rule.assumed or 0)
    return lambda index: assumed if (value := values[index]) is None or value < 0 else value
