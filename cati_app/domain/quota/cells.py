"""Quota cells: which cells a person belongs to, what their state is, whether a place is free.

Only `has_room` says whether a cell is full. The store guards the same rule, by the mode of the quota.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from itertools import product
from math import prod

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.quota.fitting import (
    OF_QUOTA,
    UNCLASSIFIED,
    Fitting,
    categories_of,
    cells_of,
    is_unclassified,
    place_in,
    wish_of,
)
from cati_app.domain.quota.rounding import controlled_rounding, largest_remainders
from cati_app.values import dataclass

UNKNOWN = "unknown"
MARGIN_TOLERANCE = Fraction(5, 1000)
"""How far the shares of a dimension may be off 1, as rounding leaves them."""


class CellState(StrEnum):
    """What a cell can take."""

    OPEN = "open"
    RESERVED_OUT = "reserved_out"
    FULL = "full"
    PAUSED = "paused"  # by a person, for now
    CLOSED = "closed"  # by a person


class QuotaMode(StrEnum):
    """When a cell takes one more person."""

    STRICT = "strict"  # achieved + in progress < target
    OVERRUN = "overrun"  # achieved < target: whoever is in progress then may finish
    SOFT = "soft"  # always; above the target with a warning
    COUNTER = "counter"  # always: it only counts


ALWAYS_TAKES = frozenset({QuotaMode.SOFT, QuotaMode.COUNTER})
"""Modes in which nobody is turned away."""


class CellChoice(StrEnum):
    """Which cell is taken of several that a person fits; the choice is stored and never made again."""

    LEAST_FULL = "least_full"
    PRIORITY = "priority"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class QuotaDimension:
    """A variable of the quota; `values` maps its values to category codes, in the order of the categories.

    `outside` are values that belong to none on purpose. `overlapping` maps each value to all its categories where they
    overlap, and then each value of several, separated by blanks, counts.
    """

    variable: str
    from_sample: bool
    freeze_as: str
    categories: tuple[str, ...]
    values: Mapping[str, str]
    outside: frozenset[str] = frozenset()
    overlapping: Mapping[str, tuple[str, ...]] | None = None

    def categories_of(self, value: str) -> tuple[str, ...]:
        """The categories a person belongs to, in the order of the study; none where nothing tells one."""
        if self.overlapping is None:
            code = self.values.get(value)
            return () if code is None else (code,)
        told = {code for part in value.split() for code in self.overlapping.get(part, ())}
        return tuple(code for code in self.categories if code in told)


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """A quota of a study: dimensions, targets by cell, ceiling for interviews without cell; the first has the others.

    Args:
        mode: When its cells take one more person.
        choice: Which cell is taken of several that a person fits.
        within: It counts only persons in these categories of variables of the quotas before it.
        further: Quotas that count the same interviews as well; only of the first.
        prefix: Name in the ids of its cells; blank for the first.
    """

    name: str
    dimensions: tuple[QuotaDimension, ...]
    targets: Mapping[CellId, int]
    accept_unclassified: bool
    unclassified_ceiling: int
    mode: QuotaMode = QuotaMode.STRICT
    choice: CellChoice = CellChoice.LEAST_FULL
    within: Mapping[str, frozenset[str]] | None = None
    prefix: str = ""
    further: tuple[QuotaPlan, ...] = ()

    @property
    def quotas(self) -> tuple[QuotaPlan, ...]:
        """The first and the further ones."""
        return (self, *self.further)

    @property
    def all_dimensions(self) -> tuple[QuotaDimension, ...]:
        """Of all quotas, each variable as the first of them has it that it is frozen in."""
        known: dict[str, QuotaDimension] = {}
        for quota in self.quotas:
            for dimension in quota.dimensions:
                known.setdefault(dimension.freeze_as, dimension)
        return tuple(known.values())

    @property
    def is_told_by_sample(self) -> bool:
        """Whether the sample tells anything about the cell of a case."""
        return any(dimension.from_sample for dimension in self.all_dimensions)

    @property
    def unclassified(self) -> CellId:
        """The counter of persons without a cell of it."""
        return self.cell((UNCLASSIFIED,))

    def cell(self, categories: Sequence[str]) -> CellId:
        """The cell of these categories."""
        return CellId((f"{self.prefix}{OF_QUOTA}" if self.prefix else "") + "/".join(categories))

    def all_targets(self) -> dict[CellId, int]:
        """Targets, of each quota with its counter of unclassified interviews as the last one."""
        targets: dict[CellId, int] = {}
        for quota in self.quotas:
            targets |= quota.targets
            targets[quota.unclassified] = quota.unclassified_ceiling if quota.accept_unclassified else 0
        return targets

    def all_modes(self, *, by_grant: bool = False) -> dict[CellId, QuotaMode]:
        """Modes of all cells; nobody is turned away for want of a cell.

        Args:
            by_grant: At a station, where each place of a cell that can be full is given by the hub before it is used.
        """
        modes: dict[CellId, QuotaMode] = {}
        for quota in self.quotas:
            asks = by_grant and quota.mode not in ALWAYS_TAKES
            modes |= dict.fromkeys(quota.targets, QuotaMode.STRICT if asks else quota.mode)
            modes[quota.unclassified] = QuotaMode.SOFT
        return modes


@dataclass(frozen=True, slots=True)
class CellCount:
    """Counters of one cell."""

    cell_id: CellId
    target: int
    achieved: int
    in_progress: int
    rolled_back: int = 0
    closed: bool = False  # by a person
    paused: bool = False
    mode: QuotaMode = QuotaMode.STRICT

    @property
    def taken(self) -> int:
        """Interviews achieved and places held for those in progress."""
        return self.achieved + self.in_progress

    @property
    def state(self) -> CellState:
        """What a person decided comes first, then `full` before `reserved_out` before `open`."""
        if self.closed or self.paused:
            return CellState.CLOSED if self.closed else CellState.PAUSED
        if self.mode is QuotaMode.COUNTER:
            return CellState.OPEN
        if self.achieved >= self.target:
            return CellState.FULL
        return CellState.RESERVED_OUT if self.taken >= self.target else CellState.OPEN


@dataclass(frozen=True, slots=True)
class Classification:
    """Where a person belongs: the category of each dimension of the first quota (or `unknown`) and the place.

    Args:
        not_accepted: Counters of persons without a cell that the person would be in, and that take nobody.
        several: The cells of each quota where the person fits several of one; none: the place says it all.
    """

    cell_id: CellId
    categories: tuple[str, ...]
    frozen: Mapping[str, str]  # `quota_<variable>` → category or unknown
    not_accepted: frozenset[CellId] = frozenset()
    several: tuple[Fitting, ...] = ()

    @property
    def is_unclassified(self) -> bool:
        """Whether nothing tells the cell of the first quota."""
        return is_unclassified(cells_of(self.cell_id)[0])

    @property
    def fitting(self) -> tuple[Fitting, ...]:
        """The cells of each quota that the person fits."""
        return self.several or tuple(Fitting((cell,)) for cell in cells_of(self.cell_id))

    @property
    def wish(self) -> CellId:
        """What is asked for where somebody else decides."""
        return wish_of(self.fitting)

    def fits(self, place: CellId) -> bool:
        """Whether a place is one of those the person may have."""
        cells, fitting = cells_of(place), self.fitting
        return len(cells) == len(fitting) and all(c in f.cells for c, f in zip(cells, fitting, strict=True))

    def keeping(self, place: CellId) -> Classification:
        """With the cells the person has already where they still fit: a choice is never made again."""
        had = cells_of(place)
        kept = [
            replace(f, cells=tuple(cell for cell in f.cells if cell in had) or f.cells, in_order=f.in_order)
            for f in self.fitting
        ]
        return replace(self, several=tuple(kept)) if self.several else self

    def within(self, cells: Sequence[CellId]) -> Classification:
        """With one cell chosen in each quota."""
        if not self.several:
            return self
        frozen, categories = dict(self.frozen), self.categories
        for fitting, cell in zip(self.several, cells, strict=True):
            if not is_unclassified(cell):
                frozen |= zip(fitting.names, categories_of(cell), strict=False)  # a hub is told no names
        if not is_unclassified(cells[0]):
            categories = categories_of(cells[0])
        return replace(self, cell_id=place_in(cells), categories=categories, frozen=frozen, several=())


class Verdict(StrEnum):
    """The outcome of a reservation; the value is what the form reads as `quota_status`."""

    IN = "in"
    FULL = "full"
    UNCLASSIFIED = "unclassified"  # interviewed without a cell
    NOT_ACCEPTED = "not_accepted"  # without a cell, and not interviewed


QUOTA_STATUS = "quota_status"
"""The hidden question from which the form reads the verdict."""
QUOTA_FULL = "quota_full"
"""Frozen beside the categories where a study has several quotas: the first cell that took the person no more."""
WITH_PLACE = frozenset({Verdict.IN, Verdict.UNCLASSIFIED})
WITHOUT_PLACE = frozenset({Verdict.FULL, Verdict.NOT_ACCEPTED})
NOT_SCREENED_STATUS = "not_screened"
"""What the form reads as `quota_status` once the screener is left without an answer that decides eligibility."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a person with the counters it rests on (before the reservation).

    Args:
        count: Of the first cell that takes the person no more, else of the first quota.
        counts: Of all cells of the place.
        knows_others: They are those of the whole study; False at a station of a hub, which knows its own places alone.
    """

    verdict: Verdict
    classification: Classification
    count: CellCount
    counts: tuple[CellCount, ...] = ()
    knows_others: bool = True

    @property
    def has_place(self) -> bool:
        """True when a place is held for the person."""
        return self.verdict in WITH_PLACE

    @property
    def is_beyond(self) -> bool:
        """Whether the place is one more than there are to be: an unclassified person above the expected share."""
        return any(is_unclassified(count.cell_id) for count in self.beyond)

    @property
    def beyond(self) -> tuple[CellCount, ...]:
        """Counters of the cells that have one more with this person than there are to be, as far as that is known."""
        if not self.knows_others:
            return ()
        counts = [c for c in self.counts or (self.count,) if c.mode is not QuotaMode.COUNTER]
        return tuple(c for c in counts if self.has_place and not has_room(replace(c, mode=QuotaMode.STRICT)))

    @property
    def taken(self) -> int:
        """Places of the cell that are taken, this person's included."""
        return self.count.taken + self.has_place


def find_place(plan: QuotaPlan, values: Mapping[str, str], key: str = "") -> Classification:
    """The cells of a person.

    Args:
        plan: The study's quotas.
        values: Value by variable, from form and sample; blank, missing or unlisted values count as `unknown`.
        key: Of the interview: orders the cells of a quota that chooses at random, always in the same way.
    """
    told: dict[str, tuple[str, ...]] = {}
    frozen: dict[str, str] = {}
    fitting: list[Fitting] = []
    not_accepted: set[CellId] = set()
    for quota in plan.quotas:
        options = [d.categories_of(values.get(d.variable, "")) for d in quota.dimensions]
        names = tuple(d.freeze_as for d in quota.dimensions)
        for dimension, codes in zip(quota.dimensions, options, strict=True):
            told.setdefault(dimension.variable, codes)
            frozen.setdefault(dimension.freeze_as, codes[0] if codes else UNKNOWN)
        if not _counts_there(quota, told):
            continue
        cells = tuple(quota.cell(codes) for codes in product(*options)) or (quota.unclassified,)
        if cells == (quota.unclassified,) and not quota.accept_unclassified:
            not_accepted.add(quota.unclassified)
        if quota.choice is CellChoice.RANDOM:
            cells = tuple(sorted(cells, key=lambda cell: sha256(f"{key}\0{cell}".encode()).digest()))
        fitting.append(Fitting(cells, quota.choice is not CellChoice.LEAST_FULL, names))
    several = tuple(fitting) if any(len(fits.cells) > 1 for fits in fitting) else ()
    categories = tuple(frozen[d.freeze_as] for d in plan.dimensions)
    return Classification(
        place_in(fits.cells[0] for fits in fitting), categories, frozen, frozenset(not_accepted), several
    )


def _counts_there(quota: QuotaPlan, told: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a quota counts the person: only within the categories it is for, as far as they are told."""
    return all(codes.intersection(told.get(variable, ())) for variable, codes in (quota.within or {}).items())


def has_room(count: CellCount) -> bool:
    """Whether the mode of the quota allows one more interview in the cell."""
    if count.mode in ALWAYS_TAKES:
        return True
    return (count.achieved if count.mode is QuotaMode.OVERRUN else count.taken) < count.target


def free_in(counts: Iterable[CellCount], default: int) -> int:
    """How many more fit into all of these cells at once; `default` where each of them takes everybody."""
    limits = (count for count in counts if count.mode not in ALWAYS_TAKES)
    free = (each.target - (each.achieved if each.mode is QuotaMode.OVERRUN else each.taken) for each in limits)
    return max(0, min(free, default=default))


def is_filled(quotas: Sequence[QuotaPlan], counts: Sequence[CellCount]) -> bool:
    """Whether one of these quotas turns everybody away: it counts all people, and none of its cells has room."""
    known = {count.cell_id: count for count in counts}
    limits = [quota for quota in quotas if quota.mode not in ALWAYS_TAKES and not quota.within]
    return any(not any(has_room(known[cell]) for cell in quota.targets if cell in known) for quota in limits)


def takes(count: CellCount) -> bool:
    """Whether a cell takes one more person: it has room, and nobody paused or closed it."""
    return has_room(count) and not count.closed and not count.paused


def decide(
    classification: Classification, count_of: Callable[[CellId], CellCount], refused: CellId | None = None
) -> Decision:
    """Whether a new interview is accepted: only if each quota takes the person.

    A person without a cell belongs to no group that could be full. Above the expected share of such persons the
    interview takes place all the same (`Decision.beyond`); a study may also take none of them, and a supervisor may
    close their counter.

    Args:
        count_of: The counters of a cell as they stand.
        refused: At a station the cell of which the hub said that it takes the person no more, whatever the counter
            here says of others' places.
    """
    chosen = [
        count_of(refused)
        if refused is not None and refused in f.cells
        else _chosen(f, [count_of(cell) for cell in f.cells], classification)
        for f in classification.fitting
    ]
    named = [count for count in chosen if count.cell_id == refused]
    refusing = next(iter(named or [count for count in chosen if not _takes(count, classification)]), None)
    place = classification.within([count.cell_id for count in chosen])
    if refusing is None:
        loose = any(is_unclassified(count.cell_id) for count in chosen)
        return Decision(Verdict.UNCLASSIFIED if loose else Verdict.IN, place, chosen[0], tuple(chosen))
    if len(chosen) > 1:
        place = replace(place, frozen={**place.frozen, QUOTA_FULL: refusing.cell_id})
    verdict = Verdict.NOT_ACCEPTED if is_unclassified(refusing.cell_id) else Verdict.FULL
    return Decision(verdict, place, refusing, tuple(chosen))


def _takes(count: CellCount, classification: Classification) -> bool:
    if is_unclassified(count.cell_id):
        return count.cell_id not in classification.not_accepted and not count.closed and not count.paused
    return takes(count)


def _chosen(fitting: Fitting, counts: Sequence[CellCount], classification: Classification) -> CellCount:
    """The cell a person takes of those that take the person, else the one that is named as full."""
    open_ones = [count for count in counts if _takes(count, classification)] or list(counts)
    return open_ones[0] if fitting.in_order else min(open_ones, key=_fullness)


def _fullness(count: CellCount) -> tuple[Fraction, int, str]:
    """The smallest share taken first, then the larger need, then the lowest id."""
    share = Fraction(count.taken, count.target) if count.target else Fraction(count.taken + 1)
    return share, count.taken - count.target, count.cell_id


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
