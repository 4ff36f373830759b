"""Targets of interlocked cells from published tables: margins or cross tables, oversampling, a minimum, whole numbers.

Everything is computed in exact fractions, so that two machines plan the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from cati_app.domain.errors import RuleViolation
from cati_app.domain.quota.plan_size import oversampled, planned_deff, with_minimum
from cati_app.domain.quota.rounding import controlled_rounding
from cati_app.domain.quota.table_raking import rake_table
from cati_app.values import dataclass

Cell = tuple[str, ...]
_DECIMALS = 10**9
"""Of raked cells, before they become fractions: what two machines compute alike."""
MOST_CELLS = 1000


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """People by category of one dimension, or by the combinations of several.

    Args:
        dimensions: Their names, in the order of the cells.
        amounts: Counts or shares of 0 or more by combination; they are divided by their sum.
        source: Where it was published; empty: it is not said.
        date: Of when the figures are, as written.
        is_estimate: Whether somebody estimated them.
    """

    dimensions: tuple[str, ...]
    amounts: Mapping[Cell, Fraction]
    source: str = ""
    date: str = ""
    is_estimate: bool = False

    def shares(self) -> dict[Cell, Fraction]:
        """The amounts as parts of 1.

        Raises:
            RuleViolation: `plan_empty_table` where all are 0.
        """
        whole = sum(self.amounts.values(), start=Fraction())
        if whole <= 0:
            raise RuleViolation("plan_empty_table", table=" × ".join(self.dimensions))
        return {cell: amount / whole for cell, amount in self.amounts.items()}


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """One cell of a plan.

    Args:
        people: Share of the people.
        exact: Interviews before rounding.
        target: Interviews.
        weight: By which each of its interviews counts when people are described; mean 1 over the interviews.
    """

    cell: Cell
    people: Fraction
    exact: Fraction
    target: int
    weight: Fraction

    @property
    def is_off(self) -> bool:
        """Whether the whole number is a whole interview or more away."""
        return abs(self.target - self.exact) >= 1


@dataclass(frozen=True, slots=True)
class PlannedMargin:
    """One category: what was published beside what is planned."""

    dimension: str
    category: str
    people: Fraction
    target: int


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """The targets, and what they rest on.

    Args:
        deff: Design effect of weighting the interviews back to the people; 1 where each share is planned as it is.
        is_product: Whether associations between the dimensions were assumed to be none.
        seed: Where associations between margins were taken from; empty where they were not needed or are assumed.
    """

    dimensions: tuple[str, ...]
    cells: tuple[PlannedCell, ...]
    total: int
    deff: Fraction
    is_product: bool
    seed: str

    @property
    def effective(self) -> Fraction:
        """Interviews of a plan without oversampling that would tell as much (Kish)."""
        return self.total / self.deff

    def targets(self) -> dict[str, int]:
        """Interviews by id of the cell, as in study.yaml."""
        return {"/".join(planned.cell): planned.target for planned in self.cells}

    def margins(self) -> tuple[PlannedMargin, ...]:
        """Each category of each dimension, in order."""
        return tuple(
            PlannedMargin(
                dimension,
                category,
                sum((c.people for c in self.cells if c.cell[index] == category), start=Fraction()),
                sum(c.target for c in self.cells if c.cell[index] == category),
            )
            for index, dimension in enumerate(self.dimensions)
            for category in dict.fromkeys(c.cell[index] for c in self.cells)
        )


def plan_targets(
    tables: Sequence[PublishedTable],
    total: int,
    seed: PublishedTable | None = None,
    factors: Mapping[tuple[str, str], Fraction] | None = None,
    minimum: int = 0,
    categories: Mapping[str, Sequence[str]] | None = None,
) -> TargetPlan:
    """Targets for a study's cells.

    Args:
        tables: Each dimension in one of them.
        total: Interviews.
        seed: A cross table of all dimensions from elsewhere, whose associations the margins get.
        factors: How many times as likely a category is to be interviewed, by dimension and category.
        minimum: Interviews of each cell at least.
        categories: Of each dimension, all in the order of the cells, as a study has them; None: as the tables do.

    Raises:
        RuleViolation: `plan_dimension_twice`, `plan_dimensions_differ`, `plan_too_many_cells`, `plan_empty_table`,
            `plan_seed_differs`, `plan_no_seed`, `plan_not_raked`, `plan_unknown_category`, `plan_category_missing`,
            `plan_out_of_range`, `plan_minimum_too_high`.
    """
    dimensions = tuple(name for table in tables for name in table.dimensions)
    for name in dimensions:
        if dimensions.count(name) > 1:
            raise RuleViolation("plan_dimension_twice", dimension=name)
    for name, amount in (("total", total - 1), ("minimum", minimum)):
        if amount < 0:
            raise RuleViolation("plan_out_of_range", name=name)
    size = prod(len(table.amounts) for table in tables) if tables else 0
    if not 1 <= size <= MOST_CELLS:
        raise RuleViolation("plan_too_many_cells", cells=size, most=MOST_CELLS)
    people = _people(tables) if seed is None else _raked(tables, dimensions, seed)
    if categories is not None:
        people, dimensions = _arranged(people, dimensions, categories), tuple(categories)
    by_cell = _factors(dimensions, people, factors or {})
    interviews = oversampled(people, by_cell)
    exact = with_minimum({cell: share * total for cell, share in interviews.items()}, minimum, total)
    planned = {cell: amount / total for cell, amount in exact.items()}
    whole = controlled_rounding(exact, total, minimum)
    cells = tuple(
        PlannedCell(cell, people[cell], exact[cell], whole[cell], _weight(people[cell], planned[cell]))
        for cell in people
    )
    is_product = seed is None and len(tables) > 1
    return TargetPlan(dimensions, cells, total, planned_deff(people, planned), is_product, seed.source if seed else "")


def _weight(people: Fraction, planned: Fraction) -> Fraction:
    return people / planned if planned else Fraction(0)


def _people(tables: Sequence[PublishedTable]) -> dict[Cell, Fraction]:
    """The product of the tables: no association is known between them."""
    parts = [table.shares() for table in tables]
    return {
        tuple(category for cell in cells for category in cell): prod(
            (part[cell] for part, cell in zip(parts, cells, strict=True)), start=Fraction(1)
        )
        for cells in product(*parts)
    }


def _raked(tables: Sequence[PublishedTable], dimensions: tuple[str, ...], seed: PublishedTable) -> dict[Cell, Fraction]:
    """The seed with the margins of the tables; shares with nine decimals, scaled to 1 again."""
    if set(seed.dimensions) != set(dimensions):
        raise RuleViolation("plan_seed_differs", dimensions=" × ".join(dimensions))
    positions = [seed.dimensions.index(name) for name in dimensions]
    start = {tuple(cell[index] for index in positions): float(amount) for cell, amount in seed.amounts.items()}
    wanted = [
        (
            tuple(dimensions.index(name) for name in table.dimensions),
            {cell: float(share) for cell, share in table.shares().items()},
        )
        for table in tables
    ]
    order = _people(tables)
    for cell in start:
        if cell not in order:
            raise RuleViolation("plan_unknown_category", category="/".join(cell))
    raked = rake_table({cell: start.get(cell, 0.0) for cell in order}, wanted)
    rounded = {cell: Fraction(round(amount * _DECIMALS), _DECIMALS) for cell, amount in raked.items()}
    whole = sum(rounded.values(), start=Fraction())
    return {cell: share / whole for cell, share in rounded.items()}


def _arranged(
    people: Mapping[Cell, Fraction], dimensions: tuple[str, ...], categories: Mapping[str, Sequence[str]]
) -> dict[Cell, Fraction]:
    """The cells as the study has them."""
    if set(dimensions) != set(categories):
        raise RuleViolation("plan_dimensions_differ", dimensions=" × ".join(categories))
    positions = [dimensions.index(name) for name in categories]
    by_cell = {tuple(cell[index] for index in positions): share for cell, share in people.items()}
    wanted = list(product(*categories.values()))
    for code, cells, others in (
        ("plan_unknown_category", by_cell, set(wanted)),
        ("plan_category_missing", wanted, set(by_cell)),
    ):
        for cell in cells:
            if cell not in others:
                raise RuleViolation(code, category="/".join(cell))
    return {cell: by_cell[cell] for cell in wanted}


def _factors(
    dimensions: tuple[str, ...], people: Mapping[Cell, Fraction], factors: Mapping[tuple[str, str], Fraction]
) -> dict[Cell, Fraction]:
    by_cell = {cell: Fraction(1) for cell in people}
    for (dimension, category), factor in factors.items():
        index = dimensions.index(dimension) if dimension in dimensions else None
        named = [cell for cell in people if index is not None and cell[index] == category]
        if not named:
            raise RuleViolation("plan_unknown_category", category=f"{dimension}={category}")
        for cell in named:
            by_cell[cell] *= factor
    return by_cell
