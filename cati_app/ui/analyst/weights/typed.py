"""What is typed of a recipe, field by field, and what of it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeVar

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.recipe import (
    BaseRule,
    FrameSize,
    MissingValues,
    RecipeOptions,
    WeightingMethod,
    check_base,
    check_bounds,
    figure_of,
    frame_of,
)
from cati_app.values import dataclass

T = TypeVar("T")

METHOD, LOW, HIGH, MISSING = "method", "low", "high", "missing"
BASE, FRAMES, PERSONS, ASSUMED = "base", "frames", "persons", "assumed"
OF_SAMPLE = "sample"


class NotReadError(Exception):
    """A field whose text cannot be read, and the rule that says why."""

    def __init__(self, key: str, rule: RuleViolation) -> None:
        super().__init__(key)
        self.key = key
        self.rule = rule


@dataclass(frozen=True, slots=True)
class TypedOptions:
    """The fields as they are typed; blank: nothing is named."""

    method: str = WeightingMethod.RAKE.value
    low: str = ""
    high: str = ""
    missing: str = MissingValues.REFUSE.value
    base: str = ""
    frames: str = ""
    persons: str = ""
    assumed: str = ""

    def read(self) -> RecipeOptions:
        """What they name. NotReadError: the first that cannot be read."""
        method, bounds = WeightingMethod(self.method), self._bounds()
        _checked(LOW, partial(check_bounds, method, bounds))
        is_sample = True if self.base == OF_SAMPLE else None
        frames = self._frames()
        if is_sample and (frames or self.persons):
            raise NotReadError(FRAMES if frames else PERSONS, RuleViolation("weigh_base_twice"))
        _checked(FRAMES, partial(check_base, BaseRule(frames=frames)))
        assumed = _checked(ASSUMED, partial(figure_of, self.assumed)) if self.assumed else None
        _checked(ASSUMED, partial(check_base, BaseRule(assumed=assumed)))
        return RecipeOptions(
            method=None if method is WeightingMethod.RAKE else method,
            bounds=bounds,
            missing=None if self.missing == MissingValues.REFUSE else MissingValues(self.missing),
            is_sample_base=is_sample,
            frames=frames,
            persons=self.persons,
            assumed=assumed,
        )

    def _bounds(self) -> tuple[Decimal, Decimal] | None:
        if self.method == WeightingMethod.RAKE:
            return None  # what stands in the fields is kept for a method that has bounds
        return _checked(LOW, partial(figure_of, self.low)), _checked(HIGH, partial(figure_of, self.high))

    def _frames(self) -> Mapping[str, FrameSize]:
        parts = [part for part in self.frames.split(";") if part.strip()]
        return dict(_checked(FRAMES, partial(frame_of, part)) for part in parts)


def _checked(key: str, check: Callable[[], T]) -> T:
    try:
        return check()
    except RuleViolation as rule:
        raise NotReadError(key, rule) from None
