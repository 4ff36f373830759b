"""Quota cells: which cell a person belongs to, what its state is, whether a place is free.

Only `has_room` says whether a cell is full. The store guards the same rule with a CHECK.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import prod

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.quota.rounding import controlled_rounding, largest_remainders

UNKNOWN = "unknown"
UNCLASSIFIED = CellId("unclassified")
MARGIN_TOLERANCE = Fraction(5, 1000)
"""How far the shares of a dimension may be off 1, as rounding leaves them."""


class CellState(StrEnum):
    """What a cell can take."""

    OPEN = "open"
    RESERVED_OUT = "reserved_out"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class QuotaDimension:
    """A variable of the quota; `values` maps its values to category codes, in the order of the categories.

    `outside` are values that belong to none on purpose.
    """

    variable: str
    from_sample: bool
    freeze_as: str
    categories: tuple[str, ...]
    values: Mapping[str, str]
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """Interlocked quota of a study: dimensions, targets by cell, ceiling for interviews without cell."""

    name: str
    dimensions: tuple[QuotaDimension, ...]
    targets: Mapping[CellId, int]
    accept_unclassified: bool
    unclassified_ceiling: int

    @property
    def is_told_by_sample(self) -> bool:
        """Whether the sample tells anything about the cell of a case."""
        return any(dimension.from_sample for dimension in self.dimensions)

    def all_targets(self) -> dict[CellId, int]:
        """Targets with the counter of unclassified interviews as the last one."""
        ceiling = self.unclassified_ceiling if self.accept_unclassified else 0
        return {**self.targets, UNCLASSIFIED: ceiling}


@dataclass(frozen=True, slots=True)
class CellCount:
    """Counters of one cell."""

    cell_id: CellId
    target: int
    achieved: int
    in_progress: int
    rolled_back: int = 0
    closed: bool = False  # by a person: only the counter of unclassified persons can be

    @property
    def taken(self) -> int:
        """Interviews achieved and places held for those in progress."""
        return self.achieved + self.in_progress

    def for_one(self, *, has_place: bool) -> CellCount:
        """As it stands for a person of whom somebody else has said whether there is a place: as full, if not."""
        return self if has_place else replace(self, target=min(self.target, self.taken))

    @property
    def state(self) -> CellState:
        """`full` before `reserved_out` before `open`."""
        if self.achieved >= self.target:
            return CellState.FULL
        return CellState.RESERVED_OUT if self.taken >= self.target else CellState.OPEN


@dataclass(frozen=True, slots=True)
class Classification:
    """Where a person belongs: the category of each dimension (or `unknown`) and the cell."""

    cell_id: CellId
    categories: tuple[str, ...]
    frozen: Mapping[str, str]  # `quota_<variable>` → category or unknown
    accepted: bool = True  # False: without a cell, in a study that takes no such persons

    @property
    def is_unclassified(self) -> bool:
        """Whether nothing tells the cell."""
        return self.cell_id == UNCLASSIFIED


class Verdict(StrEnum):
    """The outcome of a reservation; the value is what the form reads as `quota_status`."""

    IN = "in"
    FULL = "full"
    UNCLASSIFIED = "unclassified"  # interviewed without a cell
    NOT_ACCEPTED = "not_accepted"  # without a cell, and not interviewed


QUOTA_STATUS = "quota_status"
"""The hidden question from which the form reads the verdict."""
WITH_PLACE = frozenset({Verdict.IN, Verdict.UNCLASSIFIED})
WITHOUT_PLACE = frozenset({Verdict.FULL, Verdict.NOT_ACCEPTED})
NOT_SCREENED_STATUS = "not_screened"
"""What the form reads as `quota_status` once the screener is left without an answer that decides eligibility."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a person with the counters it rests on (before the reservation)."""

    verdict: Verdict
    classification: Classification
    count: CellCount

    @property
    def has_place(self) -> bool:
        """True when a place is held for the person."""
        return self.verdict in WITH_PLACE

    @property
    def is_beyond(self) -> bool:
        """Whether the place is one more than there are to be: an unclassified person above the expected share."""
        return self.has_place and self.count.taken >= self.count.target

    @property
    def taken(self) -> int:
        """Places of the cell that are taken, this person's included."""
        return self.count.taken + self.has_place


def find_place(plan: QuotaPlan, values: Mapping[str, str]) -> Classification:
    """The cell of a person.

    Args:
        plan: The study's quota.
        values: Value by variable, from form and sample; blank, missing or unlisted values count as `unknown`.
    """
    categories = tuple(d.values.get(values.get(d.variable, ""), UNKNOWN) for d in plan.dimensions)
    frozen = {d.freeze_as: category for d, category in zip(plan.dimensions, categories, strict=True)}
    cell_id = UNCLASSIFIED if UNKNOWN in categories else CellId("/".join(categories))
    return Classification(cell_id, categories, frozen, cell_id != UNCLASSIFIED or plan.accept_unclassified)


def has_room(count: CellCount) -> bool:
    """Strict rule: a new interview is accepted if achieved + in progress is below the target."""
    return count.taken < count.target


def decide(classification: Classification, count: CellCount) -> Decision:
    """Whether a new interview is accepted.

    A person without a cell belongs to no group that could be full. Above the expected share of such persons the
    interview takes place all the same (`Decision.is_beyond`); a study may also take none of them, and a supervisor may
    close their counter.
    """
    if classification.is_unclassified:
        taken = classification.accepted and not count.closed
        verdict = Verdict.UNCLASSIFIED if taken else Verdict.NOT_ACCEPTED
    else:
        verdict = Verdict.IN if has_room(count) else Verdict.FULL
    return Decision(verdict, classification, count)


def targets_from_margins(margins: Sequence[Mapping[str, float]], total: int) -> dict[CellId, int]:
    """Cell targets as the product of margins, in whole numbers that keep `total` and the rounded margins.

    Args:
        margins: One mapping of category to share for each dimension; shares of one dimension add up to 1. Rounded
            shares are scaled to exactly 1, so that the targets add up all the same.
        total: Number of interviews.

    Raises:
        RuleViolation: `margin_not_one` when shares do not add up to 1 within five thousandths.
    """
    exact_margins = []
    for index, margin in enumerate(margins):
        shares = {category: Fraction(str(share)) for category, share in margin.items()}
        whole = sum(shares.values(), start=Fraction())
        if abs(whole - 1) > MARGIN_TOLERANCE:
            raise RuleViolation("margin_not_one", dimension=index)
        exact_margins.append({category: share / whole for category, share in shares.items()})
    exact = {
        cell: prod((m[c] for m, c in zip(exact_margins, cell, strict=True)), start=Fraction(total))
        for cell in product(*exact_margins)
    }
    return {CellId("/".join(cell)): target for cell, target in controlled_rounding(exact, total).items()}


def scale_targets(targets: Mapping[CellId, int], scale: float) -> dict[CellId, int]:
    """Targets times `scale`, largest remainders to the scaled total; for trials that are to fill cells soon."""
    factor = Fraction(str(scale))
    exact = {cell: targets[cell] * factor for cell in sorted(targets)}
    return largest_remainders(exact, round(sum(exact.values())))
