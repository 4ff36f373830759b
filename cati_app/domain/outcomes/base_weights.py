"""Base weights of cases: what each stands for in the population it was drawn from, as the sample says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from math import fsum

from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.finality import History
from cati_app.values import dataclass

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")
LARGEST = 1e9
"""More numbers than any country has: a larger weight is a mistake."""


class BadWeight(StrEnum):
    """Why a case has no weight."""

    MISSING = "missing"
    NO_NUMBER = "no_number"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"


def base_weight(text: str | None) -> float | BadWeight:
    """The weight a sample field holds.

    A point or a comma is the decimal mark, whichever stands there; thousands are never marked, so that 1,250 is one and
    a quarter, however it was meant.

    Args:
        text: The field; None where the case does not have it.

    Returns:
        A number above 0, or why there is none.
    """
    plain = (text or "").strip()
    if not plain:
        return BadWeight.MISSING
    if not _NUMBER.fullmatch(plain):
        return BadWeight.NO_NUMBER
    value = float(plain.replace(",", "."))
    if value <= 0:
        return BadWeight.NOT_POSITIVE
    return BadWeight.TOO_LARGE if value > LARGEST else value


@dataclass(frozen=True, slots=True)
class WeightAccount:
    """Weights of a sample field, and where they are missing."""

    field_name: str
    cases: int  # with a weight
    total: float
    least: float | None
    most: float | None
    design_effect: float | None  # of unequal weights alone: n·Σw² / (Σw)²
    bad: Mapping[BadWeight, tuple[int, ...]]  # numbers of the cases that have none

    @property
    def usable(self) -> bool:
        """Whether every case has a weight: rates that leave cases out would be rates of something else."""
        return not self.bad


@dataclass(slots=True)
class Weigher:
    """Weighs cases one after another and keeps account."""

    field_name: str
    texts: Mapping[CaseId, str]  # what the field holds, by case
    _weights: list[float] = field(default_factory=list)
    _bad: dict[BadWeight, list[int]] = field(default_factory=dict)

    def weigh(self, case: History) -> float:
        """The weight of a case; 0 where it has none, which is noted."""
        weight = base_weight(self.texts.get(case.case_id))
        if isinstance(weight, BadWeight):
            self._bad.setdefault(weight, []).append(case.case_no)
            return 0.0
        self._weights.append(weight)
        return weight

    def account(self) -> WeightAccount:
        """The account."""
        weights = self._weights
        total = fsum(weights)
        effect = len(weights) * fsum(weight * weight for weight in weights) / total**2 if weights else None
        bad = {reason: tuple(self._bad[reason]) for reason in BadWeight if reason in self._bad}
        return WeightAccount(
            field_name=self.field_name,
            cases=len(weights),
            total=total,
            least=min(weights, default=None),
            most=max(weights, default=None),
            design_effect=effect,
            bad=bad,
        )
